internal import CLZ4

/// LZ4's state while a frame is written, and the memory that it writes to.
// unsafe: pointer and room have this one owner, which cannot be copied
struct CompressionContext: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer
    let room: UnsafeMutableRawBufferPointer

    /// Errors: `.library`.
    init(roomFor bytes: Int) throws(SnapshotError) {
        var made: OpaquePointer?
        let code = LZ4F_createCompressionContext(&made, UInt32(LZ4F_VERSION))
        guard LZ4F_isError(code) == 0, let made else { throw FrameForm.error(code) }
        pointer = made
        room = .allocate(byteCount: bytes, alignment: 16)
    }

    deinit {
        _ = LZ4F_freeCompressionContext(pointer)
        room.deallocate()
    }
}

/// LZ4's state while a frame is read, and the memory that it writes text to.
// unsafe: pointer and room have this one owner, which cannot be copied
struct DecompressionContext: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer
    let room: UnsafeMutableRawBufferPointer

    /// Errors: `.library`.
    init(roomFor bytes: Int) throws(SnapshotError) {
        var made: OpaquePointer?
        let code = LZ4F_createDecompressionContext(&made, UInt32(LZ4F_VERSION))
        guard LZ4F_isError(code) == 0, let made else { throw FrameForm.error(code) }
        pointer = made
        room = .allocate(byteCount: bytes, alignment: 16)
    }

    deinit {
        _ = LZ4F_freeDecompressionContext(pointer)
        room.deallocate()
    }
}

extension SegmentDigest {
    /// A new digest. Errors: `.library`.
    static func forSnapshot() throws(SnapshotError) -> SegmentDigest {
        do throws(DigestError) { return try SegmentDigest() } catch {
            throw SnapshotError(.library, detail: error.description)
        }
    }

    /// The value so far. Errors: `.library`.
    func snapshotValue() throws(SnapshotError) -> SHA256Value {
        do throws(DigestError) { return try copy().finish() } catch {
            throw SnapshotError(.library, detail: error.description)
        }
    }
}
