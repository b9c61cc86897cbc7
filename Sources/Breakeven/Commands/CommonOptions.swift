import ArgumentParser
import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Options that every command knows.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Machine-readable result on standard output.")
    var json = false
    @Flag(name: .shortAndLong, help: "Say nothing when all is well; errors still go to standard error.")
    var quiet = false
    @Flag(help: "Say more, such as notes about each file.")
    var verbose = false
    @Flag(inversion: .prefixedNo, help: "Show progress on a terminal.")
    var progress = true
    @Flag(inversion: .prefixedNo, help: "Use colours on a terminal; NO_COLOR turns them off, too.")
    var color = true

    func validate() throws {
        if quiet, verbose { throw ValidationError("found --quiet and --verbose, expected one of them") }
    }
}

/// Where messages go: data on standard output, everything else on standard error.
struct Console: Sendable {
    var quiet: Bool
    var verbose: Bool
    var color: Bool
    /// Findings are part of a JSON result instead.
    var isSilent = false

    private init() {
        quiet = false
        verbose = false
        color = false
    }

    init(_ options: CommonOptions) {
        quiet = options.quiet
        verbose = options.verbose
        color = options.color && getenv("NO_COLOR") == nil && isatty(2) == 1
    }

    func say(_ diagnostics: [Diagnostic]) {
        if isSilent { return }
        for diagnostic in diagnostics {
            switch diagnostic.severity {
            case .error: break
            case .warning: if quiet { continue }
            case .note: if !verbose { continue }
            }
            write(paint(diagnostic), to: 2)
        }
    }

    /// What is said before any option is known.
    static func complain(_ text: String) {
        Console().write(text, to: 2)
    }

    /// Data for the user or a pipe.
    func print(_ text: String) { write(text, to: 1) }

    /// Data as it is, without a line break of its own.
    func printBytes(_ bytes: [UInt8]) { write(bytes, to: 1) }

    private func paint(_ diagnostic: Diagnostic) -> String {
        let text = diagnostic.rendered
        guard color, let range = text.firstRange(of: "\(diagnostic.severity.rawValue):") else { return text }
        let code =
            switch diagnostic.severity {
            case .error: "31"
            case .warning: "33"
            case .note: "36"
            }
        return "\(text[..<range.lowerBound])\u{1B}[1;\(code)m\(text[range])\u{1B}[0m\(text[range.upperBound...])"
    }

    private func write(_ text: String, to descriptor: Int32) { write(Array((text + "\n").utf8), to: descriptor) }

    private func write(_ data: [UInt8], to descriptor: Int32) {
        var bytes = data[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                // Data that does not arrive is no success; messages about it have nowhere else to go.
                if descriptor == 1 { leaveUnwritten(errno) }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}

extension Console {
    private func leaveUnwritten(_ code: Int32) -> Never {
        write(paint(.standardOutput(String(cString: strerror(code)))), to: 2)
        exit(ExitStatus.inputOutput.rawValue)
    }
}

extension Diagnostic {
    static func standardOutput(_ reason: String) -> Diagnostic {
        Diagnostic(
            "standard-output", at: SourcePosition(file: "standard output"),
            found: "a file or pipe that takes no more data (\(reason))",
            expected: "to write the result to its end", fix: "make room, or write to another place")
    }
}

private let systemWrite = write

/// Runs a command's work, prints what went wrong, and leaves with the status of the contract.
func leave(_ console: Console, _ work: () throws(Failure) -> ExitStatus) throws {
    let status: ExitStatus
    do {
        status = try work()
    } catch {
        console.say(error.diagnostics)
        throw ExitCode(error.status.rawValue)
    }
    if status != .ok { throw ExitCode(status.rawValue) }
}
