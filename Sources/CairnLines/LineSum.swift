internal import CXXHash

/// The checksum at the head of each line: `{"sum":"0123456789abcdef",` and then what it covers.
///
/// It stands at a fixed place so that it can be checked before anything is parsed: bytes 8 to 23 are XXH3-64 of
/// everything from byte 26 to before the newline, in the order in which `xxhsum -H3` prints it.
package enum LineSum {
    /// Where the digits begin.
    package static let digitsAt = 8
    /// Where the covered bytes begin.
    package static let coveredFrom = 26

    /// XXH3-64 of `bytes`. Complexity: O(n), some 12 GB/s for long inputs.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        XXH3_64bits(bytes.baseAddress, bytes.count)
    }

    /// Checks a line, given without its newline, against its sum.
    ///
    /// Errors: `.noSum` if the first 26 bytes are not a sum member in its place, `.sumMismatch` if it is another sum.
    package static func check(line: UnsafeRawBufferPointer) throws(LineError) {
        guard let start = line.baseAddress, line.count > coveredFrom, hasFrame(start) else {
            throw LineError(.noSum, at: 0)
        }
        let sum = XXH3_64bits(start + coveredFrom, line.count &- coveredFrom)
        let high = HexText.digits(UInt32(truncatingIfNeeded: sum >> 32))
        let low = HexText.digits(UInt32(truncatingIfNeeded: sum))
        let same =
            start.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == high
            && start.loadUnaligned(fromByteOffset: 16, as: UInt64.self) == low
        if same { return }
        throw LineError(hasDigits(start) ? .sumMismatch : .noSum, at: digitsAt)
    }

    /// Whether the first 26 bytes have the form of a sum member. It says nothing about the sum's truth.
    package static func hasForm(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let start = line.baseAddress, line.count > coveredFrom else { return false }
        return hasFrame(start) && hasDigits(start)
    }

    /// `{"sum":"` before the digits and `",` after them; at least 26 bytes are there.
    @inline(__always)
    private static func hasFrame(_ start: UnsafeRawPointer) -> Bool {
        start.matches("{\"sum\":\"") && (start + 24).matches("\",")
    }

    private static func hasDigits(_ start: UnsafeRawPointer) -> Bool {
        for place in digitsAt..<digitsAt + 16 {
            let byte = start.load(fromByteOffset: place, as: UInt8.self)
            guard (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) else { return false }
        }
        return true
    }
}
