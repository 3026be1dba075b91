/// A value that is being written: a container with what is needed to go on with it, or a value that has not said yet
/// what it is.
final class EncodingFrame {
    enum Kind { case undecided, object, array, scalar }

    /// What the next member goes into.
    var writer: JSONWriter {
        didSet { text = writer.text }
    }
    /// The writer's text.
    private(set) var text: UnsafeMutablePointer<JSONBytes>
    let parent: EncodingFrame?
    /// The key in the parent; nil where this value stands for the parent itself.
    let key: (any CodingKey)?
    let depth: Int
    private(set) var kind = Kind.undecided
    /// How many members or elements were begun.
    private(set) var count = 0
    /// Nothing was written behind it.
    var isOpen = true
    /// The value's own code has returned, so nothing can follow.
    var isFinished = false
    /// Where in the writer's text a member would have to stand that comes too late.
    var closedAt = 0
    /// Whether the members must be sorted, as they come in the order of this run's hashes.
    private(set) var isDictionary = false
    /// Where each member of a dictionary begins.
    private var members: [Member] = []

    /// A member of a dictionary.
    private struct Member {
        var name: String
        var start: Int
        var end = 0
    }

    init(writer: JSONWriter, parent: EncodingFrame?, key: (any CodingKey)?) {
        self.writer = writer
        text = writer.text
        self.parent = parent
        self.key = key
        depth = parent.map { $0.depth &+ 1 } ?? 0
    }

    /// The keys from the outermost value to this one. Complexity: O(depth).
    var path: [any CodingKey] {
        var path: [any CodingKey] = []
        var frame: EncodingFrame? = self
        while let here = frame {
            if let key = here.key { path.append(key) }
            frame = here.parent
        }
        path.reverse()
        return path
    }

    /// What can be undone.
    struct Mark {
        var text: UnsafeMutablePointer<JSONBytes>
        var length: Int
        var count: Int
        var lates: Int
    }

    @inline(__always)
    private var mark: Mark {
        Mark(text: text, length: text.pointee.count, count: count, lates: text.pointee.lateCount)
    }

    /// Begins a member: comma and name. Errors: those of ``reach()``.
    @inline(__always)
    func begin(_ key: some CodingKey) throws -> Mark {
        try reach()
        let mark = mark
        if count > 0 { text.pointee.append(0x2c) }
        count &+= 1
        let name = key.stringValue
        if isDictionary { members.append(Member(name: name, start: text.pointee.count)) }
        text.pointee.appendString(name, isName: true)
        return mark
    }

    /// Begins an element: a comma. Errors: those of ``reach()``.
    @inline(__always)
    func begin() throws -> Mark {
        try reach()
        let mark = mark
        if count > 0 { text.pointee.append(0x2c) }
        count &+= 1
        return mark
    }

    /// Begins a value that is no container. Errors: those of ``reach()``; a value was written before.
    @inline(__always)
    func beginAlone() throws -> Mark {
        guard kind == .undecided else { throw error("a value cannot be written twice, or beside a container") }
        try reach()
        let mark = mark
        kind = .scalar
        return mark
    }

    /// Undoes what was written since `mark`, because the value could not be written to its end: whoever catches the
    /// error can go on as if it had never begun.
    func undo(to mark: Mark, because error: any Error) {
        guard isOpen, mark.text == text else {
            return writer.fail(self, "something was written in the middle of a value that failed: \(error)")
        }
        while let top = writer.top, top !== self {
            top.isOpen = false
            top.isFinished = true
            writer.setTop(top.parent)
        }
        text.pointee.truncate(to: mark.length)
        if text.pointee.lateCount > mark.lates { _ = writer.removeLates(downTo: mark.lates) }
        count = mark.count
        if kind == .scalar { kind = .undecided }
        if members.count > count { members.removeLast() }
    }

    /// Says what this value is; an object or array once said stays open for more. Errors are kept for the end, as
    /// Codable's containers are asked for without `try`.
    func become(_ wanted: Kind, isDictionary: Bool = false) {
        if kind == wanted { return }
        guard kind == .undecided else {
            return writer.fail(self, "a value cannot be written twice, or as two kinds of container")
        }
        do { try reach() } catch { return writer.fail(self, "\(error)") }
        kind = wanted
        if wanted == .object { text.pointee.append(0x7b) }
        if wanted == .array { text.pointee.append(0x5b) }
        self.isDictionary = isDictionary
    }

    /// Puts a dictionary's members into the order of their names' bytes.
    func sortMembers() {
        guard members.count > 1 else { return }
        let first = members[0].start
        for at in members.indices {
            members[at].end = at &+ 1 < members.count ? members[at &+ 1].start &- 1 : text.pointee.count
        }
        members.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var sorted = JSONBytes(capacity: text.pointee.count &- first)
        defer { sorted.giveBack() }
        for member in members {
            if sorted.count > 0 { sorted.append(0x2c) }
            sorted.append(UnsafeRawBufferPointer(rebasing: text.pointee.bytes[member.start..<member.end]))
        }
        text.pointee.truncate(to: first)
        text.pointee.append(sorted.bytes)
    }
}
