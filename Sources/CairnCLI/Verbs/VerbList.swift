/// Every verb there is.
enum VerbList {
    /// In the order of the help text: daily use, then care, then the demonstration.
    static let all: [any Verb.Type] = [
        PutVerb.self, GetVerb.self, DeleteVerb.self, QueryVerb.self, HistoryVerb.self, WatchVerb.self, LogVerb.self,
        StatsVerb.self, IndexVerb.self, ImportVerb.self, ExportVerb.self,
        VerifyVerb.self, RecoverVerb.self, ResealVerb.self, RestoreVerb.self, CompactVerb.self, SnapshotVerb.self,
        CompletionVerb.self, DemoVerb.self, DemoWriterVerb.self,
    ]

    /// Those that the help text names.
    static var shown: [any Verb.Type] { all.filter { !$0.manual.isHidden } }

    /// Finds a verb by its exact name.
    static func verb(named name: String) -> (any Verb.Type)? { all.first { $0.manual.name == name } }
}
