package import CairnDisk
import Synchronization

/// A disk that leaves out one thing and says it was done: the mutant of an engine that forgot a sync, without touching
/// the engine. It also lists the sites that a workload really reaches, so that the list of mutants cannot go stale.
package final class SabotagedFolder: Folder {
    /// The calls that can be left out without the caller being told by a missing result.
    package static let removable: Set<DiskCall> = [
        .fileSync, .folderSync, .write, .truncate, .rename, .unlink, .dropCache,
    ]

    private let inner: any Folder
    private let sabotage: Sabotage

    /// - Parameter without: the site that does nothing; nil leaves everything as it is.
    package convenience init(_ inner: any Folder, without site: DiskSite? = nil) {
        self.init(inner, Sabotage(site))
    }

    private init(_ inner: any Folder, _ sabotage: Sabotage) {
        self.inner = inner
        self.sabotage = sabotage
    }

    /// The sites that were reached, with how often, inner folders included. Those in ``removable`` make mutants.
    package var hitSites: [DiskSite: Int] { sabotage.hits }

    package var path: String { inner.path }

    package func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry] {
        _ = sabotage.spares(.list, purpose)
        return try inner.list(purpose)
    }

    package func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        _ = sabotage.spares(.open, purpose)
        return SabotagedFile(try inner.open(name, access, purpose), sabotage)
    }

    package func rename(_ from: String, to: String, _ purpose: Purpose) throws(DiskError) {
        if sabotage.spares(.rename, purpose) { try inner.rename(from, to: to, purpose) }
    }

    package func unlink(_ name: String, _ purpose: Purpose) throws(DiskError) {
        if sabotage.spares(.unlink, purpose) { try inner.unlink(name, purpose) }
    }

    package func sync(_ purpose: Purpose) throws(DiskError) {
        if sabotage.spares(.folderSync, purpose) { try inner.sync(purpose) }
    }

    package func folder(_ name: String, create: Bool, _ purpose: Purpose) throws(DiskError) -> any Folder {
        _ = sabotage.spares(.folder, purpose)
        return SabotagedFolder(try inner.folder(name, create: create, purpose), sabotage)
    }

    package func lock(_ name: String, holder: String) throws(DiskError) -> any FolderLock {
        _ = sabotage.spares(.lock, .lockStore)
        return try inner.lock(name, holder: holder)
    }

    package func holder(of name: String) throws(DiskError) -> String? {
        _ = sabotage.spares(.lock, .lockStore)
        return try inner.holder(of: name)
    }

    package func freeBytes() throws(DiskError) -> Int64 {
        _ = sabotage.spares(.freeBytes, .measure)
        return try inner.freeBytes()
    }
}

/// What is left out, and what was reached.
final class Sabotage: Sendable {
    private let site: DiskSite?
    private let reached = Mutex<[DiskSite: Int]>([:])

    init(_ site: DiskSite?) { self.site = site }

    var hits: [DiskSite: Int] { reached.withLock { $0 } }

    /// Notes that a site was reached; whether it is to be done.
    func spares(_ call: DiskCall, _ purpose: Purpose) -> Bool {
        let here = DiskSite(call, purpose)
        reached.withLock { $0[here, default: 0] += 1 }
        return here != site
    }
}

/// A file of a disk that leaves out one thing.
final class SabotagedFile: LosingFile {
    private let inner: any DiskFile
    private let sabotage: Sabotage

    init(_ inner: any DiskFile, _ sabotage: Sabotage) {
        self.inner = inner
        self.sabotage = sabotage
    }

    var name: String { inner.name }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose
    ) throws(DiskError) -> Int {
        _ = sabotage.spares(.read, purpose)
        return try inner.read(into: buffer, at: offset, purpose)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        if sabotage.spares(.write, purpose) { try inner.write(bytes, at: offset, purpose) }
    }

    func sync(_ purpose: Purpose) throws(DiskError) {
        if sabotage.spares(.fileSync, purpose) { try inner.sync(purpose) }
    }

    func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        if sabotage.spares(.truncate, purpose) { try inner.truncate(to: length, purpose) }
    }

    func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset {
        _ = sabotage.spares(.size, purpose)
        return try inner.size(purpose)
    }

    func dropCache(from offset: ByteOffset) {
        if sabotage.spares(.dropCache, .openStore) { inner.dropCache(from: offset) }
    }

    func lose(_ purpose: Purpose) { (inner as? any LosingFile)?.lose(purpose) }

    func close() { inner.close() }
}
