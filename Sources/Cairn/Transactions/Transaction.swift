internal import CairnLines
internal import CairnLog

/// Reads and writes that count only together. It sees its own writes; nobody else does before all of them are durable.
///
/// Given to the closure of ``StateManager/transaction(durability:_:)``, which runs without interruption: transactions
/// are serializable because they run one after the other. An error that leaves the closure undoes everything.
public struct Transaction: ~Copyable {
    /// More writes than this do not go into one transaction: they are kept in memory until they are durable.
    public static let mostWrites = 65_536

    struct Change {
        var name: RecordName
        /// The record before this transaction; nil where there was none.
        var base: [UInt8]?
        var draft: LineDraft
        /// nil where the record is removed.
        var json: [UInt8]?
    }

    struct Current {
        var json: [UInt8]
        /// nil for what this transaction wrote itself.
        var revision: SequenceNumber?
        /// What is stored is of an older version.
        var isMigrated = false
    }

    let core: StateCore
    let pending: PendingWrites
    /// In the order of the first write to each record.
    private(set) var changes: [Change] = []
    /// Where each record is among the changes.
    private(set) var places: [RecordName: Int] = [:]
    /// What it does to the indices.
    let work: IndexWork
    /// It depends on an index that is being built, and must run again when that is done, whatever its closure made of
    /// the error.
    var awaitsIndex = false

    init(_ core: StateCore, _ pending: PendingWrites, _ indices: LiveIndices) {
        self.core = core
        self.pending = pending
        work = IndexWork(indices)
    }

    /// Lets the closure do its work and judges what came of it.
    mutating func decide<Reply>(_ body: (inout Transaction) throws -> Reply) -> Result<Reply, any Error> {
        do {
            let reply = try body(&self)
            try settle()
            if Task.isCancelled, core.has(.cancellation) {
                throw StateError(.cancelled, "the task was cancelled; nothing was written")
            }
            return .success(reply)
        } catch { return .failure(error) }
    }

    /// What its reads and queries see.
    var view: TransactionView {
        TransactionView(core: core, pending: pending, changes: changes, places: places, work: work)
    }

    func view<R: Record>(of type: R.Type) throws(StateError) -> TransactionView {
        try core.check(type)
        return view
    }

    /// The record as this transaction sees it.
    func current(_ name: RecordName) throws(StateError) -> Current? { try view.current(name) }

    /// The newest version of it is not in the log yet.
    private func isPending(_ name: RecordName) -> Bool { places[name] != nil || pending[name] != nil }

    /// The line of a change that makes `json` of a record. Over a write that is not in the log yet, over a record of
    /// an older version, and where a chain of changes has grown long, the whole is written.
    func draft(
        _ patch: [UInt8], of name: RecordName, over current: Current, making json: [UInt8]
    ) throws(StateError) -> LineDraft {
        let isWhole = current.isMigrated || isPending(name) || core.changes(of: name) >= StateCore.mostChanges
        return isWhole ? try RecordText.draft(json, of: name) : try RecordText.patch(patch, of: name)
    }

    /// `old` is the record as this transaction sees it; `entries` are what indices have of `json`, where it is known.
    mutating func write(
        _ name: RecordName, _ draft: LineDraft, _ old: [UInt8]?, _ json: [UInt8]?, _ entries: RecordEntries? = nil
    ) throws(StateError) {
        let place = places[name]
        if place == nil, changes.count >= Self.mostWrites {
            throw StateError(.tooLarge, "a transaction holds at most \(Self.mostWrites) writes; divide it")
        }
        do throws(StateError) { try work.replace(name, old, with: json, entries) } catch {
            if error.code == .beingBuilt { awaitsIndex = true }
            throw error
        }
        if let place {
            (changes[place].draft, changes[place].json) = (draft, json)
        } else {
            places[name] = changes.count
            changes.append(Change(name: name, base: old, draft: draft, json: json))
        }
    }

    /// - Throws: `.conflict` with both versions, unless the record is at the revision that was demanded.
    func check(
        _ expected: SequenceNumber?, _ current: Current?, _ name: RecordName, proposed: [UInt8]?
    ) throws(StateError) {
        guard core.has(.revisions), let expected, current?.revision != expected else { return }
        var error = StateError(
            .conflict,
            "\(name) is at revision \(current?.revision.map(\.description) ?? "none"), not \(expected); read it again, "
                + "decide, and write with its revision")
        error.conflict = RecordConflict(
            kind: name.kind, id: name.id, expected: expected, found: current?.revision, current: current?.json,
            proposed: proposed)
        throw error
    }

    func name<R: Record>(_ type: R.Type, _ id: R.ID) throws(StateError) -> RecordName {
        try core.check(type)
        return RecordName(kind: R.kind, id: id.recordKey)
    }
}
