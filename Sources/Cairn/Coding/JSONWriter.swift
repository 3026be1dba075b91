/// What is being written: the text so far, and the containers that are still open in it.
///
/// The text grows at its end only. A container that is written to again after something was written behind it goes on
/// in a writer of its own, which is put in its place later (`JSONWriter+Late.swift`).
///
/// It is a buffer, so that everything that a short text needs is one piece of memory.
final class JSONWriter: ManagedBuffer<JSONWriter.Head, UInt8> {
    /// What a writer knows besides its bytes.
    struct Head {
        var text: JSONBytes
        var top: EncodingFrame?
        var lates: [Late] = []
        var bottom: ObjectIdentifier?
        var borrowsBracket = false
        let givenInfo: [CodingUserInfoKey: any Sendable]
        var failure: EncodingError?
    }

    /// An empty text with room for `capacity` bytes.
    static func make(capacity: Int, userInfo: [CodingUserInfoKey: any Sendable]) -> JSONWriter {
        let room = max(capacity, 64)
        let buffer = JSONWriter.create(minimumCapacity: room) { buffer in
            let base = buffer.withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }
            return Head(text: JSONBytes(lent: base, capacity: room), givenInfo: userInfo)
        }
        return unsafeDowncast(buffer, to: JSONWriter.self)
    }

    deinit { text.pointee.giveBack() }

    @inline(__always)
    private var head: UnsafeMutablePointer<Head> { withUnsafeMutablePointerToHeader { $0 } }

    /// The text, where it stays as long as the writer does.
    @inline(__always)
    var text: UnsafeMutablePointer<JSONBytes> {
        // The first thing in the head.
        UnsafeMutableRawPointer(head).assumingMemoryBound(to: JSONBytes.self)
    }

    /// The innermost open container; nil as well if that is the outermost one.
    @inline(__always)
    var top: EncodingFrame? { head.pointee.top }

    /// What belongs further up in the text. See `JSONWriter+Late.swift`.
    var lates: [Late] { head.pointee.lates }

    /// The container that this writer was made for, if it was made to go on with one.
    @inline(__always)
    var bottom: ObjectIdentifier? { head.pointee.bottom }

    /// Whether the bracket of ``bottom`` stands in another writer's text.
    var borrowsBracket: Bool { head.pointee.borrowsBracket }

    /// What the caller of the encoder wants the types to know.
    var givenInfo: [CodingUserInfoKey: any Sendable] { head.pointee.givenInfo }

    /// What went wrong where Codable has no way to throw.
    var failure: EncodingError? {
        get { head.pointee.failure }
        set { head.pointee.failure = newValue }
    }

    /// Begins with the outermost container, which lives as long as the writing does: it is not kept.
    @inline(__always)
    func begin(_ frame: EncodingFrame) { text.pointee.top = ObjectIdentifier(frame) }

    /// Begins to go on with a container that is closed in another writer's text.
    func begin(late frame: EncodingFrame, borrowsBracket: Bool) {
        setTop(frame)
        head.pointee.bottom = ObjectIdentifier(frame)
        head.pointee.borrowsBracket = borrowsBracket
    }

    /// Opens a container inside the one that was the innermost, or closes it.
    @inline(__always)
    func setTop(_ frame: EncodingFrame?) {
        head.pointee.top = frame
        text.pointee.top = frame.map(ObjectIdentifier.init)
    }

    /// Lists a text that belongs further up.
    func add(_ late: Late) {
        head.pointee.lates.append(late)
        text.pointee.lateCount = lates.count
    }

    /// Takes off the list what was added since there were `count` of them.
    func removeLates(downTo count: Int) -> [Late] {
        let removed = lates[count...]
        head.pointee.lates.removeSubrange(count...)
        text.pointee.lateCount = count
        return Array(removed)
    }

    /// Says where the text of a value is that was listed without one.
    func supply(_ writer: JSONWriter, for frame: EncodingFrame) {
        guard let place = lates.lastIndex(where: { $0.frame === frame }) else { return }
        head.pointee.lates[place].writer = writer
    }
}
