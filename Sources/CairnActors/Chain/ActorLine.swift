public import Cairn
public import FoundationEssentials

/// A transition as it is stored: a record of kind `transition`, whose id is actor and number (`counter/main@17`).
///
/// Name it and ``ActorEntry`` where you open a store yourself; nothing else is done with it. It holds the text that
/// was hashed, so whatever anybody adds to a line is seen.
public struct ActorLine: Record {
    /// The lines' `type`.
    public static let kind = "transition"
    /// Actor and number.
    public let id: String
    let text: RawJSON

    init(id: String, text: RawJSON) {
        self.id = id
        self.text = text
    }

    static func id(_ actor: ActorAddress, _ number: Int) -> String { "\(actor)@\(number)" }

    private enum Key: CodingKey { case id }

    /// The text as it stands.
    public init(from decoder: any Decoder) throws {
        id = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .id)
        text = try decoder.singleValueContainer().decode(RawJSON.self)
    }

    /// The text as it stands.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// What a store knows of an actor besides its chain: a record of kind `actor`, written at birth and with every
/// ``every``th line, so that the end of a chain is found without reading all of it.
public struct ActorEntry: Record {
    /// The records' `type`.
    public static let kind = "actor"
    /// After so many lines a new one is written: finding the end of a chain then takes a dozen look-ups at most.
    static let every = 64
    /// The address.
    public let id: String
    /// The name of its behaviour.
    public let behavior: String
    /// Found by what is due first.
    public static let indices: [Index<ActorEntry>] = [.time("due", \.due)]
    /// A line that the chain has; its end is this one or less than ``every`` behind it.
    public let last: Int
    /// When the first of its timers is due; nil where it has none.
    public var due: Date?
}
