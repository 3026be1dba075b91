import Cairn
import Foundation
import Testing

@Suite struct StateQueryTests {
    private func member(_ id: Int, score: Int, team: String? = nil) -> Member {
        Member(id: id, email: "m\(id)@example.org", score: score, team: team, note: id % 2 == 0 ? "even" : "odd")
    }

    @Test func `queries answer as a filter and a sort of everything would`() async throws {
        let folder = try ScratchState()
        var state = try await folder.open()
        var model: [Int: Member] = [:]
        var random = SystemRandomNumberGenerator()
        for round in 0..<6 {
            for _ in 0..<60 {
                let id = Int.random(in: 0..<120, using: &random)
                let new = member(
                    id, score: .random(in: 0..<20, using: &random), team: ["red", "blue", nil].randomElement()!)
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    try await state.delete(Member.self, id)
                    model[id] = nil
                case 1 where model[id] != nil:
                    try await state.patch(Member.self, id, Array("{\"score\":\(new.score)}".utf8))
                    model[id]?.score = new.score
                default:
                    try await state.upsert(new)
                    model[id] = new
                }
            }
            try check(state, model)
            if round == 2 { try await state.compact(all: true) }
            if round % 2 == 1 {
                try await state.close()
                state = try await folder.open()
                try check(state, model)
            }
        }
        try await state.close()
    }

    private func check(_ state: StateManager, _ model: [Int: Member]) throws {
        let all = Array(model.values)
        func expect(
            _ query: Query<Member>, _ wanted: [Member], isSorted: Bool = false, _ at: SourceLocation = #_sourceLocation
        ) throws {
            let found = try state.query(query)
            if isSorted {
                #expect(found.map(\.score) == wanted.map(\.score), sourceLocation: at)
            }
            #expect(found.sorted { $0.id < $1.id } == wanted.sorted { $0.id < $1.id }, sourceLocation: at)
            #expect(try state.count(of: query) == wanted.count, sourceLocation: at)
        }
        try expect(Member.all, all)
        try expect(Member.where(\.score >= 12), all.filter { $0.score >= 12 })
        try expect(Member.where(\.score == 7 || \.score < 2), all.filter { $0.score == 7 || $0.score < 2 })
        try expect(Member.where(\.team == "red" && \.score > 9), all.filter { $0.team == "red" && $0.score > 9 })
        try expect(Member.where(\.team == nil), all.filter { $0.team == nil })
        try expect(Member.where(\.team != nil), all.filter { $0.team != nil })
        try expect(Member.where(\.team != "red"), all.filter { $0.team != "red" })
        try expect(Member.where(!(\.score < 15)), all.filter { $0.score >= 15 })
        try expect(Member.where(\.note == "odd" && \.score >= 5), all.filter { $0.note == "odd" && $0.score >= 5 })
        try expect(Member.where(\.email == "m7@example.org"), all.filter { $0.id == 7 })
        let best = all.sorted { $0.score > $1.score }
        let top = try state.query(Member.all.sorted(by: \.score, .descending).limit(10))
        #expect(top.map(\.score) == best.prefix(10).map(\.score))
        try expect(Member.all.sorted(by: \.score), all.sorted { $0.score < $1.score }, isSorted: true)
    }

    @Test func `a unique value has one holder, and is free again with it`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(member(1, score: 1))
        var second = member(2, score: 2)
        second.email = "m1@example.org"
        let taken = second
        await #expect { try await state.create(taken) } throws: { ($0 as? StateError)?.code == .notUnique }
        try await state.create(member(3, score: 3))
        await #expect { try await state.update(Member.self, 3) { $0.email = "m1@example.org" } } throws: {
            ($0 as? StateError)?.code == .notUnique
        }
        try await state.transaction { transaction in
            try transaction.delete(Member.self, 1)
            try transaction.create(taken)
            #expect(try transaction.query(Member.where(\.email == "m1@example.org")).map(\.id) == [2])
        }
        #expect(try state.query(Member.where(\.email == "m1@example.org")).map(\.id) == [2])
        #expect(try state.count(of: Member.all) == 2)
        try await state.close()
    }

    @Test func `of many who want one value, one gets it`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let won = await withTaskGroup(of: Bool.self) { group in
            for id in 0..<64 {
                group.addTask {
                    let wish = Member(id: id, email: "wanted@example.org", score: id)
                    return (try? await state.create(wish)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(try state.count(of: Member.all) == 1)
        try await state.close()
    }

    @Test func `a query sees one moment while writers go on`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<20).map { member($0, score: 100) })
        let writing = Task {
            for round in 0..<400 {
                try await state.transaction { transaction in
                    try transaction.update(Member.self, round % 20) { $0.score -= 7 }
                    try transaction.update(Member.self, (round + 5) % 20) { $0.score += 7 }
                }
            }
        }
        var moments = 0
        while state.statistics.lastSequence < SequenceNumber(820) {
            let all = try state.query(Member.where(\.score > -100_000))
            #expect(all.count == 20)
            #expect(all.reduce(0) { $0 + $1.score } == 2_000)
            moments += 1
            await Task.yield()
        }
        try await writing.value
        #expect(moments > 1)
        try await state.close()
    }

    @Test func `a transaction's queries see its own writes, and nobody else does`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<10).map { member($0, score: $0) })
        let counts = try await state.transaction { transaction in
            try transaction.create(member(10, score: 50))
            try transaction.delete(Member.self, 0)
            try transaction.update(Member.self, 1) { $0.score = 60 }
            #expect(try state.count(of: Member.where(\.score >= 50)) == 0)
            return [
                try transaction.count(of: Member.all), try transaction.count(of: Member.where(\.score >= 50)),
                try transaction.query(Member.where(\.note == "even")).count,
            ]
        }
        #expect(counts == [10, 2, 5])
        #expect(try state.count(of: Member.where(\.score >= 50)) == 2)
        try await state.close()
    }

    @Test func `a plan says which index answers`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<1_000).map { member($0, score: $0) })
        #expect(try state.explain(plan: Member.where(\.score >= 990)).hasPrefix("index score (ordered): score [990, "))
        #expect(try state.explain(plan: Member.where(\.email == "m7@example.org")).hasPrefix("index email (unique)"))
        #expect(try state.explain(plan: Member.where(\.note == "x")).contains("check: the caller's closure"))
        #expect(throws: StateError.self) { try state.query(Member.all.sorted(by: \.note)) }
        try await state.close()
    }
}
