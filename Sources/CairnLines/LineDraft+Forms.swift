extension LineDraft {
    /// A record: `data` is one JSON object, in any layout.
    ///
    /// White space outside strings goes, the `id` member comes first, all else keeps its order and exact text, numbers
    /// included. `id`, if given, is put in where the data has none, as a string.
    ///
    /// Errors: those of `KindRule.check(_:)`, `IDRule.check(_:)` and `JSONTape.scan(_:)` (the offset is one in the
    /// data), `.duplicateName`, `.notAnObject`; `.missingID` if neither has an id, `.idMismatch` if both have and they
    /// differ; `.tooLong`. Complexity: O(n).
    package static func record(
        kind: [UInt8], id: [UInt8]?, data: UnsafeRawBufferPointer
    ) throws(LineError) -> LineDraft {
        try KindRule.check(kind)
        if let id { try checkID(id) }
        let object = try ScannedObject(data)
        var writer = DraftWriter(.record, type: kind, capacity: data.count &+ (id?.count ?? 0) &* 2)
        writer.buffer.append(",\"data\":")
        let written = try object.appendWithID(id, to: &writer.buffer)
        return try writer.finish(kind: kind, id: written)
    }

    /// Changes to a record: `changes` is a JSON merge patch (RFC 7386), an object in any layout. It keeps its order and
    /// exact text without white space.
    ///
    /// Errors: as for `record`; `.idMismatch` if the changes would change the `id`.
    package static func update(
        kind: [UInt8], id: [UInt8], changes: UnsafeRawBufferPointer
    ) throws(LineError) -> LineDraft {
        try KindRule.check(kind)
        try checkID(id)
        let object = try ScannedObject(changes)
        try object.refuseOtherID(than: id)
        var writer = DraftWriter(.update, type: Array("update".utf8), capacity: changes.count &+ id.count &* 3)
        writer.appendTarget(kind, id)
        writer.buffer.append(",\"changes\":")
        object.appendCompact(to: &writer.buffer)
        return try writer.finish(kind: kind, id: id)
    }

    /// The end of a record. Errors: those of `KindRule.check(_:)` and `IDRule.check(_:)`.
    package static func delete(kind: [UInt8], id: [UInt8]) throws(LineError) -> LineDraft {
        try KindRule.check(kind)
        try checkID(id)
        var writer = DraftWriter(.delete, type: Array("delete".utf8), capacity: id.count &* 3)
        writer.appendTarget(kind, id)
        return try writer.finish(kind: kind, id: id)
    }

    /// A line of the log itself; `type` begins with `cairn.`, `data` is an object or absent.
    ///
    /// Errors: `.badKind` for another type; as for `record` about the data.
    package static func control(type: [UInt8], data: UnsafeRawBufferPointer?) throws(LineError) -> LineDraft {
        let isControl = try type.withUnsafeBufferPointer { (bytes) throws(LineError) in
            try KindRule.checkText(UnsafeRawBufferPointer(bytes))
            return KindRule.form(ofType: UnsafeRawBufferPointer(bytes)) == .control
        }
        guard isControl else { throw LineError(.badKind, at: 0) }
        var writer = DraftWriter(.control, type: type, capacity: data?.count ?? 0)
        if let data {
            let object = try ScannedObject(data)
            writer.buffer.append(",\"data\":")
            object.appendCompact(to: &writer.buffer)
        }
        return try writer.finish(kind: type, id: [])
    }

    /// A record whose data is known to be canonical, because the caller made it: no white space outside strings, `id`
    /// first, names unique, within the limits of depth and values. Nothing is scanned.
    ///
    /// Errors: those of `KindRule.check(_:)` and `IDRule.check(_:)`, which must not depend on trust; `.tooLong`.
    package static func record(
        kind: [UInt8], id: [UInt8], trusting data: UnsafeRawBufferPointer
    ) throws(LineError) -> LineDraft {
        try KindRule.check(kind)
        try checkID(id)
        var writer = DraftWriter(.record, type: kind, capacity: data.count &+ id.count)
        writer.buffer.append(",\"data\":")
        writer.buffer.append(data)
        return try writer.finish(kind: kind, id: id)
    }

    private static func checkID(_ id: [UInt8]) throws(LineError) {
        try id.withUnsafeBufferPointer { (bytes) throws(LineError) in
            try IDRule.check(UnsafeRawBufferPointer(bytes))
        }
    }
}
