internal import CairnLines

/// The indices of one kind at one moment: a copy costs nothing, and stays as it is.
struct KindIndices: Sendable {
    /// Whether each can be used is among what they say.
    private(set) var definitions: [IndexDefinition]
    private(set) var trees: [IndexTree]
    private(set) var states: [IndexState]

    /// Of a kind without records.
    init(_ definitions: [IndexDefinition]) {
        self.definitions = definitions
        trees = definitions.map { _ in IndexTree() }
        states = definitions.map { _ in .ready }
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
        set(definitions.count - 1, .building(IndexOverlay(token: 0)))
    }

    mutating func remove(_ place: Int) {
        definitions.remove(at: place)
        trees.remove(at: place)
        states.remove(at: place)
    }

    /// From now on an index is in this state, with this tree.
    mutating func set(_ place: Int, _ state: IndexState, _ tree: IndexTree = IndexTree()) {
        states[place] = state
        trees[place] = tree
        definitions[place].isUsable = state.isUsable
    }

    /// A record is no longer what it was, and now is this; nil where there is none.
    ///
    /// False where an index was found wrong on the way.
    ///
    /// - Throws: `.notUnique`, `.tooLarge`, `.mismatchedIndex`, `.beingBuilt`; nothing is changed then.
    mutating func replace(
        _ name: RecordName, _ old: [UInt8]?, with new: [UInt8]?, keepsUnique: Bool = true
    ) throws(StateError) -> Bool {
        let before = old.map { json in definitions.map { IndexEntry.of(json, name.id, $0) } }
        let after = new.map { json in definitions.map { IndexEntry.of(json, name.id, $0) } }
        for (place, definition) in definitions.enumerated() where before?[place] != after?[place] {
            guard let new, let entry = after?[place] else { continue }
            guard IndexEntry.fits(entry) else { throw IndexEntry.tooLong(definition) }
            if definition.kind == .unique, keepsUnique { try checkUnique(place, new, name) }
        }
        var isSound = true
        for place in trees.indices where before?[place] != after?[place] {
            if try !change(place, before?[place], after?[place], name) { isSound = false }
        }
        return isSound
    }

    private mutating func change(
        _ place: Int, _ old: [UInt8]?, _ new: [UInt8]?, _ name: RecordName
    ) throws(StateError) -> Bool {
        switch states[place] {
        case .degraded, .lost: return true
        case .building(var overlay):
            // Let go of, so that it is changed in place.
            states[place] = .ready
            defer { states[place] = .building(overlay) }
            try overlay.replace(old, with: new)
            return true
        case .ready, .shared:
            if let old {
                guard trees[place].remove(old) else {
                    lose(place, name)
                    return false
                }
                noteRelease(of: old, place)
            }
            if let new { try trees[place].insert(new) }
            return true
        }
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
        guard let entry = cursor.next() else { return }
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
