/// Something that happened in a store and that whoever runs it may want to know.
public struct StoreEvent: Sendable, Hashable, Codable {
    /// How much it matters: the seven levels of swift-log, by the same names.
    public enum Level: String, Sendable, Codable, CaseIterable, Comparable {
        /// Each step.
        case trace
        /// What helps to find an error.
        case debug
        /// What happens in the ordinary course of things.
        case info
        /// Ordinary, and worth a look.
        case notice
        /// Not as it should be; the store helps itself.
        case warning
        /// Something failed, and somebody was told.
        case error
        /// The store takes no writes any more.
        case critical

        public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// How much it matters.
    public var level: Level
    /// What happened, as a dotted name that stays the same: `compaction.done`.
    public var name: String
    /// What happened, in words.
    public var message: String
    /// Figures and names that belong to it.
    public var fields: [String: String]

    package init(_ level: Level, _ name: String, _ message: String, _ fields: [String: String] = [:]) {
        (self.level, self.name, self.message, self.fields) = (level, name, message, fields)
    }
}

/// Takes what happens in a store; given to it with ``LogOptions/events``.
///
/// It is called where things happen, by threads that others wait for and while locks are held. So it must return at
/// once, must not wait for anything, and must not call the store. ``EventStream`` is one that keeps events for a task.
public protocol EventSink: Sendable {
    /// Something happened.
    func note(_ event: StoreEvent)
}

extension LogCore {
    package func note(_ level: StoreEvent.Level, _ name: String, _ message: String, _ fields: [String: String] = [:]) {
        options.events?.note(StoreEvent(level, name, message, fields))
    }

    /// What opening found.
    func noteOpening() {
        guard options.events != nil else { return }
        note(
            report.verdict == .damaged ? .error : .info, "store.opened", "the store is \(report.verdict.rawValue)",
            [
                "verdict": report.verdict.rawValue, "writable": "\(report.isWritable)", "keys": "\(report.keys)",
                "sequence": "\(report.lastSequence)", "milliseconds": "\(report.milliseconds)",
            ])
        for finding in report.findings {
            note(
                finding.kind == .damage ? .error : .warning, "store.finding", finding.message,
                ["kind": finding.kind.rawValue, "file": finding.file, "offset": "\(finding.offset)"])
        }
    }

    func note(_ report: CompactionReport) {
        guard report.segmentsBefore > 0 else { return }
        note(
            .info, "compaction.done", "\(report.bytesReclaimed) bytes were given back",
            [
                "segments": "\(report.segmentsBefore)", "reclaimed": "\(report.bytesReclaimed)",
                "written": "\(report.bytesWritten)", "dropped": "\(report.linesDropped)",
                "milliseconds": "\(report.milliseconds)",
            ])
    }

    func note(_ report: SnapshotReport) {
        note(
            .info, "snapshot.published", "a snapshot as of \(report.sequence) was published",
            [
                "sequence": "\(report.sequence)", "file": report.file, "records": "\(report.records)",
                "bytes": "\(report.compressedBytes)", "milliseconds": "\(report.milliseconds)",
            ])
    }

    /// Work that goes on by itself failed; it will be tried again.
    func note(failed name: String, _ error: LogError) {
        note(.warning, name, error.message, ["code": "\(error.code)"])
    }
}
