import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program as built beside the tests, run as a user runs it.
struct Binary {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Nil when the tests were built without the program.
    static let path: String? = {
        var folders = [Bundle.main.bundlePath, Bundle.main.bundlePath + "/.."]
        if let test = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) {
            folders.append(test.bundlePath + "/..")
        }
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(3).joined(separator: "/").dropFirst()
        folders += ["\(root)/.build/debug", "\(root)/.build/release"]
        return folders.map { "\($0)/breakeven" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// - Parameters:
    ///   - folder: The current folder of the run.
    ///   - environment: Besides PATH and HOME; nothing else is handed on.
    static func run(
        _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws -> Outcome {
        let scratch = ScratchFolder()
        let actions = try SpawnActions()
        try actions.write(1, to: scratch.file("out"))
        try actions.write(2, to: scratch.file("err"))
        var all = ["PATH": "/usr/bin:/bin", "HOME": scratch.path]
        all.merge(environment) { $1 }
        let status = try actions.run(
            "/bin/sh", ["-c", #"cd "$0" && exec "$@""#, folder, path!] + arguments, all.map { "\($0.key)=\($0.value)" })
        func text(_ name: String) -> String {
            String(decoding: TestSupport.bytes(of: scratch.file(name)) ?? [], as: UTF8.self)
        }
        return Outcome(status: status, output: text("out"), errors: text("err"))
    }
}

private struct SpawnError: Error {
    var code: Int32
}

/// Output goes to files, so that no pipe can fill up while nobody reads it.
private final class SpawnActions {
    #if canImport(Glibc)
        private var actions = posix_spawn_file_actions_t()
    #else
        private var actions: posix_spawn_file_actions_t?
    #endif

    init() throws { try check(posix_spawn_file_actions_init(&actions)) }
    deinit { posix_spawn_file_actions_destroy(&actions) }

    func write(_ descriptor: Int32, to file: String) throws {
        try check(posix_spawn_file_actions_addopen(&actions, descriptor, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600))
    }

    /// - Returns: The exit status; 128 and the signal for a run that was killed.
    func run(_ path: String, _ arguments: [String], _ environment: [String]) throws -> Int32 {
        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var process = pid_t()
        try check(posix_spawn(&process, path, &actions, nil, &argv, &envp))
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw SpawnError(code: errno) }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    private func check(_ code: Int32) throws {
        guard code == 0 else { throw SpawnError(code: code) }
    }
}
