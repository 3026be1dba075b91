/// The handlers of a behaviour, as its body lists them.
public struct BehaviorBody<State: Codable & Sendable>: Sendable {
    let parts: [BehaviorPart<State>]
}

/// One handler or the handlers of one mode.
public enum BehaviorPart<State: Codable & Sendable>: Sendable {
    /// A handler.
    case on(On<State>)
    /// Those of a mode.
    case when(When<State>)
}

/// Puts a behaviour together.
@resultBuilder public enum BehaviorBuilder<State: Codable & Sendable> {
    /// A handler.
    public static func buildExpression(_ on: On<State>) -> [BehaviorPart<State>] { [.on(on)] }

    /// The handlers of a mode.
    public static func buildExpression(_ when: When<State>) -> [BehaviorPart<State>] { [.when(when)] }

    /// Several, one after the other.
    public static func buildBlock(_ parts: [BehaviorPart<State>]...) -> [BehaviorPart<State>] { parts.flatMap(\.self) }

    /// Those behind an `if`.
    public static func buildOptional(_ parts: [BehaviorPart<State>]?) -> [BehaviorPart<State>] { parts ?? [] }

    /// Those of an `if` that holds.
    public static func buildEither(first parts: [BehaviorPart<State>]) -> [BehaviorPart<State>] { parts }

    /// Those of an `else`.
    public static func buildEither(second parts: [BehaviorPart<State>]) -> [BehaviorPart<State>] { parts }

    /// Those of a loop.
    public static func buildArray(_ parts: [[BehaviorPart<State>]]) -> [BehaviorPart<State>] { parts.flatMap(\.self) }

    /// All of them.
    public static func buildFinalResult(_ parts: [BehaviorPart<State>]) -> BehaviorBody<State> {
        BehaviorBody(parts: parts)
    }
}
