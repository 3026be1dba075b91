/// The members of a line by name, as places of their values on the tape. Members it does not know are passed over.
struct LineMembers {
    private(set) var sequence: JSONTape.Place?
    private(set) var acknowledged: JSONTape.Place?
    private(set) var transaction: JSONTape.Place?
    private(set) var type: JSONTape.Place?
    private(set) var timestamp: JSONTape.Place?
    private(set) var data: JSONTape.Place?
    private(set) var target: JSONTape.Place?
    private(set) var id: JSONTape.Place?
    private(set) var changes: JSONTape.Place?
    private let end: Int

    /// The tape's root is an object. Complexity: O(members of the line itself).
    init(of tape: borrowing JSONTape, in line: UnsafeRawBufferPointer) {
        end = tape.range(0).upperBound
        sequence = tape.member("seq", of: 0, in: line)
        acknowledged = tape.member("ack", of: 0, in: line)
        transaction = tape.member("tx", of: 0, in: line)
        type = tape.member("type", of: 0, in: line)
        timestamp = tape.member("timestamp", of: 0, in: line)
        data = tape.member("data", of: 0, in: line)
        target = tape.member("target", of: 0, in: line)
        id = tape.member("id", of: 0, in: line)
        changes = tape.member("changes", of: 0, in: line)
    }

    /// The place of a member that must be there. Errors: `.missingMember`.
    func required(_ place: JSONTape.Place?) throws(LineError) -> JSONTape.Place {
        guard let place else { throw LineError(.missingMember, at: max(end &- 1, 0)) }
        return place
    }
}
