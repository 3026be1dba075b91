package import CairnDisk

extension DiskFile {
    /// The whole content, refused above `limit` before anything is allocated.
    package func readAll(limit: Int, _ purpose: Purpose) throws(DiskError) -> [UInt8] {
        let size = try size(purpose).bytes
        guard size <= limit else {
            throw DiskError(
                .fileTooLarge, call: "read", path: name, purpose: purpose,
                detail: "\(size) bytes; at most \(limit) are ever written")
        }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        var failure: DiskError?
        var count = 0
        bytes.withUnsafeMutableBytes { buffer in
            do throws(DiskError) { count = try read(into: buffer, at: .zero, purpose) } catch { failure = error }
        }
        if let failure { throw failure }
        bytes.removeSubrange(count...)
        return bytes
    }
}
