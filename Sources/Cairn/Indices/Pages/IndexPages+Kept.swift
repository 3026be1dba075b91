internal import CairnDisk
internal import CairnLog

/// A file of pages that outlives the process: a table behind its pages says what it has, and its name of which moment.
extension IndexPages {
    /// Writes the table, makes everything durable and gives the file its name. It is closed then.
    ///
    /// - Throws: what keeps it from that; the file is gone then.
    func keep(_ table: IndexTable) throws(StateError) {
        guard let (file, offset) = detach() else { return }
        let name = FileName.indices(SequenceNumber(table.sequence))
        do throws(StateError) {
            defer { file.close() }
            let bytes = try table.bytes(at: UInt64(offset.bytes))
            do throws(DiskError) {
                try file.truncate(to: offset, .writeIndices)
                try write(bytes, to: file, at: offset)
                try file.sync(.writeIndices)
                try folder.rename(self.name, to: name, .publishIndices)
                try folder.sync(.publishIndices)
            } catch { throw StateError(error, "the pages of indices could not be kept") }
        } catch {
            try? folder.unlinkIfPresent(self.name, .dropIndices)
            try? folder.unlinkIfPresent(name, .dropIndices)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to file: any DiskFile, at offset: ByteOffset) throws(DiskError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(DiskError) in try file.write(bytes, at: offset, .writeIndices) }
        }
        try result.get()
    }

    /// Reads the table of a kept file; nil where it is not what was written.
    static func table(of file: any DiskFile) -> (table: IndexTable, offset: UInt64)? {
        guard let size = try? file.size(.readIndices), size.bytes > Int64(IndexTable.footBytes) else { return nil }
        let foot = read(file, at: size.bytes - Int64(IndexTable.footBytes), IndexTable.footBytes)
        guard let foot, let offset = IndexTable.offset(foot: foot, size: UInt64(size.bytes)),
            let bytes = read(file, at: Int64(offset), Int(size.bytes - Int64(offset))), let table = IndexTable(bytes)
        else { return nil }
        return (table, offset)
    }

    private static func read(_ file: any DiskFile, at offset: Int64, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try? bytes.withUnsafeMutableBytes { buffer in
            try file.read(into: buffer, at: ByteOffset(offset), .readIndices)
        }
        return read == count ? bytes : nil
    }
}
