import Cairn
import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct EventTests {
    @Test func `a store tells of its opening, its housekeeping and its end`() async throws {
        let folder = try ScratchState()
        let events = EventStream(from: .trace)
        var options = LogOptions()
        options.events = events
        let state = try await StateManager.open(folder.path, records: Account.self, options: options)
        for _ in 0..<3 {
            try await state.upsert(all: (0..<100).map { Account(id: "\($0)", balance: $0) })
        }
        try await state.compact(all: true)
        try await state.close()
        events.finish()
        var seen: [StoreEvent] = []
        for await event in events { seen.append(event) }
        #expect(seen.map(\.name) == ["store.opened", "compaction.done", "store.closed"])
        #expect(seen.map(\.level) == [.info, .info, .info])
        #expect(seen[0].fields["verdict"] == "created")
        #expect(seen[1].fields["dropped"] == "200")
    }

    @Test func `a sync that fails is told as what ends all writing`() throws {
        let folder = RecordedFolder(Disk())
        let events = EventStream(from: .warning)
        func open(_ faulty: FaultyFolder) throws -> Log {
            var options = LogOptions()
            options.events = events
            let environment = LogEnvironment(
                folder: faulty, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false)
            return try Log.openNow(environment, options: options)
        }
        let faulty = FaultyFolder(folder)
        let log = try open(faulty)
        let entry = try CairnLog.Entry.record(kind: "note", json: Array(#"{"id":"a"}"#.utf8))
        _ = try log.stageNow([entry])
        log.drive()
        faulty.replace(Fault(at: 0, among: [.fileSync], code: .inputOutput, errno: 5))
        _ = try log.stageNow([entry])
        log.drive()
        #expect(faulty.failed == 1)
        faulty.replace(nil)
        events.finish()
        #expect(drained(events).map { "\($0.level) \($0.name)" } == ["critical writing.stopped"])
    }

    @Test func `a slow reader misses the oldest and is told how many`() async {
        let events = EventStream()
        for number in 0..<EventStream.most + 5 { events.note(StoreEvent(.notice, "n", "\(number)")) }
        events.note(StoreEvent(.debug, "n", "below its level"))
        events.finish()
        events.note(StoreEvent(.notice, "n", "behind its end"))
        let seen = drained(events)
        #expect(seen.count == EventStream.most + 1)
        #expect(seen[0].name == "events.missed" && seen[0].fields["count"] == "5")
        #expect(seen[1].message == "5" && seen.last?.message == "\(EventStream.most + 4)")
        // It does not wait for more.
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == nil)
    }

    @Test func `a reader that waits gets what comes, and a cancelled one ends`() async {
        let events = EventStream()
        let reader = Task {
            var iterator = events.makeAsyncIterator()
            return (await iterator.next()?.message, await iterator.next()?.message)
        }
        events.note(StoreEvent(.info, "n", "first"))
        while !reader.isCancelled {
            await Task.yield()
            reader.cancel()
        }
        let (first, second) = await reader.value
        #expect(first == "first" || first == nil)
        #expect(second == nil)
    }

    /// What a finished stream has.
    private func drained(_ events: EventStream) -> [StoreEvent] {
        var seen: [StoreEvent] = []
        while let event = events.takeNow() { seen.append(event) }
        return seen
    }
}
