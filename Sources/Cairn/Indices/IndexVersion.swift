internal import CairnLines

/// Tells states of a kind's records apart.
struct KindMark: Sendable, Hashable {
    fileprivate var writes: UInt64 = 0
}

/// The indices of all kinds at one moment.
struct IndexVersion: Sendable {
    var kinds: TextMap<KindIndices> = [:]
    /// Whether an index was found wrong that nobody has taken care of yet.
    var hasLost = false
    /// How often each kind was written, so that those who watch one know whether it was touched.
    private var marks: TextMap<KindMark> = [:]

    /// Where nothing is built yet.
    init(_ definitions: TextMap<[IndexDefinition]> = [:]) {
        for (kind, list) in definitions where !list.isEmpty {
            var indices = KindIndices(list)
            for place in list.indices { indices.set(place, .building(IndexOverlay(token: 0))) }
            kinds[kind] = indices
        }
    }

    /// What there is to be built of these.
    func wanted(_ places: [IndexPlace]) -> IndexBuilding.Wanted {
        var wanted: IndexBuilding.Wanted = [:]
        for place in places {
            guard let definition = kinds[place.kind]?.definitions[place.place] else { continue }
            wanted[place.kind, default: []].append((place.place, definition))
        }
        return wanted
    }

    /// A record is no longer what it was, and now is this; nil where there is none.
    ///
    /// - Throws: as ``KindIndices/check(_:_:_:_:)``; nothing is changed then.
    mutating func replace(_ name: RecordName, _ old: [UInt8]?, with new: [UInt8]?) throws(StateError) {
        let definitions = kinds[name.kind]?.definitions ?? []
        let before = old.map { RecordEntries($0, name.id, definitions) }
        let after = new.map { RecordEntries($0, name.id, definitions) }
        try kinds[name.kind]?.check(name, before, after, new)
        apply(name, before, after)
    }

    /// The same, checked before.
    mutating func apply(_ name: RecordName, _ before: RecordEntries?, _ after: RecordEntries?) {
        if kinds[name.kind]?.apply(name, before, after) == false { hasLost = true }
        marks[name.kind, default: KindMark()].writes &+= 1
    }

    /// Memory of the leaves that are in no file.
    var leafBytes: Int { kinds.values.reduce(0) { $0 + $1.trees.reduce(0) { $0 + $1.leafBytes } } }

    /// Some leaves cannot be read.
    var hasFault: Bool { kinds.values.contains { $0.trees.contains { $0.fault != nil } } }

    /// Takes indices out of use whose leaves cannot be read.
    mutating func loseUnreadable() {
        for kind in kinds.keys where kinds[kind]?.loseUnreadable() == true { hasLost = true }
    }

    /// A record was written that the indices of its kind cannot take: they answer nothing from now on.
    mutating func giveUp(_ kind: String, _ reason: StateError) {
        for place in (kinds[kind]?.definitions ?? []).indices { kinds[kind]?.set(place, .degraded(reason)) }
        marks[kind, default: KindMark()].writes &+= 1
    }

    /// Two versions that readers see have the same where nobody wrote a record of the kind between them.
    func mark(of kind: String) -> KindMark { marks[kind] ?? KindMark() }

    /// The indices that meet a condition.
    func places(where isWanted: (IndexState) -> Bool) -> [IndexPlace] {
        kinds.inOrder.flatMap { kind, indices in
            indices.states.indices.filter { isWanted(indices.states[$0]) }.map {
                IndexPlace(kind: kind, place: $0)
            }
        }
    }
}

/// Which index: its kind, and its place among those of the kind.
struct IndexPlace: Sendable, Hashable {
    private let exactKind: ExactText
    let place: Int

    init(kind: String, place: Int) { (exactKind, self.place) = (ExactText(kind), place) }

    var kind: String { exactKind.text }
}
