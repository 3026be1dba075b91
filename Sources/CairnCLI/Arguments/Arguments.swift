/// The words after a verb, taken apart by that verb's manual. Pure: it looks at nothing but the words.
struct Arguments: Sendable {
    /// What is neither an option nor an option's value.
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]
    /// The verb whose words these are.
    let verb: String

    /// Takes `words` apart. `--name value` and `--name=value` mean the same; `--` ends the options.
    ///
    /// - Throws: `UsageError` for an unknown option, a missing or unwanted value, too few or too many operands.
    /// - Complexity: O(words).
    init(_ words: [String], _ manual: Manual) throws(UsageError) {
        verb = manual.name
        var rest = words[...]
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || !word.hasPrefix("-") || word == "-" {
                operands.append(word)
            } else if word == "--" {
                optionsEnded = true
            } else {
                try take(word == "-h" ? "--help" : word, &rest, manual)
            }
        }
        if !wantsHelp { try checkOperands(manual) }
    }

    /// `--help` was given; nothing else counts then.
    var wantsHelp: Bool { has("help") }

    /// A switch was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option, where it was given.
    func value(_ name: String) -> String? { values[name]?.last }

    /// All values of an option that may be repeated.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of an option as a number of some range.
    func number<Number: FixedWidthInteger>(
        _ name: String, in range: ClosedRange<Number>
    ) throws(UsageError) -> Number? {
        guard let text = value(name) else { return nil }
        guard let number = Number(text), range.contains(number) else {
            let bounds =
                range.upperBound == Number.max
                ? "of \(range.lowerBound) or more"
                : "from \(range.lowerBound) to \(range.upperBound)"
            throw UsageError("--\(name) wants a number \(bounds), not `\(text)`", verb: verb)
        }
        return number
    }

    private mutating func take(
        _ word: String, _ rest: inout ArraySlice<String>, _ manual: Manual
    ) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let options = manual.options + [.help]
        guard let option = options.first(where: { "--" + $0.name == parts[0] }) else {
            throw UsageError(Self.unknown(String(parts[0]), options.map { "--" + $0.name }), verb: verb)
        }
        var value = parts.count > 1 ? String(parts[1]) : nil
        if let name = option.value {
            if value == nil { value = rest.popFirst() }
            guard value != nil else { throw UsageError("--\(option.name) needs a value: \(name)", verb: verb) }
        } else if value != nil {
            throw UsageError("--\(option.name) takes no value", verb: verb)
        }
        guard option.repeats || option.value == nil || values[option.name] == nil else {
            throw UsageError("--\(option.name) was given twice", verb: verb)
        }
        values[option.name, default: []].append(value ?? "")
    }

    private func checkOperands(_ manual: Manual) throws(UsageError) {
        if operands.count < manual.operands.count(where: { !$0.isOptional }) {
            throw UsageError("\(manual.operands[operands.count].name) is missing", verb: verb)
        }
        if operands.count > manual.operands.count, manual.operands.last?.repeats != true {
            throw UsageError("`\(operands[manual.operands.count])` is one word too many", verb: verb)
        }
        if let empty = operands.firstIndex(of: ""),
            manual.operands[min(empty, manual.operands.count - 1)].name == "STORE"
        {
            throw UsageError("STORE is empty", verb: verb)
        }
    }

    /// What to say about a word that is not known, with the nearest that is.
    static func unknown(_ word: String, _ known: [String]) -> String {
        let nearest = known.map { ($0, EditDistance.between(word, $0)) }.min { $0.1 < $1.1 }
        // More than a third of the letters wrong is another word, not a typing error.
        guard let nearest, nearest.1 <= max(1, min(3, word.utf8.count / 3)) else { return "`\(word)` is not known" }
        return "`\(word)` is not known; did you mean `\(nearest.0)`?"
    }
}
