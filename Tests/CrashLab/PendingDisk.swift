/// The disk at one point of a trace: what is certain and what is pending. It is moved along the trace event by event.
struct PendingDisk {
    private(set) var files: [PendingFile]
    private(set) var entries: PendingEntries
    /// Counts the changes to each file, so that what was worked out for it can be kept while it rests.
    private(set) var revisions: [Int]
    /// The highest mark so far.
    private(set) var mark: UInt64?

    init(_ trace: Trace, model: CrashModel) {
        files = trace.base.files.map { PendingFile(certain: $0) }
        entries = PendingEntries(trace.base.folders, model: model)
        mark = trace.mark
        revisions = files.map { _ in 0 }
    }

    mutating func apply(_ operation: Operation, event: Int) {
        switch operation {
        case .create(let folder, let name, let file):
            change(file) { $0 = PendingFile() }
            entries.append(.add(name, .file(file)), in: folder, event: event)
        case .makeFolder(let folder, let name, let made):
            entries.append(.add(name, .folder(made)), in: folder, event: event)
        case .rename(let folder, let from, let to, let file):
            entries.append(.rename(from: from, to: to, file), in: folder, event: event)
        case .unlink(let folder, let name, let file):
            entries.append(.remove(name, file), in: folder, event: event)
        case .syncFolder(let folder):
            for rename in entries.sync(folder) where entries.model != .allReordered {
                change(rename.file) { $0.raiseFloor(to: rename.event) }
            }
        case .write(let file, let offset, let bytes):
            change(file) { $0.write(bytes, at: offset, event: event) }
        case .truncate(let file, let length):
            change(file) { $0.resize(to: length, event: event) }
        case .syncFile(let file):
            change(file) { $0.sync() }
        case .loseFile(let file):
            change(file) { $0.lose() }
        case .mark(let tag):
            mark = max(mark ?? 0, tag)
        }
    }

    private mutating func change(_ file: FileNumber, _ body: (inout PendingFile) -> Void) {
        while files.count <= file.index {
            files.append(PendingFile())
            revisions.append(0)
        }
        body(&files[file.index])
        revisions[file.index] += 1
    }
}
