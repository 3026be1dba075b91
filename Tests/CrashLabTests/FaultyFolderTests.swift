import CairnDisk
import CrashLab
import Testing

@Suite struct FaultyFolderTests {
    let recorded = RecordedFolder()

    @Test func `a run without a fault lists every call, in folders and files too`() throws {
        let folder = FaultyFolder(recorded)
        try workload(folder)
        #expect(
            folder.calls.map(\.call) == [
                .lock, .open, .write, .fileSync, .size, .read, .rename, .folderSync, .folder, .open, .truncate, .list,
                .unlink, .freeBytes,
            ])
        #expect(folder.calls[3] == DiskSite(.fileSync, .commitGroup))
        #expect(folder.failed == 0)
    }

    @Test(arguments: 0..<14)
    func `the n-th call fails and does nothing, and the next one works again`(number: Int) throws {
        let folder = FaultyFolder(recorded, Fault(at: number, code: .inputOutput, errno: 5))
        let error = #expect(throws: DiskError.self) { try workload(folder) }
        #expect(error?.code == .inputOutput)
        #expect(error?.errno == 5)
        #expect(folder.calls.count == number + 1)
        #expect(folder.failed == 1)
        _ = try folder.list(.openStore)
    }

    @Test func `a fault that lasts ends when it is taken back`() throws {
        let folder = FaultyFolder(recorded, Fault(at: 1, among: [.write], forever: true, code: .noSpace))
        let file = try folder.open("a", .create, .createSegment)
        try file.put("one")
        for _ in 0..<3 { #expect(code { try file.put("two", at: 3) } == .noSpace) }
        #expect(recorded.disk.picture == "a=one")
        folder.replace(nil)
        try file.put("two", at: 3)
        #expect(recorded.disk.picture == "a=onetwo")
    }

    @Test func `half of a write reaches the disk`() throws {
        let folder = FaultyFolder(recorded, Fault(at: 0, among: [.write], code: .noSpace, transfersHalf: true))
        let file = try folder.open("a", .create, .createSegment)
        #expect(code { try file.put("onetwo") } == .noSpace)
        #expect(recorded.disk.picture == "a=one")
    }

    @Test func `what a failed sync lost reads back, and no later sync brings it to the disk`() throws {
        let folder = FaultyFolder(recorded, Fault(at: 1, among: [.fileSync], code: .inputOutput))
        let file = try folder.open("a", .create, .createSegment)
        try file.put(String(repeating: "a", count: 8192))
        try file.sync(.commitGroup)
        try recorded.sync(.createSegment)
        try file.put("lost", at: 8192)
        #expect(code { try file.sync(.commitGroup) } == .inputOutput)
        try file.sync(.commitGroup)
        recorded.mark(1)
        #expect(try file.text().hasSuffix("alost"))
        for model in CrashModel.allCases {
            let states = CrashStates(recorded.trace, model: model).filter { $0.mark == 1 }
            #expect(states.map { $0.disk.bytes(of: "a")?.suffix(5) } == [[0x61, 0, 0, 0, 0]])
        }
        file.dropCache(from: ByteOffset(8192))
        #expect(try file.text().hasSuffix("a\0\0\0\0"))
    }

    /// A page whose sync failed, and which arrived with what was written to it next.
    private func rewritten() throws -> any DiskFile {
        let folder = FaultyFolder(recorded, Fault(at: 0, among: [.fileSync], code: .inputOutput))
        let file = try folder.open("a", .create, .createSegment)
        try recorded.sync(.createSegment)
        try file.put("lost")
        #expect(code { try file.sync(.commitGroup) } == .inputOutput)
        try file.put("more", at: 4)
        try file.sync(.commitGroup)
        recorded.mark(1)
        return file
    }

    @Test func `a page that is written again takes what was lost of it to the disk`() throws {
        _ = try rewritten()
        #expect(pictures(recorded.trace, .allReordered, mark: 1) == ["a=lostmore"])
    }

    @Test func `a page that lost nothing, or has arrived since, is written to as before the failure`() throws {
        let file = try rewritten()
        try file.put("last", at: 8)
        guard case .write(_, 8, let bytes) = recorded.trace.events.last?.operation else {
            Issue.record("the page went out whole")
            return
        }
        #expect(bytes == Array("last".utf8))
        // What was promised stays whole, whatever becomes of the sector behind it.
        for state in CrashStates(recorded.trace, model: .allReordered).filter({ $0.mark == 1 }) {
            #expect(state.disk.bytes(of: "a")?.starts(with: Array("lostmore".utf8)) == true, "\(state.label)")
        }
    }

    @Test(arguments: 1...200)
    func `after a failed sync the cache without its clean pages is what the disk holds`(seed: UInt64) throws {
        var random = Seeded(seed)
        let file = try recorded.open("a", .create, .createSegment)
        try recorded.sync(.createSegment)
        let losing = try #require(file as? any LosingFile)
        for _ in 0..<12 {
            switch random.below(6) {
            case 0: losing.lose(.commitGroup)
            case 1: try file.sync(.commitGroup)
            case 2: try file.truncate(to: ByteOffset(random.below(14_000)), .trimRoom)
            default:
                let letter = String(UnicodeScalar(UInt8(0x61 + random.below(26))))
                try file.put(String(repeating: letter, count: 1 + random.below(3000)), at: random.below(9000))
            }
        }
        losing.lose(.commitGroup)
        try file.sync(.commitGroup)
        recorded.mark(1)
        file.dropCache(from: .zero)
        let states = CrashStates(recorded.trace, model: .allReordered).filter { $0.mark == 1 }
        let isSame = states.map { $0.disk.bytes(of: "a") } == [recorded.disk.bytes(of: "a")]
        #expect(isSame)
    }

    private func workload(_ folder: any Folder) throws {
        let lock = try folder.lock("LOCK", holder: "test")
        defer { lock.release() }
        let file = try folder.open("a", .create, .createSegment)
        try file.put("hello")
        try file.sync(.commitGroup)
        _ = try file.text()
        try folder.rename("a", to: "b", .publishSegment)
        try folder.sync(.publishSegment)
        let inner = try folder.folder("q", create: true, .quarantine)
        try inner.open("c", .create, .quarantine).truncate(to: ByteOffset(9), .quarantine)
        _ = try inner.list(.openStore)
        try folder.unlink("b", .dropSegment)
        _ = try folder.freeBytes()
        file.close()
    }
}
