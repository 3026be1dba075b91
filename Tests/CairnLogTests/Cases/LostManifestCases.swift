import CairnDisk
import CairnLog
import CrashLab
import Testing

/// A store whose manifest is gone is read from what its segments say of themselves.
@Suite struct LostManifestCases {
    /// A store with a history of writes, removals and compactions, and every segment file that it ever had.
    private struct Past {
        var store = CaseStore()
        var truth: [String: String] = [:]
        var everSeen: [String: FileContent] = [:]
        private var dice: Dice

        init(seed: UInt64) throws {
            dice = Dice(seed)
            store.options.compactsByItself = false
            store.options.snapshotEveryBytes = 0
            var log = try store.open()
            for round in 0..<14 {
                for step in 0..<140 { try write(log, "\(round).\(step)") }
                look()
                if dice.next(3) == 0 { log = try reopened(log) }
                if dice.next(2) == 0 { _ = try log.compactNow(all: dice.next(2) == 0) }
                look()
            }
            try log.closeNow()
            look()
        }

        private mutating func write(_ log: Log, _ text: String) throws {
            let id = "k\(dice.next(400))"
            if dice.next(3) == 0 {
                _ = try log.stageNow([Entry.delete(kind: "note", id: id)])
                log.drive()
                truth[id] = nil
            } else {
                let padded = text + String(repeating: "x", count: 400)
                try log.put(id, padded)
                truth[id] = padded
            }
        }

        private mutating func reopened(_ log: Log) throws -> Log {
            try log.closeNow()
            return try store.open()
        }

        private mutating func look() {
            for name in store.folder.disk.segments { everSeen[name] = store.folder.disk.content(of: name) }
        }

        /// The manifest gone, and some of the files back that compaction had removed.
        mutating func loseManifest(keeping share: Int) {
            let old = everSeen.filter { _ in dice.next(4) < share }
            store.restart { disk in
                for name in disk.names where name.hasPrefix("MANIFEST") { disk.remove(name) }
                for (name, content) in old where disk.content(of: name) == nil { disk.put(name, content) }
            }
        }

        func complaint(_ log: Log) -> String? {
            for number in 0..<400 {
                let id = "k\(number)"
                let expected = truth[id].map { #"{"id":"\#(id)","text":"\#($0)"}"# }
                do {
                    let found = try log.get(kind: "note", id: id)
                    if found.map({ String(decoding: $0.json, as: UTF8.self) }) != expected {
                        return "\(id) is \(expected == nil ? "back from the dead" : "not what it was")"
                    }
                } catch { return "\(id): \(error)" }
            }
            return nil
        }
    }

    private struct Dice {
        private var state: UInt64
        init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }
        mutating func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
    }

    @Test(arguments: 1...6)
    func `without a manifest nothing that was removed comes back with old files`(_ seed: Int) throws {
        var past = try Past(seed: UInt64(seed))
        #expect(past.everSeen.count > past.store.folder.disk.segments.count)
        for share in 0...4 {
            past.loseManifest(keeping: share)
            let before = past.store.folder.disk
            let log = try past.store.open()
            #expect(log.recovery.verdict == .damaged)
            #expect(!log.recovery.isWritable)
            #expect(past.complaint(log) == nil)
            #expect(throws: LogError.self) { try log.put("new") }
            try log.closeNow()
            for name in before.names where name != "LOCK" {
                #expect(past.store.folder.disk.bytes(of: name) == before.bytes(of: name), "\(name) was changed")
            }
        }
        let salvaged = try past.store.open(.salvage)
        #expect(past.complaint(salvaged) == nil)
        try salvaged.put("new")
        try salvaged.closeNow()
        let again = try past.store.open()
        #expect(again.recovery.verdict == .clean)
        #expect(past.complaint(again) == nil)
    }

    /// Three segments of notes, closed.
    private func three() throws -> CaseStore {
        let store = CaseStore()
        let log = try store.open()
        for number in 0..<300 { try log.put("k\(number)", String(repeating: "y", count: 500)) }
        try log.closeNow()
        #expect(store.folder.disk.segments.count >= 3)
        return store
    }

    @Test func `a segment that is missing with the manifest is damage that names the records`() throws {
        var store = try three()
        let middle = store.folder.disk.segments[1]
        store.restart { disk in
            disk.remove(middle)
            disk.remove("MANIFEST-000001.jsonl")
        }
        let log = try store.open()
        #expect(log.recovery.verdict == .damaged)
        let lost = log.recovery.findings.first { $0.kind == .damage && $0.firstSequence != nil }
        let (first, last) = (try #require(lost?.firstSequence), try #require(lost?.lastSequence))
        #expect(try log.get(kind: "note", id: "k0")?.mayBeOutdated == true)
        #expect(try log.get(kind: "note", id: "k299")?.mayBeOutdated == false)
        #expect(throws: LogError.self) { try log.get(kind: "note", id: "k\(first.number)") }
        #expect(log.intactNow().lines.count == 300 - Int(last.number - first.number + 1))
        try log.closeNow()
        let salvaged = try store.open(.salvage)
        #expect(salvaged.recovery.isWritable)
        try salvaged.closeNow()
        #expect(try store.open().recovery.verdict == .clean)
    }

    @Test func `a first segment that is missing with the manifest is damage until it is accepted`() throws {
        var store = try three()
        let first = store.folder.disk.segments[0]
        store.restart { disk in
            disk.remove(first)
            disk.remove("MANIFEST-000001.jsonl")
        }
        let log = try store.open()
        #expect(log.recovery.verdict == .damaged)
        #expect(throws: LogError.self) { try log.get(kind: "note", id: "k0") }
        #expect(try log.get(kind: "note", id: "k299") != nil)
        try log.closeNow()
        try store.open(.salvage).closeNow()
        let again = try store.open()
        #expect(again.recovery.verdict == .clean)
        #expect(again.recovery.findings.contains { $0.kind == .acceptedGap && $0.firstSequence == .first })
    }

    @Test func `a header that is damaged together with the manifest hides no record of its segment`() throws {
        var store = try three()
        for name in store.folder.disk.segments {
            store.restart { disk in disk.remove("MANIFEST-000001.jsonl") }
            let whole = store.folder.disk.content(of: name)
            store.restart { disk in disk.overwrite(name, at: 60, Array("~".utf8)) }
            let log = try store.open()
            #expect(log.recovery.verdict == .damaged)
            #expect(log.intactNow().lines.count == 300, "\(name)")
            try log.closeNow()
            store.restart { disk in if let whole { disk.put(name, whole) } }
        }
    }

    @Test func `a segment whose file alone is missing is refused by its name`() throws {
        var store = try three()
        let middle = store.folder.disk.segments[1]
        store.restart { $0.remove(middle) }
        let error = #expect(throws: LogError.self) { try store.open() }
        #expect(error?.code == .missing)
        #expect(error?.message.contains(middle) == true)
    }

    @Test func `what compaction must keep is still known when another line of the manifest is damaged`() throws {
        var store = CaseStore()
        store.options.retention = ["note": .versions(3)]
        let log = try store.open()
        for number in 0..<300 { try log.put("k\(number % 7)", String(repeating: "z", count: 500)) }
        try log.closeNow()
        store.options.retention = [:]
        store.restart { disk in
            let name = "MANIFEST-000001.jsonl"
            disk.overwrite(name, at: (disk.content(of: name)?.length ?? 0) - 600, Array("~".utf8))
        }
        try store.open(.salvage).closeNow()
        let again = try store.open()
        _ = try again.compactNow(all: true)
        #expect(again.intactNow().lines.count >= 21)
    }
}
