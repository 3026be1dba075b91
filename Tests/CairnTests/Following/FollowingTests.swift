import Cairn
import CairnLog
import CrashLab
import Foundation
import Testing

/// A store that is open for reading beside the process that writes it.
@Suite struct FollowingTests {
    private func expect(_ state: StateManager, _ wanted: [Int: Member]) throws {
        let found = try state.query(Member.all)
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) }) == wanted)
        let high = try state.query(Member.where(\.score >= 50).sorted(by: \.score)).map(\.id)
        #expect(Set(high) == Set(wanted.values.filter { $0.score >= 50 }.map(\.id)))
        #expect(try state.count(of: Member.where(\.score < 50)) == wanted.count - high.count)
        for id in 1...12 {
            #expect(try state.get(Member.self, id) == wanted[id])
            guard let member = wanted[id] else { continue }
            #expect(try state.query(Member.where(\.email == member.email)).map(\.id) == [id])
        }
    }

    #if DEBUG || SANITIZED
        private static let seeds = 1...1 as ClosedRange<UInt64>
    #else
        private static let seeds = 1...8 as ClosedRange<UInt64>
    #endif

    @Test func `it shows what was acknowledged, through rotation, compaction and another writer`() throws {
        for seed in Self.seeds {
            var dice = Seeded(seed)
            var store = try FollowedStore()
            var followers = [try store.follow()]
            var held: [(snapshot: StateSnapshot, wanted: [Int: Member])] = []
            for round in 0..<30 {
                for _ in 0..<Int.random(in: 1...6, using: &dice) { try turn(&store, &dice) }
                let roll = Int.random(in: 0..<10, using: &dice)
                if roll < 3 { _ = try store.writer.compactNow(all: true) }
                if roll == 4 { try store.reopen() }
                if roll == 5 { try store.kill() }
                if roll < 6 { store.writer.idleNow() }
                if roll == 7 { followers.append(try store.follow()) }
                for (state, log) in followers where Bool.random(using: &dice) || round == 29 {
                    if round == 29 { store.writer.idleNow() }
                    log.followNow()
                    let shown = log.visibleSequence.number
                    let wanted = try #require(store.past[shown], "\(shown) is inside a transaction")
                    try expect(state, wanted)
                    if round == 29 { #expect(shown == store.last) }
                    held.append((state.snapshot(), wanted))
                }
                if held.count > 4 { held.removeFirst(held.count - 4) }
                for (snapshot, wanted) in held {
                    let found = try snapshot.query(Member.where(\.score >= 0))
                    #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) }) == wanted)
                }
            }
            for (_, log) in followers { try log.closeNow() }
            try store.writer.closeNow()
        }
    }

    /// One transaction: some records written, some removed, emails handed on from one to the other.
    private func turn(_ store: inout FollowedStore, _ dice: inout Seeded) throws {
        let ids = Array(
            Set((0..<Int.random(in: 1...5, using: &dice)).map { _ in Int.random(in: 1...12, using: &dice) }))
        let emails = ids.shuffled(using: &dice)
        let members = zip(ids, emails).map { id, email -> Member? in
            if Int.random(in: 0..<4, using: &dice) == 0 { return nil }
            let isPatch = Bool.random(using: &dice)
            let old = store.past[store.last]?[id]
            let note = String(repeating: "n", count: Int.random(in: 0..<3_000, using: &dice))
            return Member(
                id: id, email: isPatch ? old?.email ?? "e\(id)" : "e\(email)",
                score: Int.random(in: 0..<100, using: &dice), note: isPatch ? old?.note ?? note : note)
        }
        var after = store.past[store.last] ?? [:]
        for (id, member) in zip(ids, members) { after[id] = member }
        // Rules are the writer's: this one keeps emails apart.
        guard Set(after.values.map(\.email)).count == after.count else { return }
        try store.write(members, ids: ids)
    }

    @Test func `it says how far it is behind, and refuses to write`() async throws {
        var store = try FollowedStore()
        try store.write([Member(id: 1, email: "a", score: 1)], ids: [1])
        store.writer.idleNow()
        let (state, log) = try store.follow()
        try store.write([Member(id: 2, email: "b", score: 2)], ids: [2])
        log.followNow()
        var report = try #require(try state.following())
        #expect(report.sequence.number == 1)
        #expect(report.behind == 1)
        #expect(try state.get(Member.self, 2) == nil)
        store.writer.idleNow()
        log.followNow()
        report = try #require(try state.following())
        #expect(report.behind == 0)
        #expect(try state.get(Member.self, 2)?.score == 2)
        #expect(state.statistics.lastSequence.number == 2)
        let refused = await #expect(throws: StateError.self) {
            try await state.create(Member(id: 3, email: "c", score: 3))
        }
        #expect(refused?.code == .readOnly)
        try log.closeNow()
        let closed = #expect(throws: StateError.self) { try state.get(Member.self, 1) }
        #expect(closed?.code == .closed)
        try store.writer.closeNow()
    }

    @Test func `watched answers and changes go on while another process writes`() async throws {
        let folder = try ScratchState()
        let writer = try await folder.open()
        try await writer.create(Member(id: 1, email: "a", score: 1))
        var options = LogOptions()
        options.recovery = .readOnly
        let reader = try await StateManager.open(folder.path, records: Member.self, options: options)
        #expect(try writer.following() == nil)
        #expect(try reader.following()?.writer != nil)
        let answers = Task {
            var seen: [[Int]] = []
            for try await members in reader.values(of: Member.where(\.score >= 1).sorted(by: \.score)) {
                seen.append(members.map(\.id))
                if members.count == 2 { break }
            }
            return seen
        }
        let changes = Task { try await reader.changes().first { $0.id == "2" }?.form }
        try await writer.create(Member(id: 2, email: "b", score: 2))
        #expect(try await answers.value.last == [1, 2])
        #expect(try await changes.value == .written)
        try await writer.close()
        #expect(try reader.following()?.writer == nil)
        #expect(try reader.count(of: Member.all) == 2)
        try await reader.close()
    }

    @Test func `records that its indices cannot take are found without them`() throws {
        var store = try FollowedStore()
        try store.write([Member(id: 1, email: "a", score: 1)], ids: [1])
        store.writer.idleNow()
        let (state, log) = try store.follow()
        // The writer knows no such index.
        try store.write([Member(id: 2, email: "a", score: 2)], ids: [2])
        store.writer.idleNow()
        log.followNow()
        #expect(Set(try state.query(Member.where(\.email == "a")).map(\.id)) == [1, 2])
        #expect(state.indexHealth.contains { $0.state == .degraded })
        try store.write([Member(id: 1, email: "b", score: 1)], ids: [1])
        store.writer.idleNow()
        log.followNow()
        #expect(try state.query(Member.where(\.score >= 1 && \.email == "a")).map(\.id) == [2])
        try log.closeNow()
        try store.writer.closeNow()
    }
}
