import CairnLog

extension RecoveryReport {
    /// The report for people: the facts, then each finding with what to do about it.
    func text(store: String, _ style: Style) -> String {
        var facts = [
            ("store", store), ("verdict", coloured(style)), ("mode", mode.rawValue.spaced),
            ("segments", Quantity.count(segments)),
            ("lines read", "\(Quantity.count(linesRead)) in \(Quantity.bytes(bytesRead))"),
            ("records", Quantity.count(keys)), ("last sequence", Quantity.count(lastSequence.number)),
        ]
        if let snapshot { facts.append(("snapshot", "as of sequence \(Quantity.count(snapshot.number))")) }
        facts.append(("time", Quantity.milliseconds(milliseconds)))
        var text = Table(facts: facts).text
        // A store in ruins may have very many; the first ones tell the story, --json tells all.
        let shown = 20
        for finding in findings.prefix(shown) { text += "\n" + finding.text(style) }
        if findings.count > shown {
            text += "\n… and \(Quantity.count(findings.count - shown)) more; --json shows all\n"
        }
        return text
    }

    /// What `verify` ends with.
    var exitCode: ExitCode {
        switch verdict {
        case .created, .clean: .fine
        case .torn: .torn
        case .damaged, .healed: .damage
        }
    }

    private func coloured(_ style: Style) -> String {
        switch verdict {
        case .created, .clean: style.green(verdict.rawValue)
        case .torn: style.yellow(verdict.rawValue)
        case .healed: style.yellow(verdict.rawValue)
        case .damaged: style.red(verdict.rawValue)
        }
    }
}

extension Finding {
    /// A few lines: what, where, which records, what to do.
    func text(_ style: Style) -> String {
        // Nothing at the beginning is the file as a whole, such as one that is gone.
        let place = bytes > 0 || offset > 0 ? ", \(Quantity.bytes(bytes)) from byte \(Quantity.count(offset))" : ""
        var facts = [("  file", file + place)]
        if let first = firstSequence {
            let last = lastSequence.map { $0 == first ? "" : " … \(Quantity.count($0.number))" } ?? " and on"
            facts.append(("  sequences", Quantity.count(first.number) + last))
        }
        if !ids.isEmpty {
            let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
            facts.append(("  ids", ids.prefix(5).joined(separator: ", ") + more))
        }
        if let quarantine { facts.append(("  kept in", quarantine)) }
        let heading = style.bold(kind.rawValue.spaced) + ": " + message.wrapped(to: 100, indent: 2)
        return heading + "\n" + Table(facts: facts).text
    }
}
