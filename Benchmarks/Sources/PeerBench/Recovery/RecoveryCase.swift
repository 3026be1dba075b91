/// A store that is filled, killed and opened again.
struct RecoveryCase: Sendable {
    /// As the table calls it.
    var title: String
    var entrant: Entrant
    var setup = Setup()
    /// Files that are taken away before an opening: what makes it fast, so that the log itself is read.
    var removes: [String] = []
    /// Opening moves the log into tables, so that every opening needs a copy of what the crash left.
    var isUsedUp = false
    /// Endings of the files that hold the log.
    var logEndings: [String] = []
    /// Above this it would take the time of all others.
    var mostRecords = Int.max

    static func all(_ entrants: [Entrant]) -> [RecoveryCase] { entrants.flatMap(cases) }

    private static func cases(_ entrant: Entrant) -> [RecoveryCase] {
        guard entrant.can.contains(.recovers) else { return [] }
        let plain = RecoveryCase(title: entrant.name, entrant: entrant)
        var whole = plain
        switch entrant.name {
        case RocksContender.entrant.name, LevelContender.entrant.name:
            var first = plain
            first.isUsedUp = true
            whole = first
            whole.title += ", all in its log"
            whole.setup.keepsAllInLog = true
            whole.logEndings = [".log"]
            return [first, whole]
        case CairnLogContender.entrant.name:
            var snapshot = plain
            snapshot.title += ", snapshot"
            snapshot.setup.takesSnapshot = true
            whole.title += ", without snapshot and hints"
            whole.setup.keepsAllInLog = true
            whole.removes = [".idx"]
            whole.logEndings = [".jsonl"]
            return [plain, snapshot, whole]
        case NaiveContender.entrant.name:
            whole.mostRecords = 100_000
            return [whole]
        default: return [plain]
        }
    }
}
