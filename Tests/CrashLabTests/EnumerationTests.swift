import CairnDisk
import CrashLab
import Testing

/// What must hold of the enumeration whatever the trace is, tried on traces made by seed.
@Suite struct EnumerationTests {
    @Test(arguments: 1...20)
    func `all landed, nothing landed and all that a stricter model allows are among the states`(seed: UInt64) throws {
        let (trace, views) = try randomTrace(seed, operations: 6)
        var limits = CrashLimits()
        limits.combinations = 1 << 11
        var weaker: [UInt64?: Set<UInt64>] = [:]
        for model in CrashModel.allCases {
            var hashes: [UInt64?: Set<UInt64>] = [:]
            var pictures: [UInt64: Contents] = [:]
            let states = CrashStates(trace, model: model, limits: limits)
            var shown: [UInt64?: Set<Contents>] = [:]
            for state in states {
                hashes[state.mark, default: []].insert(state.hash)
                let picture = state.disk.contents
                #expect(pictures.updateValue(picture, forKey: state.hash) ?? picture == picture)
                shown[state.mark, default: []].insert(picture)
            }
            #expect(Set(pictures.values).count == pictures.count, "two hashes for one disk")
            for (mark, view) in views { #expect(shown[mark]?.contains(view) == true, "\(model) after \(mark)") }
            if states.tally.sampledPoints == 0 {
                for (mark, known) in weaker { #expect(known.isSubset(of: hashes[mark] ?? []), "\(model)") }
            }
            weaker = hashes
        }
    }

    @Test(arguments: CrashModel.allCases)
    func `the same seed gives the same states, another seed other garbage`(model: CrashModel) throws {
        let (trace, _) = try randomTrace(3, operations: 12)
        func hashes(_ seed: UInt64) -> [UInt64] { CrashStates(trace, model: model, seed: seed).map(\.hash) }
        #expect(hashes(1) == hashes(1))
        if model != .ordered { #expect(hashes(1) != hashes(2)) }
    }

    @Test(arguments: CrashModel.allCases)
    func `a label builds its state again, and says what landed`(model: CrashModel) throws {
        let (trace, _) = try randomTrace(5, operations: 12)
        for state in CrashStates(trace, model: model, seed: 9) where state.hash % 41 == 0 {
            let label = try #require(CrashLabel(state.label.description))
            let again = try #require(CrashStates.replay(label, of: trace))
            #expect(again.state.hash == state.hash)
            #expect(again.state.disk.contents == state.disk.contents)
            #expect(again.state.mark == state.mark)
        }
        #expect(CrashLabel("ordered:1:2") == nil)
        #expect(CrashStates.replay(try #require(CrashLabel("ordered:1:999999:1")), of: trace) == nil)
    }

    @Test func `a budget ends the enumeration, and the tally adds up`() throws {
        let (trace, _) = try randomTrace(7, operations: 14)
        let states = CrashStates(trace, model: .allReordered, budget: 50)
        #expect(states.reduce(0) { count, _ in count + 1 } == 50)
        #expect(states.tally.shown == 50)
        #expect(states.tally.generated == 50 + states.tally.duplicates)
        #expect(states.tally.distinct <= 50)
    }

    @Test func `what a sync of every file and folder made certain is all there is`() throws {
        let folder = RecordedFolder()
        for name in ["a", "b"] {
            let file = try folder.open(name, .create, .createSegment)
            try file.put(String(repeating: name, count: 3000))
            try file.sync(.commitGroup)
        }
        try folder.sync(.createSegment)
        folder.mark(1)
        for model in CrashModel.allCases {
            let states = CrashStates(folder.trace, model: model).filter { $0.mark == 1 }
            #expect(states.map { $0.disk.contents } == [folder.disk.contents])
        }
    }

    @Test func `a crash of a crashed disk starts from what the first one left, promises included`() throws {
        let folder = RecordedFolder(Disk(["a": Array("old".utf8)]))
        folder.mark(3)
        try folder.open("a", .readWrite, .commitGroup).put("new")
        var nested: Set<String> = []
        for state in CrashStates(folder.trace, model: .ordered) {
            let again = state.mount()
            try again.open("b", .create, .quarantine).put("tail")
            for inner in CrashStates(again.trace, model: .ordered) {
                nested.insert(inner.disk.picture)
                #expect(inner.mark == state.mark)
            }
        }
        #expect(nested == ["a=old", "a=new", "a=old b=", "a=new b=", "a=old b=tail", "a=new b=tail"])
    }

    @Test func `shares divide the states and lose none`() throws {
        let trace = try randomTrace(11, operations: 12).trace
        let whole = CrashStates(trace, model: .allReordered)
        let all = Set(whole.map { [$0.hash, $0.mark ?? 0] })
        var parts: [Set<[UInt64]>] = []
        for index in 0..<3 {
            let part = CrashStates(trace, model: .allReordered, share: .init(index, of: 3))
            parts.append(Set(part.map { [$0.hash, $0.mark ?? 0] }))
            #expect(part.tally.shown > whole.tally.shown / 5)
        }
        #expect(parts.map(\.count).reduce(0, +) == all.count)
        #expect(parts.reduce(into: []) { $0.formUnion($1) } == all)
    }

    @Test func `garbage where a file grew is now and then an old line, and never where it did not grow`() throws {
        let old = Array("an old line that is valid by itself\n".utf8)
        let folder = RecordedFolder(Disk(["old": old, "a": [UInt8](repeating: 0x0a, count: 512)]))
        let file = try folder.open("a", .readWrite, .commitGroup)
        try file.put(String(repeating: "x", count: 1024))
        var stale = 0
        for seed in UInt64(1)...20 {
            for state in CrashStates(folder.trace, model: .dataReordered, seed: seed) {
                let bytes = state.disk.bytes(of: "a") ?? []
                #expect(!bytes.starts(with: old))
                if bytes.count > 512 + old.count, bytes[512...].starts(with: old) { stale += 1 }
            }
        }
        #expect(stale > 0)
    }

    @Test(arguments: CrashModel.allCases, 1...12)
    func `whatever a machine that writes back at random holds at a crash is among the states`(
        model: CrashModel, seed: UInt64
    ) throws {
        let trace = try randomTrace(seed, operations: 7).trace
        var limits = CrashLimits()
        limits.combinations = 1 << 14
        let states = CrashStates(trace, model: model, limits: limits)
        var known: [UInt64?: Set<Contents>] = [:]
        for state in states { known[state.mark, default: []].insert(state.disk.contents) }
        guard states.tally.sampledPoints == 0 else { return }
        for run in 0..<60 {
            var machine = WritebackMachine(trace.base, model, Seeded(seed, run))
            var mark: UInt64?
            for event in trace.events {
                machine.run(event.operation)
                if case .mark(let tag) = event.operation { mark = tag }
                let isKnown = known[mark]?.contains(machine.survivors) == true
                #expect(isKnown, "run \(run), after \(event), mark \(mark ?? 0)")
            }
        }
    }
}
