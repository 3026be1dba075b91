/// What the writer of the demonstration was told, as heard through a pipe: which sequence holds which record. Pure.
struct DemoAcknowledgements {
    /// By sequence: the task in the upper half, the step plus one in the lower; 0 where nothing was heard.
    private var packed: [UInt64] = []
    private(set) var count = 0
    private var rest: [UInt8] = []

    /// Five minutes at a million a second; beyond that a line is not one of ours.
    private static let maxSequence = 300_000_000

    /// Takes bytes of lines `SEQUENCE TASK STEP`. The end of a killed writer's last line may be missing; such a
    /// line does not count.
    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        rest.append(contentsOf: bytes)
        var start = 0
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let numbers = rest[start..<end].split(separator: UInt8(ascii: " ")).map { Self.number($0) }
            if numbers.count == 3 { add(sequence: numbers[0], task: numbers[1], step: numbers[2]) }
            start = end + 1
        }
        rest.removeFirst(start)
    }

    /// What was acknowledged under this sequence.
    func record(at sequence: UInt64) -> DemoRecord? {
        guard sequence < UInt64(packed.count), packed[Int(sequence)] != 0 else { return nil }
        let value = packed[Int(sequence)]
        return DemoRecord(task: Int(value >> 32), step: Int(value & 0xFFFF_FFFF) - 1)
    }

    /// All sequences that were acknowledged.
    var sequences: [UInt64] {
        packed.indices.lazy.filter { packed[$0] != 0 }.map { UInt64($0) }
    }

    private mutating func add(sequence: Int, task: Int, step: Int) {
        guard (1...Self.maxSequence).contains(sequence), task < 1 << 16, step < 1 << 31 else { return }
        if sequence >= packed.count {
            packed.append(contentsOf: repeatElement(0, count: max(sequence + 1 - packed.count, packed.count)))
        }
        if packed[sequence] == 0 { count += 1 }
        packed[sequence] = UInt64(task) << 32 | UInt64(step + 1)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.prefix(18).reduce(0) { $0 &* 10 &+ Int($1 &- UInt8(ascii: "0")) }
    }
}
