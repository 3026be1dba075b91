internal import CCrypto

/// A running SHA-256.
///
/// OpenSSL fails only for want of memory, or where an administrator has switched SHA-256 off. Both are reported where
/// the digest is made or finished, never by a wrong value.
// unsafe: the context has this one owner, which cannot be copied
package struct SegmentDigest: ~Copyable, @unchecked Sendable {
    private let context: OpaquePointer
    private var hasFailed = false

    /// Looked up once: a lookup for each digest costs more than the digest of a short line.
    ///
    /// OpenSSL is told first not to tidy up when the process exits: its tidying frees what a thread that ends at the
    /// same moment frees too, and one process in thousands then died of it after all its work was done.
    // unsafe: immutable after its creation, and OpenSSL counts its references atomically
    nonisolated(unsafe) private static let algorithm = {
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
        return EVP_MD_fetch(nil, "SHA256", nil)
    }()

    /// Errors: `DigestError`.
    package init() throws(DigestError) {
        guard let algorithm = Self.algorithm, let context = EVP_MD_CTX_new() else { throw DigestError() }
        guard EVP_DigestInit_ex(context, algorithm, nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw DigestError()
        }
        self.context = context
    }

    private init(copying other: OpaquePointer, hasFailed: Bool) throws(DigestError) {
        guard let context = EVP_MD_CTX_new() else { throw DigestError() }
        guard EVP_MD_CTX_copy_ex(context, other) == 1 else {
            EVP_MD_CTX_free(context)
            throw DigestError()
        }
        self.context = context
        self.hasFailed = hasFailed
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes in more bytes. A failure is remembered and reported by ``finish()``.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        if EVP_DigestUpdate(context, start, bytes.count) != 1 { hasFailed = true }
    }

    /// A second digest of what was taken in so far; both go on independently. Errors: `DigestError`.
    package func copy() throws(DigestError) -> SegmentDigest {
        try SegmentDigest(copying: context, hasFailed: hasFailed)
    }

    /// The value. Errors: `DigestError`, also for a failure of an earlier ``update(_:)``.
    package consuming func finish() throws(DigestError) -> SHA256Value {
        let context = context
        let failed = hasFailed
        let value = withUnsafeTemporaryAllocation(byteCount: Int(EVP_MAX_MD_SIZE), alignment: 8) {
            room -> SHA256Value? in
            var length: UInt32 = 0
            let start = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard !failed, EVP_DigestFinal_ex(context, start, &length) == 1 else { return nil }
            return SHA256Value(UnsafeRawBufferPointer(rebasing: room.prefix(Int(length))))
        }
        guard let value else { throw DigestError() }
        return value
    }

    /// The digest of one piece of memory. Errors: `DigestError`.
    package static func of(_ bytes: UnsafeRawBufferPointer) throws(DigestError) -> SHA256Value {
        var digest = try SegmentDigest()
        digest.update(bytes)
        return try digest.finish()
    }
}

/// OpenSSL could not compute a SHA-256.
package struct DigestError: Error, Sendable, CustomStringConvertible {
    package init() {}

    package var description: String {
        "OpenSSL refused to compute a SHA-256: the process is out of memory, or its configuration forbids the algorithm"
    }
}
