extension LogStatistics {
    /// The numbers in Prometheus' text exposition format 0.0.4, as a scraper takes them: each with its HELP and TYPE.
    ///
    /// - Parameters:
    ///   - store: The value of the label `store` on every sample.
    ///   - sinceOpening: Also what happened since the log was opened; for a program that holds it open. A tool that
    ///     opens it for a look has nothing to tell of that.
    public func prometheusText(store: String, sinceOpening: Bool = true) -> String {
        let store = Self.escaped(store)
        var (text, last) = ("", "")
        for value in values where sinceOpening || !value.isSinceOpening {
            if value.metric != last {
                text += "# HELP cairn_\(value.metric) \(value.help)\n# TYPE cairn_\(value.metric) \(value.sort)\n"
                last = value.metric
            }
            let label = value.label.map { ",\($0.name)=\"\($0.value)\"" } ?? ""
            let number = value.whole.map { "\($0)" } ?? "\(value.number)"
            text += "cairn_\(value.metric){store=\"\(store)\"\(label)} \(number)\n"
        }
        return text
    }

    /// The three characters that a label's value must not hold as they are.
    private static func escaped(_ label: String) -> String {
        label.reduce(into: "") { text, letter in
            switch letter {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(letter)
            }
        }
    }
}
