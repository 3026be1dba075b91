/// A change to a file that no sync has made certain.
struct PendingOperation {
    enum Change {
        case write(offset: Int, bytes: [UInt8])
        case resize
    }

    let event: Int
    let change: Change
    let lengthBefore: Int
    let lengthAfter: Int

    /// Where it cuts the file, if it does.
    var cut: Int? { lengthAfter < lengthBefore ? lengthAfter : nil }
}

/// One file between two syncs: what is certain, what the program sees, and the changes in between.
struct PendingFile {
    private(set) var durable = FileContent()
    private(set) var cache = FileContent()
    private(set) var operations: [PendingOperation] = []
    /// Changes before this event are certain although never synced: a rename that landed brought them along.
    private(set) var floor = -1

    init() {}

    init(certain content: FileContent) {
        durable = content
        cache = content
    }

    mutating func write(_ bytes: [UInt8], at offset: Int, event: Int) {
        let before = cache.length
        bytes.withUnsafeBytes { cache.write($0, at: offset) }
        guard !bytes.isEmpty else { return }
        operations.append(
            PendingOperation(
                event: event, change: .write(offset: offset, bytes: bytes), lengthBefore: before,
                lengthAfter: cache.length))
    }

    mutating func resize(to length: Int, event: Int) {
        let before = cache.length
        guard before != length else { return }
        cache.resize(to: length)
        operations.append(
            PendingOperation(event: event, change: .resize, lengthBefore: before, lengthAfter: length))
    }

    mutating func sync() {
        durable = cache
        operations = []
        floor = -1
    }

    mutating func lose() {
        cache = durable
        operations = []
        floor = -1
    }

    mutating func raiseFloor(to event: Int) { floor = max(floor, event) }
}
