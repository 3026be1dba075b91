internal import CLZ4

/// The one form of LZ4 frame that the store writes, and what it accepts.
enum FrameForm {
    /// Text compressed as one block. With 256 KiB, text, output and LZ4's table stay in a core's cache, and the ratio
    /// is within a percent of that of larger blocks.
    static let blockBytes = 256 * 1024
    static let magic: UInt32 = 0x184D_2204
    /// The longest header of a frame.
    static let headerBytes = Int(LZ4F_HEADER_SIZE_MAX)

    /// Independent blocks, so that one can be read without those before it; a checksum of each, and one of the content.
    static var preferences: LZ4F_preferences_t {
        var preferences = LZ4F_preferences_t()
        preferences.frameInfo.blockSizeID = LZ4F_max256KB
        preferences.frameInfo.blockMode = LZ4F_blockIndependent
        preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
        preferences.frameInfo.blockChecksumFlag = LZ4F_blockChecksumEnabled
        preferences.autoFlush = 1
        return preferences
    }

    /// Blocks of up to 4 MiB, the most that the format knows, are accepted, so that a snapshot may be recompressed by
    /// the `lz4` command; LZ4 refuses anything else. Errors: `.unsupported`, `.tooLarge`.
    static func check(_ info: LZ4F_frameInfo_t, _ limits: SnapshotLimits) throws(SnapshotError) {
        guard info.frameType == LZ4F_frame, info.contentChecksumFlag == LZ4F_contentChecksumEnabled, info.dictID == 0
        else { throw SnapshotError(.unsupported) }
        guard info.contentSize <= UInt64(max(limits.contentBytes, 0)) else { throw SnapshotError(.tooLarge) }
    }

    /// What an error code of LZ4 means here.
    static func error(_ code: Int) -> SnapshotError {
        let name = LZ4F_getErrorName(code).map { String(cString: $0) } ?? "unknown"
        if name.contains("hecksum") { return SnapshotError(.checksum, detail: name) }
        if name.contains("allocation") { return SnapshotError(.library, detail: name) }
        return SnapshotError(.corrupt, detail: name)
    }
}
