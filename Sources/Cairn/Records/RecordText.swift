internal import CairnLines

/// Records as JSON bytes and back, with errors of this floor.
enum RecordText {
    static func encode<R: Record>(_ record: R) throws(StateError) -> [UInt8] {
        let json: [UInt8]
        do { json = try RecordEncoder().encode(record) } catch {
            throw StateError(
                .invalidRecord, "the \(R.kind) \(record.id.recordKey) cannot be written as JSON", cause: error)
        }
        return try RecordVersionMark.add(R.version, to: json, R.kind)
    }

    /// The record as JSON, with what its type did not know of the JSON that it was read from.
    static func encode<R: Record>(
        _ record: R, over stored: [UInt8], readAs before: R, _ name: RecordName
    ) throws(StateError) -> [UInt8] {
        let (known, new) = (try encode(before), try encode(record))
        if known == stored { return new }
        do throws(LineError) { return try keepingUnknown(of: stored, known: known, in: new) } catch {
            throw StateError(.invalidRecord, "\(name) cannot be written over what is stored of it", cause: error)
        }
    }

    /// `new` with those members of `stored` that are not in `known`: see ``UnknownMembers``.
    static func keepingUnknown(
        of stored: [UInt8], known: [UInt8], in new: [UInt8]
    ) throws(LineError) -> [UInt8] {
        try stored.withUnsafeBufferPointer { (stored) throws(LineError) in
            try known.withUnsafeBufferPointer { (known) throws(LineError) in
                try new.withUnsafeBufferPointer { (new) throws(LineError) in
                    try UnknownMembers.keep(
                        of: UnsafeRawBufferPointer(stored), known: UnsafeRawBufferPointer(known),
                        in: UnsafeRawBufferPointer(new))
                }
            }
        }
    }

    static func encode(changes: some Encodable, _ name: RecordName) throws(StateError) -> [UInt8] {
        do { return try RecordEncoder().encode(changes) } catch {
            throw StateError(.invalidRecord, "the change of \(name) cannot be written as JSON", cause: error)
        }
    }

    /// What is stored of a record, as the type knows it: migrated if it is of an older version.
    static func read<R: Record>(_ type: R.Type, _ json: [UInt8], _ name: RecordName) throws(StateError) -> R {
        try decode(type, try RecordForm(type).migrated(json, name) ?? json, name)
    }

    /// A record of the version that the type has.
    static func decode<R: Record>(_ type: R.Type, _ json: [UInt8], _ name: RecordName) throws(StateError) -> R {
        do { return try RecordDecoder().decode(type, from: json) } catch {
            throw StateError(
                .undecodable, "\(name) is not a \(R.self); change the type, or read it as JSON", cause: error)
        }
    }

    /// The line of a record, checked against every rule of the format.
    static func draft(_ json: [UInt8], of name: RecordName) throws(StateError) -> LineDraft {
        do throws(LineError) {
            return try json.withUnsafeBufferPointer { (data) throws(LineError) in
                try LineDraft.record(
                    kind: Array(name.kind.utf8), id: Array(name.id.utf8), data: UnsafeRawBufferPointer(data))
            }
        } catch { throw StateError(.invalidRecord, "\(name) cannot be stored", cause: error) }
    }

    static func patch(_ changes: [UInt8], of name: RecordName) throws(StateError) -> LineDraft {
        do throws(LineError) {
            return try changes.withUnsafeBufferPointer { (data) throws(LineError) in
                try LineDraft.update(
                    kind: Array(name.kind.utf8), id: Array(name.id.utf8), changes: UnsafeRawBufferPointer(data))
            }
        } catch { throw StateError(.invalidRecord, "the change of \(name) cannot be stored", cause: error) }
    }

    static func removal(of name: RecordName) throws(StateError) -> LineDraft {
        do throws(LineError) {
            return try LineDraft.delete(kind: Array(name.kind.utf8), id: Array(name.id.utf8))
        } catch { throw StateError(.invalidRecord, "\(name) is no name that a record can have", cause: error) }
    }

    /// A merge patch (RFC 7386) over a record.
    static func patched(_ json: [UInt8], with changes: [UInt8], _ name: RecordName) throws(StateError) -> [UInt8] {
        do throws(LineError) {
            return try changes.withUnsafeBufferPointer { (patch) throws(LineError) in
                try json.withUnsafeBufferPointer { (base) throws(LineError) in
                    try MergePatch.apply(patch: UnsafeRawBufferPointer(patch), to: UnsafeRawBufferPointer(base))
                }
            }
        } catch { throw StateError(.invalidRecord, "the change cannot be applied to \(name)", cause: error) }
    }
}
