import Synchronization

/// Which records a store holds: numbers from 0 up, without gaps except for those removed.
final class Population: Sendable {
    private let next: Atomic<Int>
    private let removed = Atomic(0)

    init(_ count: Int) { next = Atomic(count) }

    var count: Int { next.load(ordering: .relaxed) }

    /// A number that no record has yet.
    func newNumber() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }

    /// A number that was not given away for removal yet, in a scattered order; nil when all of `count` were.
    func victim(of count: Int) -> Int? {
        let place = removed.wrappingAdd(1, ordering: .relaxed).oldValue
        return place < count ? Self.scattered(place, count) : nil
    }

    /// Those given away, which then count as there again.
    func takeBack(of count: Int) -> [Int] {
        (0..<min(count, removed.exchange(0, ordering: .relaxed))).map { Self.scattered($0, count) }
    }

    /// Each number once, as the factor is a prime that no count here is a multiple of.
    static func scattered(_ place: Int, _ count: Int) -> Int { place * 15_485_863 % count }
}
