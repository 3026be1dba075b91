import CairnDisk
import CrashLab
import Testing

@Suite struct SpeedTests {
    /// The size of store that the laboratory works on: ten files of some KB, and 64 KiB of room filled with newlines.
    private func workload() throws -> Trace {
        var disk = Disk()
        for number in 0..<10 {
            let line = Array("{\"line\":\(number)}\n".utf8)
            disk.put("seg-\(number)", FileContent((0..<300).flatMap { _ in line }))
        }
        disk.put("active", FileContent([UInt8](repeating: 0x0a, count: 65536)))
        let folder = RecordedFolder(disk)
        let active = try folder.open("active", .readWrite, .commitGroup)
        for group in 0..<8 {
            try active.put(String(repeating: "{\"group\":\(group)}", count: 200), at: group * 2400)
            if group % 2 == 1 { try active.sync(.commitGroup) }
            let next = try folder.open("next-\(group)", .create, .createSegment)
            try next.put(String(repeating: "\n", count: 2048))
            try next.sync(.createSegment)
            try folder.sync(.createSegment)
            folder.mark(UInt64(group))
        }
        return folder.trace
    }

    @Test func `tens of thousands of states are made and mounted each second`() throws {
        let trace = try workload()
        var total = CrashStates.Tally()
        var spent = Duration.zero
        for model in CrashModel.allCases {
            let states = CrashStates(trace, model: model, budget: 20_000)
            var listed = 0
            let taken = try ContinuousClock().measure {
                for state in states { listed += try state.mount().list(.openStore).count }
            }
            #expect(listed >= 11 * states.tally.shown)
            total += states.tally
            spent += taken
            print("\(model): \(states.tally); \(Int(Double(states.tally.shown) / (taken / .seconds(1)))) states/s")
        }
        #expect(total.shown > 10_000)
        print("all: \(total); \(Int(Double(total.shown) / (spent / .seconds(1)))) states/s")
    }
}
