extension ValueSet {
    /// The values that a condition asks of the one field that it looks at; nil if it looks at several, or at what no
    /// set of values tells (`contains`). Complexity: O(size · log size).
    static func of(_ condition: Condition) -> (path: FieldPath, set: ValueSet)? {
        switch condition {
        case .always, .never, .contains: return nil
        case .compare(let path, let comparison, let value): return (path, ValueSet(comparison, value))
        case .range(let path, let range):
            let upper = ValueSet(range.isClosed ? .lessOrEqual : .less, range.high)
            return (path, ValueSet(.greaterOrEqual, range.low).intersection(upper))
        case .among(let path, let values): return (path, ValueSet(points: values))
        case .prefix(let path, let text): return (path, ValueSet(prefix: text))
        case .exists(let path): return (path, .present)
        case .not(let inner): return of(inner).map { ($0.path, $0.set.complement) }
        case .all(let parts): return of(parts) { $0.reduce(.all) { $0.intersection($1) } }
        case .any(let parts): return of(parts) { union($0) }
        }
    }

    private static func of(
        _ parts: [Condition], _ combine: ([ValueSet]) -> ValueSet
    ) -> (path: FieldPath, set: ValueSet)? {
        var path: FieldPath?
        var sets: [ValueSet] = []
        for part in parts {
            guard let (other, set) = of(part), path == nil || path == other else { return nil }
            path = other
            sets.append(set)
        }
        return path.map { ($0, combine(sets)) }
    }

    /// The one comparison that says the same; nil if it takes several. Complexity: O(n).
    func condition(on path: FieldPath) -> Condition? {
        if isEmpty { return .never }
        if isAll { return .always }
        if self == .present { return .exists(path) }
        if complement == .present { return .not(.exists(path)) }
        if let values = points {
            return values.count == 1 ? .compare(path, .equal, values[0]) : .among(path, values)
        }
        if let values = complement.points {
            return values.count == 1 ? .compare(path, .notEqual, values[0]) : .not(.among(path, values))
        }
        return ranges.count == 1 ? Self.condition(on: path, ranges[0]) : nil
    }

    private static func condition(on path: FieldPath, _ range: KeyRange) -> Condition? {
        switch (KeyRange.bound(range.low), KeyRange.bound(range.high)) {
        case (.before(let low), .before(let high)) where low.rank == high.rank && low.rank >= .number:
            return .range(path, Condition.ValueRange(low: low, high: high, isClosed: false))
        case (.before(let low), .after(let high)) where low.rank == high.rank && low.rank >= .number:
            return .range(path, Condition.ValueRange(low: low, high: high, isClosed: true))
        case (.before(let low), .edge) where range.high == bounds(of: low.rank).last:
            return .compare(path, .greaterOrEqual, low)
        case (.after(let low), .edge) where range.high == bounds(of: low.rank).last:
            return .compare(path, .greater, low)
        case (.edge, .before(let high)) where range.low == bounds(of: high.rank).first:
            return .compare(path, .less, high)
        case (.edge, .after(let high)) where range.low == bounds(of: high.rank).first:
            return .compare(path, .lessOrEqual, high)
        case (.edge, .afterPrefix(let text)) where ValueSet(prefix: text).ranges == [range]:
            return .prefix(path, text)
        default: return nil
        }
    }
}

extension Condition {
    /// The one field whose values ``ValueSet/of(_:)`` tells; nil where that is nil. Complexity: O(size).
    var onlyPath: FieldPath? {
        switch self {
        case .always, .never, .contains: return nil
        case .compare(let path, _, _), .range(let path, _), .among(let path, _), .prefix(let path, _),
            .exists(let path):
            return path
        case .not(let inner): return inner.onlyPath
        case .all(let parts), .any(let parts):
            guard let path = parts.first?.onlyPath else { return nil }
            return parts.allSatisfy { $0.onlyPath == path } ? path : nil
        }
    }
}
