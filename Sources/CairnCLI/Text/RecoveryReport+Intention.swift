import CairnLog

extension RecoveryReport {
    /// What recovering in this mode would do, one line for each; for a dry run.
    var intention: String {
        var lines: [String] = []
        let torn = findings.filter { $0.kind == .tornTail || $0.kind == .tornTransaction }
        if mode != .strict, !torn.isEmpty {
            lines.append("would put aside \(places(torn)) that was never acknowledged")
        }
        let damaged = findings.filter { $0.kind == .damage || $0.kind == .brokenChain }
        if mode == .salvage, !damaged.isEmpty {
            lines.append("would give up \(places(damaged)) for good, and keep a copy of the bytes in quarantine:")
            lines += damaged.map { "  \($0.file) at byte \($0.offset): \($0.loss)" }
            lines.append("what a snapshot still holds would be restored instead")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func places(_ findings: [Finding]) -> String {
        let bytes = Quantity.bytes(findings.reduce(0) { $0 + $1.bytes })
        return findings.count == 1 ? "\(bytes) in one place" : "\(bytes) in \(findings.count) places"
    }
}

extension Finding {
    /// The records in it, as far as is known.
    fileprivate var loss: String {
        guard let first = firstSequence else { return "no record" }
        guard let last = lastSequence else { return "the records from \(first) on" }
        return first == last ? "record \(first)" : "records \(first) to \(last)"
    }
}
