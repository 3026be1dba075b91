package import CrashLab

/// Names one examined disk: a workload, its seed, a crash in it, and perhaps a crash in what followed that crash.
package struct StatesReplay: CustomStringConvertible, Sendable {
    /// What followed the first crash.
    package enum Sequel: String, Sendable {
        /// The recovery that opened it.
        case recovery
        /// The writes after that.
        case writing
    }

    package var kind: WorkloadKind
    package var seed: UInt64
    package var crash: CrashLabel
    package var sequel: (Sequel, CrashLabel)?

    package var description: String {
        let first = "\(kind.rawValue)/\(seed)/\(crash)"
        return sequel.map { "\(first)/\($0.0.rawValue)/\($0.1)" } ?? first
    }

    init(_ kind: WorkloadKind, _ seed: UInt64, _ crash: CrashLabel, _ sequel: (Sequel, CrashLabel)? = nil) {
        (self.kind, self.seed, self.crash, self.sequel) = (kind, seed, crash, sequel)
    }

    /// Reads what ``description`` wrote; nil if it is no such text.
    package init?(_ text: String) {
        let parts = text.split(separator: "/").map(String.init)
        guard parts.count == 3 || parts.count == 5, let kind = WorkloadKind(rawValue: parts[0]),
            let seed = UInt64(parts[1]), let crash = CrashLabel(parts[2])
        else { return nil }
        self.init(kind, seed, crash)
        guard parts.count == 5 else { return }
        guard let sequel = Sequel(rawValue: parts[3]), let label = CrashLabel(parts[4]) else { return nil }
        self.sequel = (sequel, label)
    }
}

/// A promise that was not kept, and how to see it again.
package struct Violation: Sendable {
    package var replay: String
    package var complaint: String

    /// Both in one line.
    package var text: String { "\(replay): \(complaint)" }
}
