import CairnDisk
import CairnLines
import CairnLog
import Testing

@Suite struct LineFeedTests {
    private func lines(of bytes: [UInt8], from start: Int64 = 0) throws -> [(
        offset: Int64, length: Int64, note: String
    )] {
        var feed = LineFeed(MemoryFile(bytes), from: start, to: Int64(bytes.count), .readSegment)
        var found: [(offset: Int64, length: Int64, note: String)] = []
        while let line = try feed.next() {
            let text = String(decoding: line.bytes.prefix(8), as: UTF8.self)
            found.append((line.offset, line.length, line.isTooLong ? "too long" : line.isWhole ? text : text + "…"))
            #expect(feed.offset == line.offset + line.length)
        }
        return found
    }

    @Test func `a line longer than any may be is passed over, and what is behind it is read`() throws {
        let long = [UInt8](repeating: 0x78, count: Limits.maxLineBytes + 70_000)
        let found = try lines(of: Array("a\n".utf8) + long + Array("\nb\n".utf8))
        #expect(found.map(\.note) == ["a", "too long", "b"])
        #expect(found[1].offset == 2 && found[1].length == Int64(long.count + 1))
        let endless = try lines(of: long)
        #expect(endless.map(\.note) == ["too long"])
        #expect(endless[0].length == Int64(long.count))
    }

    @Test func `blank lines are no lines, and the last one need not end`() throws {
        let found = try lines(of: Array("\n\n\n\n\n\n\n\n\n\na\n\n\n\n\n\n\n\n\n\n\n\nbc\nend".utf8))
        #expect(found.map(\.note) == ["a", "bc", "end…"])
        #expect(found.map(\.offset) == [10, 23, 26])
        #expect(try lines(of: Array("a\nb\n".utf8), from: 2).map(\.note) == ["b"])
        #expect(try lines(of: []).isEmpty)
    }
}
