/// Harms a small store in every way that touches one bit, one length or one block.
package struct RotJob: Sendable {
    package struct Result: Sendable {
        package var harms = 0
        package var answers: [String: Int] = [:]
        package var refused = 0
        package var violations: [Violation] = []
    }

    package var form: SampleStore.Form
    package var rig = Rig()
    /// This job's share of the harms: every `of`-th from the `part`-th on.
    package var part = 0
    package var of = 1
    package var patience = 20

    package init(_ form: SampleStore.Form) { self.form = form }

    package func run() -> Result {
        var result = Result()
        do {
            let examination = HarmExamination(store: try SampleStore(form), form: form, rig: rig)
            for (number, harm) in Harm.all(of: examination.store.disk).enumerated() where number % of == part {
                result.harms += 1
                let outcome = examination.examine(harm)
                result.answers["\(harm.file.prefix(3)) \(outcome.answer)", default: 0] += 1
                result.refused += outcome.refused
                for complaint in outcome.complaints.prefix(3) {
                    result.violations.append(Violation(replay: "\(form.rawValue)/\(harm)", complaint: complaint))
                }
                if result.violations.count >= patience { break }
            }
        } catch {
            result.violations.append(
                Violation(replay: form.rawValue, complaint: "the store to harm could not be made: \(error)"))
        }
        return result
    }

    /// One harm again; nil for a text that is none.
    package static func replay(_ text: String) throws -> [String]? {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let form = SampleStore.Form(rawValue: parts[0]), let harm = Harm(parts[1]) else {
            return nil
        }
        return HarmExamination(store: try SampleStore(form), form: form).examine(harm).complaints
    }
}
