/// Random numbers that are the same for the same seed (SplitMix64).
struct SeededDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z &>> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    /// Nothing in one of four cases.
    mutating func maybe<T>(_ make: (inout SeededDice) -> T) -> T? { chance(25) ? nil : make(&self) }

    mutating func list<T>(_ longest: Int, _ make: (inout SeededDice) -> T) -> [T] {
        (0..<number(0...longest)).map { _ in make(&self) }
    }
}
