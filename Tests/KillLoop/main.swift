// kill -9 in a loop on the real program, with the acknowledgements read through a pipe.
import FieldKit

let usage = """
    kill-loop --cairn PROGRAM [--rounds 300] [--seed N] [--fresh 50] [--most 60]

    Each round sends notes to `cairn put`, or compacts, or makes a snapshot, and kills the process with -9 at a random
    moment up to --most milliseconds after its start. Then everything acknowledged in all rounds must be there, once,
    byte for byte, under its sequence. --fresh: a new store after so many rounds.
    """

Driver.main(usage: usage, names: ["cairn", "rounds", "seed", "fresh", "most"]) { options in
    let rounds = try options.number("rounds", default: 300)
    let seed = try options.number("seed", default: Int(SystemSeed.next() % 1_000_000_000))
    var loop = KillLoop(
        program: try options.required("cairn"), seed: seed, fresh: max(1, try options.number("fresh", default: 50)),
        most: try options.number("most", default: 60))
    Driver.say("kill-loop: \(rounds) rounds, seed \(seed)")
    let watch = Stopwatch()
    for round in 0..<rounds { try loop.run(round) }
    loop.summary(seconds: watch.seconds)
    return loop.verdict.broken == 0 && loop.isConvincing
}
