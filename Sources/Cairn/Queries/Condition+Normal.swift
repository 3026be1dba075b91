extension Condition {
    /// The same condition in the form that plans are made of: negations at the leaves, rows within like rows dissolved,
    /// `true` and `false` folded, what is said of one field merged, and contradictions found.
    ///
    ///     !(a > 1 || b == 2) && c >= 3 && c < 9 && c >= 5     becomes   !(a > 1) && b != 2 && c in 5..<9
    ///     a == 1 && a == 2                                     becomes   false
    ///
    /// It holds for the same records. Recurses as deep as ``check()`` allowed. Complexity: O(depth · size · log size).
    package var normalized: Condition { normalized(isNegated: false) }

    private func normalized(isNegated: Bool) -> Condition {
        switch self {
        case .always: isNegated ? .never : .always
        case .never: isNegated ? .always : .never
        case .not(let inner): inner.normalized(isNegated: !isNegated)
        case .all(let parts): Self.combined(parts.map { $0.normalized(isNegated: isNegated) }, isAll: !isNegated)
        case .any(let parts): Self.combined(parts.map { $0.normalized(isNegated: isNegated) }, isAll: isNegated)
        default: Self.simplified(isNegated ? negatedLeaf : self)
        }
    }

    private var negatedLeaf: Condition {
        switch self {
        case .compare(let path, .equal, let value): .compare(path, .notEqual, value)
        case .compare(let path, .notEqual, let value): .compare(path, .equal, value)
        default: .not(self)
        }
    }

    /// A condition on one field in its shortest form, where there is one.
    private static func simplified(_ condition: Condition) -> Condition {
        switch condition {
        // These have no shorter one.
        case .compare(_, _, let value) where value.rank >= .number: return condition
        case .compare(_, .equal, _), .compare(_, .notEqual, _), .exists, .prefix, .contains: return condition
        default: break
        }
        guard let (path, set) = ValueSet.of(condition) else { return condition }
        return set.condition(on: path) ?? condition
    }

    /// A row of normalized conditions.
    private static func combined(_ parts: [Condition], isAll: Bool) -> Condition {
        var row: [Condition] = []
        var seen: Set<Condition> = []
        for part in parts {
            for each in dissolved(part, isAll) {
                if each == (isAll ? .never : .always) { return each }
                if each == (isAll ? .always : .never) || !seen.insert(each).inserted { continue }
                row.append(each)
            }
        }
        row = merged(row, isAll: isAll)
        if row.contains(isAll ? .never : .always) { return isAll ? .never : .always }
        row.removeAll { $0 == (isAll ? .always : .never) }
        if row.count < 2 { return row.first ?? (isAll ? .always : .never) }
        return isAll ? .all(row) : .any(row)
    }

    /// A row within a row of the same sort is part of it.
    private static func dissolved(_ part: Condition, _ isAll: Bool) -> [Condition] {
        switch part {
        case .all(let inner) where isAll: inner
        case .any(let inner) where !isAll: inner
        default: [part]
        }
    }

    /// Puts together what a row says of the same field, at the place of the first that speaks of it.
    private static func merged(_ row: [Condition], isAll: Bool) -> [Condition] {
        guard row.count > 1 else { return row }
        var places: [FieldPath: [Int]] = [:]
        for (place, part) in row.enumerated() {
            if let path = part.onlyPath { places[path, default: []].append(place) }
        }
        var result = row.map(Optional.some)
        for (path, places) in places where places.count > 1 {
            let group = places.compactMap { ValueSet.of(row[$0])?.set }
            let set = isAll ? group.reduce(.all) { $0.intersection($1) } : ValueSet.union(group)
            guard let condition = set.condition(on: path) else { continue }
            for place in places { result[place] = nil }
            result[places[0]] = condition
        }
        return result.compactMap { $0 }
    }
}
