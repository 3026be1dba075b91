import CairnLines
import Testing

@Suite struct LineAgreementTests {
    /// A random line as the writer makes it.
    private func line(_ garden: inout JSONGarden) throws -> [UInt8] {
        let kind = bytes(["plan", "spec", "é", "a \"quoted\" kind", "up", "cairns"][garden.dice.roll(6)])
        let ids = ["7", "é/\n", "../../etc/passwd", "\0", "\u{1}\u{1f}", "{\"id\":1}", "a\\", "-1.5e7", "𝄞"]
        let id = bytes(ids[garden.dice.roll(ids.count)])
        let object = bytes(garden.object(4))
        var draft: LineDraft
        switch garden.dice.roll(6) {
        case 0: draft = try LineDraft.delete(kind: kind, id: id)
        case 1: draft = try update(kind, id, object)
        case 2: draft = try control(bytes("cairn.mark"), garden.dice.roll(2) == 0 ? nil : object)
        case 3: draft = try record(kind, nil, bytes("{\"a\":{\"id\":5},\"n\":[1,{}],\"id\":\(garden.dice.roll(99))}"))
        default: draft = try record(kind, id, object)
        }
        let transaction = garden.dice.roll(3) == 0 ? Envelope.Transaction(index: 2, count: 1_000_000) : nil
        return written(draft, garden.dice.next() >> UInt64(garden.dice.roll(63)), garden.dice.next() >> 60, transaction)
    }

    private func same(_ a: Envelope, _ b: Envelope) -> Bool { "\(a)" == "\(b)" }

    @Test func `the fast path and the tape find the same in every line of the writer`() throws {
        var garden = JSONGarden(seed: 3)
        var fast = 0
        for _ in 0..<4_000 {
            let line = try line(&garden)
            let slow = try line.withUnsafeBytes { try LineReader.readAnyOrder($0) }
            #expect(same(try read(line), slow), "\(String(decoding: line, as: UTF8.self))")
            if let quick = line.withUnsafeBytes({ LineReader.readCanonical($0) }) {
                fast += 1
                #expect(same(quick, slow), "\(String(decoding: line, as: UTF8.self))")
            }
        }
        // The others have an escape in their kind or id, or a number of twenty digits.
        #expect(fast > 1_500)
    }

    @Test func `a canonical line without escapes never needs the tape`() throws {
        for data in [#"{"id":"7"}"#, #"{"id":-7.5e3,"x":"{"}"#, #"{"x":{"y":[{}]},"id":"a"}"#, #"{"id":"","x":1}"#] {
            var source = sealed(
                #""seq":1,"ack":0,"type":"plan","timestamp":"2026-11-20T20:13:00.123456Z","data":\#(data)}"#)
            let isFast = source.withUnsafeBytes { LineReader.readCanonical($0) != nil }
            #expect(isFast == !data.contains("\"\""))
            source.append(0x20)
            #expect(source.withUnsafeBytes { LineReader.readCanonical($0) == nil })
        }
    }

    @Test func `a changed byte is never accepted`() throws {
        var garden = JSONGarden(seed: 4)
        for _ in 0..<12 {
            var line = try line(&garden)
            for at in line.indices {
                let right = line[at]
                for wrong in [right ^ 1, right ^ 0x80, 0, 0x22, 0x7d, 0x0a, 0x30] where wrong != right {
                    line[at] = wrong
                    let error = #expect(throws: LineError.self) { _ = try read(line) }
                    #expect(error?.code == .sumMismatch || (error?.code == .noSum && at < 26))
                }
                line[at] = right
            }
        }
    }

    @Test func `a changed byte under a right sum gets one verdict from both paths`() throws {
        var garden = JSONGarden(seed: 5)
        var (kept, refused) = (0, 0)
        for _ in 0..<40 {
            let source = try line(&garden)
            for at in 26..<source.count {
                var line = source
                line[at] = [line[at] ^ 1, 0x22, 0x7d, 0x7b, 0x5c, 0x2c, 0x20, 0x39][garden.dice.roll(8)]
                line = sealed(Array(line[26...]))
                guard let slow = try? line.withUnsafeBytes({ try LineReader.readAnyOrder($0) }) else {
                    // Only inside the body, which the sum vouches for, may the fast path accept more.
                    if let fast = try? read(line) { #expect(fast.body?.contains(at) == true && !fast.id.contains(at)) }
                    refused += 1
                    continue
                }
                kept += 1
                #expect(same(try read(line), slow), "\(String(decoding: line, as: UTF8.self))")
            }
        }
        #expect(kept > 500 && refused > 500)
    }

    @Test func `every beginning of a line is refused`() throws {
        var garden = JSONGarden(seed: 6)
        for _ in 0..<20 {
            let line = try line(&garden)
            for length in 0..<line.count {
                #expect(throws: LineError.self) { _ = try read(Array(line[0..<length])) }
                if length > 26 {
                    // Not even with its own sum.
                    let cut = sealed(Array(line[26..<length]))
                    #expect(throws: LineError.self) { _ = try read(cut) }
                }
            }
        }
    }
}

func record(_ kind: [UInt8], _ id: [UInt8]?, _ data: [UInt8]) throws(LineError) -> LineDraft {
    try data.withUnsafeBufferPointer { (bytes) throws(LineError) in
        try LineDraft.record(kind: kind, id: id, data: UnsafeRawBufferPointer(bytes))
    }
}

func update(_ kind: [UInt8], _ id: [UInt8], _ changes: [UInt8]) throws(LineError) -> LineDraft {
    // A random object may have an `id` of its own, which an update must not have.
    let changes = changes.starts(with: bytes("{")) ? bytes("{\"x\":") + changes + bytes("}") : changes
    return try changes.withUnsafeBufferPointer { (bytes) throws(LineError) in
        try LineDraft.update(kind: kind, id: id, changes: UnsafeRawBufferPointer(bytes))
    }
}

func control(_ type: [UInt8], _ data: [UInt8]?) throws(LineError) -> LineDraft {
    guard let data else { return try LineDraft.control(type: type, data: nil) }
    return try data.withUnsafeBufferPointer { (bytes) throws(LineError) in
        try LineDraft.control(type: type, data: UnsafeRawBufferPointer(bytes))
    }
}
