/// What actors of one kind do: their state, how it begins, and how messages change it.
///
/// The runtime keeps the state. It hands it to a handler, takes what the handler made of it, and writes that down
/// before anybody sees what came of it. The type itself is never instantiated.
public protocol Behavior: Sendable {
    /// What the actor knows. Written whole with each transition, so keep it small; divide it between actors.
    associatedtype State: Codable & Sendable
    /// What actors of this kind are called in addresses. By default the type's name, beginning with a small letter.
    static var name: String { get }
    /// Which version of the behaviour this is; written with each transition. By default 1.
    static var version: Int { get }
    /// When transitions count. By default ``ActorDurability/durable``.
    static var durability: ActorDurability { get }
    /// How many messages may wait for an actor of this kind, and what happens to those beyond.
    static var mailbox: MailboxPolicy { get }
    /// The first state, out of none: called once in the life of an actor, and the first line of its chain.
    static func initial(_ context: inout ActorContext) throws -> State
    /// The handlers.
    @BehaviorBuilder<State> static var body: BehaviorBody<State> { get }
}

extension Behavior {
    /// The type's name, beginning with a small letter.
    public static var name: String { TypeName.of(Self.self) }

    /// 1
    public static var version: Int { 1 }

    /// Synced before anybody hears of it.
    public static var durability: ActorDurability { .durable }

    /// ``MailboxPolicy/usual``
    public static var mailbox: MailboxPolicy { .usual }
}

/// A state that begins without being told anything. A behaviour of such a state needs no `initial`.
public protocol EmptyStart {
    /// The first state.
    init()
}

extension Behavior where State: EmptyStart {
    /// The state as it begins by itself.
    public static func initial(_ context: inout ActorContext) throws -> State { State() }
}

/// A named set of handlers, for an actor that changes what it does. The name is in the chain, so it survives.
public struct Mode: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// Its name.
    public let name: String

    /// The mode of this name.
    public init(_ name: String) { self.name = name }

    /// The mode of this name.
    public init(stringLiteral name: String) { self.name = name }

    /// What every actor begins with.
    public static let normal: Mode = "normal"

    public var description: String { name }

    /// As its name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    /// From its name.
    public init(from decoder: any Decoder) throws { name = try decoder.singleValueContainer().decode(String.self) }
}
