// Conditions on one field are sets of values: `score >= 10 && score < 20`, `status == "a" || status == "b"`,
// `!(name startsWith "A")`. All values stand in one order, so each such set is a row of ranges, and `&&`, `||` and `!`
// are intersection, union and complement of rows. That is how contradictions are found, ranges are merged, and an
// index is told what to look for: there is no list of special cases.
//
// The ranges are of exact keys (no string is cut), with bounds between the values:
//
//     before 5      key(5)              after 5           key(5) ff
//     all numbers   40 ..< 43           strings "ab…"     50 61 62 ..< 50 61 62 ff
//     absent           ..< 10 ff        exists            10 ff ..< ff
//
// Every key ends itself and no id has a byte ff, so `key ff` comes after the key and whatever follows it.

/// A set of values, as ranges of their exact keys in order, none touching the next.
struct ValueSet: Sendable, Hashable {
    let ranges: [KeyRange]

    static let all = ValueSet(ranges: [.all])
    static let none = ValueSet(ranges: [])
    /// Every value of a member that is there.
    static let present = ValueSet(ranges: [KeyRange(low: [FieldValue.Tag.absent, FieldValue.Tag.end], high: [0xff])])

    private init(ranges: [KeyRange]) { self.ranges = ranges }

    /// The union of ranges in any order. Complexity: O(n log n).
    init(_ loose: [KeyRange]) {
        let sorted = loose.filter { !$0.isEmpty }.sorted { ByteOrder.compare($0.low, $1.low) < 0 }
        var merged: [KeyRange] = []
        for range in sorted {
            if let last = merged.last, ByteOrder.compare(range.low, last.high) <= 0 {
                if ByteOrder.compare(last.high, range.high) < 0 { merged[merged.count - 1].high = range.high }
            } else {
                merged.append(range)
            }
        }
        ranges = merged
    }

    /// These values alone; those that no condition can name are in none.
    init(points: [FieldValue]) {
        self.init(points.filter(\.isLiteral).map { KeyRange(point: $0.exactKey) })
    }

    /// The values of the same sort that compare so.
    init(_ comparison: Condition.Comparison, _ value: FieldValue) {
        guard value.isLiteral else {
            self = comparison == .notEqual ? .all : .none
            return
        }
        let before = value.exactKey
        let after = before + [FieldValue.Tag.end]
        let (first, last) = Self.bounds(of: value.rank)
        switch comparison {
        case .equal: self.init([KeyRange(low: before, high: after)])
        case .notEqual: self = ValueSet(points: [value]).complement
        case .less: self.init([KeyRange(low: first, high: before)])
        case .lessOrEqual: self.init([KeyRange(low: first, high: after)])
        case .greater: self.init([KeyRange(low: after, high: last)])
        case .greaterOrEqual: self.init([KeyRange(low: before, high: last)])
        }
    }

    /// All strings that begin so.
    init(prefix: String) {
        var bytes = [FieldValue.Tag.string]
        prefix.withRawBytes { FieldValue.append($0, to: &bytes) }
        let (_, last) = Self.bounds(of: .string)
        self.init([KeyRange(low: bytes, high: prefix.isEmpty ? last : bytes + [FieldValue.Tag.end])])
    }

    /// Before and after all values of a sort.
    static func bounds(of rank: FieldValue.Rank) -> (first: [UInt8], last: [UInt8]) {
        switch rank {
        case .absent: ([], [FieldValue.Tag.absent, FieldValue.Tag.end])
        case .null: ([FieldValue.Tag.null], [FieldValue.Tag.null, FieldValue.Tag.end])
        case .bool: ([FieldValue.Tag.false], [FieldValue.Tag.true, FieldValue.Tag.end])
        case .number: ([FieldValue.Tag.negative], [FieldValue.Tag.positive + 1])
        case .string: ([FieldValue.Tag.string], [FieldValue.Tag.string + 1])
        case .structure: ([FieldValue.Tag.structure], [FieldValue.Tag.structure, FieldValue.Tag.end])
        }
    }

    var isEmpty: Bool { ranges.isEmpty }
    var isAll: Bool { self == .all }

    /// The values that are in one of them at least. Complexity: O(n log n).
    static func union(_ sets: [ValueSet]) -> ValueSet { ValueSet(sets.flatMap(\.ranges)) }

    /// The values that are in both. Complexity: O(n + m).
    func intersection(_ other: ValueSet) -> ValueSet {
        var shared: [KeyRange] = []
        var (left, right) = (0, 0)
        while left < ranges.count, right < other.ranges.count {
            let both = ranges[left].clamped(to: other.ranges[right])
            if !both.isEmpty { shared.append(both) }
            if ByteOrder.compare(ranges[left].high, other.ranges[right].high) < 0 { left += 1 } else { right += 1 }
        }
        return ValueSet(ranges: shared)
    }

    /// All other values. Complexity: O(n).
    var complement: ValueSet {
        var gaps: [KeyRange] = []
        var low: [UInt8] = []
        for range in ranges {
            let gap = KeyRange(low: low, high: range.low)
            if !gap.isEmpty { gaps.append(gap) }
            low = range.high
        }
        let last = KeyRange(low: low, high: KeyRange.all.high)
        return ValueSet(ranges: last.isEmpty ? gaps : gaps + [last])
    }

    /// The values, if they are so many; nil if there are ranges among them.
    var points: [FieldValue]? {
        var values: [FieldValue] = []
        for range in ranges {
            guard let value = range.point, value.isLiteral else { return nil }
            values.append(value)
        }
        return values
    }

    /// Whether a record without the member may be meant: absent comes before everything.
    var hasAbsent: Bool { ranges.first?.low.isEmpty == true }
}
