// A program with typed records, for those who kill it and break its system calls: it writes transactions, or judges
// what is left of them.
import Cairn
import FieldKit

let usage = """
    door-client --store PATH [--turns N] [--judge ACKNOWLEDGED,…]

    Makes N transactions in each of its lanes and prints `ack LANE TURN` for each once it is durable. With --judge, and
    how far each lane was acknowledged, it prints what is broken instead. Exit code 1 for an error of the store.
    """

Driver.main(usage: usage, names: ["store", "turns", "judge"]) { options in
    let path = try options.required("store")
    let turns = try options.number("turns", default: 100)
    let acknowledged = options.text("judge").map { $0.split(separator: ",").compactMap { Int($0) } }
    return try Waiting.run {
        var settings = LogOptions()
        // What happens between two segments shall happen often.
        settings.segmentBytes = 64 << 10
        let state = try await StateManager.open(
            path, records: Lane.self, Purse.self, Slip.self, options: settings, indices: .inBackground)
        guard let acknowledged, acknowledged.count == Lane.count else {
            try await Writing(state: state, turns: turns).run()
            try await state.close()
            return true
        }
        await state.waitForBuiltIndices()
        let broken = try await Judgement(state: state, acknowledged: acknowledged).broken()
        for line in broken { Driver.say(line) }
        try await state.close()
        return broken.isEmpty
    }
}
