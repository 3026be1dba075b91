/// One event of a stream.
public struct StreamEvent<Event: Sendable>: Sendable {
    /// Its place in the stream, from 1 on; the version of the stream when it was the last.
    public var version: Int
    /// What happened.
    public var event: Event
}

extension StreamEvent: Equatable where Event: Equatable {}

/// Which of a stream's events there are.
public struct StreamExtent: Sendable, Hashable {
    /// The first that was not truncated; one more than `last` where there is none.
    public var first: Int
    /// The last, which is the stream's version; 0 where none was ever appended.
    public var last: Int

    /// How many events there are.
    public var count: Int { last - first + 1 }
}

/// Both sides of an append that demanded another version than there is.
public struct StreamConflict: Sendable, Hashable {
    /// The stream.
    public var stream: String
    /// The version that the writer demanded.
    public var expected: Int
    /// The version that the stream has.
    public var actual: Int
}

/// Which way events are read.
public enum StreamDirection: Sendable, Hashable { case forwards, backwards }
