internal import Synchronization

/// Which indices a kind has, as those know it who make records ready beside the actor. Where it has changed before
/// their turn comes, their entries are made anew.
struct IndexShape: Sendable {
    let definitions: [IndexDefinition]
    let number: UInt64

    init(_ indices: KindIndices) { (definitions, number) = (indices.definitions, indices.shape) }

    /// As it is at opening.
    static let first: UInt64 = 0

    private static let last = Atomic<UInt64>(first)

    /// One that no indices had before: what a failed write took back does not come again under the same number.
    static func next() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
}
