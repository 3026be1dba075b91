package import CairnDisk
internal import CairnLines

extension ByteBuffer {
    /// Writes everything in it.
    borrowing func write(to file: any DiskFile, at offset: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        var failure: DiskError?
        withBytes { bytes in
            do throws(DiskError) { try file.write(bytes, at: offset, purpose) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

extension Folder {
    /// Removes a leftover; not an error when there is none.
    package func unlinkIfPresent(_ name: String, _ purpose: Purpose) throws(DiskError) {
        do throws(DiskError) { try unlink(name, purpose) } catch  where error.code == .missing { return }
    }
}
