internal import CairnLines
internal import FoundationEssentials

extension JSONBytes {
    @inline(__always)
    mutating func append(_ value: Bool) {
        if value { append("true") } else { append("false") }
    }

    @inline(__always)
    mutating func append(_ uuid: UUID) {
        reserve(UUIDText.length &+ 2)
        tail.storeBytes(of: 0x22, as: UInt8.self)
        UUIDText.write(uuid, to: tail + 1)
        tail.storeBytes(of: 0x22, toByteOffset: UUIDText.length &+ 1, as: UInt8.self)
        advance(UUIDText.length &+ 2)
    }

    /// A date to the nearest microsecond; false, and nothing, for one whose year has not four digits.
    mutating func append(_ date: Date) -> Bool {
        guard let time = DateText.timestamp(of: date) else { return false }
        append(0x22)
        var formatter = TimestampFormatter()
        formatter.withText(of: time) { append($0) }
        append(0x22)
        return true
    }
}
