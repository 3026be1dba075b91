extension KeyRange {
    /// The range of an index's keys, in which strings are cut, for a range of exact keys; and whether every key in it
    /// belongs to a value that is meant. If not, what the index gives is candidates and must be checked.
    ///
    /// A bound within strings longer than ``FieldValue/maxKeyTextBytes`` moves to before or after all strings that
    /// share its beginning, as these have one key.
    var inIndex: (range: KeyRange, isExact: Bool) {
        let first = Self.cut(low)
        let last = Self.cut(high)
        return (
            KeyRange(low: first ?? low, high: last.map { $0 + [FieldValue.Tag.end] } ?? high),
            first == nil && last == nil
        )
    }

    /// The key of the strings that begin as this bound does; nil if the bound is none within long strings.
    private static func cut(_ bound: [UInt8]) -> [UInt8]? {
        guard bound.first == FieldValue.Tag.string else { return nil }
        var at = 1
        var length = 0
        while at < bound.count {
            let isZero = bound[at] == 0
            // The end of the string, or of a prefix.
            if bound[at] == FieldValue.Tag.end || (isZero && (at + 1 == bound.count || bound[at + 1] != 0xff)) {
                return nil
            }
            if length == FieldValue.maxKeyTextBytes { return bound[..<at] + [0, 1] }
            length += 1
            at += isZero ? 2 : 1
        }
        return nil
    }

    /// Whether it is the range of one key, so that the entries in it differ in their ids alone.
    var isOneKey: Bool {
        guard let decoded = DecodedKey(low), decoded.length == low.count else { return false }
        return high.count == low.count + 1 && high.last == FieldValue.Tag.end && high.starts(with: low)
    }
}
