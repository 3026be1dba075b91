import Cairn

/// Records in an array and indices as sorted arrays of bytes: runs plans as they say, and has a second, plain answer.
struct ToyStore {
    private(set) var records: [ToyRecord] = []
    let definitions: [IndexDefinition]
    private var entries: [String: [(bytes: [UInt8], id: String)]] = [:]
    /// Passes keep no more rows than this, so that few records take several.
    private let passRows = 7

    init(records: [ToyRecord], definitions: [IndexDefinition]) {
        self.definitions = definitions
        self.records = records
        reindex()
    }

    private mutating func reindex() {
        for definition in definitions {
            var list: [(bytes: [UInt8], id: String)] = []
            for record in records {
                let value = record.json.withUnsafeBytes { FieldValue(at: definition.path, in: $0) }
                if value == .absent && !definition.hasAbsent { continue }
                list.append((value.key + Array(record.id.utf8), record.id))
            }
            entries[definition.name] = list.sorted { ByteOrder.compare($0.bytes, $1.bytes) < 0 }
        }
    }

    mutating func remove(_ id: String) {
        records.removeAll { $0.id == id }
        reindex()
    }

    mutating func add(_ record: ToyRecord) {
        records.append(record)
        reindex()
    }

    /// A planner whose estimates are off by up to `noise` times, and that thinks the store so many times larger.
    func planner(noise: Int = 1, scale: Int = 1, seed: UInt64 = 0) -> QueryPlanner {
        QueryPlanner(indices: definitions, total: records.count * scale) { index, range in
            let count = scale * entries[index.name, default: []].count { range.contains($0.bytes) }
            var dice = QueryDice(seed: seed &+ UInt64(count))
            return noise == 1 ? count : count * (1 + dice.roll(noise)) / (1 + dice.roll(noise))
        }
    }

    /// The ids of the rows, in the order in which the plan gives them.
    func run(_ plan: QueryPlan) -> [ToyRecord] {
        switch plan.ordering {
        case .none, .index: return Array(passing(plan, after: nil).prefix(plan.limit ?? .max))
        case .heap(let rows): return pass(plan, rows: rows, after: nil).map(\.row)
        case .passes:
            var all: [ToyRecord] = []
            var last: [UInt8]?
            while true {
                let page = pass(plan, rows: passRows, after: last)
                all += page.map(\.row)
                guard let end = page.last, all.count < plan.limit ?? .max else { break }
                last = end.position
            }
            return Array(all.prefix(plan.limit ?? .max))
        }
    }

    private func pass(_ plan: QueryPlan, rows: Int, after: [UInt8]?) -> [(position: [UInt8], row: ToyRecord)] {
        guard let order = plan.order else { return [] }
        var top = TopRows<ToyRecord>(capacity: rows)
        for record in passing(plan, after: after) { top.insert(record, at: order.position(of: record)) }
        return top.sorted()
    }

    private func passing(_ plan: QueryPlan, after: [UInt8]?) -> [ToyRecord] {
        let start = plan.after.flatMap { plan.order?.position(of: $0) }
        return candidates(plan).filter { record in
            guard plan.residual.matches(record.json) else { return false }
            guard let order = plan.order else { return true }
            let position = order.position(of: record)
            return [start, after].allSatisfy { $0.map { ByteOrder.compare($0, position) < 0 } ?? true }
        }
    }

    func candidates(_ plan: QueryPlan) -> [ToyRecord] {
        switch plan.access {
        case .nothing: return []
        case .scan: return records
        case .primary(let ids): return ids.compactMap { id in records.first { $0.id == id } }
        case .index(let access): return ids(access).compactMap { id in records.first { $0.id == id } }
        case .intersection(let parts):
            let sets = parts.map { Set(ids($0)) }
            return records.filter { record in sets.allSatisfy { $0.contains(record.id) } }
        }
    }

    private func ids(_ access: QueryPlan.IndexAccess) -> [String] {
        let list = entries[access.index.name, default: []]
        let forward = access.ranges.flatMap { range in list.filter { range.contains($0.bytes) }.map(\.id) }
        return access.isReversed ? forward.reversed() : forward
    }

    /// The rows by filter and sort over Swift's values, in the order that ``SortOrder`` promises.
    func answer(_ query: QueryRequest) -> [ToyRecord] {
        let found = records.filter { ConditionOracle.holds(query.condition, $0) }
        return found.sorted { a, b in
            for key in query.sort {
                let order = Self.compare(a, b, key.path)
                if order != 0 { return (order < 0) == (key.direction == .ascending) }
            }
            let isBefore = Array(a.id.utf8).lexicographicallyPrecedes(Array(b.id.utf8))
            return isBefore == ((query.sort.last?.direction ?? .ascending) == .ascending)
        }
    }

    /// By sort of value, then by value; of long texts the first 256 bytes count, and that they are long.
    private static func compare(_ a: ToyRecord, _ b: ToyRecord, _ path: FieldPath) -> Int {
        let name = path.members.joined(separator: ".")
        let (left, right) = (a.members[name], b.members[name])
        switch (left, right) {
        case (.number(let x), .number(let y)): return x < y ? -1 : x > y ? 1 : 0
        case (.bool(let x), .bool(let y)): return x == y ? 0 : x ? 1 : -1
        case (.text(let x), .text(let y)):
            let (p, q) = (Array(x.utf8), Array(y.utf8))
            let (first, second) = (p.prefix(256), q.prefix(256))
            if first != second { return first.lexicographicallyPrecedes(second) ? -1 : 1 }
            return (p.count > 256 ? 1 : 0) - (q.count > 256 ? 1 : 0)
        default: return rank(left) - rank(right)
        }
    }

    private static func rank(_ value: ToyValue?) -> Int {
        switch value {
        case nil: 0
        case .null: 1
        case .bool: 2
        case .number: 3
        case .text: 4
        case .list: 5
        }
    }
}

extension SortOrder {
    func position(of record: ToyRecord) -> [UInt8] {
        record.json.withUnsafeBytes { position(of: $0, id: Array(record.id.utf8)) }
    }

    func cursor(after record: ToyRecord) -> Cursor {
        record.json.withUnsafeBytes { cursor(after: $0, id: Array(record.id.utf8)) }
    }
}

extension QueryDice {
    /// Indices of all sorts over some fields, some of them out of order.
    mutating func definitions() -> [IndexDefinition] {
        var list: [IndexDefinition] = []
        for field in ToyRecord.fields where !oneIn(3) {
            let path = FieldPath(field.split(separator: ".").map(String.init))
            let kinds: [IndexDefinition.Kind] = field == "status" ? [.status, .ordered] : [.ordered, .unique, .time]
            let kind = pick(kinds)
            list.append(
                IndexDefinition(name: field, path: path, kind: kind, isUsable: !oneIn(6), hasAbsent: !oneIn(4)))
        }
        if oneIn(4) { list.append(IndexDefinition(name: "ids", path: .id, kind: .ordered)) }
        return list
    }

    mutating func request() -> QueryRequest {
        let fields = ToyRecord.fields + ["id", "missing"]
        let sort = (0..<pick([0, 1, 1, 1, 2, 3])).map { _ in
            SortKey(
                FieldPath(pick(fields).split(separator: ".").map(String.init)),
                oneIn(2) ? .ascending : .descending)
        }
        let row = Condition.all((0..<2 + roll(3)).map { _ in condition(depth: 0) })
        return QueryRequest(
            oneIn(2) ? row : condition(depth: roll(4)), sort: sort, limit: oneIn(2) ? nil : roll(20), isPaged: oneIn(4))
    }
}
