package import CairnDisk

/// One kind of call through the seam to the disk.
package enum DiskCall: String, Sendable, CaseIterable {
    case list, open, rename, unlink, folderSync, folder, lock, freeBytes
    case read, write, fileSync, truncate, size
    /// Carries no purpose of its own: counted as ``Purpose/openStore``.
    case dropCache
}

/// A place in the engine, as seen from the disk: what it calls and why.
package struct DiskSite: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var call: DiskCall
    package var purpose: Purpose

    package init(_ call: DiskCall, _ purpose: Purpose) {
        self.call = call
        self.purpose = purpose
    }

    package var description: String { "\(call.rawValue) while \(purpose.rawValue)" }

    package static func < (a: DiskSite, b: DiskSite) -> Bool { a.description < b.description }
}
