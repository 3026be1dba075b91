import FieldKit
import Laboratory

/// `lab bits`.
struct BitsVerb {
    private let options: LabOptions

    init(_ options: LabOptions) { self.options = options }

    func run() throws -> Bool {
        if let replay = options.replay {
            guard let complaints = try RotJob.replay(replay) else { throw FieldError("cannot be read: \(replay)") }
            for complaint in complaints { Driver.say("BROKEN: \(complaint)") }
            return complaints.isEmpty
        }
        let watch = Stopwatch()
        let jobs = SampleStore.Form.allCases.flatMap { form in
            (0..<8).map { part in
                var job = RotJob(form)
                (job.part, job.of) = (part, 8)
                return job
            }
        }
        var violations: [Violation] = []
        var answers: [String: Int] = [:]
        var (harms, refused) = (0, 0)
        for result in Crew.run(jobs, { $0.run() }) {
            violations += result.violations
            harms += result.harms
            refused += result.refused
            answers.merge(result.answers, uniquingKeysWith: +)
        }
        for (answer, count) in answers.sorted(by: { $0.key < $1.key }) { Driver.say(Report.row([answer, "\(count)"])) }
        Driver.say(
            "\(harms) harms in \(Report.text(watch.seconds)) s; \(refused) reads refused for damage")
        return Report.violations(violations, verb: "bits")
    }
}
