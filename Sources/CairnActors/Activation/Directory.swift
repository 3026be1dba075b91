internal import Synchronization

/// Which actors have a place in memory, and which of them are active.
///
/// An address has one place at most: it is known weakly, so that it goes when nobody refers to it and it is not active.
final class Directory: Sendable {
    private struct Known {
        weak var cell: AnyCell?
    }

    /// So many are looked at when one has to go: the one that has rested longest of them is hardly ever a bad choice,
    /// and nobody has to keep an order of all.
    static let looks = 8

    private struct Active {
        /// In no order; each cell knows its place.
        var cells: [AnyCell] = []
        var hand = 0
    }

    private let known = Mutex<[ActorAddress: Known]>([:])
    private let active = Mutex(Active())
    /// More active actors than this, and one that rests is passivated for each that comes.
    private let most: Int

    init(most: Int) { self.most = most }

    /// The place of an address, made if there is none.
    func cell(_ address: ActorAddress, make: () -> AnyCell) -> AnyCell {
        known.withLock { known in
            if let cell = known[address]?.cell { return cell }
            let cell = make()
            known[address] = Known(cell: cell)
            return cell
        }
    }

    /// A place is gone. Another may have been made meanwhile.
    func forget(_ address: ActorAddress) {
        known.withLock { known in
            // Not loaded: the last reference must not be let go of under this lock.
            if let index = known.index(forKey: address), known.values[index].cell == nil { known.remove(at: index) }
        }
    }

    var cells: [AnyCell] { known.withLock { $0.values.compactMap(\.cell) } }

    var activeCount: Int { active.withLock { $0.cells.count } }

    /// An actor has become active; where they are too many, one that rests goes.
    func entered(_ cell: AnyCell) {
        let candidates = active.withLock { active -> [AnyCell] in
            if cell.place == nil {
                cell.place = active.cells.count
                active.cells.append(cell)
            }
            guard active.cells.count > most else { return [] }
            return (0..<min(Self.looks, active.cells.count)).map { _ in
                active.hand = (active.hand + 1) % active.cells.count
                return active.cells[active.hand]
            }
        }
        let resting = candidates.compactMap { cell in cell.restingSince.map { (cell, $0) } }
        for (cell, _) in resting.sorted(by: { $0.1 < $1.1 }) where cell.passivate() { return left(cell) }
    }

    /// An actor has left memory.
    func left(_ cell: AnyCell) {
        active.withLock { active in
            guard let place = cell.place, let last = active.cells.last else { return }
            active.cells[place] = last
            last.place = place
            active.cells.removeLast()
            cell.place = nil
        }
    }

    /// Takes those out of memory that have rested since a moment or longer.
    func passivate(restingSince moment: Duration) {
        for cell in active.withLock({ $0.cells }) {
            if let since = cell.restingSince, since <= moment, cell.passivate() { left(cell) }
        }
    }

    /// Nobody is active any more.
    func clear() {
        let cells = active.withLock { active in
            defer { active.cells = [] }
            for cell in active.cells { cell.place = nil }
            return active.cells
        }
        withExtendedLifetime(cells) {}
    }
}
