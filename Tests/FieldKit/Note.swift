/// One record that a driver sends. All of it follows from its number, so that it can be checked without being kept.
package struct Note: Sendable, Hashable {
    /// Counts everything sent to one store.
    package var number: Int
    /// Notes with the same id replace each other.
    package var id: String

    package init(number: Int, id: String) {
        self.number = number
        self.id = id
    }

    /// Between 8 and 520 hexadecimal digits: lines cross sectors and pages at ever different places.
    package var body: String {
        var random = SeededRandom(seed: UInt64(number))
        let words = 1 + Int(random.next() % 20) + (number % 16 == 0 ? 45 : 0)
        return (0..<words).map { _ in
            let digits = String(random.next() & 0xffff_ffff, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// The line for `cairn put`, with its newline.
    package var line: [UInt8] {
        Array("{\"id\":\"\(id)\",\"n\":\(number),\"body\":\"\(body)\"}\n".utf8)
    }
}
