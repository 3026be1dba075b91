import CairnDisk
import CairnLines
import Testing

import CairnLog

@Suite struct HintFileTests {
    static let identity = HintIdentity(
        kind: .segment, segment: SegmentID(12), first: SequenceNumber(100), last: SequenceNumber(1_000_000),
        contentBytes: 64 << 20, digestPrefix: 0x0123_4567_89AB_CDEF)

    static func entries(_ count: Int) -> [HintEntry] {
        (0..<count).map { number in
            HintEntry(
                hash: sampleHash(number), sequence: SequenceNumber(UInt64(100 + number)), segment: SegmentID(12),
                offset: UInt32(number * 60), length: UInt32(number % 60 + 1),
                act: [.record, .update, .delete][number % 3], seconds: UInt32(1_700_000_000 + number))
        }
    }

    private func decoded(_ bytes: [UInt8], expecting: HintIdentity? = nil) throws(HintError) -> [HintEntry] {
        var entries: [HintEntry] = []
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { room.deallocate() }
        room.copyBytes(from: bytes)
        try HintFile.decode(UnsafeRawBufferPointer(room), expecting: expecting).forEach { entries.append($0) }
        return entries
    }

    private func streamed(_ bytes: [UInt8], expecting: HintIdentity? = nil) throws(HintError) -> [HintEntry] {
        var entries: [HintEntry] = []
        try HintReader(MemoryFile(bytes), expecting: expecting).forEach { entries.append($0) }
        return entries
    }

    private func code(_ body: () throws(HintError) -> [HintEntry]) -> HintError.Code? {
        do throws(HintError) {
            _ = try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: [0, 1, 7, 26_213, 26_214, 26_215, 60_000])
    func `entries come back from memory and from a stream as they went in`(count: Int) throws {
        let entries = Self.entries(count)
        let bytes = try HintFile.encode(entries, Self.identity)
        #expect(bytes.count == 80 + 40 * count)
        #expect(try decoded(bytes, expecting: Self.identity) == entries)
        #expect(try streamed(bytes, expecting: Self.identity) == entries)

        let file = MemoryFile()
        var writer = try HintWriter(file)
        for entry in entries { try writer.append(entry) }
        #expect(writer.count == count)
        let end = try writer.finish(Self.identity)
        #expect(end.bytes == bytes.count)
        #expect(file.bytes == bytes)
    }

    @Test func `hints of a snapshot hold lines of any segment`() throws {
        var identity = Self.identity
        identity.kind = .snapshot
        identity.segment = SegmentID(0)
        var entries = Self.entries(3)
        entries[1].segment = SegmentID(7)
        #expect(try decoded(HintFile.encode(entries, identity)) == entries)
        let foreign = try HintFile.encode(entries, Self.identity)
        #expect(code { () throws(HintError) in try decoded(foreign) } == .entry)
    }

    @Test func `every flipped bit is refused`() throws {
        let bytes = try HintFile.encode(Self.entries(4), Self.identity)
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(code { () throws(HintError) in try decoded(damaged) } != nil, "bit \(bit)")
            #expect(code { () throws(HintError) in try streamed(damaged) } != nil, "bit \(bit)")
        }
    }

    @Test func `every other length is refused`() throws {
        let bytes = try HintFile.encode(Self.entries(4), Self.identity)
        for length in 0..<bytes.count {
            let cut = Array(bytes.prefix(length))
            #expect(code { () throws(HintError) in try decoded(cut) } != nil, "length \(length)")
            #expect(code { () throws(HintError) in try streamed(cut) } != nil, "length \(length)")
        }
        for extra in [1, 39, 40, 41, 80] {
            let longer = bytes + [UInt8](repeating: 0, count: extra)
            #expect(code { () throws(HintError) in try decoded(longer) } != nil)
            #expect(code { () throws(HintError) in try streamed(longer) } != nil)
        }
    }

    @Test func `hints of another content are refused by what they say of themselves`() throws {
        let bytes = try HintFile.encode(Self.entries(2), Self.identity)
        let changes: [(inout HintIdentity) -> Void] = [
            { $0.segment = SegmentID(13) }, { $0.digestPrefix ^= 1 }, { $0.contentBytes += 1 },
            { $0.first = SequenceNumber(99) }, { $0.last = SequenceNumber(99) }, { $0.kind = .snapshot },
        ]
        for change in changes {
            var other = Self.identity
            change(&other)
            #expect(code { () throws(HintError) in try decoded(bytes, expecting: other) } == .otherContent)
            #expect(code { () throws(HintError) in try streamed(bytes, expecting: other) } == .otherContent)
        }
    }

    @Test func `an entry that cannot be is refused even under a valid checksum`() throws {
        let changes: [(inout HintEntry) -> Void] = [
            { $0.sequence = SequenceNumber(99) }, { $0.sequence = SequenceNumber(1_000_001) },
            { $0.segment = SegmentID(13) }, { $0.length = 0 }, { $0.offset = 64 << 20 },
        ]
        for change in changes {
            var entries = Self.entries(3)
            change(&entries[2])
            let bytes = try HintFile.encode(entries, Self.identity)
            #expect(code { () throws(HintError) in try decoded(bytes) } == .entry)
            #expect(code { () throws(HintError) in try streamed(bytes) } == .entry)
        }
    }

    @Test func `a count that disagrees with the length is refused even under a valid checksum`() throws {
        var bytes = try HintFile.encode(Self.entries(4), Self.identity)
        bytes[bytes.count - 24] = 3
        guard var sum = RunningSum() else { throw HintError(.memory) }
        let content = bytes.dropLast(8)
        content.withUnsafeBytes { sum.update($0) }
        bytes = content + withUnsafeBytes(of: sum.value.littleEndian) { Array($0) }
        #expect(code { () throws(HintError) in try decoded(bytes) } == .length)
        #expect(code { () throws(HintError) in try streamed(bytes) } == .length)
    }

    @Test func `a full disk is reported as such`() throws {
        let entries = Self.entries(20)
        let failure = code { () throws(HintError) in
            var writer = try HintWriter(MemoryFile(room: 500))
            for entry in entries { try writer.append(entry) }
            _ = try writer.finish(Self.identity)
            return []
        }
        #expect(failure == .disk)
    }
}
