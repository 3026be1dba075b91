import Cairn
import CairnLog
import Testing

@Suite struct ProgressTests {
    @Test func `work tells its steps to who reads beside it, and ends the stream`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<2_000).map { Account(id: "\($0)", balance: $0) })
        let progress = ProgressStream()
        let work = Task { [report = progress.report] in try await state.migrate(Account.self, progress: report) }
        var last: Progress?
        for await step in progress {
            #expect(step.done >= last?.done ?? 0)
            last = step
        }
        #expect(try await work.value.looked == 2_000)
        #expect(last?.phase == "migrating")
        #expect(last?.done == last?.total)
        try await state.close()
    }

    @Test func `who reads may end the work`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<2_000).map { Account(id: "\($0)", balance: $0) })
        let progress = ProgressStream()
        progress.cancel()
        let error = await #expect(throws: StateError.self) {
            try await state.migrate(Account.self, progress: progress.report)
        }
        #expect(error?.code == .cancelled)
        var steps = 0
        for await _ in progress { steps += 1 }
        #expect(steps == 1)
        try await state.close()
    }

    @Test func `a reader gets the newest step, and a cancelled one ends`() async {
        let progress = ProgressStream()
        var report: ProgressReport? = progress.report
        for step in 1...5 { _ = report?(Progress(done: Int64(step), total: 5, phase: "walking")) }
        var iterator = progress.makeAsyncIterator()
        #expect(await iterator.next()?.done == 5)
        let reader = Task {
            var iterator = progress.makeAsyncIterator()
            return await iterator.next()?.done
        }
        reader.cancel()
        #expect(await reader.value == nil)
        report = nil
        #expect(await iterator.next() == nil)
    }
}
