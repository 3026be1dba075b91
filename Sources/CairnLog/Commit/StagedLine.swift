internal import CairnLines

/// One line in the staging buffer.
struct StagedLine {
    var hash: KeyHash
    var sequence: UInt64
    /// In the buffer.
    var offset: Int
    /// With its newline.
    var length: Int
    var form: Envelope.Form
    var seconds: UInt32
}

/// Somebody who waits for an acknowledgement.
struct Waiter {
    var continuation: UnsafeContinuation<LogError?, Never>
    /// Waits for the sync; otherwise the write is enough.
    var needsSync: Bool
}

/// What is written with one write and, if anybody asked for it, one sync.
struct Group: ~Copyable {
    var buffer: ByteBuffer
    var lines: [StagedLine]
    var waiters: [Waiter]
    /// What floors above do when it becomes visible, in the order of staging.
    var effects: [any StagedEffect]
    /// The sequence of its first line.
    var first: UInt64
    var needsSync: Bool
    /// Nanoseconds after which an unsynced group must be synced; nil for whenever it suits.
    var syncWithin: UInt64?

    var last: UInt64 { lines.last?.sequence ?? first &- 1 }
}
