// tidy: memchr
#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

extension UnsafeRawBufferPointer {
    /// The first newline at or behind `start`. `memchr`, at 29 GB/s, is what makes reading a log cheap.
    func newline(from start: Int) -> Int? {
        guard let base = baseAddress, start < count else { return nil }
        guard let hit = memchr(base + start, 0x0A, count - start) else { return nil }
        return UnsafeRawPointer(hit) - base
    }
}
