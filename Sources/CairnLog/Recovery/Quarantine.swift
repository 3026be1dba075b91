internal import CairnDisk

/// Puts copies of bytes that do not count into `quarantine/`, under a name that says where they stood. A copy that is
/// there already is not made again, so that opening twice writes once.
struct Quarantine {
    /// Copies of damaged stretches are made up to this size; a larger one is best looked at where it is.
    static let maxBytes: Int64 = 256 << 20

    private let store: any Folder

    init(_ store: any Folder) { self.store = store }

    /// The copy's name within the store.
    func keep(_ finding: Finding, limit: Int64 = maxBytes) throws(DiskError) -> String? {
        guard finding.bytes <= limit else { return nil }
        let stem = finding.file.hasSuffix(".jsonl") ? String(finding.file.dropLast(6)) : finding.file
        let name = "\(stem)-at-\(finding.offset).bytes"
        let folder = try store.folder(FileName.quarantine, create: true, .quarantine)
        let present = try folder.list(.quarantine)
        try Self.clearUnfinished(present, in: folder)
        if present.contains(where: { $0.name == name && $0.size == finding.bytes }) {
            // Whoever made it may have died before its name was durable.
            try folder.sync(.publishQuarantine)
            return "\(FileName.quarantine)/\(name)"
        }
        let source = try store.open(finding.file, .read, .quarantine)
        defer { source.close() }
        let unfinished = name + FileName.unfinished
        let copy = try folder.open(unfinished, .create, .quarantine)
        defer { copy.close() }
        try Self.copy(source, from: finding.offset, count: finding.bytes, to: copy)
        try copy.sync(.quarantine)
        try folder.rename(unfinished, to: name, .publishQuarantine)
        try folder.sync(.publishQuarantine)
        return "\(FileName.quarantine)/\(name)"
    }

    /// Removes copies that a crash cut short; what they were copied from is still where it was.
    func clearUnfinished() throws(DiskError) {
        let folder = try store.folder(FileName.quarantine, create: false, .quarantine)
        try Self.clearUnfinished(try folder.list(.quarantine), in: folder)
    }

    private static func clearUnfinished(_ present: [FolderEntry], in folder: any Folder) throws(DiskError) {
        for entry in present where entry.kind == .file && entry.name.hasSuffix(FileName.unfinished) {
            try folder.unlink(entry.name, .quarantine)
        }
    }

    private static func copy(
        _ source: any DiskFile, from offset: Int64, count: Int64, to target: any DiskFile
    ) throws(DiskError) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(min(count, Int64(LineFeed.chunk))), alignment: 16)
        defer { chunk.deallocate() }
        var done: Int64 = 0
        while done < count {
            let want = Int(min(Int64(chunk.count), count - done))
            let got = try source.read(
                into: UnsafeMutableRawBufferPointer(rebasing: chunk[..<want]), at: ByteOffset(offset + done),
                .quarantine)
            guard got > 0 else { return }
            try target.write(UnsafeRawBufferPointer(rebasing: chunk[..<got]), at: ByteOffset(done), .quarantine)
            done += Int64(got)
        }
    }
}
