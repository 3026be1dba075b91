/// The options of a driver: `--name value`, and `--help`.
package struct Options: Sendable {
    private var values: [String: String] = [:]

    /// Errors: an option that is not in `names`, or one without a value.
    init(_ arguments: some Sequence<String>, names: Set<String>) throws {
        var rest = Array(arguments).makeIterator()
        while let word = rest.next() {
            guard word.hasPrefix("--"), names.contains(String(word.dropFirst(2))) else {
                throw FieldError("unknown: \(word)")
            }
            guard let value = rest.next() else { throw FieldError("\(word) needs a value") }
            values[String(word.dropFirst(2))] = value
        }
    }

    package func text(_ name: String) -> String? { values[name] }

    /// Errors: it is missing.
    package func required(_ name: String) throws -> String {
        guard let value = values[name] else { throw FieldError("--\(name) is missing") }
        return value
    }

    /// Errors: not a number.
    package func number(_ name: String, default usual: Int) throws -> Int {
        guard let text = values[name] else { return usual }
        guard let value = Int(text), value >= 0 else { throw FieldError("--\(name) is not a number: \(text)") }
        return value
    }
}
