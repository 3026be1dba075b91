/// The one owner of an opened file, who must close it.
///
/// A handle that is dropped without ``close()`` is closed all the same; in a debug build it traps first and names the
/// file, because forgetting it means that nobody has decided whether its content had to be synced.
package struct OpenFile: ~Copyable, Sendable {
    /// For calls that need the file itself. It stays usable until ``close()``; after that every call says `.closed`.
    package let file: any DiskFile
    private var isClosed = false

    package init(_ file: consuming any DiskFile) { self.file = file }

    package var name: String { file.name }

    /// See ``DiskFile/read(into:at:_:)``.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose)
        throws(DiskError) -> Int
    { try file.read(into: buffer, at: offset, purpose) }

    /// See ``DiskFile/write(_:at:_:)``.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose)
        throws(DiskError)
    { try file.write(bytes, at: offset, purpose) }

    /// See ``DiskFile/sync(_:)``.
    package func sync(_ purpose: Purpose) throws(DiskError) { try file.sync(purpose) }

    /// See ``DiskFile/truncate(to:_:)``.
    package func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        try file.truncate(to: length, purpose)
    }

    /// See ``DiskFile/size(_:)``.
    package func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset { try file.size(purpose) }

    /// See ``DiskFile/dropCache(from:)``.
    package func dropCache(from offset: ByteOffset) { file.dropCache(from: offset) }

    /// Ends the handle. It does not sync.
    package consuming func close() {
        file.close()
        isClosed = true
    }

    deinit {
        if !isClosed {
            assertionFailure("the file \(file.name) was dropped without being closed")
            file.close()
        }
    }
}
