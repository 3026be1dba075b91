// The power fails under the real program, on file systems that are mounted from a file.
import FieldKit

let usage = """
    power-cut --cairn PROGRAM [--rounds 20] [--seed N] [--kinds ext4,xfs] [--fresh 10] [--most 300]

    Sends notes to `cairn put` on a freshly made file system, shuts the file system down (FS_IOC_SHUTDOWN) at a random
    moment up to --most milliseconds after the start, so that nothing more reaches the device, mounts it again and looks
    for everything acknowledged. --fresh: a new store after so many rounds. Needs root, and says so.
    """

Driver.main(usage: usage, names: ["cairn", "rounds", "seed", "kinds", "fresh", "most"]) { options in
    let program = try options.required("cairn")
    guard Driver.isRoot else { return Driver.skip("mounting a file system needs root; run it with sudo") }
    let seed = try options.number("seed", default: Int(SystemSeed.next() % 1_000_000_000))
    let rounds = try options.number("rounds", default: 20)
    let fresh = max(1, try options.number("fresh", default: 10))
    let most = try options.number("most", default: 300)
    var isFine = true
    for name in (options.text("kinds") ?? "ext4,xfs").split(separator: ",") {
        guard let kind = FileSystem(rawValue: String(name)) else { throw FieldError("no such file system: \(name)") }
        let folder = try TemporaryFolder("cairn-power")
        let disk: LoopDisk
        do {
            disk = try LoopDisk(kind, in: folder)
        } catch {
            _ = Driver.skip("\(name): \(error)")
            continue
        }
        var cut = PowerCut(program: program, disk: disk, seed: seed, fresh: fresh, most: most)
        Driver.say("power-cut: \(name), \(rounds) rounds, seed \(seed)")
        let watch = Stopwatch()
        for round in 0..<rounds { try cut.run(round) }
        isFine = cut.summary(seconds: watch.seconds) && isFine
    }
    return isFine
}
