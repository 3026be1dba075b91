import Cairn
import CrashLab

/// One transaction of several that are begun at once.
struct Errand: Sendable, Hashable {
    enum Ending: Sendable, Hashable { case commit, error, cancellation }

    var wishes: [Wish]
    /// Places of wishes whose refusal the closure takes without being refused itself.
    var forgiven: Set<Int> = []
    var ending = Ending.commit
    var durability: Durability?
}

/// One step of a run through the door.
enum DoorStep: Sendable {
    /// By the verb of its name.
    case single(Wish)
    case createAll([Citizen])
    case upsertAll([Citizen])
    case deleteAll([String])
    case errands([Errand])
    case truncate(String, Int)

    case compact(all: Bool)
    case snapshot
    case hints
    case prepare
    case idle(trims: Bool)
    /// The clock jumps, in microseconds.
    case jump(Int64)
    /// An index can be used no more; answers come from looking at every record.
    case degrade(String)
    /// A frozen moment is taken, to be looked at again later.
    case hold

    case reopen
    /// The process dies; what the system has of the disk stays.
    case die
    /// The power goes at one of the last calls to the disk.
    case crash(CrashModel)
    /// The disk fails during the errands.
    case fault(Fault, [Errand])
}
