import CairnLog

extension Arguments {
    /// `--durability synced|buffered|buffered:MS|volatile`
    func durability() throws(UsageError) -> Durability {
        guard let text = value("durability") else { return .synced }
        switch text {
        case "synced": return .synced
        case "buffered": return .buffered(withinMilliseconds: 100)
        case "volatile": return .volatile
        default:
            if text.hasPrefix("buffered:"), let delay = UInt32(text.dropFirst("buffered:".count)) {
                return .buffered(withinMilliseconds: delay)
            }
            throw UsageError(
                "--durability wants synced, buffered, buffered:MILLISECONDS or volatile, not `\(text)`", verb: verb)
        }
    }

    /// `--retention KIND=latest|N|SECONDSs|all`, each kind at most once.
    func retention() throws(UsageError) -> [String: Retention] {
        var rules: [String: Retention] = [:]
        for text in all("retention") {
            // A kind may hold a `=` of its own; a rule cannot.
            guard let equals = text.lastIndex(of: "="), let rule = Self.rule(text[text.index(after: equals)...]) else {
                throw UsageError(
                    "--retention wants KIND=latest, KIND=5, KIND=3600s or KIND=all, not `\(text)`",
                    verb: verb)
            }
            guard rules.updateValue(rule, forKey: String(text[..<equals])) == nil else {
                throw UsageError("--retention was given twice for the kind `\(text[..<equals])`", verb: verb)
            }
        }
        return rules
    }

    /// `--segment-bytes N`
    func segmentBytes() throws(UsageError) -> Int? {
        try number("segment-bytes", in: 65_536...2_147_483_648)
    }

    /// A TYPE that records can have. One that cannot exist is better refused before a store is created for it.
    func kind(at place: Int) throws(UsageError) -> String {
        let kind = operands[place]
        do throws(LogError) { _ = try Entry.delete(kind: kind, id: "-") } catch {
            let reason = error.cause.map { "\($0)" } ?? error.message
            throw UsageError("`\(kind)` cannot be a TYPE: \(reason)", verb: verb)
        }
        return kind
    }

    private static func rule(_ text: Substring) -> Retention? {
        switch text {
        case "latest": return .latest
        case "all": return .everything
        default:
            let isSpan = text.hasSuffix("s")
            guard let count = Int(isSpan ? text.dropLast() : text), count > 0 else { return nil }
            return isSpan ? .seconds(count) : .versions(count)
        }
    }
}

extension Option {
    static let durability = Option(
        name: "durability", value: "LEVEL", choices: ["synced", "buffered", "volatile"],
        help: "when a write counts as done: synced (default), buffered[:MS], volatile")
    static let retention = Option(
        name: "retention", value: "KIND=RULE", repeats: true, help: "versions to keep: latest, N, SECONDSs or all")
    static let segmentBytes = Option(
        name: "segment-bytes", value: "N", help: "begin a new segment after N bytes (default 67108864)")
}
