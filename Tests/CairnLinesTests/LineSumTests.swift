import CairnLines
import Testing

@Suite struct LineSumTests {
    private func check(_ line: [UInt8]) -> LineErrorSeen? {
        do {
            try line.withUnsafeBytes { try LineSum.check(line: $0) }
            return nil
        } catch {
            return LineErrorSeen(error)
        }
    }

    @Test func `the sum is XXH3-64`() {
        // The values that the reference implementation prints for these inputs.
        #expect(LineSum.of(text("")) == 0x2d06_8005_38d3_94c2)
        #expect(LineSum.of(text("abc")) == 0x78af_5f94_892f_3950)
        #expect(LineSum.of(UnsafeRawBufferPointer(start: nil, count: 0)) == 0x2d06_8005_38d3_94c2)
    }

    @Test func `a wrong sum and a missing sum are told apart`() {
        let line = sealed("\"x\":1}")
        #expect(check(line) == nil)
        var other = line
        other[30] ^= 1
        #expect(check(other) == LineErrorSeen(.sumMismatch, 8))
        other = line
        other[10] = other[10] == 0x30 ? 0x31 : 0x30
        #expect(check(other) == LineErrorSeen(.sumMismatch, 8))
        other = line
        other[10] = 0x41  // capital digits are not the sum's form
        #expect(check(other)?.code == .noSum)
        other[10] = 0x67
        #expect(check(other)?.code == .noSum)
        for place in [0, 7, 24, 25] {
            other = line
            other[place] = 0x20
            #expect(check(other)?.code == .noSum)
        }
        #expect(check(Array(line[0..<26]))?.code == .noSum)
        #expect(check([])?.code == .noSum)
    }

    @Test func `the form can be seen without the truth`() {
        let line = bytes("{\"sum\":\"0000000000000000\",\"x\":1}")
        #expect(line.withUnsafeBytes { LineSum.hasForm($0) })
        #expect(!line.dropFirst().withUnsafeBytes { LineSum.hasForm($0) })
        #expect(!LineSum.hasForm(UnsafeRawBufferPointer(start: nil, count: 0)))
        #expect(check(line)?.code == .sumMismatch)
    }

    @Test func `a key's hash depends on kind, id, the border between them and the seed`() {
        func hash(_ kind: [UInt8], _ id: [UInt8], _ seed: UInt64 = 1) -> KeyHash {
            kind.withUnsafeBytes { kind in id.withUnsafeBytes { KeyHash.of(kind: kind, id: $0, seed: seed) } }
        }
        let seen: Set<KeyHash> = [
            hash(bytes("ab"), bytes("c")), hash(bytes("a"), bytes("bc")), hash(bytes("ab"), bytes("d")),
            hash(bytes("ab"), bytes("c"), 2), hash(bytes("ab"), []), hash([], bytes("c")), KeyHash(low: 1, high: 2),
        ]
        #expect(seen.count == 7)
        for length in [1, 120, 126, 127, 128, 400, 510, 511, 512, 1024] {
            let id = [UInt8](repeating: 0x69, count: length)
            let whole = (bytes("k") + [0] + id).withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: 3) }
            #expect(hash(bytes("k"), id, 3) == whole)
        }
    }

    @Test func `every code says what to do`() {
        let codes: [LineError.Code] = [
            .noSum, .sumMismatch, .tooLong, .notJSON, .badUTF8, .loneSurrogate, .tooDeep, .tooManyValues,
            .duplicateName,
            .notAnObject, .missingMember, .wrongMember, .badTransaction, .badTimestamp, .badKind, .reservedKind,
            .missingID,
            .badID, .emptyID, .idTooLong, .idMismatch, .numberOutOfRange,
        ]
        #expect(Set(codes.map(\.description)).count == codes.count)
        #expect(Set(codes.map(\.advice)).count == codes.count)
        let error = #expect(throws: LineError.self) { _ = try read(bytes("x")) }
        #expect(error.map { "\($0)" }?.hasPrefix("noSum at byte 0: the line does not begin with its sum") == true)
    }
}
