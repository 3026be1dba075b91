internal import CairnLines
public import CairnLog

// An index that comes or goes is a version of the indices like any other: first the actor's, then, with everything that
// was staged before it, the readers'. A write that fails on the way gives the actor back what readers see, so it is
// done again until they see it. Only behind that it is built, with all others that wait for it.

extension StateManager {
    /// Adds an index of a property while the store is used, and returns when it is built and written down. Reading and
    /// writing go on meanwhile. Queries that name the property use it from then on.
    ///
    /// A program that opens the store later keeps it; declare it in the type as well, so that queries of a program that
    /// has not added it know the property's member.
    ///
    /// - Errors: as ``addIndex(_:to:progress:)``; `.unknownKind`; `.invalidOption` for a relation and a status
    ///   with a table, whose rules are the type's to declare.
    @discardableResult
    public func addIndex<R: Record>(
        _ index: Index<R>, progress: ProgressReport? = nil
    ) async throws(StateError) -> IndexCheck {
        try core.check(R.self)
        guard let sort = StoredIndex.Sort(rawValue: index.definition.kind.rawValue), sort != .relation, sort != .status
        else {
            throw StateError(
                .invalidOption,
                "\(index.definition.name) has a rule, which \(R.self) has to declare; add `ordered`, `unique` or `time`"
            )
        }
        let stored = StoredIndex(name: index.definition.name, field: index.definition.path.members, sort: sort)
        let check = try await addIndex(stored, to: R.kind, progress: progress)
        LearnedMembers.learn(index)
        return check
    }

    /// Adds an index to the records of a kind while the store is used, and returns when it is built and written down.
    /// Reading and writing go on meanwhile; writes of a value that is to be unique wait for it.
    ///
    /// Gives back what the records have in its member. A program that opens the store with a type of this kind keeps
    /// the index beside those that the type declares, unless one of these has its name.
    ///
    /// - Errors: `.exists`; `.unknownKind`; `.invalidOption` for a name or field that cannot be, and for a relation,
    ///   which only types declare; `.notUnique`, `.mismatchedIndex` where the records do not keep what it says, and
    ///   `.tooLarge` for one too many: the store is as it was then; `.readOnly`, `.closed`, `.noSpace`; `.cancelled`
    ///   where `progress` ended it.
    /// - Durability: it is synced when this returns.
    /// - Complexity: one read for each record of the store, beside everything else.
    @discardableResult
    public func addIndex(
        _ index: StoredIndex, to kind: String, progress: ProgressReport? = nil
    ) async throws(StateError) -> IndexCheck {
        try checkChange(of: kind)
        await waitForBuiltIndices()
        try IndexBook(core.log).check(index, for: kind)
        guard let definition = index.definition, place(of: index.name, kind) == nil else {
            throw StateError(.exists, "\(kind) has an index \(index.name) already, or one is being added")
        }
        try await change(until: { $0?.place(index.name) != nil }, kind) { indices in
            if indices.place(index.name) == nil { indices.add(definition) }
        }
        let check: IndexCheck
        do throws(StateError) {
            check = try await built(index, kind, progress)
            let log = core.log
            try await IndexBuilds.onThread { () throws(StateError) in try IndexBook(log).add(index, to: kind) }
        } catch {
            try? await takeOut(index.name, kind)
            throw error
        }
        core.log.core.note(
            .info, "index.added", "records of \(kind) are found by \(index.name) now",
            ["kind": kind, "index": index.name, "sort": index.word, "entries": "\(check.entries)"])
        return check
    }

    /// Takes an index out that was added, while the store is used.
    ///
    /// - Errors: `.unknownIndex`; `.invalidOption` for one that a type declares; `.unknownKind`, `.readOnly`,
    ///   `.closed`, `.noSpace`.
    /// - Durability: it is synced when this returns.
    public func dropIndex(_ name: String, of kind: String) async throws(StateError) {
        try checkChange(of: kind)
        let book = IndexBook(core.log)
        guard let index = book.indices(of: kind).first(where: { $0.name.isSameText(as: name) }) else {
            throw book.unknown(name, of: kind)
        }
        guard index.isAdded else {
            throw StateError(
                .invalidOption, "\(name) of \(kind) is declared by a type; take it out there, and open the store anew")
        }
        try await IndexBuilds.onThread { () throws(StateError) in try book.drop(name, of: kind) }
        try await takeOut(name, kind)
        core.log.core.note(
            .info, "index.dropped", "records of \(kind) are not found by \(name) any more",
            ["kind": kind, "index": name])
    }

    private func checkChange(of kind: String) throws(StateError) {
        guard core.follower == nil else {
            throw StateError(.readOnly, "the store is open for reading; indices change in the process that writes it")
        }
        try core.check(kind: kind)
    }

    private func place(of name: String, _ kind: String) -> Int? { indices.kinds[kind]?.place(name) }

    /// Waits until it is built, and judges it.
    private func built(
        _ index: StoredIndex, _ kind: String, _ progress: ProgressReport?
    ) async throws(StateError) -> IndexCheck {
        while let at = place(of: index.name, kind), let own = indices.kinds[kind], own.states[at].waits {
            buildIndices(progress)
            try await waitForIndices()
        }
        guard let own = indices.kinds[kind], let at = own.place(index.name) else {
            throw StateError(.overtaken, "the index \(index.name) of \(kind) was taken out while it was built")
        }
        let (tree, state) = (own.trees[at], own.states[at])
        let check = try await IndexBuilds.onThread { () throws(StateError) in
            IndexCheck(kind, index, made: tree, state)
        }
        guard let trouble = check.trouble else { return check }
        if case .degraded(let reason) = state, reason.code == .cancelled { throw reason }
        throw StateError(
            check.isUsed ? .notUnique : .mismatchedIndex,
            "the records of \(kind) do not keep \(index.name): \(trouble); nothing was added")
    }

    private func takeOut(_ name: String, _ kind: String) async throws(StateError) {
        try await change(until: { $0?.place(name) == nil }, kind) { indices in
            if let place = indices.place(name) { indices.remove(place) }
        }
        // Those behind it have moved up.
        troubles = troubles.filter { !$0.key.kind.isSameText(as: kind) }
        noteTroubles()
    }

    /// Changes which indices a kind has, until readers see it.
    private func change(
        until isDone: (KindIndices?) -> Bool, _ kind: String, _ change: (inout KindIndices) -> Void
    ) async throws(StateError) {
        // Whoever builds has the places of those that it builds.
        await waitForBuiltIndices()
        while !isDone(core.published.newest.kinds[kind]) {
            forgetWhatFailed()
            change(&indices.kinds[kind, default: KindIndices([])])
            core.noteShape(of: kind, indices.kinds[kind])
            let staged = core.log.stagedSequence
            if core.publish(indices, ifStaged: staged) { return }
            do throws(LogError) { try await core.log.flush() } catch { throw StateError(error) }
        }
    }
}
