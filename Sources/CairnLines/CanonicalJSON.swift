/// The one text of a JSON value (RFC 8785, JCS): what is hashed or signed when two writers must agree.
///
/// Members are sorted by the UTF-16 code units of their names, strings take the shortest escapes, numbers are doubles
/// in the form that ECMAScript gives them, and there is no white space. Containers that are being written wait on a
/// stack of the depth that the tape allows; nothing recurses.
package enum CanonicalJSON {
    /// The canonical text of `text`.
    ///
    /// Errors: those of `JSONTape.scan(_:)`, `.duplicateName`; `.numberOutOfRange` for a number that no double holds.
    /// A number between two doubles becomes the nearest one, as the standard has it. Complexity: O(n log n).
    package static func bytes(of text: UnsafeRawBufferPointer) throws(LineError) -> [UInt8] {
        let taped = try TapedText(text)
        var buffer = ByteBuffer(capacity: text.count)
        var stack: [OpenContainer] = []
        var value: JSONTape.Place? = 0
        while true {
            if let place = value {
                switch taped.tape.kind(place) {
                case .object, .array: stack.append(OpenContainer(place, taped, to: &buffer))
                case .string: try appendString(place, taped, to: &buffer)
                case .number: try appendNumber(place, taped, to: &buffer)
                case .true, .false, .null: taped.append(place, to: &buffer)
                }
            }
            guard var open = stack.popLast() else { break }
            value = try open.next(taped, to: &buffer)
            if value != nil { stack.append(open) }
        }
        return buffer.withBytes { [UInt8]($0) }
    }

    fileprivate static func appendString(
        _ place: JSONTape.Place, _ taped: borrowing TapedText, to buffer: inout ByteBuffer
    ) throws(LineError) {
        guard taped.tape.isEscaped(place) else { return buffer.append(taped.bytes.part(taped.tape.range(place))) }
        var plain = ByteBuffer(capacity: taped.inside(place).count)
        try JSONText.unescape(taped.inside(place), into: &plain)
        buffer.append(0x22)
        plain.withBytes { JSONText.escape($0, into: &buffer) }
        buffer.append(0x22)
    }

    private static func appendNumber(
        _ place: JSONTape.Place, _ taped: borrowing TapedText, to buffer: inout ByteBuffer
    ) throws(LineError) {
        let range = taped.tape.range(place)
        guard let number = Double(String(decoding: taped.bytes.part(range), as: UTF8.self)), number.isFinite else {
            throw LineError(.numberOutOfRange, at: range.lowerBound)
        }
        ECMAScriptNumber.append(number, to: &buffer)
    }
}

/// A container whose closing bracket is not written yet.
private struct OpenContainer {
    /// The values that are still to come, the next one last; names before them in an object.
    private var rest: [JSONTape.Place]
    private let isObject: Bool
    private var isFirst = true

    init(_ place: JSONTape.Place, _ taped: borrowing TapedText, to buffer: inout ByteBuffer) {
        isObject = taped.tape.kind(place) == .object
        buffer.append(isObject ? 0x7b : 0x5b)
        rest = []
        if isObject {
            let bytes = taped.bytes
            let names = taped.names(of: place).map { (place: $0, range: taped.tape.inside($0)) }
            rest = names.sorted { UTF16Order.comesBefore(bytes.part($1.range), bytes.part($0.range)) }.map(\.place)
        } else {
            rest.reserveCapacity(taped.tape.children(place))
            var at = place &+ 2
            while at < taped.tape.after(place) {
                rest.append(at)
                at = taped.tape.after(at)
            }
            rest.reverse()
        }
    }

    /// The next value, with its comma and name written before it; nil once the container is closed.
    mutating func next(
        _ taped: borrowing TapedText, to buffer: inout ByteBuffer
    ) throws(LineError) -> JSONTape.Place? {
        guard let place = rest.popLast() else {
            buffer.append(isObject ? 0x7d : 0x5d)
            return nil
        }
        if !isFirst { buffer.append(0x2c) }
        isFirst = false
        guard isObject else { return place }
        try CanonicalJSON.appendString(place, taped, to: &buffer)
        buffer.append(0x3a)
        return place &+ 1
    }
}

/// The order of UTF-16 code units, found in UTF-8.
///
/// Both orders agree but for one pair of ranges: what needs two code units (F0 to F4 in UTF-8) begins with D800 to DBFF
/// and so comes before E000 to FFFF (EE and EF in UTF-8).
enum UTF16Order {
    /// Whether the string with inside `a` comes before that with inside `b`.
    static func comesBefore(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        var left = JSONDecoding(a)
        var right = JSONDecoding(b)
        while true {
            guard let other = right.next() else { return false }
            guard let byte = left.next() else { return true }
            if byte != other { return weight(byte) < weight(other) }
        }
    }

    private static func weight(_ byte: UInt8) -> UInt8 { byte & 0xfe == 0xee ? byte | 0x10 : byte }
}
