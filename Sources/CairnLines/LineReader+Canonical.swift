extension LineReader {
    /// Reads a line whose members stand in the canonical order; its sum, or at least the sum's form, has been checked.
    ///
    /// nil: this line is another one, so the tape must decide, errors included. What this path does not look at is the
    /// JSON inside the body: nobody but the writer could have made the sum, and the writer had it scanned.
    package static func readCanonical(_ line: UnsafeRawBufferPointer) -> Envelope? {
        guard let start = line.baseAddress else { return nil }
        var cursor = LineCursor(start: start, end: line.count, at: LineSum.coveredFrom)
        guard cursor.take("\"seq\":"), let sequence = cursor.decimal(),
            cursor.take(",\"ack\":"), let acknowledged = cursor.decimal(), cursor.take(0x2c)
        else { return nil }
        var transaction: Envelope.Transaction?
        if cursor.take("\"tx\":[") {
            transaction = takeTransaction(&cursor)
            if transaction == nil { return nil }
        }
        guard cursor.take("\"type\":\""), let type = cursor.plainString(), cursor.take(",\"timestamp\":\""),
            Timestamp.isText(cursor)
        else { return nil }
        let timestamp = Range(uncheckedBounds: (cursor.at, cursor.at &+ Timestamp.textLength))
        cursor.at &+= Timestamp.textLength
        guard cursor.take(0x22), type.count >= 1, type.count <= Limits.maxKindBytes else { return nil }
        var envelope = Envelope(
            sequence: sequence, acknowledged: acknowledged, transaction: transaction,
            form: KindRule.form(ofType: line.part(type)), kind: type, timestamp: timestamp,
            id: Range(uncheckedBounds: (0, 0)), idIsEscaped: false, kindIsEscaped: false, body: nil)
        let isRead: Bool
        switch envelope.form {
        case .record: isRead = takeRecord(&cursor, line, &envelope)
        case .update, .delete: isRead = takeChange(&cursor, line, &envelope)
        case .control: isRead = takeControl(&cursor, &envelope)
        }
        return isRead ? envelope : nil
    }

    /// `1,3],` with 1 <= index <= count.
    private static func takeTransaction(_ cursor: inout LineCursor) -> Envelope.Transaction? {
        guard let index = cursor.decimal(), cursor.take(0x2c), let count = cursor.decimal(), cursor.take("],"),
            index >= 1, index <= count, count <= UInt32.max
        else { return nil }
        return Envelope.Transaction(
            index: UInt32(truncatingIfNeeded: index), count: UInt32(truncatingIfNeeded: count))
    }

    /// `,"data":{"id":…}}` to the end of the line.
    @inline(__always)
    private static func takeRecord(
        _ cursor: inout LineCursor, _ line: UnsafeRawBufferPointer, _ envelope: inout Envelope
    ) -> Bool {
        guard cursor.take(",\"data\":"), let body = takeBody(cursor) else { return false }
        envelope.body = body
        if cursor.take("{\"id\":") {
            guard let id = cursor.plainID(), cursor.at < cursor.end else { return false }
            let next = cursor.start.byte(cursor.at)
            guard next == 0x2c || next == 0x7d else { return false }
            envelope.id = id
            return true
        }
        guard let value = FieldFinder.find("id", in: line.part(body)) else { return false }
        cursor.at = body.lowerBound &+ value.lowerBound
        guard let id = cursor.plainID(), cursor.at == body.lowerBound &+ value.upperBound else { return false }
        envelope.id = id
        return true
    }

    /// `,"target":"plan","id":"…"` and for an update `,"changes":{…}`, to the end of the line.
    @inline(__always)
    private static func takeChange(
        _ cursor: inout LineCursor, _ line: UnsafeRawBufferPointer, _ envelope: inout Envelope
    ) -> Bool {
        guard cursor.take(",\"target\":\""), let target = cursor.plainString(),
            target.count >= 1, target.count <= Limits.maxKindBytes,
            KindRule.form(ofType: line.part(target)) == .record,
            cursor.take(",\"id\":"), let id = cursor.plainID()
        else { return false }
        envelope.kind = target
        envelope.id = id
        if envelope.form == .delete { return cursor.take(0x7d) && cursor.room == 0 }
        guard cursor.take(",\"changes\":"), let body = takeBody(cursor) else { return false }
        envelope.body = body
        return true
    }

    /// `}`, or `,"data":{…}}`, to the end of the line.
    @inline(__always)
    private static func takeControl(_ cursor: inout LineCursor, _ envelope: inout Envelope) -> Bool {
        if cursor.take(0x7d) { return cursor.room == 0 }
        guard cursor.take(",\"data\":"), let body = takeBody(cursor) else { return false }
        envelope.body = body
        return true
    }

    /// The object that begins here, if it ends just before the line's own closing brace; the cursor stays.
    ///
    /// In a flat object there is no second opening brace, so the brace before the last must be its end, and it is
    /// enough to look for one. Otherwise the braces are counted: a line may have further members after its body, whose
    /// last brace must not be taken for the body's.
    @inline(__always)
    private static func takeBody(_ cursor: LineCursor) -> Range<Int>? {
        let (start, end) = (cursor.start, cursor.end)
        guard cursor.room >= 3, start.byte(cursor.at) == 0x7b, start.byte(end &- 1) == 0x7d,
            start.byte(end &- 2) == 0x7d
        else { return nil }
        let body = Range(uncheckedBounds: (cursor.at, end &- 1))
        let inside = UnsafeRawBufferPointer(start: start + cursor.at + 1, count: body.count &- 1)
        if inside.contains(brace: 0x7b) {
            let object = UnsafeRawBufferPointer(start: start + cursor.at, count: body.count)
            guard FieldFinder.endOfValue(in: object, at: 0) == body.count else { return nil }
        }
        return body
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `brace` is among the bytes. Without a branch in the loop, so that the compiler makes vectors of it.
    @inline(__always)
    fileprivate func contains(brace: UInt8) -> Bool {
        guard let start = baseAddress else { return false }
        var marks: UInt64 = 0
        var at = 0
        while at &+ 32 <= count {
            marks |= zeroMarks(start.word(at) ^ spread(brace)) | zeroMarks(start.word(at &+ 8) ^ spread(brace))
            marks |= zeroMarks(start.word(at &+ 16) ^ spread(brace)) | zeroMarks(start.word(at &+ 24) ^ spread(brace))
            at &+= 32
        }
        while at < count {
            if start.byte(at) == brace { return true }
            at &+= 1
        }
        return marks != 0
    }
}
