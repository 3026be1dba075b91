public import Cairn
internal import Synchronization

/// A message that nobody will handle.
public struct DeadLetter: Sendable {
    /// For whom it was.
    public var receiver: ActorAddress
    /// The `type` of the message.
    public var type: String
    /// The message as JSON; nil where it cannot be written so.
    public var message: RawJSON?
    /// Why.
    public var reason: ActorError
}

/// The newest of the messages that nobody will handle.
final class DeadLetters: Sendable {
    /// So many are kept; older ones are only counted. Enough to see what goes wrong, and no memory to speak of.
    static let most = 1_024

    private struct Shelf {
        var letters: [DeadLetter] = []
        /// Where the oldest stands, once the shelf is full.
        var oldest = 0
        var count = 0
    }
    private let shelf = Mutex(Shelf())

    func add(_ letter: DeadLetter) {
        shelf.withLock { shelf in
            shelf.count &+= 1
            guard shelf.letters.count >= Self.most else { return shelf.letters.append(letter) }
            shelf.letters[shelf.oldest] = letter
            shelf.oldest = (shelf.oldest + 1) % Self.most
        }
    }

    /// From the oldest that is kept to the newest.
    var kept: [DeadLetter] {
        shelf.withLock { Array($0.letters[$0.oldest...] + $0.letters[..<$0.oldest]) }
    }

    /// All there ever were.
    var count: Int { shelf.withLock { $0.count } }
}
