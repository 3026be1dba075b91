import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file descriptor that is closed exactly once, and never while a call is using it.
///
/// The system hands a closed number out again at once, so a late call would reach somebody else's file. Each use
/// therefore counts itself in; `close()` only forbids new uses, and the last one out closes the number.
package final class Descriptor: Sendable {
    private let number: Int32
    /// Twice the number of users (the owner is one), plus one when closed.
    private let state = Atomic<Int>(Descriptor.oneUser)

    private static let oneUser = 2
    private static let closedFlag = 1

    /// Takes over an open descriptor.
    package init(owning number: Int32) { self.number = number }

    deinit { close() }

    /// Runs `body` with the descriptor. Errors: `.closed`, and what `body` throws. Complexity: two atomic operations.
    @discardableResult
    package func use<Value>(
        _ call: String, path: String, _ purpose: Purpose, _ body: (Int32) throws(DiskError) -> Value
    ) throws(DiskError) -> Value {
        guard enter() else { throw DiskError(.closed, call: call, path: path, purpose: purpose, errno: EBADF) }
        defer { leave() }
        return try body(number)
    }

    /// Forbids further use; the number goes back to the system when nobody uses it any more. Harmless when repeated.
    package func close() {
        var seen = state.load(ordering: .relaxed)
        while seen & Self.closedFlag == 0 {
            let next = (seen - Self.oneUser) | Self.closedFlag
            let (exchanged, original) = state.compareExchange(
                expected: seen, desired: next, ordering: .acquiringAndReleasing)
            if exchanged {
                if next == Self.closedFlag { giveBack() }
                return
            }
            seen = original
        }
    }

    private func enter() -> Bool {
        var seen = state.load(ordering: .relaxed)
        while seen & Self.closedFlag == 0 {
            let (exchanged, original) = state.compareExchange(
                expected: seen, desired: seen + Self.oneUser, ordering: .acquiring)
            if exchanged { return true }
            seen = original
        }
        return false
    }

    private func leave() {
        let left = state.subtract(Self.oneUser, ordering: .acquiringAndReleasing).newValue
        if left == Self.closedFlag { giveBack() }
    }

    private func giveBack() {
        // Never retried: Linux has released the number even when it reports EINTR.
        #if canImport(Glibc)
            _ = Glibc.close(number)
        #elseif canImport(Musl)
            _ = Musl.close(number)
        #else
            _ = Darwin.close(number)
        #endif
    }
}
