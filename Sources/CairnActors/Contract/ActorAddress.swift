/// Where an actor is found: the name of its behaviour and its own, as `counter/main`. There is one actor to an address,
/// whether it is in memory or not.
public struct ActorAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The name of its behaviour.
    public let behavior: String
    /// Its own name.
    public let id: String

    /// The longest address in bytes: with a number behind it, it must do for the id of a record.
    public static let mostBytes = 1_000

    /// - Errors: `.invalidAddress` for a part that is empty, a behaviour with a `/` in its name, and more bytes than
    ///   ``mostBytes``.
    public init(behavior: String, id: String) throws(ActorError) {
        guard !behavior.isEmpty, !id.isEmpty, !behavior.contains("/") else {
            throw ActorError(
                .invalidAddress, "an address is a behaviour's name without a slash, and an actor's; neither is empty")
        }
        guard behavior.utf8.count + id.utf8.count < Self.mostBytes else {
            throw ActorError(.invalidAddress, "an address has at most \(Self.mostBytes) bytes; shorten the name")
        }
        self.behavior = behavior
        self.id = id
    }

    /// From its text.
    ///
    /// - Errors: `.invalidAddress`.
    public init(_ text: String) throws(ActorError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        try self.init(behavior: String(parts.first ?? ""), id: parts.count == 2 ? String(parts[1]) : "")
    }

    /// `counter/main`
    public var description: String { "\(behavior)/\(id)" }

    /// As its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// From its text.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }
}
