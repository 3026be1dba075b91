// kill -9 and every errno once more, through typed records.
import FieldKit

let usage = """
    door-loop --client PROGRAM [--rounds 100] [--seed N] [--stride 10] [--shim Tests/FaultShim/shim.c]

    Each round lets `door-client` make transactions in several lanes, kills it with -9 at a random moment, and judges
    the store: every transaction that was acknowledged is whole, none is half there, and each index says what all
    records say. Then the same with system calls that fail: every --stride-th one (0: none) with errnos in turn, once
    and for ever.
    """

Driver.main(usage: usage, names: ["client", "rounds", "seed", "stride", "shim"]) { options in
    let program = try options.required("client")
    let rounds = try options.number("rounds", default: 100)
    let seed = try options.number("seed", default: Int(SystemSeed.next() % 1_000_000_000))
    let watch = Stopwatch()
    var kills = DoorKills(program: program, seed: seed)
    for round in 0..<rounds { try kills.run(round) }
    Driver.say("    seed \(seed): \(kills.summary), \(Int(watch.seconds)) s")
    var broken = kills.verdict.broken
    let stride = try options.number("stride", default: 10)
    if stride > 0 {
        var errors = try DoorErrors(program: program, shim: options.text("shim") ?? "Tests/FaultShim/shim.c")
        try errors.run(stride: stride)
        Driver.say("    \(errors.summary), \(Int(watch.seconds)) s")
        broken += errors.verdict.broken
    }
    if rounds > 0, !kills.isConvincing { Driver.say("    nothing was killed while it wrote: this run shows nothing") }
    Driver.say(broken == 0 ? "door-loop: every promise was kept" : "door-loop: \(broken) runs broken")
    return broken == 0 && (rounds == 0 || kills.isConvincing)
}
