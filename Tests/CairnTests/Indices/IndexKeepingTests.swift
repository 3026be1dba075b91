import Cairn
import CairnDisk
import CairnLog
import Foundation
import Testing

/// Indices that are kept when a store is closed: taken up where the store is as it was left, and never believed
/// otherwise.
@Suite struct IndexKeepingTests {
    private static let count = 600

    private func open(_ folder: borrowing ScratchState) async throws -> StateManager {
        var options = LogOptions()
        options.leafBytes = 10 << 10
        return try await StateManager.open(
            folder.path, records: Player.self, Account.self, Member.self, options: options)
    }

    private func member(_ id: Int) -> Member {
        Member(id: id, email: "m\(id)@\(String(repeating: "x", count: 40))", score: id * 7 % 100, team: "t\(id % 5)")
    }

    private func fill(_ folder: borrowing ScratchState) async throws {
        let state = try await open(folder)
        try await state.create(all: (0..<Self.count).map(member))
        try await state.close()
    }

    private func kept(_ folder: borrowing ScratchState) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("indices-") }.sorted()
    }

    /// Opens it, says whether what was kept was taken up, and holds every index against the records.
    private func opened(_ folder: borrowing ScratchState, count: Int) async throws -> Bool {
        let state = try await open(folder)
        let isTakenUp = state.recordsRead == 0
        #expect(state.statistics.indices.allSatisfy { $0.state == .ready && $0.entries == count })
        #expect(try state.count(of: Member.where(\.score >= 0)) == count)
        #expect(try state.query(Member.where(\.email == member(7).email)).map(\.id) == [7])
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
        return isTakenUp
    }

    @Test func `a store that is opened as it was left has its indices at once, again and again`() async throws {
        let folder = try ScratchState()
        try await fill(folder)
        #expect(try kept(folder) == ["indices-000000000600.pages"])
        for _ in 0..<2 {
            #expect(try await opened(folder, count: Self.count))
            #expect(try kept(folder) == ["indices-000000000600.pages"])
        }
        // Changes go on from what was taken up.
        let state = try await open(folder)
        #expect(try kept(folder) == ["indices-0.tmp"])
        for id in stride(from: 0, to: Self.count, by: 3) {
            try await state.update(Member.self, id, durability: .volatile) { $0.score += 1_000 }
        }
        try await state.delete(Member.self, all: [1, 2, 3])
        #expect(try state.count(of: Member.where(\.score >= 1_000)) == 199)
        try await state.close()
        #expect(try await opened(folder, count: Self.count - 3))
    }

    @Test func `what was kept is not believed when the log went on, or the types changed`() async throws {
        let folder = try ScratchState()
        try await fill(folder)
        let log = try await Log.open(folder.path)
        let json = #"{"id":9000,"email":"e","score":1,"note":""}"#
        _ = try await log.append(.record(kind: "member", json: Array(json.utf8)))
        try await log.close()
        #expect(try await !opened(folder, count: Self.count + 1))
        struct Other: Record {
            static let kind = Member.kind
            var id: Int
            var score: Int
            static let indices: [Index<Other>] = [.unique("score", \.score)]
        }
        let state = try await StateManager.open(folder.path, records: Other.self)
        #expect(state.recordsRead > 0)
        #expect(state.statistics.indices.first { $0.name == "score" }?.state == .violated)
        try await state.close()
    }

    @Test func `a crash leaves nothing that is believed`() async throws {
        let folder = try ScratchState()
        try await fill(folder)
        let copy = try ScratchState()
        let state = try await open(folder)
        try await state.update(Member.self, 5) { $0.score += 1_000 }
        // What a process that ends here leaves behind.
        try FileManager.default.copyItem(atPath: folder.path, toPath: copy.path)
        try await state.close()
        #expect(try await !opened(copy, count: Self.count))
    }

    @Test(arguments: [0, 100, 5_000, -1, -20, -33, -200, -2_000])
    func `a byte that is not what was written costs the indices, not an answer`(_ place: Int) async throws {
        let folder = try ScratchState()
        try await fill(folder)
        let disk = try RealFolder.open(path: folder.path, create: false)
        let file = try disk.open(try #require(try kept(folder).first), .readWrite, .writeIndices)
        let at = place < 0 ? Int(try file.size(.readIndices).bytes) + place : place
        var byte: [UInt8] = [0]
        _ = try byte.withUnsafeMutableBytes { try file.read(into: $0, at: ByteOffset(at), .readIndices) }
        byte[0] ^= 0x41
        try byte.withUnsafeBytes { try file.write($0, at: ByteOffset(at), .writeIndices) }
        file.close()
        let state = try await open(folder)
        #expect(try state.count(of: Member.where(\.score >= 0)) == Self.count)
        #expect(try state.query(Member.where(\.score >= 0)).count == Self.count)
        for id in stride(from: 0, to: Self.count, by: 7) {
            #expect(try state.query(Member.where(\.email == member(id).email)).map(\.id) == [id])
        }
        await state.waitForBuiltIndices()
        try await state.close()
    }

    @Test func `lines that were changed by hand and sealed anew take the indices with them`() async throws {
        let folder = try ScratchState()
        try await fill(folder)
        let disk = try RealFolder.open(path: folder.path, create: false)
        #expect(FileName.parse("indices-000000000600.pages") == .indices(SequenceNumber(600)))
        #expect(try disk.list(.readIndices).contains { $0.name == "indices-000000000600.pages" })
        let segment = try #require(
            try disk.list(.readSegment).map(\.name).first { $0.hasPrefix("seg-") && $0.hasSuffix("l") })
        let path = "\(folder.path)/\(segment)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing(#""score":49,"team":"t2""#, with: #""score":50,"team":"t2""#)
            .write(toFile: path, atomically: false, encoding: .utf8)
        _ = try await Log.reseal(folder.path, dryRun: false)
        #expect(try kept(folder).isEmpty)
        #expect(try await !opened(folder, count: Self.count))
    }

    /// Salvage may bring an older version of a record back; sequence, last line and count of records stay the same.
    @Test func `records that damage took take the indices with them when it is accepted`() async throws {
        let folder = try ScratchState()
        try await fill(folder)
        let disk = try RealFolder.open(path: folder.path, create: false)
        let segment = try #require(
            try disk.list(.readSegment).map(\.name).first { $0.hasPrefix("seg-") && $0.hasSuffix("l") })
        let path = "\(folder.path)/\(segment)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing(#""score":49,"team":"t2""#, with: #""score":50,"team":"t2""#)
            .write(toFile: path, atomically: false, encoding: .utf8)
        #expect(try !kept(folder).isEmpty)
        _ = try await Log.recover(folder.path, mode: .salvage, dryRun: false)
        #expect(try kept(folder).isEmpty)
    }
}
