/// Where the tests' keys come from: each kind of garden is hard on another part of the tree.
enum KeyGarden: String, CaseIterable, Sendable {
    /// Values of eight bytes and ids of sixteen, as indices have them.
    case usual
    /// Few letters, among them the first and the last byte: keys that begin one another, and the empty one.
    case crowded
    /// A few beginnings of up to 1,000 bytes: prefixes longer than the rest of a page.
    case longPrefixes
    /// Up to the longest key: branches of few children.
    case long
    /// One behind the other, by turns up and down.
    case ordered

    func key(_ dice: inout IndexTreeTests.Dice) -> [UInt8] {
        switch self {
        case .usual:
            return Self.number(UInt64(dice.roll(600))) + Self.number(UInt64(dice.roll(4))) + Self.number(dice.next())
        case .crowded:
            return (0..<dice.roll(9)).map { _ in [0x00, 0x01, 0x61, 0xFE, 0xFF][dice.roll(5)] }
        case .longPrefixes:
            let kind = dice.roll(6)
            let head = [UInt8](repeating: [0x00, 0x70, 0xFF][kind % 3], count: [1000, 990, 300, 40, 2, 0][kind])
            return head + (0..<dice.roll(4)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        case .long:
            let count = dice.roll(4) == 0 ? 1024 : 700 + dice.roll(325)
            return Self.number(UInt64(dice.roll(40))) + (8..<count).map { _ in UInt8(dice.roll(2)) }
        case .ordered:
            let step = dice.roll(40_000)
            return Self.number(UInt64(step % 2 == 0 ? step : 1_000_000 - step))
        }
    }

    static func number(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    }
}
