// What a condition says of a record, in the absence of a type:
//
//     record                 score == 5   score != 5   score < 9   score == null   exists(score)
//     {"score":5}            yes          no           yes         no              yes
//     {"score":5.0}          yes          no           yes         no              yes
//     {"score":"5"}          no           yes          no          no              yes
//     {"score":null}         no           yes          no          yes             yes
//     {}                     no           yes          no          no              no
//     {"score":[5]}          no           yes          no          no              yes
//
// Something absent is equal to nothing, not even to null; so `!=`, which is the exact contrary of `==`, holds. An order
// holds only between values of one sort, so `!(score < 9)` is more than `score >= 9`: it holds for the last four, too.

/// A condition on a record, untyped: what a query asks for.
package indirect enum Condition: Sendable, Hashable {
    /// True of every record.
    case always
    /// True of none.
    case never
    case compare(FieldPath, Comparison, FieldValue)
    /// Both ends are numbers, or both are strings.
    case range(FieldPath, ValueRange)
    /// Equal to one of these.
    case among(FieldPath, [FieldValue])
    /// A string that begins with these bytes.
    case prefix(FieldPath, String)
    /// A string that has this one in it, or an array that has an element equal to this value.
    case contains(FieldPath, FieldValue)
    /// The record has such a member, be it null.
    case exists(FieldPath)
    /// All of these; true if there are none.
    case all([Condition])
    /// One of these at least; false if there are none.
    case any([Condition])
    case not(Condition)

    /// How two values are compared.
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// Whether it holds for a value that comes so before or after the other; see ``FieldValue/compare(_:)``.
        func holds(_ order: Int) -> Bool {
            switch self {
            case .equal: order == 0
            case .notEqual: order != 0
            case .less: order < 0
            case .lessOrEqual: order <= 0
            case .greater: order > 0
            case .greaterOrEqual: order >= 0
            }
        }
    }

    /// Values from `low` on, up to `high`, which belongs to it if it is closed.
    package struct ValueRange: Sendable, Hashable {
        package var low: FieldValue
        package var high: FieldValue
        package var isClosed: Bool

        package init(low: FieldValue, high: FieldValue, isClosed: Bool) {
            self.low = low
            self.high = high
            self.isClosed = isClosed
        }
    }

    /// The record has the member, and it is null.
    package static func isNull(_ path: FieldPath) -> Condition { .compare(path, .equal, .null) }

    /// The record has no such member.
    package static func isAbsent(_ path: FieldPath) -> Condition { .not(.exists(path)) }

    /// Both; a row of `&&` is one list and not a nest.
    package static func && (a: Condition, b: Condition) -> Condition {
        switch (a, b) {
        case (.all(let left), .all(let right)): .all(left + right)
        case (.all(let left), _): .all(left + [b])
        case (_, .all(let right)): .all([a] + right)
        default: .all([a, b])
        }
    }

    /// One of them at least; a row of `||` is one list and not a nest.
    package static func || (a: Condition, b: Condition) -> Condition {
        switch (a, b) {
        case (.any(let left), .any(let right)): .any(left + right)
        case (.any(let left), _): .any(left + [b])
        case (_, .any(let right)): .any([a] + right)
        default: .any([a, b])
        }
    }

    /// The contrary.
    package static prefix func ! (condition: Condition) -> Condition { .not(condition) }
}
