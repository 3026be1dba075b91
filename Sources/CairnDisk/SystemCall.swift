#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The rules that every system call of this room shares.
enum SystemCall {
    /// How often one call may be interrupted by signals before it counts as failed. A signal storm of a profiler
    /// interrupts a call a few times; a hundred times in a row means that it would never get through.
    static let interruptLimit = 100

    /// How often in a row a write may move nothing without an error. A regular file never does that; the limit keeps
    /// a broken driver from turning the loop into a hang.
    static let idleWriteLimit = 16

    /// Calls `body` until it is not interrupted, and maps its errno the moment it fails.
    ///
    /// Never used for a sync: after an interrupted one nobody knows what became durable, and a second one would lie.
    @discardableResult
    static func retrying<Result: SignedInteger>(
        _ call: String, path: String, _ purpose: Purpose, _ body: () -> Result
    ) throws(DiskError) -> Result {
        var interrupts = 0
        while true {
            let result = body()
            if result >= 0 { return result }
            let number = errno
            guard number == EINTR, interrupts < interruptLimit else {
                throw .fromErrno(number, call: call, path: path, purpose: purpose)
            }
            interrupts += 1
        }
    }

    /// Calls `body` once.
    static func once<Result: SignedInteger>(
        _ call: String, path: String, _ purpose: Purpose, _ body: () -> Result
    ) throws(DiskError) {
        guard body() < 0 else { return }
        throw .fromErrno(errno, call: call, path: path, purpose: purpose)
    }
}
