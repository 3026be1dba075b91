import CairnLog

/// One of the laboratory's trials, made small enough to be one of many that a mutant has to survive.
enum Attack: Sendable, CustomStringConvertible {
    case tampering
    case rot(SampleStore.Form, oneIn: Int)
    case states(WorkloadKind)
    case deaths(WorkloadKind, oneIn: Int)
    case repairs(SampleStore.Form, RecoveryMode)
    case faults(WorkloadKind, oneIn: Int)

    /// Roughly the quickest first.
    static let all: [Attack] =
        [.tampering]
        + SampleStore.Form.allCases.map { .rot($0, oneIn: 41) }
        + WorkloadKind.allCases.map { .states($0) }
        + SampleStore.Form.allCases.flatMap { [.repairs($0, .acknowledged), .repairs($0, .salvage)] }
        + [WorkloadKind.manifests, .upkeep, .idling].map { .deaths($0, oneIn: 1) }
        + [WorkloadKind.lazy, .mixed, .upkeep, .idling, .manifests, .rotation].map { .faults($0, oneIn: 5) }
        + SampleStore.Form.allCases.map { .rot($0, oneIn: 7) }
        + [WorkloadKind.lazy, .mixed, .upkeep, .idling, .manifests, .rotation].map { .faults($0, oneIn: 1) }

    var description: String {
        switch self {
        case .tampering: "tampering"
        case .rot(let form, let oneIn): "rot \(form.rawValue) 1/\(oneIn)"
        case .states(let kind): "states \(kind.rawValue)"
        case .deaths(let kind, let oneIn): "deaths \(kind.rawValue) 1/\(oneIn)"
        case .repairs(let form, let mode): "repairs \(form.rawValue) \(mode.rawValue)"
        case .faults(let kind, let oneIn): "faults \(kind.rawValue) 1/\(oneIn)"
        }
    }

    /// The first promise that an engine run in this way breaks; nil where it keeps them all.
    func violation(of rig: Rig, seed: UInt64) -> Violation? {
        switch self {
        case .tampering: return TamperJob(rig: rig).run().first
        case .rot(let form, let oneIn):
            var job = RotJob(form)
            (job.rig, job.of, job.patience) = (rig, oneIn, 1)
            return job.run().violations.first
        case .states(let kind):
            var job = StatesJob(kind, seed: seed &* 1_000 &+ 1)
            (job.rig, job.keepOneIn, job.followEvery, job.patience) = (rig, 3, 10, 1)
            return job.run().violations.first
        case .deaths(let kind, let oneIn):
            var job = DeathJob(kind, seed: seed)
            (job.rig, job.stride, job.patience) = (rig, oneIn, 1)
            return job.run().violations.first
        case .repairs(let form, let mode):
            var job = RepairJob(form, mode)
            (job.rig, job.patience) = (rig, 1)
            return job.run().violations.first
        case .faults(let kind, let oneIn):
            var job = FaultJob(kind, seed: seed)
            (job.rig, job.stride, job.patience) = (rig, oneIn, 1)
            return job.run().violations.first
        }
    }
}
