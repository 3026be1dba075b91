import Foundation

extension SeededDice {
    mutating func everything() -> Everything {
        Everything(
            small: list(4) { Int8.random(in: .min ... .max, using: &$0) }, narrow: edge(), middle: edge(), wide: edge(),
            number: edge(), byte: edge(), word: edge(), half: edge(), whole: edge(), unsigned: edge(), float: float(),
            double: double(), text: text(), flag: chance(50), id: uuid(), moment: moment(), bytes: bytes(),
            price: decimal(), link: link(), colour: pick(Colour.allCases), level: maybe { $0.pick(Level.allCases) },
            shape: shape(3), place: maybe { $0.place() }, places: list(3) { $0.place() },
            matrix: list(3) { $0.list(3) { $0.maybe { $0.number(-9...9) } } },
            byName: dictionary { ($0.text(), $0.place()) }, byNumber: dictionary { ($0.edge(), $0.text()) },
            bySide: dictionary { ($0.pick(Side.allCases), $0.edge()) }, byID: dictionary { ($0.uuid(), $0.moment()) },
            dates: list(3) { $0.maybe { $0.moment() } }, set: Set(list(5) { $0.number(0...99) }))
    }

    mutating func pick<T>(_ all: [T]) -> T { all[number(0...all.count - 1)] }

    /// Often one of the ends of the range, and what is near them.
    mutating func edge<T: FixedWidthInteger>() -> T {
        switch number(0...5) {
        case 0: .min
        case 1: .max
        case 2: .max - 1
        case 3: T(truncatingIfNeeded: number(-2...99))
        default: T(truncatingIfNeeded: next())
        }
    }

    mutating func double() -> Double {
        let edges = [
            0, -0.0, 0.1, -1.5, 1e22, 1e23, 9_007_199_254_740_994, .leastNonzeroMagnitude, .leastNormalMagnitude,
            -.leastNormalMagnitude.nextDown,
            .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .pi, 1e-5, 123_456_789.125, 1e16, 4.35, 0.3,
        ]
        if chance(40) { return pick(edges) }
        if chance(30) { return Double(number(-1_000_000...1_000_000)) / 1_000 }
        let any = Double(bitPattern: next())
        return any.isFinite ? any : 0.25
    }

    mutating func float() -> Float {
        let edges: [Float] = [
            0, -0.0, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 16_777_218, 1e10, 3.4e-38,
        ]
        if chance(40) { return pick(edges) }
        let any = Float(bitPattern: UInt32(truncatingIfNeeded: next()))
        return any.isFinite ? any : 0.5
    }

    mutating func text() -> String {
        let pieces = [
            "", "a", "name", "Arthur Dent", "\"", "\\", "/", "\u{8}", "\t", "\n", "\u{c}", "\r", "\u{0}", "\u{1}",
            "\u{1f}",
            "\u{7f}", "\u{80}", "é", "e\u{301}", "ß", "€", "\u{d7ff}", "\u{e000}", "\u{fffd}", "\u{ffff}", "\u{10000}",
            "😀",
            "👨‍👩‍👧", "\u{10ffff}", "\u{2028}", "0123456789abcdef", "\r\n", "日本語",
        ]
        return list(6) { $0.pick(pieces) }.joined()
    }

    mutating func uuid() -> UUID {
        let (a, b) = (next(), next())
        return withUnsafeBytes(of: (a, b)) { UUID(uuid: $0.load(as: uuid_t.self)) }
    }

    /// A whole number of microseconds, in the years 1590 to 9999: before 1582 Foundation writes the Julian calendar.
    mutating func moment() -> Date {
        let seconds = chance(80) ? number(0...900_000_000) : number(-13_000_000_000...252_423_993_599)
        return Date(timeIntervalSinceReferenceDate: Double(seconds) + Double(number(0...999_999)) / 1e6)
    }

    mutating func bytes() -> Data { Data(list(20) { UInt8.random(in: 0...255, using: &$0) }) }

    mutating func decimal() -> Decimal {
        var significand = Decimal(next() >> UInt64(number(0...63)))
        if chance(30) { significand = significand * 1_000_000_007 + 3 }
        return Decimal(sign: chance(30) ? .minus : .plus, exponent: number(-30...30), significand: significand)
    }

    mutating func link() -> URL {
        let links = ["https://example.org/a?b=c#d", "file:///tmp/x", "mailto:a@b.c", "relative/path", "https://x/%20y"]
        return URL(string: pick(links)) ?? URL(fileURLWithPath: "/")
    }

    mutating func shape(_ depth: Int) -> Shape {
        switch number(0...(depth > 0 ? 3 : 2)) {
        case 0: .nothing
        case 1: .circle(radius: double())
        case 2: .labelled(text(), colour: maybe { $0.pick(Colour.allCases) })
        default: .pair(shape(depth - 1), shape(depth - 1))
        }
    }

    mutating func place() -> Place { Place(x: float(), y: maybe { $0.double() }, tags: list(3) { $0.text() }) }

    mutating func dictionary<K: Hashable, V>(_ make: (inout SeededDice) -> (K, V)) -> [K: V] {
        Dictionary(list(4, make), uniquingKeysWith: { first, _ in first })
    }
}
