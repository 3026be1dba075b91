import CairnLines
import Testing

@Suite struct ByteBufferTests {
    private func content(_ buffer: borrowing ByteBuffer) -> [UInt8] { buffer.withBytes { Array($0) } }

    @Test func `whatever is appended is there, across all growth`() {
        var buffer = ByteBuffer()
        var expected: [UInt8] = []
        for round in 0..<200 {
            buffer.append(UInt8(round))
            buffer.append([1, 2, 3])
            buffer.append("text")
            buffer.append([])
            buffer.append(UnsafeRawBufferPointer(start: nil, count: 0))
            [UInt8](repeating: 9, count: round).withUnsafeBytes { buffer.append($0) }
            expected += [UInt8(round), 1, 2, 3] + bytes("text") + [UInt8](repeating: 9, count: round)
        }
        let (seen, count, capacity) = (content(buffer), buffer.count, buffer.capacity)
        #expect(seen == expected)
        #expect(count == expected.count)
        #expect(capacity >= count)
    }

    @Test func `numbers are written in full`() {
        for number in [0, 1, 9, 10, 99, 100, 12_345, 9_999_999_999_999_999_999, 10_000_000_000_000_000_000, .max]
            as [UInt64]
        {
            var buffer = ByteBuffer()
            buffer.append("<")
            buffer.appendDecimal(number)
            buffer.append(">")
            let seen = content(buffer)
            #expect(seen == bytes("<\(number)>"))
        }
        var power: UInt64 = 1
        for _ in 0..<19 {
            for number in [power, power &- 1, power &* 9] {
                var buffer = ByteBuffer()
                buffer.appendDecimal(number)
                let seen = content(buffer)
                #expect(seen == bytes("\(number)"))
            }
            power *= 10
        }
    }

    @Test func `hexadecimal digits are sixteen, lowercase, most significant first`() {
        let known: [(UInt64, String)] = [
            (0, "0000000000000000"), (.max, "ffffffffffffffff"), (0x0123_4567_89ab_cdef, "0123456789abcdef"),
            (0xfedc_ba98_7654_3210, "fedcba9876543210"), (0xa0, "00000000000000a0"),
        ]
        for (number, expected) in known {
            var buffer = ByteBuffer()
            buffer.appendHex16(number)
            let seen = content(buffer)
            #expect(seen == bytes(expected))
        }
    }

    @Test func `truncating keeps the front and never grows`() {
        var buffer = ByteBuffer()
        buffer.append("abcdef")
        buffer.truncate(to: 9)
        buffer.truncate(to: -1)
        buffer.truncate(to: 2)
        let seen = content(buffer)
        #expect(seen == bytes("ab"))
    }

    @Test func `removing all gives the memory back only if asked`() {
        var buffer = ByteBuffer(capacity: 5_000)
        buffer.append("abc")
        buffer.removeAll()
        let (empty, kept) = (buffer.isEmpty, buffer.capacity)
        #expect(empty && kept == 5_000)
        buffer.removeAll(keepingCapacity: false)
        let left = buffer.capacity
        #expect(left < 100)
        buffer.reserve(-5)
        buffer.append("x")
        let seen = content(buffer)
        #expect(seen == bytes("x"))
    }

    @Test func `bytes can be changed in place`() {
        var buffer = ByteBuffer()
        buffer.append("abc")
        buffer.withMutableBytes { $0[1] = 0x58 }
        let seen = content(buffer)
        #expect(seen == bytes("aXc"))
    }
}
