import CairnDisk
import CairnLines
import CairnLog
import Testing

@Suite struct ControlDataTests {
    private func read<R>(_ text: String, _ body: (ControlData.Reader) throws -> R) rethrows -> R {
        try Array(text.utf8).withUnsafeBytes { try body(ControlData.Reader($0)) }
    }

    @Test func `a number is digits alone, and fits 64 bits`() {
        for (text, number) in [
            ("18446744073709551615", UInt64.max), ("0", 0), ("18446744073709551616", nil),
            ("99999999999999999999", nil),
            ("111111111111111111111", nil), ("1.5", nil), ("-1", nil), ("\"1\"", nil), ("null", nil),
        ] {
            #expect(read("{\"a\":\(text)}") { $0.number("a") } == number, "\(text)")
        }
        #expect(read("{\"b\":1}") { $0.number("a") } == nil)
        #expect(read("{\"a\":4294967296}") { $0.segment("a") } == nil)
    }

    @Test func `a text is a string, hex is pairs of digits, an object is one`() {
        for text in ["1", "null", "{}", "[]"] { #expect(read("{\"a\":\(text)}") { $0.text("a") } == nil) }
        #expect(read("{\"a\":\"b\"}") { $0.text("a") } == "b")
        for text in ["abc", "zz", "0g"] { #expect(read("{\"a\":\"\(text)\"}") { $0.hex("a") } == nil) }
        var data = ControlData()
        data.add("a", hex: "ä\n\"")
        #expect(String(decoding: data.closed, as: UTF8.self) == "{\"a\":\"c3a40a22\"}")
        #expect(data.closed.withUnsafeBytes { ControlData.Reader($0).hex("a") } == "ä\n\"")
        #expect(read("{\"a\":[]}") { $0.object("a") == nil })
        #expect(read("{\"a\":{\"b\":7}}") { $0.object("a")?.number("b") } == 7)
    }

    private static let entries: [ManifestEntry] = {
        let digest = String(repeating: "0123456789abcdef", count: 4)
        let text = "{\"segment\":3,\"bytes\":700,\"lines\":9,\"next\":12,\"sha256\":\"\(digest)\"}"
        let end = Array(text.utf8).withUnsafeBytes { SegmentEnd(ControlData.Reader($0)) }
        guard let end else { return [] }
        return [
            .store(StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 77)),
            .added(SegmentRecord(id: SegmentID(4), first: SequenceNumber(12), previous: end)),
            .superseded(
                [SegmentID(3)],
                by: SegmentRecord(id: SegmentID(5), first: SequenceNumber(2), previous: nil, own: end, stands: end)),
            .published(
                SnapshotRecord(sequence: SequenceNumber(9), records: 4, bytes: 99, digest: end.digest)),
            .withdrawn(SequenceNumber(9)), .retention(kind: "note", .versions(2)),
            .gap(
                GapRecord(
                    segment: SegmentID(3), offset: 5, bytes: 6, from: SequenceNumber(7), to: SequenceNumber(8))),
        ]
    }()

    @Test(arguments: entries)
    func `an entry of the manifest comes back as it was, and no member of it can be left out`(_ entry: ManifestEntry) {
        let (kind, data) = entry.line
        let whole = String(decoding: data.closed, as: UTF8.self)
        #expect(read(whole) { ManifestEntry(kind: kind, data: $0) } == entry)
        let names = whole.split(separator: "\"").map(String.init).filter {
            whole.contains("\"\($0)\":") && !whole.contains("\"\($0)\":null")
        }
        for name in Set(names) {
            let other = whole.split(separator: "\"\(name)\":").joined(separator: "\"x\(name)\":")
            let found = read(other) { ManifestEntry(kind: kind, data: $0) }
            #expect(found != entry, "without \(name): \(other)")
        }
        #expect(read("{}") { ManifestEntry(kind: kind, data: $0) } == nil)
        #expect(read(whole) { ManifestEntry(kind: .mark, data: $0) } == nil)
    }

    @Test func `a header or an end that lacks something is none`() throws {
        #expect(read("{}") { SegmentHeader($0) == nil && SegmentEnd($0) == nil })
        guard case .superseded(_, by: let record)? = Self.entries.dropFirst(2).first else {
            Issue.record("no entries")
            return
        }
        let header = SegmentHeader(
            store: "0f0e0d0c-0b0a-4908-8706-050403020100", segment: SegmentID(4), first: SequenceNumber(12),
            previous: record.own, stands: record.own)
        let whole = String(decoding: header.data.closed, as: UTF8.self)
        #expect(read(whole) { SegmentHeader($0) == header })
        for name in ["lines", "sha256", "bytes", "next"] {
            let parts = whole.split(separator: "\"\(name)\":", omittingEmptySubsequences: false)
            #expect(parts.count == 3)
            for at in 1..<parts.count {
                let other =
                    parts[..<at].joined(separator: "\"\(name)\":") + "\"x\":"
                    + parts[at...].joined(separator: "\"\(name)\":")
                #expect(read(other) { SegmentHeader($0) == nil }, "\(other)")
            }
        }
    }

    @Test func `entries that contradict what is known change nothing`() {
        var state = ManifestState()
        let entries = Self.entries
        #expect(entries.count == 7)
        func isTaken(_ entry: ManifestEntry) -> Bool { state.apply(entry) }
        let clash = SegmentRecord(id: SegmentID(4), first: SequenceNumber(2), previous: nil)
        #expect(
            [
                entries[0], .store(StoreIdentity(name: "another", seed: 77)), entries[0], entries[1], entries[1],
                entries[2], .superseded([], by: clash),
            ].map(isTaken) == [true, false, true, true, false, false, false])
        #expect(state.segments.map(\.id) == [SegmentID(4)])
        #expect(
            [.retention(kind: "b", .latest), .retention(kind: "a", .everything), entries[6], entries[6]].map(isTaken)
                == [true, true, true, true])
        #expect(state.gaps.count == 1)
        var again = ManifestState()
        #expect(state.checkpoint.map { again.apply($0) } == [true, true, true, true, true])
        #expect(again.checkpoint == state.checkpoint)
        #expect(again.nextSegment == state.nextSegment)
    }
}
