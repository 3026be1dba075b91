package import CairnDisk
internal import CairnLines
internal import CairnLog
internal import Synchronization

/// Leaves of index trees for which memory has no room, in a file of places of 4 KiB: a bounded number of them, those
/// that were read last, is kept in memory beside it.
///
/// The file is worth nothing without the trees that lead into it. Each leaf is proved on reading by the sum that its
/// tree has of it. What cannot be read is a ``fault``, and stays one: all trees that lead here are built anew then.
package final class IndexPages: Sendable {
    /// Room for the largest page. A device writes no less.
    package static let slotBytes = 4096

    private struct State {
        var file: (any DiskFile)?
        var isClosed = false
        var slots = PageSlots()
        var cache: PageCache
        var fault: StateError?
        var reads: UInt64 = 0
        var writes: UInt64 = 0
    }

    let folder: any Folder
    let name: String
    private let state: Mutex<State>
    private let hasFault = Atomic<Bool>(false)
    /// Told once of the first fault.
    private let tell: @Sendable () -> Void

    /// Nothing is created before the first leaf is written.
    package init(_ folder: any Folder, name: String, cacheBytes: Int, tell: @escaping @Sendable () -> Void = {}) {
        self.folder = folder
        self.name = name
        self.tell = tell
        state = Mutex(State(cache: PageCache(limit: cacheBytes)))
    }

    /// Over a file that has leaves already.
    init(
        _ folder: any Folder, name: String, cacheBytes: Int, _ file: any DiskFile, _ slots: PageSlots,
        tell: @escaping @Sendable () -> Void
    ) {
        self.folder = folder
        self.name = name
        self.tell = tell
        state = Mutex(State(file: file, slots: slots, cache: PageCache(limit: cacheBytes)))
    }

    deinit { close() }

    /// Why a leaf could not be read, or is not what it was.
    package var fault: StateError? { hasFault.load(ordering: .acquiring) ? state.withLock { $0.fault } : nil }

    /// Bytes of memory for leaves that were read, and of the file, and how often a leaf was read there and written.
    package var numbers: (cacheBytes: Int, fileBytes: Int64, reads: UInt64, writes: UInt64) {
        state.withLock {
            ($0.cache.bytes, Int64($0.slots.end) * Int64(Self.slotBytes), $0.reads, $0.writes)
        }
    }

    /// Writes a leaf. It is not synced: a crash takes the file with it.
    ///
    /// - Throws: `.noSpace`, `.inputOutput`, `.exhausted`.
    func write(_ page: PageView) throws(StateError) -> PagePlace {
        let (file, slot) = try takeSlot()
        do throws(DiskError) {
            let sum = try page.withImage { (image) throws(DiskError) in
                try file.write(image, at: Self.offset(slot), .writeIndices)
                return LineSum.of(image)
            }
            state.withLock { $0.writes &+= 1 }
            return PagePlace(slot: slot, sum: sum)
        } catch {
            giveBack(slot)
            throw StateError(error, "a page of an index could not be written")
        }
    }

    private func takeSlot() throws(StateError) -> (any DiskFile, UInt32) {
        let taken = state.withLock { state -> Result<(any DiskFile, UInt32), StateError> in
            Result { () throws(StateError) in
                if let fault = state.fault { throw fault }
                if state.isClosed { throw StateError(.closed, "the store was closed; open it again") }
                if state.file == nil {
                    do throws(DiskError) {
                        try folder.unlinkIfPresent(name, .dropIndices)
                        state.file = try folder.open(name, .create, .writeIndices)
                    } catch { throw StateError(error, "the file for pages of indices could not be made") }
                }
                guard let file = state.file, let slot = state.slots.take() else {
                    throw StateError(.exhausted, "the file for pages of indices has no more places")
                }
                return (file, slot)
            }
        }
        return try taken.get()
    }

    func giveBack(_ slot: UInt32) {
        state.withLock { state in
            state.cache.drop(slot)
            state.slots.giveBack(slot)
        }
    }

    /// The leaf that was written to a place; nil where it cannot be had, which ``fault`` tells from then on.
    func page(at place: PagePlace) -> IndexPage? {
        let (found, file) = state.withLock { ($0.cache.find(place.slot), $0.file) }
        if let found { return found }
        do throws(StateError) {
            guard let file else { throw StateError(.closed, "the store was closed; open it again") }
            let page = try Self.read(file, place)
            state.withLock { state in
                state.reads &+= 1
                state.cache.keep(page, at: place.slot)
            }
            return page
        } catch {
            let isFirst = state.withLock { state -> Bool in
                defer { state.fault = state.fault ?? error }
                return state.fault == nil
            }
            hasFault.store(true, ordering: .releasing)
            if isFirst, error.code != .closed { tell() }
            return nil
        }
    }

    private static func read(_ file: any DiskFile, _ place: PagePlace) throws(StateError) -> IndexPage {
        let read = withUnsafeTemporaryAllocation(byteCount: slotBytes, alignment: 16) { buffer in
            Result { () throws(StateError) -> IndexPage in
                let count: Int
                do throws(DiskError) {
                    count = try file.read(into: buffer, at: offset(place.slot), .readIndices)
                } catch {
                    throw StateError(error, "a page of an index could not be read; the index is built again")
                }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                guard let page = IndexPage(image: bytes, sum: place.sum) else {
                    throw StateError(.damaged, "a page of an index is not what was written; the index is built again")
                }
                return page
            }
        }
        return try read.get()
    }

    private static func offset(_ slot: UInt32) -> ByteOffset { ByteOffset(Int64(slot) * Int64(slotBytes)) }

    /// Hands the file over, and where its pages end; nil where there is none. What is read from now on fails with
    /// `.closed`.
    func detach() -> (file: any DiskFile, end: ByteOffset)? {
        state.withLock { state in
            defer { (state.file, state.isClosed) = (nil, true) }
            return state.file.map { ($0, Self.offset(state.slots.end)) }
        }
    }

    /// Gives the file up; what is read from it afterwards fails with `.closed`.
    package func close() {
        guard let (file, _) = detach() else { return }
        file.close()
        // What cannot be removed now is removed by the next opening.
        try? folder.unlink(name, .dropIndices)
    }
}
