// The disk fills up under the real program, at every size of a small tmpfs.
import FieldKit

let usage = """
    full-disk --cairn PROGRAM [--from 16] [--to 1024] [--step 4]

    Mounts a tmpfs of each size from --from to --to KiB, sends notes to `cairn put` until no more are taken, looks for
    everything acknowledged, makes the tmpfs larger, and sees whether writing goes on. Needs root, and says so.
    """

Driver.main(usage: usage, names: ["cairn", "from", "to", "step"]) { options in
    let program = try options.required("cairn")
    guard Driver.isRoot else { return Driver.skip("mounting a tmpfs needs root; run it with sudo") }
    let sizes = stride(
        from: try options.number("from", default: 16), through: try options.number("to", default: 1_024),
        by: max(1, try options.number("step", default: 4)))
    let folder = try TemporaryFolder("cairn-full")
    do {
        _ = try Mount.memory(kibibytes: 16, at: folder.path)
    } catch {
        return Driver.skip("no tmpfs can be mounted here: \(error)")
    }
    var filling = Filling(program: program)
    let watch = Stopwatch()
    for size in sizes { try filling.run(kibibytes: size, at: folder.path) }
    return filling.summary(seconds: watch.seconds)
}
