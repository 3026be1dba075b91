/// Numbers that look random and are the same on every run with the same seed.
package struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(_ seed: UInt64) { state = SectorHash.mix(seed) }

    /// A stream of its own for each combination of numbers.
    package init(_ seed: UInt64, _ numbers: Int...) {
        state = numbers.reduce(SectorHash.mix(seed)) { SectorHash.mix($0 ^ UInt64(bitPattern: Int64($1))) }
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return SectorHash.mix(state)
    }

    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}
