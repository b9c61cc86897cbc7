/// The exit statuses that scripts may rely on.
package enum ExitStatus: Int32, Sendable, Comparable {
    case ok = 0
    case checksFailed = 3
    case usage = 64
    case badData = 65
    case missingInput = 66
    case defect = 70
    case cannotCreate = 73
    case inputOutput = 74
    case busy = 75
    case badConfiguration = 78

    package static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.rawValue < b.rawValue }
}

/// Work that cannot go on: the status to leave with, and everything found up to then.
package struct Failure: Error, Sendable {
    package var status: ExitStatus
    package var diagnostics: [Diagnostic]

    package init(_ status: ExitStatus, _ diagnostics: [Diagnostic]) {
        self.status = status
        self.diagnostics = diagnostics
    }

    package init(_ status: ExitStatus, _ diagnostic: Diagnostic) {
        self.init(status, [diagnostic])
    }
}
