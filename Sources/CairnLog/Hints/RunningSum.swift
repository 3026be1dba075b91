internal import CXXHash

/// A running XXH3-64, for a file that is never in memory as a whole.
// unsafe: the state has this one owner, which cannot be copied
package struct RunningSum: ~Copyable, @unchecked Sendable {
    private let state: OpaquePointer

    /// Nil without memory.
    package init?() {
        guard let state = XXH3_createState() else { return nil }
        // It fails only for a state that is NULL.
        _ = XXH3_64bits_reset(state)
        self.state = state
    }

    deinit { _ = XXH3_freeState(state) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        _ = XXH3_64bits_update(state, start, bytes.count)
    }

    package var value: UInt64 { XXH3_64bits_digest(state) }
}
