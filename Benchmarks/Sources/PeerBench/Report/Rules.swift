/// What makes the contest fair. Printed with every result.
enum Rules {
    static let all = [
        "Same machine, same file system, same process, same 142 bytes of JSON under the same 16 bytes of key, written "
            + "by the same numbers in the same order.",
        "Same promise: a durable write returns when the device has it (fdatasync or its like). Buffered rows say so.",
        "Same number of clients: threads where a store blocks, tasks for Cairn. Each waits for one deed "
            + "before the next.",
        "Rounds are interleaved, every contender in every round, another one first each time. A row gives the median, "
            + "with the least and the most beside it; ratios are taken round by round.",
        "Latencies count from when a write was due, not from when it was begun; what is late stays late.",
        "Every opening follows a kill -9 and happens in a process of its own.",
        "Peers are set up as their documentation advises, their caches as large as Cairn's. Settings stand below.",
        "Cairn runs with its defaults: snapshots and compaction by itself are on, as the peers' background work is.",
        "Before anything is measured, every contender is examined: what it gives back must be what was written.",
        "A row that Cairn loses stays in the table.",
    ]
}
