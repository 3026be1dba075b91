internal import CairnLines
internal import FoundationEssentials

/// A UUID as text: 36 bytes, `E621E1F8-C36C-495A-93FC-0C247A3E6E5F`.
///
/// Eight digits are made, or read, at once, as the eight bytes of a word.
enum UUIDText {
    static let length = 36

    /// Writes the text at `target`, in capitals as Foundation has it.
    @inline(__always)
    static func write(_ uuid: UUID, to target: UnsafeMutableRawPointer) {
        let (first, second, third, fourth) = withUnsafeBytes(of: uuid.uuid) { bytes in
            (digits(bytes, 0), digits(bytes, 4), digits(bytes, 8), digits(bytes, 12))
        }
        target.storeBytes(of: first.littleEndian, as: UInt64.self)
        put(second, after: 8, to: target)
        put(third, after: 18, to: target)
        target.storeBytes(of: 0x2d, toByteOffset: 23, as: UInt8.self)
        target.storeBytes(of: fourth.littleEndian, toByteOffset: 28, as: UInt64.self)
    }

    /// A hyphen, four digits, a hyphen, four digits.
    @inline(__always)
    private static func put(_ digits: UInt64, after offset: Int, to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: 0x2d, toByteOffset: offset, as: UInt8.self)
        target.storeBytes(
            of: UInt32(truncatingIfNeeded: digits).littleEndian, toByteOffset: offset &+ 1, as: UInt32.self)
        target.storeBytes(of: 0x2d, toByteOffset: offset &+ 5, as: UInt8.self)
        target.storeBytes(
            of: UInt32(truncatingIfNeeded: digits &>> 32).littleEndian, toByteOffset: offset &+ 6, as: UInt32.self)
    }

    @inline(__always)
    private static func digits(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        digits(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
    }

    /// The eight digits of four bytes, the first byte in the lowest place, as is the first digit.
    @inline(__always)
    private static func digits(_ bytes: UInt32) -> UInt64 {
        var word = UInt64(bytes)
        word = (word | word &<< 16) & 0x0000_ffff_0000_ffff
        word = (word | word &<< 8) & 0x00ff_00ff_00ff_00ff
        word = (word &>> 4 & 0x000f_000f_000f_000f) | (word & 0x000f_000f_000f_000f) &<< 8
        let letters = (word &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
        return word &+ 0x3030_3030_3030_3030 &+ letters &* 7
    }

    /// Reads a text of digits of either case; nil if it is none.
    @inline(__always)
    static func read(_ text: UnsafeRawBufferPointer) -> UUID? {
        guard text.count == length, let start = text.baseAddress else { return nil }
        let hyphens = start.byte(8) == 0x2d && start.byte(13) == 0x2d && start.byte(18) == 0x2d
        guard hyphens, start.byte(23) == 0x2d else { return nil }
        let second = UInt64(start.half(9)) | UInt64(start.half(14)) &<< 32
        let third = UInt64(start.half(19)) | UInt64(start.half(24)) &<< 32
        guard let one = bytes(start.word(0)), let two = bytes(second), let three = bytes(third),
            let four = bytes(start.word(28))
        else { return nil }
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &uuid) { target in
            target.storeBytes(of: one.littleEndian, as: UInt32.self)
            target.storeBytes(of: two.littleEndian, toByteOffset: 4, as: UInt32.self)
            target.storeBytes(of: three.littleEndian, toByteOffset: 8, as: UInt32.self)
            target.storeBytes(of: four.littleEndian, toByteOffset: 12, as: UInt32.self)
        }
        return UUID(uuid: uuid)
    }

    /// Four bytes of eight digits; nil if one is none. Whether they are digits is found by writing them again.
    @inline(__always)
    private static func bytes(_ text: UInt64) -> UInt32? {
        let letters = text & 0x4040_4040_4040_4040
        let capitals = text & ~(letters &>> 1)
        let values = (text & 0x0f0f_0f0f_0f0f_0f0f) &+ (letters &>> 6) &* 9
        var word = (values &<< 4 | values &>> 8) & 0x00ff_00ff_00ff_00ff
        word = (word | word &>> 8) & 0x0000_ffff_0000_ffff
        let bytes = UInt32(truncatingIfNeeded: word | word &>> 16)
        return digits(bytes) == capitals ? bytes : nil
    }
}
