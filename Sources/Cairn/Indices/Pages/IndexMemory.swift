internal import CairnDisk
internal import CairnLines
internal import CairnLog
internal import Synchronization

/// The memory that the indices of a store may take up, and the file for what does not fit.
final class IndexMemory: Sendable {
    /// What is left for indices where keys and caches take up all of the budget: a store must work, and the statistics
    /// tell that it takes more than it should.
    static let least = 4 << 20
    /// So many branches are looked at before a write at most. A transaction of the most writes brings back leaves of as
    /// many; a single write those of one.
    private static let branchesAtOnce = 1_024

    private struct State {
        var pages: IndexPages
        var made: UInt64 = 1
        var turn: UInt64 = 0
    }

    let folder: any Folder
    /// For everything; see ``LogOptions/memoryBytes``.
    private let budget: Int
    /// For leaves alone; nil for a share of the budget.
    private let leaves: Int?
    private let state: Mutex<State>
    private let fault = FaultBell()

    init(_ folder: any Folder, budget: Int, leaves: Int?) {
        self.folder = folder
        self.budget = budget
        self.leaves = leaves
        let bell = fault
        let pages = IndexPages(folder, name: Self.name(0), cacheBytes: budget / 16) { bell.ring() }
        state = Mutex(State(pages: pages))
    }

    /// Few entries are kept as well: the laboratory's.
    var keepsAll: Bool { leaves != nil }

    /// What the first file is called while it is in use.
    var ownName: String { Self.name(0) }

    private static func name(_ number: UInt64) -> String { "indices-\(number)" + FileName.unfinished }

    /// Who is told when leaves cannot be read.
    func tellOfFaults(_ body: @escaping @Sendable () -> Void) { fault.set(body) }

    /// The file for leaves; another one where the last could not be read.
    var pages: IndexPages {
        state.withLock { state in
            guard state.pages.fault != nil else { return state.pages }
            let bell = fault
            state.pages = IndexPages(folder, name: Self.name(state.made), cacheBytes: budget / 16) { bell.ring() }
            state.made += 1
            return state.pages
        }
    }

    /// From now on the leaves are in this file, which is called ``ownName``.
    func replacePages(_ file: any DiskFile, _ slots: PageSlots) -> IndexPages {
        let bell = fault
        let pages = IndexPages(folder, name: ownName, cacheBytes: budget / 16, file, slots) { bell.ring() }
        state.withLock { $0.pages = pages }
        return pages
    }

    /// What the leaves of all indices may take up in memory, beside the keys of the records. The rest of the budget is
    /// for branches, for lines and leaves that were read, for what is in flight, and for building indices.
    func leafBytes(besides keyTable: Int) -> Int { leaves ?? max(Self.least, (budget - keyTable) / 4) }

    /// For entries of indices that are being built, by each who gathers some.
    func gatheredBytes(besides keyTable: Int) -> Int { leaves ?? max(Self.least, (budget - keyTable) / 16) }

    /// Lets go of leaves where they take up more than they may. Those of the largest index go first.
    func keep(_ indices: inout IndexVersion, besides keyTable: Int) {
        let limit = leafBytes(besides: keyTable)
        var total = 0
        var largest: (place: IndexPlace, bytes: Int)?
        for (kind, own) in indices.kinds {
            for (place, tree) in own.trees.enumerated() {
                total += tree.leafBytes
                if tree.leafBytes > largest?.bytes ?? 0 {
                    largest = (IndexPlace(kind: kind, place: place), tree.leafBytes)
                }
            }
        }
        guard total > limit, let largest else { return }
        let turn = state.withLock { state in
            state.turn &+= 1
            return state.turn
        }
        // What cannot be written stays where it is: the index is right, and larger than it should be.
        try? indices.kinds[largest.place.kind]?.freeze(
            largest.place.place, downTo: max(0, largest.bytes - (total - limit)), branches: Self.branchesAtOnce,
            turn: turn, in: pages)
    }

    /// Numbers of the file that is in use.
    var numbers: (cacheBytes: Int, fileBytes: Int64, reads: UInt64, writes: UInt64) {
        state.withLock { $0.pages }.numbers
    }

    func close() { state.withLock { $0.pages }.close() }
}

/// Tells one who can be named later.
private final class FaultBell: Sendable {
    private let body = Mutex<(@Sendable () -> Void)?>(nil)

    func set(_ new: @escaping @Sendable () -> Void) { body.withLock { $0 = new } }

    func ring() { body.withLock { $0 }?() }
}
