import CairnDisk
import CairnLog

extension DemoStory {
    /// Lets another process write, listens to its acknowledgements, and kills it in the middle of its work.
    mutating func writeUntilKilled() throws {
        try title("\(Self.tasks) tasks write, each waits for its acknowledgement")
        var child = try ChildProcess([
            program, "demo-writer", store, "\(Self.tasks)", "--segment-bytes", "\(Self.segmentBytes)",
        ])
        let clock = SystemClock()
        let bar = console.progress()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var began: UInt64?
        var killed: UInt64?
        while true {
            let count = buffer.withUnsafeMutableBytes { child.read(into: $0, milliseconds: 100) }
            if count == 0 { break }
            let now = clock.monotonic()
            if count > 0 {
                // The clock runs from the first acknowledgement: starting a process is no matter of the store's.
                if began == nil { began = now }
                buffer.withUnsafeBytes { heard.take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            }
            let elapsed = began.map { Int64(now &- $0) } ?? 0
            bar.draw(done: Int64(heard.count), total: 0, phase: "writing") { "\(Quantity.count($0)) records" }
            if killed == nil, elapsed > Int64(seconds) * 1_000_000_000 || console.interruption.isRequested {
                child.killAtOnce()
                killed = now
                result.acknowledgedPerSecond = Double(heard.count) / (Double(max(elapsed, 1)) / 1e9)
            }
        }
        bar.clear()
        let code = child.wait()
        if console.interruption.isRequested { throw CommandFailure.interrupted }
        guard killed != nil, heard.count > 0 else {
            throw CommandFailure("the writer ended by itself, with exit code \(code)")
        }
        result.acknowledged = heard.count
        try tellTheRate()
    }

    private func tellTheRate() throws {
        let share = result.acknowledgedPerSecond / result.floorSyncsPerSecond
        try say("\(Quantity.count(result.acknowledged)) records acknowledged in \(seconds) s: ")
        try say(console.style.bold(perSecond(result.acknowledgedPerSecond, "records")) + "\n")
        try say("that is \(Quantity.decimal(share, places: 1)) for each sync of the bare disk: whoever waits, shares\n")
        try say(console.style.red("kill -9") + ", in the middle of it\n")
    }

    /// Opens what the killed writer left behind.
    mutating func reopen() async throws -> Log {
        try title("Open it again")
        var options = LogOptions()
        options.createIfMissing = false
        options.compactsByItself = false
        options.snapshotEveryBytes = 0
        options.segmentBytes = Self.segmentBytes
        let log = try await Log.open(store, options: options)
        result.openMilliseconds = log.recovery.milliseconds
        try say("opened in \(Quantity.milliseconds(log.recovery.milliseconds)), ")
        try say("\(Quantity.count(log.recovery.linesRead)) lines checked; verdict: \(log.recovery.verdict.rawValue)\n")
        for finding in log.recovery.findings { try say("  \(finding.kind.rawValue): \(finding.message)\n") }
        try promise(log.recovery.isWritable, "the store can be written")
        return log
    }

    /// Reads the whole log and holds it against what was acknowledged. `missing` is the one sequence that may be gone.
    mutating func prove(_ log: Log, missing: UInt64?) async throws {
        var present = 0
        var wrong = 0
        var others = 0
        for try await chunk in log.lines() {
            for line in chunk where line.form == .record {
                guard let record = heard.record(at: line.sequence.number) else {
                    others += 1
                    continue
                }
                let isSame = line.json.elementsEqual(record.json.utf8) && line.id == record.id
                if isSame { present += 1 } else { wrong += 1 }
            }
        }
        let all = Quantity.count(heard.count)
        guard let missing else {
            result.survived = present
            try promise(
                present == heard.count && wrong == 0,
                "\(Quantity.count(present)) of \(all) acknowledged records are there, byte for byte")
            try say("  and \(Quantity.count(others)) more that were on their way; nobody had been promised those\n")
            return
        }
        result.lostToDamage = heard.count - present
        // The flipped record may be one that was still on its way.
        let expected = heard.count - (heard.record(at: missing) == nil ? 0 : 1)
        try promise(
            present == expected && wrong == 0,
            "\(Quantity.count(present)) of \(all) are there; only the record with the flipped bit is not")
    }
}
