public import Cairn

/// Where a chain is not what was written, and how that shows.
public struct ChainBreak: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable, Hashable, Codable {
        /// The line is not there, though one behind it is, or the store or an anchor knows of one.
        case missing
        /// What stands there is no line of a chain.
        case malformed
        /// The line says that it stands elsewhere, or belongs to another actor.
        case misplaced
        /// The line does not hash to what it says.
        case altered
        /// The line follows upon another than the one before it.
        case unlinked
        /// The chain is whole, but another than the one that the anchor was taken of.
        case notAnchored
    }

    /// The place in the chain.
    public var number: Int
    /// What is wrong there.
    public var reason: Reason

    /// This is wrong there.
    public init(number: Int, reason: Reason) {
        self.number = number
        self.reason = reason
    }

    public var description: String { "line \(number) is \(reason.rawValue)" }
}

/// Goes through the lines of a chain, in their order, and says where they stop being one. It needs no store: a chain
/// that was exported is verified with it on any machine.
public struct ChainVerifier: Sendable {
    /// Whose chain it is.
    public let actor: ActorAddress
    /// The last line that holds; nil before the first.
    public private(set) var head: ChainHead?

    /// Begins in front of the first line.
    public init(_ actor: ActorAddress) { self.actor = actor }

    /// Looks at the next line. What it returns is the end of the matter: no line behind it can hold.
    ///
    /// - Complexity: O(n log n) in the line's length, without looking back.
    public mutating func take(_ line: RawJSON) -> ChainBreak? {
        let number = (head?.number ?? 0) + 1
        guard let found = try? line.decode(Transition.self), let hash = try? ChainHash.computed(line) else {
            return ChainBreak(number: number, reason: .malformed)
        }
        guard found.number == number, found.actor == actor else {
            return ChainBreak(number: number, reason: .misplaced)
        }
        guard hash == found.hash else { return ChainBreak(number: number, reason: .altered) }
        guard found.previous == head?.hash else { return ChainBreak(number: number, reason: .unlinked) }
        head = ChainHead(actor: actor, number: number, hash: hash)
        return nil
    }

    /// Looks at all lines of a chain, and, where there is an anchor, that it is one of them.
    public static func verify(
        _ lines: some Sequence<RawJSON>, of actor: ActorAddress, anchor: ChainHead? = nil
    ) -> ChainReport {
        var verifier = ChainVerifier(actor)
        var anchored = anchor == nil
        for line in lines {
            if let found = verifier.take(line) { return ChainReport(head: verifier.head, firstBreak: found) }
            guard let anchor, anchor.number == verifier.head?.number else { continue }
            guard anchor == verifier.head else {
                return ChainReport(
                    head: verifier.head, firstBreak: ChainBreak(number: anchor.number, reason: .notAnchored))
            }
            anchored = true
        }
        let end = ChainBreak(number: (verifier.head?.number ?? 0) + 1, reason: .missing)
        return ChainReport(head: verifier.head, firstBreak: anchored ? nil : end)
    }
}

/// What came of verifying a chain.
public struct ChainReport: Sendable, Hashable {
    /// The last line that holds; nil where there is none.
    public var head: ChainHead?
    /// The first place where the chain is not what was written; nil where all of it is.
    public var firstBreak: ChainBreak?

    /// Whether all of it holds.
    public var isWhole: Bool { firstBreak == nil }
}
