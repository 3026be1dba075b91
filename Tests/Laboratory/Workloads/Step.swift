import CairnLog

/// One step of a workload.
enum Step {
    case stage([Change], isTransaction: Bool, Durability)
    /// The committer takes what is staged.
    case drive
    /// The committer has nothing to do: a mark, and perhaps unused room given back.
    case idle(trims: Bool)
    /// The maintenance thread: room ahead and the segment to come.
    case prepare
    case compact(all: Bool)
    case snapshot
    case hints
    case close
    case open
    /// The wall clock jumps, in microseconds.
    case jump(Int64)
}
