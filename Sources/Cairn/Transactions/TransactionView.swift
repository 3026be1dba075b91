internal import CairnLines

/// The store as a transaction sees it: what is durable, what was accepted, and its own writes over both.
struct TransactionView: RecordSource {
    let core: StateCore
    let pending: PendingWrites
    let changes: [Transaction.Change]
    let places: [RecordName: Int]
    let work: IndexWork

    func indices(_ kind: String) -> KindIndices? { work.version.kinds[kind]?.sound }

    var total: Int { core.log.statistics.keys + changes.count }

    func current(_ name: RecordName) throws(StateError) -> Transaction.Current? {
        if let place = places[name] {
            return changes[place].json.map { Transaction.Current(json: $0, revision: nil) }
        }
        if core.has(.pending), let state = pending[name] {
            return state.json.map { Transaction.Current(json: $0, revision: state.revision) }
        }
        guard let stored = try core.read(name, mayBeAbsent: true) else { return nil }
        let migrated = try core.forms[name.kind]?.migrated(stored.json, name)
        return Transaction.Current(
            json: migrated ?? stored.json, revision: stored.sequence, isMigrated: migrated != nil)
    }

    func json(_ name: RecordName) throws(StateError) -> [UInt8]? { try current(name)?.json }

    func scan(_ kind: String) -> RecordScan {
        var over: TextMap<[UInt8]?> = [:]
        for (name, state) in pending.states where name.kind.isSameText(as: kind) && core.has(.pending) {
            over[name.id] = .some(state.json)
        }
        for change in changes where change.name.kind.isSameText(as: kind) {
            over[change.name.id] = .some(change.json)
        }
        return StateSnapshot(core).scan(kind, over: over)
    }
}

extension Transaction {
    /// The records that a query asks for, this transaction's writes included.
    ///
    /// - Errors: `.invalidQuery`, `.unknownIndex`, `.unknownKind`, `.undecodable`, `.inputOutput`.
    public func query<R: Record>(_ query: Query<R>) throws -> [R] { try view(of: R.self).rows(query) }

    /// How many records a query asks for, this transaction's writes included.
    ///
    /// - Errors: as ``query(_:)``.
    public func count<R: Record>(of query: Query<R>) throws -> Int { try view(of: R.self).count(query) }
}
