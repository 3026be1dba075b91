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
        /// Their ids are looked for when the first is asked for.
        case parts([QueryPlan.IndexAccess], KindIndices?)
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
            case .intersection(let parts): .parts(parts, indices)
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
            case .parts(let parts, let indices):
                way = .ids(try Self.common(parts, indices))
                continue
            case .ids(var ids):
                way = .ids([])
                id = ids.popLast()
                way = .ids(ids)
            case .index(let walk): id = try walk.next()
            }
            guard let id else { return nil }
            if let json = try source.json(RecordName(kind: kind, id: id)) { return QueryRow(id: id, json: json) }
        }
    }

    /// The ids that are in each part.
    private static func common(
        _ parts: [QueryPlan.IndexAccess], _ indices: KindIndices?
    ) throws(StateError) -> [String] {
        var common: Set<ExactText>?
        for part in parts {
            let walk = IndexWalk(part, of: indices)
            var found: Set<ExactText> = []
            while let id = try walk.next() {
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

    /// The plan may be of a moment when all leaves could be read.
    init(_ access: QueryPlan.IndexAccess, of indices: KindIndices?) {
        tree = indices?.tree(access.index)
        direction = access.isReversed ? .backward : .forward
        ranges = access.isReversed ? access.ranges : access.ranges.reversed()
    }

    /// - Throws: `.beingBuilt` where a leaf could not be read: what was given is not all that there is.
    func next() throws(StateError) -> String? {
        while true {
            while let entry = cursor?.next() {
                try checkTree()
                guard let decoded = DecodedKey(entry) else { continue }
                return String(decoding: entry.dropFirst(decoded.length), as: UTF8.self)
            }
            try checkTree()
            guard let tree else { throw Self.unreadable(nil) }
            guard let range = ranges.popLast() else { return nil }
            cursor = tree.cursor(over: range.range, direction)
        }
    }

    private func checkTree() throws(StateError) {
        if let fault = tree?.fault { throw Self.unreadable(fault) }
    }

    private static func unreadable(_ fault: StateError?) -> StateError {
        StateError(
            .beingBuilt,
            "a part of an index could not be read; it is built again, and until then every record is looked "
                + "at: ask again", cause: fault)
    }
}
