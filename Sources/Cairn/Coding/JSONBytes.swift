/// The text that is being written, growing at its end.
///
/// It is reached through a pointer by everybody who writes: counting references and checking for exclusive access took
/// half the time. It is not a `ByteBuffer`, because a call into another module costs more than the few bytes that most
/// of them would append.
struct JSONBytes {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int
    /// The innermost open container, as what it is told from others by.
    var top: ObjectIdentifier?
    /// How many texts wait that belong further up. See `JSONWriter+Late.swift`.
    var lateCount = 0

    /// Whether the bytes are part of somebody else's piece of memory.
    private var isLent: Bool

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(byteCount: self.capacity, alignment: 16)
        isLent = false
    }

    /// Begins in memory that somebody else gives back.
    init(lent base: UnsafeMutableRawPointer, capacity: Int) {
        self.base = base
        self.capacity = capacity
        isLent = true
    }

    /// Gives the memory back; nothing may be asked afterwards.
    func giveBack() {
        if !isLent { base.deallocate() }
    }

    /// The text, for as long as nothing is written.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Where the next byte goes.
    @inline(__always)
    var tail: UnsafeMutableRawPointer { base + count }

    /// Makes room for `extra` bytes and eight more, so that the last step of eight bytes may reach beyond.
    @inline(__always)
    mutating func reserve(_ extra: Int) {
        if capacity &- count &- 8 < extra { grow(extra) }
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        let room = max(count + extra + 8, capacity * 2)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 16)
        fresh.copyMemory(from: base, byteCount: count)
        giveBack()
        isLent = false
        base = fresh
        capacity = room
    }

    /// Takes over `length` bytes that were written at ``tail`` into reserved room.
    @inline(__always)
    mutating func advance(_ length: Int) {
        assert(length >= 0 && length <= capacity &- count, "advanced beyond the reserved room")
        count &+= length
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count)
        tail.copyMemory(from: source, byteCount: bytes.count)
        count &+= bytes.count
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Forgets everything from `length` on.
    mutating func truncate(to length: Int) {
        if length >= 0 && length < count { count = length }
    }
}
