import CairnDisk
import CairnLog
import Testing

@Suite struct ErrorTextTests {
    private static let disk = DiskError(.noSpace, call: "pwrite", path: "seg", purpose: .writeSnapshot, errno: 28)

    @Test func `each refusal of hints has a name and a sentence of its own`() {
        let codes: [HintError.Code] = [
            .notHints, .version, .length, .checksum, .otherContent, .entry, .memory, .disk,
        ]
        let texts = Set(codes.map { HintError($0).description })
        #expect(texts.count == codes.count)
        #expect(Set(codes.map(\.description)).count == codes.count)
        #expect(texts.allSatisfy { $0.utf8.count > 10 })
        #expect(HintError(Self.disk).description == Self.disk.description)
    }

    @Test func `each refusal of a snapshot has a name and a sentence of its own`() {
        let codes: [SnapshotError.Code] = [
            .empty, .notSnapshot, .unsupported, .truncated, .corrupt, .checksum, .trailingBytes, .tooLarge,
            .lineTooLong, .unendedLine, .refused, .library, .disk,
        ]
        let texts = Set(codes.map { SnapshotError($0).description })
        #expect(texts.count == codes.count)
        #expect(Set(codes.map(\.description)).count == codes.count)
        #expect(SnapshotError(.corrupt, detail: "in block 7").description.hasSuffix(" (in block 7)"))
        #expect(SnapshotError(Self.disk).description == Self.disk.description)
    }

    @Test func `each refusal of a key table has a sentence of its own`() {
        let codes: [KeyTableError.Code] = [.outOfMemory, .tooManyKeys, .placeOutOfRange]
        #expect(Set(codes.map { KeyTableError($0).description }).count == codes.count)
        #expect(Set(codes.map(\.description)).count == codes.count)
    }

    @Test func `an error of the log names its code, and its cause where there is one`() {
        #expect(LogError(.busy, "wait").description == "wait [busy]")
        let caused = LogError(.inputOutput, "no", cause: Self.disk).description
        #expect(caused == "no [inputOutput]: \(Self.disk)")
        #expect(DigestError().description.contains("SHA-256"))
    }
}
