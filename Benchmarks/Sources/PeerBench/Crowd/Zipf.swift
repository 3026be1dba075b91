import Foundation

/// The choice that YCSB makes: few numbers are wanted often, most of them hardly ever (Gray et al. 1994, theta 0.99).
struct Zipf: Sendable {
    private static let theta = 0.99
    private let count: Int
    private let zeta: Double
    private let eta: Double
    private let alpha = 1 / (1 - Self.theta)

    init(count: Int) {
        self.count = count
        zeta = Self.zeta(count)
        eta = (1 - pow(2 / Double(count), 1 - Self.theta)) / (1 - Self.zeta(2) / zeta)
    }

    /// 0 is wanted most, then 1.
    func rank(_ random: inout Random) -> Int {
        let share = random.share()
        let place = share * zeta
        if place < 1 { return 0 }
        if place < 1 + pow(0.5, Self.theta) { return 1 }
        return min(count - 1, Int(Double(count) * pow(eta * share - eta + 1, alpha)))
    }

    /// The same, with the wanted ones spread over all numbers.
    func scattered(_ random: inout Random) -> Int {
        Int(Random.mixed(UInt64(rank(&random)) &+ 1) % UInt64(count))
    }

    private static func zeta(_ count: Int) -> Double {
        (1...count).reduce(0) { $0 + 1 / pow(Double($1), theta) }
    }
}
