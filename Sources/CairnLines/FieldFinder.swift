/// Finds one member of an object without decoding the rest: a scan over bytes that only tells strings from brackets.
///
/// It is for bytes that are known to be JSON (the line's sum vouches for them). On anything else it answers nil or some
/// range within the bytes, but it never leaves them.
package enum FieldFinder {
    /// The text of the value of member `name`, quotes included; nil if the object has no such member. Of several
    /// members of one name, which no line has, it is the first. Complexity: O(bytes before the end of the value).
    package static func find(_ name: StaticString, in object: UnsafeRawBufferPointer) -> Range<Int>? {
        find(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), in: object)
    }

    /// The same, for a decoded name in bytes.
    package static func find(
        _ name: UnsafeRawBufferPointer, in object: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        guard let start = object.baseAddress else { return nil }
        var walk = JSONWalk(start: start, end: object.count)
        walk.skipWhite()
        guard walk.take(0x7b) else { return nil }
        while true {
            walk.skipWhite()
            guard walk.take(0x22) else { return nil }
            let from = walk.at
            guard let isEscaped = walk.skipRestOfString() else { return nil }
            let text = object.part(from..<walk.at &- 1)
            walk.skipWhite()
            guard walk.take(0x3a) else { return nil }
            walk.skipWhite()
            let value = walk.at
            guard walk.skipValue() else { return nil }
            if isEscaped ? JSONText.isText(text, for: name) : text.sameBytes(name) { return value..<walk.at }
            walk.skipWhite()
            guard walk.take(0x2c) else { return nil }
        }
    }

    /// The same, from object to object: `["address", "city"]`. An empty path is the object itself.
    package static func find(_ path: [StaticString], in object: UnsafeRawBufferPointer) -> Range<Int>? {
        var found = 0..<object.count
        for name in path {
            guard let inner = find(name, in: object.part(found)) else { return nil }
            found = found.lowerBound &+ inner.lowerBound..<found.lowerBound &+ inner.upperBound
        }
        return found
    }

    /// Where the value that begins at `offset` ends; nil if it does not.
    static func endOfValue(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        var walk = JSONWalk(start: start, end: bytes.count)
        walk.at = offset
        return walk.skipValue() ? walk.at : nil
    }
}
