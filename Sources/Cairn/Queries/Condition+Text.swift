extension Condition: CustomStringConvertible {
    /// The condition in the query language: what ``init(parsing:)`` makes the same condition of, if each `all` and
    /// `any` has two parts at least and ``check()`` is content. Complexity: O(size).
    package var description: String { text(isNested: false) }

    private func text(isNested: Bool) -> String {
        switch self {
        case .always: return "true"
        case .never: return "false"
        case .compare(let path, let comparison, let value):
            return "\(path) \(comparison.rawValue) \(value)"
        case .range(let path, let range): return "\(path) in \(range)"
        case .among(let path, let values):
            return "\(path) in [\(values.map(\.description).joined(separator: ", "))]"
        case .prefix(let path, let text): return "\(path) startsWith \(FieldValue.string(text))"
        case .contains(let path, let value): return "\(path) contains \(value)"
        case .exists(let path): return "exists(\(path))"
        case .all(let parts): return Self.row(parts, " && ", "true", isNested)
        case .any(let parts): return Self.row(parts, " || ", "false", isNested)
        case .not(let inner):
            if case .exists = inner { return "!\(inner)" }
            return "!(" + inner.text(isNested: false) + ")"
        }
    }

    /// Parts in a row; a row within a row stands in parentheses.
    private static func row(_ parts: [Condition], _ sign: String, _ empty: String, _ isNested: Bool) -> String {
        guard parts.count > 1 else { return parts.first?.text(isNested: isNested) ?? empty }
        let text = parts.map { $0.text(isNested: true) }.joined(separator: sign)
        return isNested ? "(\(text))" : text
    }
}

extension Condition.ValueRange: CustomStringConvertible {
    package var description: String { "\(low)\(isClosed ? "..." : "..<")\(high)" }
}
