package import CairnDisk

/// A file whose sync can fail as on a real disk, where the pages are then taken for clean although they never arrived.
package protocol LosingFile: DiskFile {
    /// Everything since the last sync is gone from the disk, while it still reads back until the cache is dropped.
    func lose(_ purpose: Purpose)
}

/// A file of which the page cache shows more than the disk holds, because a sync failed.
struct Loss {
    /// What the disk holds of the clean pages.
    var device: FileContent
    /// Pages written again since: they go to the disk whole, with what the cache shows.
    var dirty: Set<Int> = []
}

extension RecordedSystem.Live {
    mutating func write(_ bytes: [UInt8], at offset: Int, of file: FileNumber, _ purpose: Purpose) {
        let pages = offset / FileContent.pageSize...(offset + max(1, bytes.count) - 1) / FileContent.pageSize
        let goesWhole = isAstray(pages, of: file) && !bytes.isEmpty
        bytes.withUnsafeBytes { disk.files[file.index].write($0, at: offset) }
        if goesWhole { return rewrite(pages, of: file, purpose) }
        if !bytes.isEmpty { losses[file]?.dirty.formUnion(pages) }
        record(.write(file, offset: offset, bytes: bytes), purpose)
    }

    mutating func truncate(_ file: FileNumber, to length: Int, _ purpose: Purpose) {
        let before = disk.files[file.index]
        disk.files[file.index].resize(to: length)
        record(.truncate(file, length: length), purpose)
        guard var loss = losses[file] else { return }
        let page = length / FileContent.pageSize
        let goesWhole = length < loss.device.length && length % FileContent.pageSize > 0 && loss.isAstray(page, before)
        loss.device.resize(to: length)
        losses[file] = loss
        if goesWhole { rewrite(page...page, of: file, purpose) }
    }

    mutating func sync(_ file: FileNumber, _ purpose: Purpose) {
        record(.syncFile(file), purpose)
        guard var loss = losses[file] else { return synced[file] = disk.files[file.index] }
        loss.settle(from: disk.files[file.index])
        losses[file] = loss
        synced[file] = loss.device
    }

    mutating func lose(_ file: FileNumber, _ purpose: Purpose) {
        record(.loseFile(file), purpose)
        let mounted = file.index < trace.base.files.count ? trace.base.files[file.index] : FileContent()
        var device = synced[file] ?? mounted
        let length = disk.files[file.index].length
        // the length is no page: it stays pending, and the next sync makes it certain
        device.resize(to: length)
        record(.truncate(file, length: length), purpose)
        losses[file] = Loss(device: device)
    }

    mutating func dropCache(of file: FileNumber, from offset: Int) {
        guard let loss = losses[file] else { return }
        var shown = disk.files[file.index]
        let first = min(offset / FileContent.pageSize, shown.pageCount)
        for page in first..<shown.pageCount where !loss.dirty.contains(page) {
            shown.copyPage(page, from: loss.device)
        }
        disk.files[file.index] = shown
    }

    /// One of these pages reads back as what never arrived.
    private func isAstray(_ pages: ClosedRange<Int>, of file: FileNumber) -> Bool {
        guard let loss = losses[file] else { return false }
        return pages.contains { loss.isAstray($0, disk.files[file.index]) }
    }

    /// A page that was lost and is written to again goes out whole, and with it what was lost of it.
    private mutating func rewrite(_ pages: ClosedRange<Int>, of file: FileNumber, _ purpose: Purpose) {
        losses[file]?.dirty.formUnion(pages)
        let content = disk.files[file.index]
        losses[file]?.device.resize(to: content.length)
        let start = pages.lowerBound * FileContent.pageSize
        let end = min((pages.upperBound + 1) * FileContent.pageSize, content.length)
        record(.write(file, offset: start, bytes: content.bytes(in: start..<end)), purpose)
    }
}

extension Loss {
    /// The cache shows of a page what the disk does not hold, and what no later write takes there. All other pages are
    /// as they were before the failure: a write to them concerns its own bytes alone.
    func isAstray(_ page: Int, _ cache: FileContent) -> Bool {
        !dirty.contains(page) && !cache.hasSamePage(page, as: device)
    }

    /// A sync succeeded: the pages written since the failure have arrived.
    mutating func settle(from cache: FileContent) {
        device.resize(to: cache.length)
        for page in dirty { device.copyPage(page, from: cache) }
        dirty = []
    }
}
