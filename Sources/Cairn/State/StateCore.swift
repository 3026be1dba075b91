internal import CairnLines
internal import CairnLog
internal import Synchronization

/// What the actor, its transactions and its readers share. Reading needs no actor: it sees what is durable.
final class StateCore: Sendable {
    /// A record whose last whole line has so many changes behind it is written whole with the next: reading it reads
    /// them all.
    static let mostChanges = 16

    let log: Log
    /// Those that the program named at opening.
    private let kinds: Set<ExactText>
    /// What records of those that have indices are made ready by.
    private let shapes: Mutex<TextMap<IndexShape>>
    /// How older records become what the program knows.
    let forms: RecordForms
    let rules: StoreRules
    /// What readers see.
    let published: PublishedIndices
    /// Where another process writes the store; nil for the writer.
    let follower: IndexFollower?
    private let safeties: Safeties
    let builds = IndexBuilds()
    /// Where leaves of indices go that memory has no room for; nil for one who may not write into the store.
    let memory: IndexMemory?
    let ending = Ending()
    /// Writes of one record each that wait for their turn.
    let loneWrites = LoneWrites()

    init(
        _ log: Log, kinds: TextMap<[IndexDefinition]>, _ forms: RecordForms, _ rules: StoreRules,
        _ indices: IndexVersion, safeties: Safeties = .all
    ) {
        self.log = log
        self.safeties = safeties
        self.kinds = Set(kinds.keys.map { ExactText($0) })
        shapes = Mutex(indices.kinds.mapValues { IndexShape($0) })
        self.forms = forms
        self.rules = rules
        published = PublishedIndices(indices)
        let folder = log.core.folder
        memory =
            log.recovery.isWritable
            ? folder.map { IndexMemory($0, budget: log.core.memoryBytes, leaves: log.core.leafBytes) } : nil
        follower = log.core.isReader ? IndexFollower(forms, published) : nil
    }

    /// nil for a kind without indices.
    func shape(of kind: String) -> IndexShape? { shapes.withLock { $0[kind] } }

    /// From now on the kind has these.
    func noteShape(of kind: String, _ indices: KindIndices?) {
        shapes.withLock { $0[kind] = indices.map { IndexShape($0) } }
    }

    func has(_ safety: Safeties) -> Bool { safeties.contains(safety) }

    /// Indices are made: from now on they keep up with what another process writes.
    func follow() {
        guard let follower else { return }
        follower.begin()
        log.core.keepKeys(follower)
    }

    /// Takes in what another process has written meanwhile; nothing where this one writes.
    func keepUp() { if follower != nil { log.core.followFilesIfDue() } }

    /// - Throws: `.unknownKind`; in a store that follows another process, what keeps it from that.
    func check<R: Record>(_ type: R.Type) throws(StateError) {
        if let failure = follower?.failure { throw failure }
        guard kinds.contains(ExactText(R.kind)) else {
            throw StateError(
                .unknownKind, "the store was opened without \(R.self); name it in `open(_:records:)`")
        }
    }

    /// - Throws: `.unknownKind`.
    func check(kind: String) throws(StateError) {
        guard !kinds.contains(ExactText(kind)) else { return }
        throw StateError(
            .unknownKind, "the store was opened without records of kind \(kind); name their type at `open`")
    }

    /// The record as it is stored, of whatever version.
    ///
    /// - Parameter mayBeAbsent: It is probably not there, so that is looked for first.
    func read(_ name: RecordName, mayBeAbsent: Bool = false) throws(StateError) -> StoredRecord? {
        do throws(LogError) {
            let key = name.key
            return mayBeAbsent && log.core.isAbsent(key) ? nil : try log.core.get(key)
        } catch { throw StateError(error) }
    }

    /// Whether there is such a record, as far as it is visible. Nothing is read.
    func exists(_ name: RecordName) -> Bool { log.core.exists(name.key) }

    /// Changes behind the record's last whole line.
    func changes(of name: RecordName) -> Int { log.core.changes(of: name.key) }
}
