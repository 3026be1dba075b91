/// What an index can be asked at one moment.
enum IndexState: Sendable {
    /// Its tree has an entry for each record of the kind.
    case ready
    /// The same, of a unique index whose values should have one holder each: so many entries are one too many.
    case shared(Int)
    /// It is being built from the records of a moment; this is what was written since.
    case building(IndexOverlay)
    /// It cannot be built, for this reason. There is no tree.
    case degraded(StateError)
    /// It was found wrong, and is going to be built again. There is no tree.
    case lost(StateError)

    /// Whether queries may use the tree.
    var isUsable: Bool {
        switch self {
        case .ready, .shared: true
        case .building, .degraded, .lost: false
        }
    }
}

/// What was written of an index while it was built: for each entry that came or went, what was so in the end.
///
/// So it may be laid over a tree of any moment between its beginning and now, whatever that tree has of it already.
struct IndexOverlay: Sendable {
    /// Which building it belongs to.
    let token: UInt64
    private(set) var present = IndexTree()
    private(set) var gone = IndexTree()

    init(token: UInt64) { self.token = token }

    var count: Int { present.count + gone.count }

    mutating func replace(_ old: [UInt8]?, with new: [UInt8]?) throws(StateError) {
        if let old {
            present.remove(old)
            try gone.insert(old)
        }
        if let new {
            gone.remove(new)
            try present.insert(new)
        }
    }

    /// Lays it over a tree. Complexity: O(m log n).
    func apply(to tree: inout IndexTree) throws(StateError) {
        var cursor = gone.cursor()
        while let entry = cursor.next() { tree.remove(entry) }
        cursor = present.cursor()
        while let entry = cursor.next() { try tree.insert(entry) }
    }
}
