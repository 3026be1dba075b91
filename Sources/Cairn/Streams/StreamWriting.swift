public import CairnLog

extension Transaction {
    /// How many events of a truncated stream are removed in one transaction: others get their turn between.
    static let eventsRemovedAtOnce = 1_024

    /// Which events of a stream there are, this transaction's included.
    ///
    /// - Errors: as ``StateSnapshot/extent(of:)``.
    public func extent(of stream: String) throws(StateError) -> StreamExtent { try view.head(of: stream).extent }

    /// Events of a stream, this transaction's included.
    ///
    /// - Errors: as ``StateSnapshot/events(of:in:from:_:limit:)``.
    public func events<Event: Decodable & Sendable>(
        of type: Event.Type, in stream: String, from version: Int? = nil, _ direction: StreamDirection = .forwards,
        limit: Int = 1_000
    ) throws(StateError) -> [StreamEvent<Event>] {
        try view.events(type, in: stream, from: version, direction, limit: limit)
    }

    /// Adds events at the end of a stream, which need not exist, and gives its version: that of its last event.
    ///
    /// With `expecting`, only if the stream has this version, 0 where nobody appended to it yet.
    ///
    /// - Errors: `.conflict` with the expected and the actual version; `.invalidRecord`, `.tooLarge`.
    @discardableResult
    public mutating func append<Event: Encodable & Sendable>(
        to stream: String, expecting version: Int? = nil, _ events: [Event]
    ) throws(StateError) -> Int {
        var head = try view.head(of: stream)
        if let version, version != head.last { throw Self.conflict(stream, expected: version, actual: head.last) }
        guard !events.isEmpty else { return head.last }
        guard events.count < Self.mostWrites, head.last <= Int.max - 2 - Self.mostWrites else {
            throw StateError(.tooLarge, "a transaction appends fewer than \(Self.mostWrites) events; divide them")
        }
        for event in events {
            head.last += 1
            let name = StreamText.event(head.last, of: stream)
            let json = try StreamText.encode(WrittenEvent(id: name.id, event: event), name)
            try write(name, try RecordText.draft(json, of: name), nil, json)
        }
        try write(head)
        return head.last
    }

    /// Hides the events up to a version, and removes lines of some of them. False where there are more to remove.
    mutating func truncate(_ stream: String, upTo version: Int) throws(StateError) -> Bool {
        var head = try view.head(of: stream)
        head.first = max(head.first, min(max(version, 0), head.last) + 1)
        guard head.kept < head.first else { return true }
        let end = head.first - head.kept > Self.eventsRemovedAtOnce ? head.kept + Self.eventsRemovedAtOnce : head.first
        for version in head.kept..<end {
            let name = StreamText.event(version, of: stream)
            guard let current = try current(name) else { continue }
            try write(name, try RecordText.removal(of: name), current.json, nil)
        }
        head.kept = end
        try write(head)
        return head.kept == head.first
    }

    private mutating func write(_ head: StreamText.Head) throws(StateError) {
        let name = StreamText.head(of: head.id)
        let old = try current(name)?.json
        let json = try StreamText.encode(head, name)
        try write(name, try RecordText.draft(json, of: name), old, json)
    }

    private static func conflict(_ stream: String, expected: Int, actual: Int) -> StateError {
        var error = StateError(
            .conflict,
            "the stream \(stream) is at version \(actual), not \(expected); read what was added, decide, and append "
                + "with its version")
        error.streamConflict = StreamConflict(stream: stream, expected: expected, actual: actual)
        return error
    }
}

extension StateManager {
    /// Adds events at the end of a stream, which need not exist, and gives its version; durable when this returns, all
    /// of them or none.
    ///
    /// With `expecting`, only if the stream has this version, 0 where nobody appended to it yet.
    ///
    /// - Errors: `.conflict` with the expected and the actual version; `.invalidRecord`, and those of
    ///   ``transaction(durability:_:)``.
    @discardableResult
    public func append<Event: Encodable & Sendable>(
        to stream: String, expecting version: Int? = nil, _ events: [Event], durability: Durability? = nil
    ) async throws -> Int {
        try await transaction(durability: durability) { try $0.append(to: stream, expecting: version, events) }
    }

    /// Removes the events up to a version, and this one; all of them, if it is beyond the last. The stream keeps its
    /// version, so that those who append notice nothing.
    ///
    /// From the first moment on they cannot be read. Their lines are removed some at a time, with other writers
    /// between; what a crash leaves of them is removed when the stream is truncated again. Compaction gives back the
    /// room.
    ///
    /// - Errors: those of ``transaction(durability:_:)``.
    public func truncate(_ stream: String, upTo version: Int, durability: Durability? = nil) async throws {
        while try await !transaction(durability: durability, { try $0.truncate(stream, upTo: version) }) {}
    }
}

extension StateMessage where Reply == Int {
    /// ``StateManager/append(to:expecting:_:durability:)``
    public static func append<Event: Encodable & Sendable>(
        to stream: String, expecting version: Int? = nil, _ events: [Event]
    ) -> Self {
        Self("append") { try await $0.append(to: stream, expecting: version, events) }
    }
}
