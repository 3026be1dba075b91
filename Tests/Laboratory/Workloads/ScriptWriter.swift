import CairnLog
import CrashLab

/// Writes the steps of a workload from a seed. It keeps the state that the records should have, so that each change
/// says what comes of it.
struct ScriptWriter {
    private let profile: WorkloadKind.Profile
    private var random: Seeded
    private var records: [String: ModelRecord]
    private var counter = 0

    /// `records` is what is there at the start, by id.
    init(_ kind: WorkloadKind, seed: UInt64, records: [String: ModelRecord] = [:]) {
        profile = kind.profile
        random = Seeded(seed, WorkloadKind.allCases.firstIndex(of: kind) ?? 0)
        self.records = records
        counter = records.count * 1_000
    }

    /// The steps; the log is open at the first and closed after the last.
    mutating func steps() -> [Step] {
        var steps: [Step] = []
        let reopenings = Set((0..<profile.reopens).map { _ in 2 + random.below(profile.steps - 2) })
        for number in 0..<profile.steps {
            for _ in 0...random.below(profile.groupSize) { steps.append(stage()) }
            steps.append(.drive)
            if profile.prepares > 0, chance(profile.prepares) { steps.append(.prepare) }
            if chance(profile.housekeeping) { steps += housekeeping() }
            if reopenings.contains(number) { steps += random.below(3) == 0 ? [.open] : [.close, .open] }
        }
        steps.append(.close)
        return steps
    }

    private mutating func chance(_ percent: Int) -> Bool { random.below(100) < percent }

    private mutating func housekeeping() -> [Step] {
        let maintenance = profile.maintenance
        if !maintenance.isEmpty, chance(60) {
            let step = maintenance[random.below(maintenance.count)]
            // A snapshot of the same moment once more, later.
            if case .snapshot = step, chance(30) { return [step, .jump(1_000_000), step] }
            return [step]
        }
        return [otherHousekeeping()]
    }

    private mutating func otherHousekeeping() -> Step {
        switch random.below(7) {
        case 0, 1: .idle(trims: false)
        case 2, 3: .idle(trims: true)
        case 4, 5: .prepare
        default: .jump(Int64(random.below(4_000_000)) - 2_000_000)
        }
    }

    private mutating func stage() -> Step {
        var durability = Durability.synced
        if chance(profile.lazy) { durability = random.below(2) == 0 ? .volatile : .buffered(withinMilliseconds: 5) }
        guard chance(profile.transactions) else {
            return .stage([change()], isTransaction: false, durability)
        }
        let count = 2 + random.below(4)
        return .stage((0..<count).map { _ in change() }, isTransaction: true, durability)
    }

    private mutating func change() -> Change {
        let kind = random.below(2) == 0 ? "note" : "plan"
        let id = "k\(random.below(profile.keys))"
        let key = "\(kind)/\(id)"
        counter += 1
        if var record = records[key] {
            if chance(25) {
                let changes = changedMembers()
                record.apply(changes)
                records[key] = record
                return Change(kind, id, changes: changes)
            }
            if chance(12) {
                records[key] = nil
                return Change(removing: kind, id)
            }
        }
        let record = ModelRecord(id: id, [("n", "\(counter)"), ("status", "\"new\""), ("body", "\"\(body())\"")])
        records[key] = record
        return Change(kind, id, writes: record)
    }

    private mutating func changedMembers() -> [(name: String, value: String)] {
        switch random.below(4) {
        case 0: [("status", "\"active\"")]
        case 1: [("n", "\(counter)"), ("extra", "[1,2,{\"deep\":null}]")]
        case 2: [("extra", "null"), ("status", "\"done\"")]
        default: [("body", "\"\(body())\"")]
        }
    }

    /// Text that no two writes share, so that one record cannot be taken for another.
    private mutating func body() -> String {
        let isLarge = chance(profile.large)
        let length = isLarge ? 3_800 + random.below(6_000) : random.below(max(1, profile.bodyBytes))
        let letters = Array("abcdefghijklmnopqrstuvwxyz {}[]:,0123456789".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for _ in 0..<length { bytes.append(letters[random.below(letters.count)]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
