#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension RealFolder {
    /// Removes an empty directory in this one. Durable only after ``sync(_:)``.
    ///
    /// Errors: `.missing`, `.notAFolder`, `.exists` or `.other` where it is not empty, `.denied`, `.inputOutput`.
    package func removeFolder(_ name: String, _ purpose: Purpose) throws(DiskError) {
        try Self.check(name, "unlinkat", purpose)
        try descriptor.use("unlinkat", path: name, purpose) { fd throws(DiskError) in
            try SystemCall.retrying("unlinkat", path: name, purpose) { unlinkat(fd, name, AT_REMOVEDIR) }
        }
    }
}
