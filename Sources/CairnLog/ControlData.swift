internal import CairnLines

/// The `data` object of a control line, written in order and read by name.
package struct ControlData: Sendable {
    package private(set) var bytes: [UInt8] = [0x7B]

    package init() {}

    package mutating func add(_ name: StaticString, _ number: UInt64) { member(name, Array(String(number).utf8)) }

    /// `text` is one of the engine's own: hex, a UUID, a file name. It needs no escaping.
    package mutating func add(_ name: StaticString, _ text: String) { member(name, Array("\"\(text)\"".utf8)) }

    /// Any text, as the hex digits of its UTF-8: a user's word needs no escaping then.
    package mutating func add(_ name: StaticString, hex text: String) {
        add(name, text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined())
    }

    package mutating func add(_ name: StaticString, object: ControlData?) {
        member(name, object?.closed ?? Array("null".utf8))
    }

    /// `array` is JSON that somebody made: a line with it is checked as a whole.
    package mutating func add(_ name: StaticString, array: [UInt8]) { member(name, array) }

    /// The finished object.
    package var closed: [UInt8] { bytes + [0x7D] }

    private mutating func member(_ name: StaticString, _ value: [UInt8]) {
        if bytes.count > 1 { bytes.append(0x2C) }
        bytes.append(0x22)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: [0x22, 0x3A])
        bytes.append(contentsOf: value)
    }

    /// Reads members of an object that a control line holds.
    package struct Reader {
        private let bytes: UnsafeRawBufferPointer

        /// `bytes` must stay valid while this is used.
        package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        package func number(_ name: StaticString) -> UInt64? {
            guard let range = value(name), range.count <= 20, !range.isEmpty else { return nil }
            var number: UInt64 = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                let (tens, over) = number.multipliedReportingOverflow(by: 10)
                let (sum, carry) = tens.addingReportingOverflow(UInt64(byte &- 0x30))
                guard !over, !carry else { return nil }
                number = sum
            }
            return number
        }

        package func segment(_ name: StaticString) -> SegmentID? {
            number(name).flatMap { $0 <= UInt64(SegmentID.last.number) ? SegmentID(UInt32($0)) : nil }
        }

        /// What a record has or the next one will have; nil above what is ever given.
        package func sequence(_ name: StaticString) -> SequenceNumber? {
            number(name).flatMap { $0 <= SequenceNumber.last.next.number ? SequenceNumber($0) : nil }
        }

        package func text(_ name: StaticString) -> String? {
            guard let range = value(name), range.count >= 2, bytes[range.lowerBound] == 0x22 else { return nil }
            return String(decoding: bytes[range.lowerBound + 1..<range.upperBound - 1], as: UTF8.self)
        }

        package func hex(_ name: StaticString) -> String? {
            guard let digits = text(name), digits.utf8.count % 2 == 0 else { return nil }
            let bytes = stride(from: 0, to: digits.utf8.count, by: 2).map { at in
                UInt8(digits.dropFirst(at).prefix(2), radix: 16)
            }
            return bytes.contains(nil) ? nil : String(decoding: bytes.compactMap(\.self), as: UTF8.self)
        }

        package func object(_ name: StaticString) -> Reader? {
            guard let range = value(name), bytes[range.lowerBound] == 0x7B else { return nil }
            return Reader(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }

        /// The JSON of a member that is an array.
        package func array(_ name: StaticString) -> [UInt8]? {
            guard let range = value(name), bytes[range.lowerBound] == 0x5B else { return nil }
            return [UInt8](bytes[range])
        }

        private func value(_ name: StaticString) -> Range<Int>? {
            name.withUTF8Buffer { FieldFinder.find(UnsafeRawBufferPointer($0), in: bytes) }
        }
    }
}
