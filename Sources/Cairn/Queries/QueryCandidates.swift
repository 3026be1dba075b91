internal import CairnLines

/// A record that a query looks at.
struct QueryRow {
    var id: String
    var json: [UInt8]
}

/// What a plan's access names, one record after the other.
struct QueryCandidates<Source: RecordSource> {
    private enum Way {
        case scan(RecordScan)
        /// The next one last.
        case ids([String])
        case index(IndexWalk)
    }

    private let source: Source
    private let kind: String
    private var way: Way

    init(_ source: Source, _ kind: String, _ access: QueryPlan.Access) {
        self.source = source
        self.kind = kind
        let indices = source.indices(kind)
        way =
            switch access {
            case .nothing: .ids([])
            case .scan: .scan(source.scan(kind))
            case .primary(let ids): .ids(ids.reversed())
            case .index(let part): .index(IndexWalk(part, of: indices))
            case .intersection(let parts): .ids(Self.common(parts, indices))
            }
    }

    mutating func next() throws(StateError) -> QueryRow? {
        while true {
            let id: String?
            switch way {
            case .scan(var scan):
                // Let go of, so that it is changed in place.
                way = .ids([])
                defer { way = .scan(scan) }
                return try scan.next()
            case .ids(var ids):
                way = .ids([])
                id = ids.popLast()
                way = .ids(ids)
            case .index(let walk): id = walk.next()
            }
            guard let id else { return nil }
            if let json = try source.json(RecordName(kind: kind, id: id)) { return QueryRow(id: id, json: json) }
        }
    }

    /// The ids that are in each part.
    private static func common(_ parts: [QueryPlan.IndexAccess], _ indices: KindIndices?) -> [String] {
        var common: Set<ExactText>?
        for part in parts {
            let walk = IndexWalk(part, of: indices)
            var found: Set<ExactText> = []
            while let id = walk.next() {
                let id = ExactText(id)
                if common?.contains(id) ?? true { found.insert(id) }
            }
            common = found
        }
        return (common ?? []).map(\.text)
    }
}

/// The ids of a part of an index, in its order.
final class IndexWalk {
    private let tree: IndexTree?
    private let direction: IndexCursor.Direction
    /// The next one last.
    private var ranges: [KeyRange]
    private var cursor: IndexCursor?

    init(_ access: QueryPlan.IndexAccess, of indices: KindIndices?) {
        tree = indices?.tree(access.index)
        direction = access.isReversed ? .backward : .forward
        ranges = access.isReversed ? access.ranges : access.ranges.reversed()
    }

    func next() -> String? {
        while true {
            while let entry = cursor?.next() {
                guard let decoded = DecodedKey(entry) else { continue }
                return String(decoding: entry.dropFirst(decoded.length), as: UTF8.self)
            }
            guard let tree, let range = ranges.popLast() else { return nil }
            cursor = tree.cursor(over: range.range, direction)
        }
    }
}
