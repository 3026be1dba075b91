import Cairn
import CairnDisk
import CairnLog
import Foundation
import Testing

/// Stores whose indices have more than memory has room for.
@Suite struct IndexMemoryTests {
    private static let count = 1_200

    /// Room for a leaf or two.
    private func open(
        _ folder: borrowing ScratchState, indices: IndexReadiness = .atOpening
    ) async throws -> StateManager {
        var options = LogOptions()
        options.leafBytes = 10 << 10
        return try await StateManager.open(
            folder.path, records: Player.self, Account.self, Member.self, options: options, indices: indices)
    }

    private func member(_ id: Int) -> Member {
        Member(id: id, email: "m\(id)@\(String(repeating: "x", count: 40))", score: id * 7 % 100, team: "t\(id % 5)")
    }

    /// Asks what an index answers and what only records can tell, and holds both against the model.
    private func expectSame(_ state: StateManager, _ model: [Int: Member], _ place: Comment) throws {
        for score in [0, 50, 93] {
            let wanted = model.values.filter { $0.score >= score && $0.score < score + 9 }
            let query = Member.where(\.score >= score && \.score < score + 9)
            #expect(Set(try state.query(query).map(\.id)) == Set(wanted.map(\.id)), place)
            #expect(try state.count(of: query) == wanted.count, place)
        }
        for id in [1, 600, 1_199] {
            let wanted = model[id].map { [$0] } ?? []
            #expect(try state.query(Member.where(\.email == member(id).email)) == wanted, place)
        }
        #expect(try state.count(of: Member.where(\.team == "t3")) == model.values.count { $0.team == "t3" }, place)
    }

    @Test func `records are written, changed and found while hardly a leaf is in memory`() async throws {
        let folder = try ScratchState()
        let state = try await open(folder)
        var model: [Int: Member] = [:]
        for start in stride(from: 0, to: Self.count, by: 100) {
            let members = (start..<start + 100).map(member)
            try await state.create(all: members)
            for one in members { model[one.id] = one }
        }
        #expect(state.statistics.indexFileBytes > 0)
        try expectSame(state, model, "created")
        for id in stride(from: 0, to: Self.count, by: 37) {
            try await state.update(Member.self, id) { $0.score += 1_000 }
            model[id]?.score += 1_000
        }
        let gone = Array(stride(from: 5, to: Self.count, by: 3))
        for start in stride(from: 0, to: gone.count, by: 50) {
            try await state.delete(Member.self, all: Array(gone[start..<min(start + 50, gone.count)]))
        }
        for id in gone { model[id] = nil }
        try expectSame(state, model, "changed")
        let refused = await refusal { try await state.create(Member(id: 9_999, email: member(0).email, score: 1)) }
        #expect(refused?.code == .notUnique)
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        let numbers = state.statistics
        #expect(numbers.memoryBudget == 1 << 30 && numbers.memoryBytes > 0)
        #expect(numbers.indices.allSatisfy { $0.bytes < 60_000 }, "\(numbers.indices.map(\.bytes))")
        try await state.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".tmp") })
    }

    @Test(arguments: [IndexReadiness.atOpening, .inBackground])
    func `indices are built of more than memory has room for`(_ readiness: IndexReadiness) async throws {
        let folder = try ScratchState()
        var model: [Int: Member] = [:]
        do {
            let state = try await folder.open()
            let members = (0..<Self.count).map(member)
            try await state.create(all: members)
            for one in members { model[one.id] = one }
            #expect(state.statistics.indexFileBytes == 0)
            try await state.close()
        }
        let state = try await open(folder, indices: readiness)
        await state.waitForBuiltIndices()
        let numbers = state.statistics
        #expect(numbers.indexFileBytes > 100_000 && numbers.indices.allSatisfy { $0.state == .ready })
        #expect(numbers.indices.allSatisfy { $0.bytes < 20_000 }, "\(numbers.indices.map(\.bytes))")
        try expectSame(state, model, "opened")
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
    }

    @Test func `leaves that cannot be read cost an index its turn and nobody an answer`() async throws {
        let folder = try ScratchState()
        let state = try await open(folder)
        var model: [Int: Member] = [:]
        let members = (0..<Self.count).map(member)
        for start in stride(from: 0, to: Self.count, by: 100) {
            try await state.create(all: Array(members[start..<start + 100]))
        }
        for one in members { model[one.id] = one }
        let disk = try RealFolder.open(path: folder.path, create: false)
        let file = try disk.open("indices-0.tmp", .readWrite, .writeIndices)
        try file.truncate(to: .zero, .writeIndices)
        file.close()
        try expectSame(state, model, "damaged")
        // A write that depends on an index waits until it is there again.
        let refused = await refusal { try await state.create(Member(id: 9_999, email: member(3).email, score: 1)) }
        #expect(refused?.code == .notUnique)
        try await state.create(Member(id: 5_000, email: "new", score: 93))
        model[5_000] = Member(id: 5_000, email: "new", score: 93)
        await state.waitForBuiltIndices()
        #expect(state.statistics.indices.allSatisfy { $0.state == .ready })
        try expectSame(state, model, "built again")
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
    }
}
