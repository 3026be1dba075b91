internal import Cairn

/// What an actor can be sent: a value that is written as a JSON object with its `type`.
///
/// Do not conform to this; conform to ``Message`` or ``Request``. A type is one or the other, so that a handler of a
/// request that forgets the reply does not compile.
public protocol Payload: Codable, Sendable {
    /// The `type` of the message's JSON. By default the Swift type's name, beginning with a small letter.
    static var type: String { get }
}

/// Something that an actor is told. Nobody waits for an answer.
public protocol Message: Payload {}

/// Something that an actor is asked. What it replies follows from the type.
public protocol Request: Payload {
    /// What the asker gets.
    associatedtype Reply: Codable & Sendable
}

extension Payload {
    /// The type's name, beginning with a small letter.
    public static var type: String { TypeName.of(Self.self) }
}

/// The names that types have in JSON when they say nothing.
enum TypeName {
    /// `Increment` is `increment`.
    static func of(_ type: Any.Type) -> String {
        let name = String(describing: type)
        return name.prefix(1).lowercased() + name.dropFirst()
    }
}

/// Messages and replies as JSON.
enum PayloadText {
    /// A message with its type in front.
    static func write<P: Payload>(_ payload: P) throws(ActorError) -> RawJSON { try write(payload, as: P.type) }

    /// The same, by the name that the caller has at hand.
    static func write<P: Payload>(_ payload: P, as type: String) throws(ActorError) -> RawJSON {
        do {
            let text = try RawJSON(encoding: payload).bytes
            guard text.first == UInt8(ascii: "{") else {
                throw ActorError(.invalidMessage, "a \(type) is not a JSON object; make the message a struct")
            }
            var whole = Array("{\"type\":".utf8) + (try RawJSON(encoding: type).bytes)
            if text.count > 2 { whole.append(UInt8(ascii: ",")) }
            whole.append(contentsOf: text.dropFirst())
            return try RawJSON(whole)
        } catch let error as ActorError { throw error } catch {
            throw ActorError(.invalidMessage, "a \(type) cannot be written as JSON", cause: error)
        }
    }

    /// A reply: with its type if it is a message, else as it is.
    static func write<Reply: Codable & Sendable>(reply: Reply) throws(ActorError) -> RawJSON {
        if let payload = reply as? any Payload { return try write(payload) }
        do { return try RawJSON(encoding: reply) } catch {
            throw ActorError(.invalidMessage, "the reply, a \(Reply.self), cannot be written as JSON", cause: error)
        }
    }
}
