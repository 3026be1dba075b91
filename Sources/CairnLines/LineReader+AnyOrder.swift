extension LineReader {
    /// Reads a line by its tape: any order, any white space, escaped names, members it does not know. All of it is
    /// checked, the body too, and the sum not at all: so this is also the way to look at a line that was edited.
    ///
    /// Errors: those of `read(_:checkingSum:)` but the sum's. Complexity: O(n), some five times slower.
    package static func readAnyOrder(_ line: UnsafeRawBufferPointer) throws(LineError) -> Envelope {
        var tape = JSONTape()
        try tape.scan(line)
        guard tape.kind(0) == .object else { throw LineError(.notAnObject, at: tape.range(0).lowerBound) }
        try tape.refuseDuplicateNames(in: line)
        let parts = LineMembers(of: tape, in: line)
        let type = try parts.required(parts.type)
        let form = try kindRule(type, tape, line) { (bytes) throws(LineError) in
            try KindRule.checkText(bytes)
            return KindRule.form(ofType: bytes)
        }
        var envelope = Envelope(
            sequence: try number(try parts.required(parts.sequence), tape, line),
            acknowledged: try number(try parts.required(parts.acknowledged), tape, line),
            transaction: try transaction(parts.transaction, tape, line),
            form: form, kind: tape.inside(type), timestamp: try timestamp(parts, tape, line),
            id: 0..<0, idIsEscaped: false, kindIsEscaped: tape.isEscaped(type), body: nil)
        switch form {
        case .record:
            let data = try object(try parts.required(parts.data), tape)
            guard let id = tape.member("id", of: data, in: line) else {
                throw LineError(.missingID, at: tape.range(data).lowerBound)
            }
            envelope.body = tape.range(data)
            try setID(id, of: &envelope, tape, line)
        case .update, .delete:
            try setTarget(try parts.required(parts.target), of: &envelope, tape, line)
            try setID(try parts.required(parts.id), of: &envelope, tape, line)
            if form == .update { envelope.body = tape.range(try object(try parts.required(parts.changes), tape)) }
        case .control:
            if let data = parts.data { envelope.body = tape.range(try object(data, tape)) }
        }
        return envelope
    }

    /// Applies a rule to a decoded kind and lets its error point to where the kind stands.
    private static func kindRule<R>(
        _ place: JSONTape.Place, _ tape: borrowing JSONTape, _ line: UnsafeRawBufferPointer,
        _ rule: (UnsafeRawBufferPointer) throws(LineError) -> R
    ) throws(LineError) -> R {
        let offset = tape.range(place).lowerBound
        guard tape.kind(place) == .string else { throw LineError(.wrongMember, at: offset) }
        var text = ByteBuffer()
        try JSONText.unescape(line.part(tape.inside(place)), into: &text)
        do {
            return try text.withBytes(rule)
        } catch {
            throw LineError(error.code, at: offset)
        }
    }

    /// A whole number from 0 to 2^64 - 1, written without fraction or exponent.
    private static func number(
        _ place: JSONTape.Place, _ tape: borrowing JSONTape, _ line: UnsafeRawBufferPointer
    ) throws(LineError) -> UInt64 {
        let range = tape.range(place)
        guard tape.kind(place) == .number else { throw LineError(.wrongMember, at: range.lowerBound) }
        var number: UInt64 = 0
        for byte in line.part(range) {
            let (tens, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, carries) = tens.addingReportingOverflow(UInt64(byte &- 0x30))
            guard byte &- 0x30 < 10, !tooLarge, !carries else { throw LineError(.wrongMember, at: range.lowerBound) }
            number = sum
        }
        return number
    }

    private static func transaction(
        _ place: JSONTape.Place?, _ tape: borrowing JSONTape, _ line: UnsafeRawBufferPointer
    ) throws(LineError) -> Envelope.Transaction? {
        guard let place else { return nil }
        let offset = tape.range(place).lowerBound
        guard tape.kind(place) == .array, tape.children(place) == 2 else {
            throw LineError(.badTransaction, at: offset)
        }
        let second = tape.after(place &+ 2)
        do {
            let index = try number(place &+ 2, tape, line)
            let count = try number(second, tape, line)
            if index >= 1, index <= count, count <= UInt32.max {
                return Envelope.Transaction(
                    index: UInt32(truncatingIfNeeded: index), count: UInt32(truncatingIfNeeded: count))
            }
        } catch {}
        throw LineError(.badTransaction, at: offset)
    }

    private static func timestamp(
        _ parts: LineMembers, _ tape: borrowing JSONTape, _ line: UnsafeRawBufferPointer
    ) throws(LineError) -> Range<Int> {
        let place = try parts.required(parts.timestamp)
        guard tape.kind(place) == .string else { throw LineError(.wrongMember, at: tape.range(place).lowerBound) }
        let range = tape.inside(place)
        guard Timestamp(parsing: line.part(range)) != nil else { throw LineError(.badTimestamp, at: range.lowerBound) }
        return range
    }

    private static func object(
        _ place: JSONTape.Place, _ tape: borrowing JSONTape
    ) throws(LineError) -> JSONTape.Place {
        guard tape.kind(place) == .object else { throw LineError(.notAnObject, at: tape.range(place).lowerBound) }
        return place
    }

    private static func setTarget(
        _ place: JSONTape.Place, of envelope: inout Envelope, _ tape: borrowing JSONTape, _ line: UnsafeRawBufferPointer
    ) throws(LineError) {
        try kindRule(place, tape, line) { (bytes) throws(LineError) in try KindRule.check(bytes) }
        envelope.kind = tape.inside(place)
        envelope.kindIsEscaped = tape.isEscaped(place)
    }

    private static func setID(
        _ place: JSONTape.Place, of envelope: inout Envelope, _ tape: borrowing JSONTape, _ line: UnsafeRawBufferPointer
    ) throws(LineError) {
        envelope.id = try IDRule.check(place, tape, line)
        envelope.idIsEscaped = tape.kind(place) == .string && tape.isEscaped(place)
    }
}
