#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Who we are, in words for somebody who finds the store locked.
package struct ProcessIdentity: Sendable, CustomStringConvertible {
    package var pid: Int32
    package var host: String
    /// When this process first touched a store, UTC, to the second.
    package var since: String

    /// This process. Complexity: computed once.
    package static let current = ProcessIdentity(
        pid: getpid(), host: hostName(), since: text(seconds: SystemClock().now() / 1_000_000))

    /// One line, such as `process 4711 on tower, since 2026-11-20T20:13:00Z`.
    package var description: String { "process \(pid) on \(host), since \(since)" }

    private static func hostName() -> String {
        // POSIX allows 255 bytes; one more keeps a cut name terminated.
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "an unnamed host" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Seconds since 1970 as `2026-11-20T20:13:00Z`.
    package static func text(seconds: Int64) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        guard gmtime_r(&moment, &parts) != nil else { return "\(seconds) s after 1970" }
        func digits(_ number: Int32, _ width: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let day = "\(digits(parts.tm_year &+ 1900, 4))-\(digits(parts.tm_mon &+ 1))-\(digits(parts.tm_mday))"
        return "\(day)T\(digits(parts.tm_hour)):\(digits(parts.tm_min)):\(digits(parts.tm_sec))Z"
    }
}
