package import CairnLines

/// One key of a key table: its hash and the place of its newest line.
package struct KeyEntry: Sendable, Hashable {
    /// From a key table it comes with the lowest 15 bits of `low` as zeros: they are not kept (see `KeySlot`).
    package var hash: KeyHash
    package var place: KeyPlace

    package init(hash: KeyHash, place: KeyPlace) {
        self.hash = hash
        self.place = place
    }
}
