// Every system call of the real program fails once with every errno, and once for ever.
import FieldKit

let usage = """
    errno-matrix --cairn PROGRAM [--shim Tests/FaultShim/shim.c] [--steps create,append,get,compact,snapshot]
                 [--stride 1] [--jobs 2] [--only STEP:CALL:ERRNO:once|forever]

    Counts the system calls that each step makes in its store, then repeats the step with each of them failing in each
    way. It must end by itself with a documented code, and afterwards everything acknowledged must be there and the
    store must take more. --stride: only every so-maniest call, for a quick look. --only: one combination again.
    """

Driver.main(usage: usage, names: ["cairn", "shim", "steps", "stride", "jobs", "only"]) { options in
    let kit = try TemporaryFolder("cairn-matrix")
    let shim = try FaultShim(source: options.text("shim") ?? "Tests/FaultShim/shim.c", into: kit)
    let bench = try Bench(program: try options.required("cairn"), shim: shim, folder: kit)
    let combinations: [Combination]
    if let text = options.text("only") {
        guard let one = Combination(text) else { throw FieldError("--only is not a combination: \(text)") }
        combinations = [one]
    } else {
        let names = (options.text("steps") ?? Step.allCases.map(\.rawValue).joined(separator: ",")).split(
            separator: ",")
        let steps = try names.map { name in
            guard let step = Step(rawValue: String(name)) else { throw FieldError("no such step: \(name)") }
            return step
        }
        combinations = try bench.combinations(steps, stride: max(1, options.number("stride", default: 1)))
    }
    let watch = Stopwatch()
    let matrix = Matrix(bench: bench, combinations: combinations)
    try matrix.run(jobs: max(1, options.number("jobs", default: 2)))
    return matrix.summary(seconds: watch.seconds)
}
