internal import CairnLines
public import CairnLog

/// The store at one moment, for as long as this value is kept: writers and compaction go on and do not change it.
///
/// It costs nothing to make and blocks nobody. What changes meanwhile is remembered for it, so it should not be kept
/// for long: after two million changes it expires, and reading from it fails with `.overtaken`.
public final class StateSnapshot: Sendable {
    private let core: StateCore
    private let moment: LogMoment
    private let pinned: IndexVersion
    private var version: IndexVersion { core.has(.moments) ? pinned : core.published.newest }

    init(_ core: StateCore) {
        self.core = core
        core.keepUp()
        (moment, pinned) = core.log.core.moment { core.published.newest }
    }

    /// - Throws: `.unknownKind`.
    func checkKind<R: Record>(of type: R.Type) throws(StateError) { try core.check(type) }

    /// All records as they are stored, of whatever kind and version.
    func walk() -> MomentWalk { moment.walk() }

    /// What its records of a kind were.
    func mark(of kind: String) -> KindMark { version.mark(of: kind) }

    /// The last record that it sees.
    public var sequence: SequenceNumber { moment.sequence }

    /// The record as it was at this moment; nil where there was none.
    ///
    /// - Errors: as ``StateManager/get(_:_:)``; `.overtaken` where the snapshot was kept for too long.
    public func get<R: Record>(_ type: R.Type, _ id: R.ID) throws(StateError) -> R? {
        try core.check(type)
        let name = RecordName(kind: R.kind, id: id.recordKey)
        guard let json = try json(name) else { return nil }
        return try RecordText.decode(type, json, name)
    }

    /// The records that a query asks for, as they were at this moment.
    ///
    /// - Errors: `.invalidQuery`, `.unknownIndex`, `.unknownKind`, `.undecodable`, `.overtaken`, `.inputOutput`.
    /// - Complexity: as ``explain(plan:)`` says.
    public func query<R: Record>(_ query: Query<R>) throws -> [R] {
        try core.check(R.self)
        return try rows(query)
    }

    /// The same, one record at a time, until `body` returns false.
    public func forEach<R: Record>(_ query: Query<R>, do body: (R) throws -> Bool) throws {
        try core.check(R.self)
        try forEach(query, body)
    }

    /// How many records a query asks for. Where one index decides, it is O(log n).
    ///
    /// - Errors: as ``query(_:)``.
    public func count<R: Record>(of query: Query<R>) throws -> Int {
        try core.check(R.self)
        return try count(query)
    }

    /// How a query is answered: which index and range, what remains to be checked, how it is sorted.
    ///
    /// - Errors: `.invalidQuery`, `.unknownIndex`, `.unknownKind`.
    public func explain<R: Record>(plan query: Query<R>) throws(StateError) -> String {
        try core.check(R.self)
        return try explain(query)
    }
}

extension StateSnapshot: RecordSource {
    func indices(_ kind: String) -> KindIndices? { version.kinds[kind]?.sound }

    var total: Int { core.log.statistics.keys }

    func json(_ name: RecordName) throws(StateError) -> [UInt8]? {
        let stored: StoredRecord?
        do throws(LogError) { stored = try moment.get(name.key) } catch { throw StateError(error) }
        guard let stored else { return nil }
        return try core.forms.current(stored.json, name)
    }

    func scan(_ kind: String) -> RecordScan { scan(kind, over: [:]) }

    func scan(_ kind: String, over: TextMap<[UInt8]?>) -> RecordScan {
        RecordScan(moment.walk(), of: kind, core.forms[kind], over: over)
    }
}

extension StateManager {
    /// The store as it is durable now, held still for reading.
    nonisolated public func snapshot() -> StateSnapshot { StateSnapshot(core) }

    /// The records that a query asks for, all as of one moment. Waits for nobody.
    ///
    /// - Errors: as ``StateSnapshot/query(_:)``.
    nonisolated public func query<R: Record>(_ query: Query<R>) throws -> [R] { try snapshot().query(query) }

    /// How many records a query asks for.
    ///
    /// - Errors: as ``StateSnapshot/query(_:)``.
    nonisolated public func count<R: Record>(of query: Query<R>) throws -> Int { try snapshot().count(of: query) }

    /// How a query is answered: which index and range, what remains to be checked, how it is sorted.
    ///
    /// - Errors: as ``StateSnapshot/explain(plan:)``.
    nonisolated public func explain<R: Record>(plan query: Query<R>) throws(StateError) -> String {
        try snapshot().explain(plan: query)
    }
}
