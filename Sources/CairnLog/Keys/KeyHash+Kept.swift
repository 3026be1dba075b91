package import CairnLines

extension KeyHash {
    /// The part of a hash that a key table gives back: what other tables beside it must be keyed by.
    package var kept: KeyHash { KeyHash(low: low & ~0x7FFF, high: high) }
}
