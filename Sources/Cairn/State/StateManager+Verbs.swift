public import CairnLog

extension StateManager {
    /// The record of this id as it is durable now; nil where there is none. Needs no actor and waits for nobody.
    ///
    /// - Errors: `.undecodable`, `.newerRecord`, `.migrationFailed`, `.damaged`, `.unknownKind`, `.inputOutput`,
    ///   `.closed`.
    /// - Complexity: one table look-up and one read, plus one for each change since the record was written whole.
    nonisolated public func get<R: Record>(_ type: R.Type, _ id: R.ID) throws(StateError) -> R? {
        try versioned(type, id)?.record
    }

    /// The same, with the revision that a later write can demand.
    ///
    /// - Errors: as ``get(_:_:)``.
    nonisolated public func versioned<R: Record>(_ type: R.Type, _ id: R.ID) throws(StateError) -> Versioned<R>? {
        core.keepUp()
        try core.check(type)
        let name = RecordName(kind: R.kind, id: id.recordKey)
        guard let stored = try core.read(name) else { return nil }
        return Versioned(record: try RecordText.read(type, stored.json, name), revision: stored.sequence)
    }

    /// The record as JSON, of whatever version, for tools and for looking behind a type that no longer fits.
    ///
    /// - Errors: `.damaged`, `.inputOutput`, `.closed`.
    nonisolated public func json(kind: String, id: String) throws(StateError) -> [UInt8]? {
        core.keepUp()
        return try core.read(RecordName(kind: kind, id: id))?.json
    }

    /// Writes a record that is new; durable when this returns.
    ///
    /// - Errors: `.exists`, `.invalidRecord`, `.unknownKind`, and those of ``transaction(durability:_:)``.
    @discardableResult
    nonisolated public func create<R: Record>(_ record: R, durability: Durability? = nil) async throws -> R {
        try await writeAlone(try core.prepare(record), isNew: true, durability)
        return record
    }

    /// Writes many new records, all or none.
    ///
    /// - Errors: as ``create(_:durability:)``; `.tooLarge` above ``Transaction/mostWrites``.
    @discardableResult
    nonisolated public func create<R: Record>(all records: [R], durability: Durability? = nil) async throws -> [R] {
        let prepared = try core.prepare(all: records)
        try await transaction(durability: durability) { transaction in
            for record in prepared { try transaction.create(record) }
        }
        return records
    }

    /// Writes a record whether there is one of its id or not.
    ///
    /// - Errors: `.conflict`, `.invalidRecord`, `.unknownKind`, and those of ``transaction(durability:_:)``.
    @discardableResult
    nonisolated public func upsert<R: Record>(
        _ record: R, expecting revision: SequenceNumber? = nil, durability: Durability? = nil
    ) async throws -> R {
        let prepared = try core.prepare(record)
        if revision == nil {
            try await writeAlone(prepared, isNew: false, durability)
        } else {
            try await transaction(durability: durability) { try $0.upsert(prepared, expecting: revision) }
        }
        return record
    }

    /// Writes many records whether they are there or not, all or none.
    ///
    /// - Errors: as ``create(all:durability:)``.
    nonisolated public func upsert<R: Record>(all records: [R], durability: Durability? = nil) async throws {
        let prepared = try core.prepare(all: records)
        try await transaction(durability: durability) { transaction in
            for record in prepared { try transaction.upsert(record) }
        }
    }

    /// Changes a record in place and gives it back, durable.
    ///
    /// - Errors: `.notFound`, `.conflict`, `.invalidRecord`, `.unknownKind`, what the closure throws, and those of
    ///   ``transaction(durability:_:)``.
    @discardableResult
    public func update<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil, durability: Durability? = nil,
        _ change: @Sendable (inout R) throws -> Void
    ) async throws -> R {
        try await transaction(durability: durability) { try $0.update(type, id, expecting: revision, change) }
    }

    /// Changes a record by a JSON merge patch (RFC 7386) and gives it back, durable.
    ///
    /// - Errors: as ``Transaction/patch(_:_:expecting:_:)`` and ``transaction(durability:_:)``.
    @discardableResult
    public func patch<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil, durability: Durability? = nil,
        _ changes: [UInt8]
    ) async throws -> R {
        try await transaction(durability: durability) { try $0.patch(type, id, expecting: revision, changes) }
    }

    /// Changes those members of a record that `changes` has, and gives the record back, durable: a typed merge patch.
    ///
    /// - Errors: as ``patch(_:_:expecting:durability:_:)``.
    @discardableResult
    public func patch<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil, durability: Durability? = nil,
        with changes: some Encodable & Sendable
    ) async throws -> R {
        try await transaction(durability: durability) { try $0.patch(type, id, expecting: revision, with: changes) }
    }

    /// Removes a record. False where there was none.
    ///
    /// - Errors: `.conflict`, `.unknownKind`, and those of ``transaction(durability:_:)``.
    @discardableResult
    public func delete<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil, durability: Durability? = nil
    ) async throws -> Bool {
        try await transaction(durability: durability) { try $0.delete(type, id, expecting: revision) }
    }

    /// Removes many records, all or none; gives back how many there were.
    ///
    /// - Errors: as ``delete(_:_:expecting:durability:)``; `.tooLarge` above ``Transaction/mostWrites``.
    @discardableResult
    public func delete<R: Record>(_ type: R.Type, all ids: [R.ID], durability: Durability? = nil) async throws -> Int {
        try await transaction(durability: durability) { transaction in
            var count = 0
            for id in ids where try transaction.delete(type, id) { count += 1 }
            return count
        }
    }

    /// Makes everything durable that was accepted so far, whatever it asked for itself.
    ///
    /// - Errors: `.durabilityUnknown`, `.closed`.
    public func flush() async throws(StateError) {
        do throws(LogError) { try await core.log.flush() } catch { throw StateError(error) }
    }

    /// Gives back the room of what was replaced or removed.
    ///
    /// - Errors: as `Log.compact`.
    @discardableResult
    public func compact(all: Bool = false, progress: ProgressReport? = nil) async throws(StateError) -> CompactionReport
    {
        do throws(LogError) { return try await core.log.compact(all: all, progress: progress) } catch {
            throw StateError(error)
        }
    }
}
