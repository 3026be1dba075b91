import Cairn
import CairnDisk
import CairnLog
import CrashLab
import Laboratory
import Testing

/// Writes of one record, which are prepared beside each other and come to their turn together.
@Suite struct LoneWriteTests {
    private struct Rig {
        let stepped: SteppedState
        let executor: SteppedExecutor

        init(seed: UInt64) throws {
            stepped = try SteppedState()
            executor = SteppedExecutor(seed: seed)
        }

        var state: StateManager { stepped.state }

        /// Goes on until nothing does any more, with a commit now and then.
        func run(seed: UInt64) {
            var random = Seeded(seed, 17)
            for _ in 0..<64 {
                while executor.step() { if random.below(5) == 0 { stepped.log.drive() } }
                stepped.log.drive()
                guard executor.isReady else { return }
            }
        }

        func fail() { stepped.faulty.replace(Fault(at: 0, among: [.write], code: .noSpace, errno: 28)) }
    }

    private static func member(_ id: Int, _ score: Int = 0, email: String? = nil) -> Member {
        Member(id: id, email: email ?? "m\(id)@dent.org", score: score, team: id % 3 == 0 ? nil : "t\(id % 2)")
    }

    @Test(arguments: 0..<24 as Range<UInt64>)
    func `of many that create one record or take one address, one does`(seed: UInt64) throws {
        let rig = try Rig(seed: seed)
        let state = rig.state
        let same = (0..<4).map { score in rig.executor.begin { try await state.create(Self.member(1, score)) } }
        let others = (2..<6).map { id in
            rig.executor.begin { try await state.create(Self.member(id, email: "one@dent.org")) }
        }
        rig.run(seed: seed)
        let won = same.compactMap { try? $0.result?.get() }
        #expect(won.count == 1)
        #expect(others.filter { (try? $0.result?.get()) != nil }.count == 1)
        for task in same + others {
            guard case .failure(let error) = task.result else { continue }
            #expect([.exists, .notUnique].contains((error as? StateError)?.code), "\(error)")
        }
        let winner = try #require(won.first)
        #expect(try state.get(Member.self, 1) == winner)
        #expect(try state.query(Member.where(\.score == winner.score)).contains(winner))
        #expect(try state.query(Member.where(\.email == "one@dent.org")).count == 1)
    }

    /// A write fails under a crowd: nobody who failed left anything, and nobody who was told of success is missing.
    @Test(arguments: 0..<32 as Range<UInt64>)
    func `what failed is nowhere, what succeeded is everywhere`(seed: UInt64) async throws {
        let rig = try Rig(seed: seed)
        let state = rig.state
        var tasks: [Int: SteppedTask<Member>] = [:]
        for round in 0..<4 {
            for id in round * 6..<round * 6 + 6 {
                tasks[id] = rig.executor.begin {
                    let member = Self.member(id, id)
                    return id % 2 == 0 ? try await state.create(member) : try await state.upsert(member)
                }
            }
            for _ in 0..<(seed % 7 + UInt64(round)) { _ = rig.executor.step() }
            if round == Int(seed % 4) { rig.fail() }
            rig.stepped.log.drive()
            rig.stepped.faulty.replace(nil)
        }
        rig.run(seed: seed)
        var there: [Int] = []
        for (id, task) in tasks {
            switch try #require(task.result, "a task never came back") {
            case .success: there.append(id)
            case .failure(let error): #expect((error as? StateError)?.code == .noSpace, "\(error)")
            }
        }
        #expect(try state.query(Member.all).map(\.id).sorted() == there.sorted())
        #expect(try state.query(Member.where(\.score >= 0).sorted(by: \.score)).map(\.id) == there.sorted())
        for id in there { #expect(try state.get(Member.self, id)?.score == id) }
        #expect(try await state.checkIndices().allSatisfy { $0.missing == 0 && $0.stray == 0 })
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `the last of several upserts of one record is what all indices know`(seed: UInt64) async throws {
        let rig = try Rig(seed: seed)
        let state = rig.state
        let tasks = (0..<6).map { score in
            rig.executor.begin { try await state.upsert(Self.member(1, score, email: "a\(score)@dent.org")) }
        }
        rig.run(seed: seed)
        for task in tasks { #expect(throws: Never.self) { try #require(task.result).get() } }
        let last = try #require(try state.get(Member.self, 1))
        #expect(try state.query(Member.where(\.score >= 0)) == [last])
        #expect(try state.query(Member.where(\.email == last.email)) == [last])
        #expect(try await state.checkIndices().allSatisfy { $0.missing == 0 && $0.stray == 0 })
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `one that is cancelled before its turn writes nothing`(seed: UInt64) throws {
        let rig = try Rig(seed: seed)
        let state = rig.state
        let tasks = (0..<6).map { id in rig.executor.begin { try await state.create(Self.member(id)) } }
        // Some have joined, none has been staged.
        for _ in 0..<(seed % 4) { _ = rig.executor.step() }
        let staged = rig.stepped.log.stagedSequence
        tasks[2].cancel()
        rig.run(seed: seed)
        guard staged == .none else { return }
        let error = #expect(throws: StateError.self) { try tasks[2].result?.get() }
        #expect(error?.code == .cancelled)
        #expect(try state.get(Member.self, 2) == nil)
        #expect(try state.count(of: Member.all) == 5)
    }

    @Test func `readers see none of a group before all of it is durable, and then its indices with it`() throws {
        let rig = try Rig(seed: 3)
        let state = rig.state
        let tasks = (0..<6).map { id in rig.executor.begin { try await state.create(Self.member(id, 7)) } }
        while rig.executor.step() {}
        #expect(rig.stepped.log.stagedSequence == SequenceNumber(6))
        #expect(try state.count(of: Member.where(\.score == 7)) == 0)
        #expect(tasks.allSatisfy { $0.result == nil })
        rig.stepped.log.drive()
        #expect(try state.count(of: Member.where(\.score == 7)) == 6)
        while rig.executor.step() {}
        #expect(tasks.allSatisfy { $0.result != nil })
    }
}
