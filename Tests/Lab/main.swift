// The crash laboratory's driver.
import FieldKit
import Laboratory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

let usage = """
    lab states  [--budget 250000] [--seed 1] [--seconds N] [--model ordered|dataReordered|allReordered]
                [--workload NAME] [--replay PLACE]
        Crashes workloads at every point, in every way the disk may, and holds what opens against every promise. Then
        the same where a process died before the power went, and where damage was being repaired. Fewer distinct
        disks than --budget are a failure; with --seconds alone there is no such number.

    lab bits    [--replay PLACE]
        Flips every bit, cuts at every byte and zeroes every block of a small store.
    lab faults  [--seed 1] [--workload NAME] [--replay PLACE]
        Fails every call to the disk, once and for ever, with each error.

    lab tamper
        Exchanges, drops, forges and cuts files and lines of a small store.
    lab door    [--seeds 2000] [--seed 1] [--seconds N] [--replay PLACE]
        Typed records, transactions, queries, streams and observers beside a model that is always right, with power
        cuts, failing disks, compactions and reopenings in between.
    lab mutants [--seed 1] [--only PART-OF-A-NAME]
        Takes each sync, each other call and each check from the engine in turn; something must notice.

    Every run follows from its seed. --seconds: begin no further round after so long. --replay: what a violation
    printed.
    Exit codes: 0 all promises kept, 1 a promise broken or too little looked at, 64 wrong usage.
    """

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.isEmpty || arguments.contains("--help") {
    Driver.say(usage)
    exit(arguments.isEmpty ? 64 : 0)
}
let options: LabOptions
do {
    options = try LabOptions(arguments)
} catch {
    Driver.complain("\(error)\n\(usage)")
    exit(64)
}
do {
    let isFine =
        switch options.verb {
        case .states: try StatesVerb(options).run()
        case .bits: try BitsVerb(options).run()
        case .faults: try FaultsVerb(options).run()
        case .tamper: Report.violations(TamperJob().run(), verb: "tamper")
        case .door: try DoorVerb(options).run()
        case .mutants: try MutantsVerb(options).run()
        }
    exit(isFine ? 0 : 1)
} catch {
    Driver.complain("\(error)")
    exit(1)
}
