/// Where the engine gets the time from. Order never depends on it.
package protocol DiskClock: AnyObject, Sendable {
    /// The wall clock in microseconds since 1970 (UTC). It may jump in either direction.
    func now() -> Int64

    /// Nanoseconds since some fixed moment; never goes back. For durations only.
    func monotonic() -> UInt64
}
