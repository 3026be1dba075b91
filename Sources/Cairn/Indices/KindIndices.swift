internal import CairnLines

/// The indices of one kind at one moment: a copy costs nothing, and stays as it is.
struct KindIndices: Sendable {
    /// Whether each can be used is among what they say.
    private(set) var definitions: [IndexDefinition]
    private(set) var trees: [IndexTree]
    private(set) var states: [IndexState]
    /// Changes whenever an index comes or goes.
    private(set) var shape = IndexShape.first

    /// Of a kind without records.
    init(_ definitions: [IndexDefinition]) {
        self.definitions = definitions
        trees = definitions.map { _ in IndexTree() }
        states = definitions.map { _ in .ready }
    }

    /// The same as those see it who ask: an index with leaves that cannot be read answers nothing.
    var sound: KindIndices {
        guard trees.contains(where: { $0.fault != nil }) else { return self }
        var sound = self
        for (place, tree) in trees.enumerated() {
            if let fault = tree.fault, states[place].isUsable { sound.set(place, .lost(fault)) }
        }
        return sound
    }

    /// Lets go of leaves of an index; see ``IndexTree/freeze(downTo:branches:turn:in:)``.
    mutating func freeze(
        _ place: Int, downTo target: Int, branches: Int, turn: UInt64, in pages: IndexPages
    ) throws(StateError) {
        try trees[place].freeze(downTo: target, branches: branches, turn: turn, in: pages)
    }

    /// How many records the kind has, where an index can tell: each has one entry for each record.
    var count: Int? { definitions.firstIndex { $0.isUsable }.map { trees[$0].count } }

    /// The tree of an index that can be used.
    func tree(_ definition: IndexDefinition) -> IndexTree? {
        place(definition.name).flatMap { states[$0].isUsable ? trees[$0] : nil }
    }

    func state(_ definition: IndexDefinition) -> IndexState? { place(definition.name).map { states[$0] } }

    func place(_ name: String) -> Int? { definitions.firstIndex { $0.name.isSameText(as: name) } }

    /// Behind the others, so that each of them stays in its place; it waits to be built.
    mutating func add(_ definition: IndexDefinition) {
        definitions.append(definition)
        trees.append(IndexTree())
        states.append(.ready)
        shape = IndexShape.next()
        set(definitions.count - 1, .building(IndexOverlay(token: 0)))
    }

    mutating func remove(_ place: Int) {
        definitions.remove(at: place)
        trees.remove(at: place)
        states.remove(at: place)
        shape = IndexShape.next()
    }

    /// From now on an index is in this state, with this tree.
    mutating func set(_ place: Int, _ state: IndexState, _ tree: IndexTree = IndexTree()) {
        states[place] = state
        trees[place] = tree
        definitions[place].isUsable = state.isUsable
    }

    /// Whether a record may become this, with these entries; nil where there is none.
    ///
    /// - Throws: `.notUnique`, `.tooLarge`, `.mismatchedIndex`, `.beingBuilt`.
    func check(
        _ name: RecordName, _ before: RecordEntries?, _ after: RecordEntries?, _ json: [UInt8]?,
        keepsUnique: Bool = true
    ) throws(StateError) {
        guard let after, let json else { return }
        for (place, definition) in definitions.enumerated() where !RecordEntries.areSame(before, after, place) {
            guard after.count(place) <= IndexLimits.maxKeyBytes else { throw IndexEntry.tooLong(definition) }
            if definition.kind == .unique, keepsUnique { try checkUnique(place, json, name) }
        }
    }

    /// A record is no longer what it was, and now is this; checked before.
    ///
    /// False where an index was found wrong on the way.
    mutating func apply(_ name: RecordName, _ before: RecordEntries?, _ after: RecordEntries?) -> Bool {
        var isSound = true
        for place in trees.indices where !RecordEntries.areSame(before, after, place) {
            do throws(StateError) {
                if try !change(place, before, after, name) { isSound = false }
            } catch {
                // Its length was checked, so it is a tree that has no room for one more level.
                set(place, .lost(error))
                isSound = false
            }
        }
        return isSound
    }

