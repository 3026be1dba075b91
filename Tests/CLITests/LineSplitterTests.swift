import CairnCLI
import Testing

/// Lines are cut the same way however the bytes arrive.
@Suite struct LineSplitterTests {
    private func lines(of text: String, pieces: Int, capacity: Int, limit: Int) -> [String?] {
        var splitter = LineSplitter(capacity: capacity, maxLineBytes: limit)
        var rest = Array(text.utf8)[...]
        var found: [String?] = []
        func collect(_ line: LineSplitter.Line) {
            switch line {
            case .text(let range): found.append(String(decoding: splitter.buffer[range], as: UTF8.self))
            case .tooLong: found.append(nil)
            }
        }
        while !rest.isEmpty {
            splitter.fill { room in
                let piece = rest.prefix(min(pieces, room.count))
                room.copyBytes(from: piece)
                rest = rest.dropFirst(piece.count)
                return piece.count
            }
            while let line = splitter.next() { collect(line) }
        }
        while let line = splitter.next(isLast: true) { collect(line) }
        #expect(splitter.lineNumber == found.count)
        return found
    }

    @Test(arguments: [1, 2, 3, 7, 100], [1, 4, 64])
    func `the pieces in which bytes come make no difference`(pieces: Int, capacity: Int) {
        let text = "one\n\nthree\r\nand a longer one\nlast"
        let expected = ["one", "", "three\r", "and a longer one", "last"]
        #expect(lines(of: text, pieces: pieces, capacity: capacity, limit: 1_000) == expected)
    }

    @Test(arguments: [1, 3, 100], [1, 4, 64])
    func `a line beyond the limit is let go, and the next one is whole`(pieces: Int, capacity: Int) {
        let text = "12345678\n123456789\nab\n" + String(repeating: "x", count: 500) + "\nlast"
        let expected: [String?] = ["12345678", nil, "ab", nil, "last"]
        #expect(lines(of: text, pieces: pieces, capacity: capacity, limit: 8) == expected)
    }

    @Test func `an endless line does not take memory without end`() {
        var splitter = LineSplitter(capacity: 16, maxLineBytes: 1_000)
        for _ in 0..<10_000 {
            splitter.fill { room in
                room.initializeMemory(as: UInt8.self, repeating: 0x78)
                return room.count
            }
            #expect(splitter.next() == nil)
        }
        #expect(splitter.buffer.count <= 2_048)
        #expect(splitter.next(isLast: true) == .tooLong)
    }

    @Test func `nothing has no lines, and an end of line is no line`() {
        #expect(lines(of: "", pieces: 1, capacity: 4, limit: 8).isEmpty)
        #expect(lines(of: "a\n", pieces: 1, capacity: 4, limit: 8) == ["a"])
        #expect(lines(of: "\n", pieces: 1, capacity: 4, limit: 8) == [""])
    }
}
