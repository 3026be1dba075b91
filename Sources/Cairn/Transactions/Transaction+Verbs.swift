public import CairnLog

extension Transaction {
    /// Writes a record that is new.
    ///
    /// - Errors: `.exists`, `.invalidRecord`, `.unknownKind`, `.tooLarge`.
    @discardableResult
    public mutating func create<R: Record>(_ record: R) throws(StateError) -> R {
        try create(try core.prepare(record))
        return record
    }

    /// The same for one that is prepared.
    mutating func create(_ record: PreparedRecord) throws(StateError) {
        if try current(record.name) != nil {
            throw StateError(.exists, "there is a \(record.name) already; use `update` or `upsert`")
        }
        try write(record.name, record.draft, nil, record.json, record.entries)
    }

    /// Writes a record whether there is one of its id or not.
    ///
    /// - Errors: `.conflict`, `.invalidRecord`, `.unknownKind`, `.tooLarge`.
    @discardableResult
    public mutating func upsert<R: Record>(_ record: R, expecting revision: SequenceNumber? = nil) throws(StateError)
        -> R
    {
        try upsert(try core.prepare(record), expecting: revision)
        return record
    }

    /// The same for one that is prepared.
    mutating func upsert(_ record: PreparedRecord, expecting revision: SequenceNumber? = nil) throws(StateError) {
        let current = try current(record.name)
        try check(revision, current, record.name, proposed: record.json)
        try write(record.name, record.draft, current?.json, record.json, record.entries)
    }

    /// The record of this id, this transaction's writes included; nil where there is none.
    ///
    /// - Errors: `.undecodable`, `.damaged`, `.unknownKind`, `.inputOutput`.
    public func get<R: Record>(_ type: R.Type, _ id: R.ID) throws(StateError) -> R? {
        let name = try name(type, id)
        guard let current = try current(name) else { return nil }
        return try RecordText.decode(type, current.json, name)
    }

    /// Changes a record in place and gives it back. Members of its JSON that the type does not know, which a newer
    /// program may have written, stay as they are.
    ///
    /// - Errors: `.notFound`, `.conflict`, `.invalidRecord` (also where the id was changed), `.newerRecord`,
    ///   `.migrationFailed`, `.unknownKind`, `.tooLarge`, and what the closure throws.
    @discardableResult
    public mutating func update<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil, _ change: (inout R) throws -> Void
    ) throws -> R {
        let name = try name(type, id)
        guard let current = try current(name) else { throw Self.notFound(name) }
        let before = try RecordText.decode(type, current.json, name)
        var record = before
        try change(&record)
        guard record.id == id else {
            throw StateError(.invalidRecord, "a change of \(name) may not change its id; create another record")
        }
        let json =
            core.has(.unknownMembers)
            ? try RecordText.encode(record, over: current.json, readAs: before, name) : try RecordText.encode(record)
        try check(revision, current, name, proposed: json)
        try write(name, try RecordText.draft(json, of: name), current.json, json)
        return record
    }

    /// Changes a record by a JSON merge patch (RFC 7386), which is what stands in the log then. Gives the record back.
    ///
    /// - Errors: `.notFound`, `.conflict`, `.invalidRecord`, `.undecodable` where the outcome is no such record,
    ///   `.newerRecord`, `.migrationFailed`, `.unknownKind`, `.tooLarge`.
    @discardableResult
    public mutating func patch<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil, _ changes: [UInt8]
    ) throws(StateError) -> R {
        let name = try name(type, id)
        guard let current = try current(name) else { throw Self.notFound(name) }
        let json = try RecordText.patched(current.json, with: changes, name)
        guard try RecordVersionMark.read(json, name) == R.version else {
            throw StateError(
                .invalidRecord, "a change of \(name) may not change its \(RecordVersionMark.name); leave it out")
        }
        let record = try RecordText.decode(type, json, name)
        try check(revision, current, name, proposed: json)
        try write(name, try draft(changes, of: name, over: current, making: json), current.json, json)
        return record
    }

    /// Changes those members of a record that `changes` has, and gives the record back: a typed merge patch.
    ///
    /// - Errors: as ``patch(_:_:expecting:_:)``.
    @discardableResult
    public mutating func patch<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil, with changes: some Encodable
    ) throws(StateError) -> R {
        try patch(type, id, expecting: revision, RecordText.encode(changes: changes, try name(type, id)))
    }

    /// Removes a record. False where there was none.
    ///
    /// - Errors: `.conflict`, `.unknownKind`, `.tooLarge`.
    @discardableResult
    public mutating func delete<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil
    ) throws(StateError) -> Bool {
        let name = try name(type, id)
        let current = try current(name)
        try check(revision, current, name, proposed: nil)
        guard let current else { return false }
        try write(name, try RecordText.removal(of: name), current.json, nil)
        return true
    }

    /// Writes a record anew that is of an older version. False where it is not, or is gone.
    mutating func migrate(_ name: RecordName) throws(StateError) -> Bool {
        guard let current = try current(name), current.isMigrated else { return false }
        try write(name, try RecordText.draft(current.json, of: name), current.json, current.json)
        return true
    }

    private static func notFound(_ name: RecordName) -> StateError {
        StateError(.notFound, "there is no \(name); create it first")
    }
}