    private mutating func change(
        _ place: Int, _ before: RecordEntries?, _ after: RecordEntries?, _ name: RecordName
    ) throws(StateError) -> Bool {
        switch states[place] {
        case .degraded, .lost: return true
        case .building(var overlay):
            // Let go of, so that it is changed in place.
            states[place] = .ready
            defer { states[place] = .building(overlay) }
            try overlay.replace(before?.entry(place), with: after?.entry(place))
            return true
        case .ready, .shared:
            if let before {
                guard before.withEntry(place, { trees[place].remove($0) }) else {
                    lose(place, name)
                    return false
                }
                noteRelease(of: before, place)
            }
            if let after {
                _ = try after.withEntry(place) { entry in
                    Result { () throws(StateError) in try trees[place].insert(entry) }
                }.get()
            }
            guard let fault = trees[place].fault else { return true }
            set(place, .lost(fault))
            return false
        }
    }

    /// Takes indices out of use whose leaves cannot be read. False where there are none.
    mutating func loseUnreadable() -> Bool {
        let found = sound
        guard trees.contains(where: { $0.fault != nil }) else { return false }
        self = found
        return true
    }

    /// It should have had an entry and had none, so nothing that it says can be believed.
    private mutating func lose(_ place: Int, _ name: RecordName) {
        let what = "the index \(definitions[place].name) of \(name.kind) had no entry for \(name)"
        set(place, .lost(StateError(.damaged, what + "; it is built again")))
    }

    /// Brings in what was written while an index was built, and so makes it one that can be used.
    mutating func finish(_ place: Int, _ built: BuiltIndex, _ overlay: IndexOverlay) throws(StateError) {
        set(place, built.state, built.tree)
        guard built.state.isUsable else { return }
        var cursor = overlay.gone.cursor()
        while let entry = cursor.next() { if trees[place].remove(entry) { noteRelease(of: entry, place) } }
        cursor = overlay.present.cursor()
        while let entry = cursor.next() { try trees[place].insert(entry) }
    }

    private mutating func noteRelease(of entries: RecordEntries, _ place: Int) {
        guard case .shared = states[place] else { return }
        noteRelease(of: entries.entry(place), place)
    }

    /// A value has one holder fewer.
    private mutating func noteRelease(of entry: [UInt8], _ place: Int) {
        guard case .shared(let count) = states[place], let key = DecodedKey(entry) else { return }
        if key.value == .absent || key.value == .null { return }
        let others = trees[place].count(in: KeyRange(point: Array(entry[..<key.length])).range)
        if others > 0 { states[place] = count > 1 ? .shared(count - 1) : .ready }
    }

    private func checkUnique(_ place: Int, _ json: [UInt8], _ name: RecordName) throws(StateError) {
        let definition = definitions[place]
        let value = json.withUnsafeBytes { FieldValue(at: definition.path, in: $0) }
        if value == .absent || value == .null { return }
        switch states[place] {
        case .ready, .shared: break
        case .building, .lost:
            throw StateError(
                .beingBuilt, "the unique index \(definition.name) of \(name.kind) is being built; try again behind it")
        case .degraded(let reason):
            throw StateError(
                .mismatchedIndex,
                "whether another \(name.kind) has this \(definition.name) cannot be told: \(reason.message)",
                cause: reason)
        }
        let key = value.key
        if DecodedKey(key)?.isCut == true {
            throw StateError(
                .tooLarge, "\(definition.name) is unique and may have \(FieldValue.maxKeyTextBytes) bytes at most")
        }
        var cursor = trees[place].cursor(over: KeyRange(point: key).range)
        let entry = cursor.next()
        if let fault = trees[place].fault {
            throw StateError(.beingBuilt, "whether \(value) is free must wait for its index", cause: fault)
        }
        guard let entry else { return }
        let holder = String(decoding: entry.dropFirst(key.count), as: UTF8.self)
        var error = StateError(
            .notUnique,
            "\(name) cannot have the \(definition.name) \(value), which \(name.kind) \(holder) has already; give "
                + "one of them another")
        error.duplicate = DuplicateValue(kind: name.kind, index: definition.name, id: name.id, holder: holder)
        throw error
    }
}

extension KeyRange {
    /// The same for a tree.
    var range: IndexRange { IndexRange(from: .inclusive(low), to: .exclusive(high)) }
}
