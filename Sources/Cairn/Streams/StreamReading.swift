extension RecordSource {
    func head(of stream: String) throws(StateError) -> StreamText.Head {
        try StreamText.check(stream)
        let name = StreamText.head(of: stream)
        guard let json = try json(name) else { return StreamText.Head(id: stream) }
        let head = try StreamText.decode(StreamText.Head.self, json, name)
        guard head.isSound else { throw StateError(.damaged, "what the store knows of the stream \(stream) is wrong") }
        return head
    }

    func events<Event: Decodable & Sendable>(
        _ type: Event.Type, in stream: String, from version: Int?, _ direction: StreamDirection, limit: Int
    ) throws(StateError) -> [StreamEvent<Event>] {
        guard limit >= 1, limit <= StateSnapshot.mostEvents else {
            throw StateError(.invalidQuery, "events are read 1 to \(StateSnapshot.mostEvents) at a time, not \(limit)")
        }
        let extent = try head(of: stream).extent
        let start = version ?? (direction == .forwards ? extent.first : extent.last)
        guard extent.count > 0, direction == .backwards || start <= extent.last else { return [] }
        guard start >= extent.first else {
            throw StateError(
                .overtaken, "the stream \(stream) begins with version \(extent.first); what is before it was truncated")
        }
        var events: [StreamEvent<Event>] = []
        var next = min(start, extent.last)
        while next >= extent.first, next <= extent.last, events.count < limit {
            let name = StreamText.event(next, of: stream)
            guard let json = try json(name) else {
                throw StateError(
                    .damaged, "version \(next) of the stream \(stream) is missing; heal or restore the store")
            }
            let line = try StreamText.decode(ReadEvent<Event>.self, json, name)
            events.append(StreamEvent(version: next, event: line.event))
            next += direction == .forwards ? 1 : -1
        }
        return events
    }
}

extension StateSnapshot {
    /// The most events that are read at a time.
    public static let mostEvents = 65_536

    /// Which events of a stream there were at this moment; of one that nobody appended to, none.
    ///
    /// - Errors: `.invalidRecord` for a name that cannot be, `.damaged`, `.overtaken`, `.inputOutput`, `.closed`.
    public func extent(of stream: String) throws(StateError) -> StreamExtent { try head(of: stream).extent }

    /// Events of a stream as they were at this moment: from a version on, which is among them, or from the end that
    /// the direction begins with. Ask again from behind the last for more.
    ///
    /// - Errors: `.overtaken` for a version that was truncated; `.invalidQuery` for a limit above ``mostEvents``;
    ///   `.undecodable`, and as ``extent(of:)``.
    /// - Complexity: one read for each event.
    public func events<Event: Decodable & Sendable>(
        of type: Event.Type, in stream: String, from version: Int? = nil, _ direction: StreamDirection = .forwards,
        limit: Int = 1_000
    ) throws(StateError) -> [StreamEvent<Event>] {
        try events(type, in: stream, from: version, direction, limit: limit)
    }
}

extension StateManager {
    /// Which events of a stream there are; of one that nobody appended to, none.
    ///
    /// - Errors: as ``StateSnapshot/extent(of:)``.
    nonisolated public func extent(of stream: String) throws(StateError) -> StreamExtent {
        try snapshot().extent(of: stream)
    }

    /// Events of a stream: from a version on, which is among them, or from the end that the direction begins with.
    /// Waits for nobody.
    ///
    /// - Errors: as ``StateSnapshot/events(of:in:from:_:limit:)``.
    nonisolated public func events<Event: Decodable & Sendable>(
        of type: Event.Type, in stream: String, from version: Int? = nil, _ direction: StreamDirection = .forwards,
        limit: Int = 1_000
    ) throws(StateError) -> [StreamEvent<Event>] {
        try snapshot().events(of: type, in: stream, from: version, direction, limit: limit)
    }
}
