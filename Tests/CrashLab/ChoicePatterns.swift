/// Something pending, with the number of ways in which it may have landed; way 0 is "not at all".
struct PendingItem {
    let count: Int
    /// The way that is "wholly landed".
    let present: Int
    /// The event it comes from.
    let time: Int
    /// What it belongs to: a file, or the directories. Some samples decide for a whole group.
    let group: Int
}

/// The combinations to look at when several things are pending, each found by its ordinal: everything where that is
/// little, otherwise a bounded choice of those that break programs, and samples by seed.
struct ChoicePatterns {
    private enum Phase { case product, subsets, prefixes, suffixes, pairs(Bool), sweeps(Bool), samples }

    let items: [PendingItem]
    /// Every combination there is, is among them.
    let isComplete: Bool
    /// How many ordinals there are.
    let count: Int
    private var phases: [(phase: Phase, count: Int)] = []
    private let byTime: [Int]
    private let groups: Int
    private let seed: UInt64
    private let sweeps: Int
    private let pairs: Int

    init(_ items: [PendingItem], limits: CrashLimits, seed: UInt64) {
        self.items = items
        self.seed = seed
        byTime = items.indices.sorted { (items[$0].time, $0) < (items[$1].time, $1) }
        groups = (items.map(\.group).max() ?? 0) + 1
        let product = items.reduce(1) { min($0 * $1.count, limits.combinations + 1) }
        isComplete = product <= limits.combinations
        sweeps = items.reduce(0) { $0 + $1.count - 1 }
        pairs = items.count * (items.count - 1) / 2
        if isComplete {
            phases = [(.product, product)]
        } else {
            if items.count <= limits.subsetItems {
                phases.append((.subsets, 1 << items.count))
            } else {
                phases.append((.prefixes, items.count + 1))
                phases.append((.suffixes, items.count + 1))
                phases.append((.pairs(true), min(pairs, limits.pairs)))
                phases.append((.pairs(false), min(pairs, limits.pairs)))
            }
            phases.append((.sweeps(false), min(sweeps, limits.sweeps)))
            phases.append((.sweeps(true), min(sweeps, limits.sweeps)))
            phases.append((.samples, limits.samples))
        }
        count = phases.reduce(0) { $0 + $1.count }
    }

    /// Writes the combination of that ordinal into `choices`, one way for each item.
    func fill(_ choices: inout [Int], ordinal: Int) {
        var rest = ordinal
        for (phase, count) in phases {
            if rest < count { return fill(&choices, phase, rest, of: count) }
            rest -= count
        }
    }

    private func fill(_ choices: inout [Int], _ phase: Phase, _ index: Int, of count: Int) {
        switch phase {
        case .product:
            var rest = index
            // the last item turns fastest, so that the directories, which come first, change rarely
            for item in items.indices.reversed() {
                (rest, choices[item]) = rest.quotientAndRemainder(dividingBy: items[item].count)
            }
        case .subsets:
            for item in items.indices {
                choices[item] = index >> (items.count - 1 - item) & 1 == 1 ? items[item].present : 0
            }
        case .prefixes:
            for (place, item) in byTime.enumerated() { choices[item] = place < index ? items[item].present : 0 }
        case .suffixes:
            for (place, item) in byTime.enumerated() { choices[item] = place < index ? 0 : items[item].present }
        case .pairs(let landed):
            background(&choices, landed: !landed)
            var rest = index * pairs / count
            var first = 0
            while rest >= items.count - 1 - first {
                rest -= items.count - 1 - first
                first += 1
            }
            for item in [first, first + 1 + rest] { choices[item] = landed ? items[item].present : 0 }
        case .sweeps(let landed):
            background(&choices, landed: landed)
            sweep(&choices, index * sweeps / count, landed: landed)
        case .samples: sample(&choices, index)
        }
    }

    private func background(_ choices: inout [Int], landed: Bool) {
        for item in items.indices { choices[item] = landed ? items[item].present : 0 }
    }

    private func sweep(_ choices: inout [Int], _ index: Int, landed: Bool) {
        var rest = index
        for (place, item) in items.enumerated() {
            guard rest >= item.count - 1 else {
                let skipped = landed ? item.present : 0
                choices[place] = rest < skipped ? rest : rest + 1
                return
            }
            rest -= item.count - 1
        }
    }

    /// Each group on its own: nothing, everything, any subset, any alternatives, or everything up to some moment.
    private func sample(_ choices: inout [Int], _ index: Int) {
        var random = Seeded(seed, index)
        let manners = (0..<groups).map { _ in random.below(5) }
        let moments = (0..<groups).map { _ in random.below(items.count + 1) }
        for (place, item) in byTime.enumerated() {
            let wanted = items[item]
            choices[item] =
                switch manners[wanted.group] {
                case 0: 0
                case 1: wanted.present
                case 2: random.below(2) * wanted.present
                case 3: random.below(wanted.count)
                default: place < moments[wanted.group] ? wanted.present : 0
                }
        }
    }
}
