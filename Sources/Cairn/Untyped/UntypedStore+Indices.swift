internal import CairnLines
public import CairnLog

extension UntypedStore {
    /// The kinds that have indices, in the order of their names.
    public var indexedKinds: [String] { IndexBook(log).kinds }

    /// The indices of a kind, as the store has them written down: what types declare, and what was added by hand.
    public func indices(of kind: String) -> [StoredIndex] { IndexBook(log).indices(of: kind) }

    /// Adds an index by hand, after a look at all records. A program that opens the store with a type of this kind
    /// keeps it beside the indices that the type declares, unless one of these has its name.
    ///
    /// Gives back what the records have in its member.
    ///
    /// - Errors: as ``StateManager/addIndex(_:to:progress:)``.
    /// - Durability: it is synced when this returns.
    public func addIndex(
        _ index: StoredIndex, to kind: String, progress: ProgressReport? = nil
    ) async throws(StateError) -> IndexCheck {
        // The same way as in a store that is open with its types.
        let state = try StateManager(log, kinds: [kind: []], indices: .inBackground)
        return try await state.addIndex(index, to: kind, progress: progress)
    }

    /// Takes an index out. One that a type declares comes back when a program opens the store with that type.
    ///
    /// - Errors: `.unknownIndex`; `.readOnly`, `.closed`, `.noSpace`.
    /// - Durability: it is synced when this returns.
    public func dropIndex(_ name: String, of kind: String) async throws(StateError) {
        let log = log
        try await IndexBuilds.onThread { () throws(StateError) in try IndexBook(log).drop(name, of: kind) }
    }

    /// Makes the indices of a kind, or of every kind, and compares each with all records, as of one moment.
    ///
    /// - Errors: `.damaged`, `.inputOutput`, `.closed`; `.cancelled` where `progress` ended it.
    /// - Complexity: two reads of each record of the store for each kind.
    public func checkIndices(
        of kind: String? = nil, progress: ProgressReport? = nil
    ) async throws(StateError) -> [IndexCheck] {
        let store = self
        return try await IndexBuilds.onThread { () throws(StateError) in
            var checks: [IndexCheck] = []
            for kind in kind.map({ [$0] }) ?? store.indexedKinds {
                checks += try store.check(store.indices(of: kind), of: kind, progress)
            }
            return checks
        }
    }

    private func check(
        _ list: [StoredIndex], of kind: String, _ progress: ProgressReport?
    ) throws(StateError) -> [IndexCheck] {
        let (moment, _) = log.core.moment {}
        let total = log.statistics.keys
        let indices = try UntypedIndices.make(list.compactMap(\.definition), of: kind, moment, total: total, progress)
        var examination = IndexExamination([kind: indices])
        var checks = try examination.run(moment) { (seen) throws(StateError) in
            try ScanWatch.tell(seen, of: total, "comparing indices with records", progress)
        }
        let breaches = breaches(of: list, kind, indices)
        for place in checks.indices where checks[place].trouble == nil {
            checks[place].trouble = breaches[IndexPlace(kind: kind, place: place)]
        }
        return checks
    }

    /// Where records point at nothing.
    private func breaches(of list: [StoredIndex], _ kind: String, _ indices: KindIndices) -> [IndexPlace: String] {
        var rules = StoreRules()
        for index in list where index.target != nil { rules.add(index, of: kind) }
        var version = IndexVersion()
        version.kinds[kind] = indices
        return rules.breaches(of: version) { log.core.exists($0.key) }
    }
}
