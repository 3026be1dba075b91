import FieldKit

/// The program with typed records, and what it has acknowledged of one store.
struct DoorCommand {
    static let lanes = 4

    let program: String
    let store: String
    let errors: String
    private(set) var acknowledged = [Int](repeating: 0, count: lanes)
    /// How long one run may take before it counts as hanging.
    private static let limit = 20.0

    init(program: String, store: String, errors: String) {
        (self.program, self.store, self.errors) = (program, store, errors)
    }

    /// For a copy of another one's store.
    init(copying other: DoorCommand, store: String, errors: String) {
        self.init(program: other.program, store: store, errors: errors)
        acknowledged = other.acknowledged
    }

    var total: Int { acknowledged.reduce(0, +) }

    /// Writes until it ends, or until it is killed so many seconds after its start. Nil when it hung.
    mutating func write(
        turns: Int, killedAfter moment: Double? = nil, environment: [String: String] = [:]
    ) throws -> Child.Ending? {
        let child = try Child(
            [program, "--store", store, "--turns", "\(turns)"], environment: environment, errors: errors)
        var heard = acknowledged
        var conversation = Child.Conversation()
        conversation.limit = Self.limit
        conversation.moment = moment
        conversation.act = { child.kill() }
        conversation.hear = { line in
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count == 3, words[0] == "ack", let lane = Int(words[1]), let turn = Int(words[2]),
                heard.indices.contains(lane)
            else { return }
            heard[lane] = max(heard[lane], turn)
        }
        let ending = child.hold(conversation)
        acknowledged = heard
        return ending
    }

    /// What is broken of the store: it is opened, judged, written to, and judged again.
    mutating func aftermath() throws -> [String] {
        var found = try judge()
        let before = total
        let ending = try write(turns: 2)
        if ending != .exit(0) || total < before + 2 * Self.lanes {
            found.append("the store takes no more: \(name(ending)) \(lastError)")
        }
        return found + (try judge())
    }

    private func judge() throws -> [String] {
        let words = [
            program, "--store", store, "--judge", acknowledged.map { "\($0)" }.joined(separator: ","),
        ]
        let outcome = try Child.run(words, errors: errors, seconds: Self.limit)
        let lines = outcome.lines.map { String(decoding: $0, as: UTF8.self) }
        if outcome.ending == .exit(0) { return lines }
        return lines.isEmpty ? ["it cannot be judged: \(outcome.ending) \(lastError)"] : lines
    }

    private var lastError: String { (TextFile.read(errors) ?? "").split(separator: "\n").last.map(String.init) ?? "" }

    func name(_ ending: Child.Ending?) -> String { ending.map { "\($0)" } ?? "hung and was killed" }
}
