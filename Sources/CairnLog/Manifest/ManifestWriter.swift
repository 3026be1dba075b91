package import CairnDisk
internal import CairnLines
internal import Synchronization

/// Adds lines to the manifest, each durable before the call returns, and starts a new one when it has grown long.
package final class ManifestWriter: Sendable {
    /// A new manifest is begun after so many lines, so that opening never reads more than a few hundred KB of history.
    package static let checkpointLines: UInt64 = 2_048

    private struct Open: ~Copyable {
        var state: ManifestState
        var generation: UInt64
        var file: (any DiskFile)?
        var end: Int64
        var nextLine: UInt64
        var failure: LogError?
        /// A new manifest is due behind this line: never before it has doubled, so that a large one is seldom
        /// rewritten.
        var checkpointAt: UInt64
    }

    private let folder: any Folder
    private let clock: any DiskClock
    private let checkpointLines: UInt64
    private let open: Mutex<Open>
    /// The state was made from the segments; no file has it.
    let isRebuilt: Bool

    /// Goes on with what was read. Nothing is touched before the first line; a torn end makes that a new manifest.
    package init(
        _ folder: any Folder, clock: any DiskClock, _ read: consuming ManifestReader.Result,
        checkpointLines: UInt64 = ManifestWriter.checkpointLines
    ) {
        self.folder = folder
        self.clock = clock
        self.checkpointLines = checkpointLines
        isRebuilt = read.rebuilt != nil
        let fresh = read.goodEnd < read.size || read.generation == 0 || isRebuilt
        open = Mutex(
            Open(
                state: read.state, generation: read.generation, file: nil,
                end: fresh ? -1 : read.goodEnd, nextLine: read.nextLine, failure: nil,
                checkpointAt: checkpointLines))
    }

    package var state: ManifestState { open.withLock { $0.state } }

    /// Adds entries, each with a write and a sync of its own: an intact line behind a torn one is always damage.
    ///
    /// - Throws: `.noSpace` (those before it were added), `.durabilityUnknown` after a failed sync (no more lines are
    ///   taken).
    package func append(_ entries: [ManifestEntry], acknowledged: SequenceNumber) throws(LogError) {
        var failure: LogError?
        open.withLock { open in
            do throws(LogError) {
                for entry in entries { try self.append(entry, acknowledged, &open) }
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Begins a new manifest with what is known, whatever the one before it was.
    ///
    /// - Errors: as for `append`.
    func writeAnew(acknowledged: SequenceNumber) throws(LogError) {
        var failure: LogError?
        open.withLock { open in
            do throws(LogError) { try checkpoint(open.state, acknowledged, &open) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Closes the file; the manifest takes no more lines.
    package func close() {
        open.withLock { open in
            open.file.take()?.close()
            if open.failure == nil { open.failure = LogError(.closed, "the manifest was closed") }
        }
    }

    private func append(
        _ entry: ManifestEntry, _ acknowledged: SequenceNumber, _ open: inout Open
    ) throws(LogError) {
        if let failure = open.failure { throw failure }
        var state = open.state
        guard state.apply(entry) else {
            throw LogError(.damaged, "the manifest contradicts itself; run `cairn verify`")
        }
        if open.end < 0 || open.nextLine > open.checkpointAt {
            try checkpoint(state, acknowledged, &open)
        } else {
            try extend(entry, acknowledged, &open)
        }
        open.state = state
    }

    private func extend(
        _ entry: ManifestEntry, _ acknowledged: SequenceNumber, _ open: inout Open
    ) throws(LogError) {
        var buffer = ByteBuffer()
        var line = open.nextLine
        try write(entry, &line, acknowledged, to: &buffer)
        var isWritten = false
        do throws(DiskError) {
            if open.file == nil {
                open.file = try folder.open(FileName.manifest(open.generation), .readWrite, .appendManifest)
            }
            guard let file = open.file else { return }
            try buffer.write(to: file, at: ByteOffset(open.end), .appendManifest)
            isWritten = true
            try file.sync(.appendManifest)
        } catch {
            throw failed(error, afterWrite: isWritten, &open)
        }
        open.end += Int64(buffer.count)
        open.nextLine = line
    }

    /// A failed write can be cut off and tried again later; after a failed sync nothing is trusted.
    private func failed(_ error: DiskError, afterWrite: Bool, _ open: inout Open) -> LogError {
        if !afterWrite, error.isAboutSpace || open.file == nil {
            do throws(DiskError) { try open.file?.truncate(to: ByteOffset(open.end), .cutBack) } catch {
                open.failure = LogError(.durabilityUnknown, "the manifest could not be cut back", cause: error)
            }
            return LogError(
                error.isAboutSpace ? .noSpace : .inputOutput, "the manifest could not be written", cause: error)
        }
        let failure = LogError(
            .durabilityUnknown, "the device failed under the manifest; reopen the store to find out what survived",
            cause: error)
        open.failure = failure
        return failure
    }

    /// Written aside, synced, renamed, the folder synced; only then is the old one removed.
    private func checkpoint(
        _ state: ManifestState, _ acknowledged: SequenceNumber, _ open: inout Open
    ) throws(LogError) {
        let generation = open.generation &+ 1
        let name = FileName.manifest(generation)
        let unfinished = name + FileName.unfinished
        var buffer = ByteBuffer()
        var line: UInt64 = 1
        for entry in state.checkpoint { try write(entry, &line, acknowledged, to: &buffer) }
        var isNamed = false
        do throws(DiskError) {
            try folder.unlinkIfPresent(unfinished, .dropManifest)
            let file = try folder.open(unfinished, .create, .writeManifest)
            do throws(DiskError) {
                try buffer.write(to: file, at: .zero, .writeManifest)
                try file.sync(.writeManifest)
                try folder.rename(unfinished, to: name, .publishManifest)
                isNamed = true
                try folder.sync(.publishManifest)
            } catch {
                file.close()
                throw error
            }
            open.file.take()?.close()
            open.file = file
        } catch {
            // Which of the two manifests a crash leaves is not known, so neither may be written on.
            if isNamed { throw failed(error, afterWrite: true, &open) }
            throw LogError(
                error.isAboutSpace ? .noSpace : .inputOutput, "a new manifest could not be written", cause: error)
        }
        let old = open.generation
        open.generation = generation
        open.end = Int64(buffer.count)
        open.nextLine = line
        open.checkpointAt = max(checkpointLines, line &* 2)
        // The old one is only in the way now; if it stays, opening clears it.
        if old > 0 { try? folder.unlink(FileName.manifest(old), .dropManifest) }
    }

    private func write(
        _ entry: ManifestEntry, _ line: inout UInt64, _ acknowledged: SequenceNumber, to buffer: inout ByteBuffer
    ) throws(LogError) {
        let (kind, data) = entry.line
        try ControlLine.append(
            kind, data, next: SequenceNumber(line), acknowledged: acknowledged, microseconds: clock.now(), to: &buffer)
        line &+= 1
    }
}
