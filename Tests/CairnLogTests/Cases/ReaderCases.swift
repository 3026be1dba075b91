import CairnDisk
import CairnLog
import CrashLab
import Testing

@Suite struct ReaderCases {
    @Test func `a reader that cannot open a new segment at once leaves out nothing of it`() async throws {
        let writing = CaseStore()
        let writer = try writing.open()
        try writer.put("a")
        let faulty = FaultyFolder(writing.folder)
        let environment = LogEnvironment(
            folder: faulty, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false)
        var options = LogOptions()
        options.recovery = .readOnly
        let reader = try Log.openNow(environment, options: options)
        for number in 0..<2_000 { try writer.put("n\(number)", String(repeating: "x", count: 100)) }
        writer.idleNow()
        // The first is the manifest, the second the first new segment.
        faulty.replace(Fault(at: 1, among: [.open], code: .tooManyFiles))
        var sequences: [UInt64] = []
        for try await chunk in reader.lines(following: true) {
            sequences += chunk.map(\.sequence.number)
            if sequences.last == 2_001 { break }
        }
        #expect(faulty.failed == 1)
        #expect(sequences == Array(1...2_001))
        try reader.closeNow()
        try writer.closeNow()
    }

    @Test func `what is durable never becomes less`() async throws {
        let folder = try ScratchStore()
        let log = try await Log.open(folder.path)
        let flushing = (0..<3).map { _ in
            Task { for _ in 0..<300 { try await log.flush() } }
        }
        var steps = 0
        for number in 0..<1_500 {
            let receipt = try await log.append(note(number))
            if log.statistics.durableSequence < receipt.sequence { steps += 1 }
        }
        for task in flushing { try await task.value }
        #expect(steps == 0)
        try await log.close()
    }

    @Test func `what is to be kept for ever by its age is kept`() throws {
        var store = CaseStore()
        store.options.retention = ["": .seconds(.max)]
        let log = try store.open()
        for number in 0..<40 { try log.put("a", "version \(number)") }
        _ = try log.compactNow(all: true)
        #expect(try log.linesNow().count == 40)
        try log.closeNow()
    }
}
