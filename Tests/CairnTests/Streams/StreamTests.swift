import Cairn
import Testing

@Suite struct StreamTests {
    enum Order: Codable, Equatable, Sendable {
        case placed(by: String)
        case paid(amount: Int)
        case sent
    }

    private func extent(_ extent: StreamExtent) -> [Int] { [extent.first, extent.last] }

    private func number(_ events: [StreamEvent<Int>]) -> [Int] { events.map(\.event) }

    @Test func `events are read from any version, both ways, also after opening anew`() async throws {
        let folder = try ScratchState()
        var state = try await folder.open()
        let placed = try await state.append(to: "order-17", expecting: 0, [Order.placed(by: "Arthur")])
        #expect(placed == 1)
        let sent = try await state.append(to: "order-17", expecting: 1, [Order.paid(amount: 12), .sent])
        #expect(sent == 3)
        try await state.append(to: "order-1", [Order.sent])
        try await state.append(to: "order-17@1", [Order.sent])
        for round in 0..<3 {
            let all = try state.events(of: Order.self, in: "order-17")
            #expect(all.map(\.version) == [1, 2, 3])
            #expect(all.map(\.event) == [.placed(by: "Arthur"), .paid(amount: 12), .sent])
            #expect(try state.events(of: Order.self, in: "order-17", from: 2).map(\.version) == [2, 3])
            #expect(try state.events(of: Order.self, in: "order-17", from: 2, limit: 1).map(\.version) == [2])
            #expect(try state.events(of: Order.self, in: "order-17", .backwards).map(\.version) == [3, 2, 1])
            #expect(try state.events(of: Order.self, in: "order-17", from: 2, .backwards).map(\.version) == [2, 1])
            #expect(try state.events(of: Order.self, in: "order-17", from: 9, .backwards).map(\.version) == [3, 2, 1])
            #expect(try state.events(of: Order.self, in: "order-17", from: 4).isEmpty)
            #expect(try state.events(of: Order.self, in: "nobody").isEmpty)
            #expect(extent(try state.extent(of: "order-17")) == [1, 3])
            #expect(try state.extent(of: "nobody").count == 0)
            if round == 0 { try await state.compact(all: true) }
            if round == 1 {
                try await state.close()
                state = try await folder.open()
            }
        }
        try await state.close()
    }

    @Test func `a conflict says which version was expected and which there is`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.append(to: "s", [1, 2, 3])
        for wrong in [0, 2, 4] {
            do {
                try await state.append(to: "s", expecting: wrong, [9])
                Issue.record("\(wrong) was taken")
            } catch let error as StateError {
                #expect(error.code == .conflict)
                #expect(error.streamConflict?.stream == "s")
                #expect(error.streamConflict?.expected == wrong)
                #expect(error.streamConflict?.actual == 3)
            }
        }
        #expect(number(try state.events(of: Int.self, in: "s")) == [1, 2, 3])
        let unchanged = try await state.append(to: "s", expecting: 3, [Int]())
        #expect(unchanged == 3)
        try await state.close()
    }

    @Test func `of concurrent appenders each has its turn, and none overwrites another`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let conflicts = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var conflicts = 0
                    for round in 0..<25 {
                        while true {
                            let version = try state.extent(of: "shared").last
                            do {
                                try await state.append(to: "shared", expecting: version, [writer * 100 + round])
                                break
                            } catch let error as StateError where error.code == .conflict { conflicts += 1 }
                        }
                    }
                    return conflicts
                }
            }
            return try await group.reduce(0, +)
        }
        let events = try state.events(of: Int.self, in: "shared")
        #expect(events.map(\.version) == Array(1...200))
        for writer in 0..<8 {
            let own = events.map(\.event).filter { $0 / 100 == writer }
            #expect(own == (0..<25).map { writer * 100 + $0 })
        }
        #expect(conflicts > 0)
        try await state.close()
    }

    @Test func `truncating keeps the version, and what was truncated is refused`() async throws {
        let folder = try ScratchState()
        var state = try await folder.open()
        // More than are removed in one transaction.
        try await state.append(to: "s", Array(1...3_000))
        try await state.truncate("s", upTo: 2_500)
        for _ in 0..<2 {
            #expect(extent(try state.extent(of: "s")) == [2_501, 3_000])
            #expect(number(try state.events(of: Int.self, in: "s", limit: 2)) == [2_501, 2_502])
            #expect(number(try state.events(of: Int.self, in: "s", .backwards, limit: 65_536)).last == 2_501)
            #expect { try state.events(of: Int.self, in: "s", from: 2_500) } throws: {
                ($0 as? StateError)?.code == .overtaken
            }
            #expect(try state.json(kind: "stream-event", id: "s@1") == nil)
            #expect(try state.json(kind: "stream-event", id: "s@2500") == nil)
            #expect(try state.json(kind: "stream-event", id: "s@2501") != nil)
            // Neither goes back nor does anything again.
            let before = state.statistics.lastSequence
            try await state.truncate("s", upTo: 10)
            #expect(state.statistics.lastSequence == before)
            try await state.compact(all: true)
            try await state.close()
            state = try await folder.open()
        }
        try await state.truncate("s", upTo: 1_000_000)
        #expect(extent(try state.extent(of: "s")) == [3_001, 3_000])
        #expect(try state.events(of: Int.self, in: "s").isEmpty)
        let next = try await state.append(to: "s", expecting: 3_000, [7])
        #expect(next == 3_001)
        #expect(number(try state.events(of: Int.self, in: "s")) == [7])
        try await state.close()
    }

    @Test func `events and records count together, and a moment stays as it was`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        struct Refused: Error {}
        await #expect(throws: Refused.self) {
            try await state.transaction { transaction in
                try transaction.append(to: "s", [1])
                try transaction.create(Account(id: "a", balance: 1))
                #expect(try transaction.extent(of: "s").last == 1)
                #expect(try transaction.events(of: Int.self, in: "s").map(\.event) == [1])
                throw Refused()
            }
        }
        #expect(try state.extent(of: "s").last == 0)
        let version = try await state.send(.append(to: "s", [1, 2]))
        #expect(version == 2)
        let past = state.snapshot()
        try await state.append(to: "s", [3])
        try await state.truncate("s", upTo: 1)
        #expect(number(try past.events(of: Int.self, in: "s")) == [1, 2])
        #expect(number(try state.events(of: Int.self, in: "s")) == [2, 3])
        try await state.close()
    }

    @Test func `names and limits that cannot be are refused`() async throws {
        struct Impostor: Record {
            var id: String
            static let kind = "stream-event"
        }
        let folder = try ScratchState()
        await #expect { try await StateManager.open(folder.path, records: Impostor.self) } throws: {
            ($0 as? StateError)?.code == .invalidOption
        }
        let state = try await folder.open()
        for name in ["", String(repeating: "x", count: 1_001)] {
            await #expect { try await state.append(to: name, [1]) } throws: {
                ($0 as? StateError)?.code == .invalidRecord
            }
        }
        let longest = String(repeating: "x", count: 1_000)
        try await state.append(to: longest, [1])
        #expect(number(try state.events(of: Int.self, in: longest)) == [1])
        for limit in [0, StateSnapshot.mostEvents + 1] {
            #expect { try state.events(of: Int.self, in: longest, limit: limit) } throws: {
                ($0 as? StateError)?.code == .invalidQuery
            }
        }
        #expect { try state.events(of: String.self, in: longest) } throws: {
            ($0 as? StateError)?.code == .undecodable
        }
        try await state.close()
    }
}
