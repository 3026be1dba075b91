/// One directory of one disk: the whole seam between the engine and the operating system.
///
/// Names are single path components, chosen by the engine and never taken from a user's data. Behind it stand the real
/// disk (`RealFolder`), and in the laboratory a recording disk and a fault-injecting one. All calls are blocking and
/// may be made from any thread.
package protocol Folder: AnyObject, Sendable {
    /// For messages only; never used to reach a file.
    var path: String { get }

    /// Everything in the directory, in no particular order, links not followed.
    func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry]

    /// Opens a plain file. Refuses anything that is not one (a link, a pipe, a directory): `.notAPlainFile`.
    func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile

    /// Atomic; replaces `to` if it exists. Durable only after ``sync(_:)``.
    func rename(_ from: String, to: String, _ purpose: Purpose) throws(DiskError)

    /// Removes a file. Durable only after ``sync(_:)``.
    func unlink(_ name: String, _ purpose: Purpose) throws(DiskError)

    /// Makes the directory's entries durable.
    func sync(_ purpose: Purpose) throws(DiskError)

    /// A directory inside this one, created (mode 0700) when `create` is set and it is missing.
    func folder(_ name: String, create: Bool, _ purpose: Purpose) throws(DiskError) -> any Folder

    /// Takes the exclusive lock on file `name` (created if missing) and writes `holder` into it, so that whoever is
    /// refused can be told who has it. Errors: `.locked` with the holder's text.
    func lock(_ name: String, holder: String) throws(DiskError) -> any FolderLock

    /// What the holder of the lock on `name` says of itself; nil where nobody holds it. Takes nothing.
    func holder(of name: String) throws(DiskError) -> String?

    /// Bytes that an unprivileged writer may still use.
    func freeBytes() throws(DiskError) -> Int64
}

/// An open plain file. Positioned reads and writes only, so that any thread may use it without a shared cursor.
package protocol DiskFile: AnyObject, Sendable {
    var name: String { get }

    /// Reads up to `buffer.count` bytes; fewer only at the end of the file. Continues after EINTR and short reads.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose)
        throws(DiskError) -> Int

    /// Writes all of `bytes`. Continues after EINTR and short writes; after an error any part may have been written.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose) throws(DiskError)

    /// Makes content and length durable (fdatasync). **After an error nothing written since the last success may be
    /// trusted, and the call must never be repeated to find out.**
    func sync(_ purpose: Purpose) throws(DiskError)

    func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError)

    func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset

    /// Asks the system to forget cached pages from `offset` on, so that the next read comes from the device.
    func dropCache(from offset: ByteOffset)

    /// Closes the handle; later calls fail with `.closed`. Calling it twice is harmless.
    func close()
}

/// The exclusive right to write in a folder; ends with ``release()`` or with the process.
package protocol FolderLock: AnyObject, Sendable {
    func release()
}

/// How a file is opened.
package enum FileAccess: Sendable {
    case read
    case readWrite
    /// Creates the file (mode 0600) for reading and writing; an existing one is an error.
    case create
}

/// What a directory listing says about one name.
package struct FolderEntry: Sendable, Equatable {
    package enum Kind: Sendable, Equatable { case file, folder, link, other }
    package var name: String
    package var kind: Kind
    package var size: Int64

    package init(name: String, kind: Kind, size: Int64) {
        self.name = name
        self.kind = kind
        self.size = size
    }
}
