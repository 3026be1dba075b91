/// A growable run of raw bytes with one owner: what lines are written into.
///
/// It is not an `[UInt8]`, because an array checks for uniqueness, bounds and capacity at each append, and a line is
/// some twenty appends. Memory comes back when the buffer goes out of scope.
package struct ByteBuffer: ~Copyable, @unchecked Sendable {  // unsafe: one owner (~Copyable), no pointer leaves a call
    private(set) var base: UnsafeMutableRawPointer
    /// How many bytes are in use.
    package private(set) var count: Int
    /// How many bytes there is room for.
    package private(set) var capacity: Int

    /// An empty buffer with room for `capacity` bytes.
    package init(capacity: Int = 0) {
        let room = max(capacity, 64)
        base = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 16)
        count = 0
        self.capacity = room
    }

    deinit { base.deallocate() }

    package var isEmpty: Bool { count == 0 }

    /// Makes room for `extra` more bytes. Complexity: amortised O(1) per byte, capacity at least doubles.
    package mutating func reserve(_ extra: Int) {
        if capacity &- count < extra { grow(by: extra) }
    }

    @inline(never)
    private mutating func grow(by extra: Int) {
        let room = max(count + max(extra, 0), capacity * 2)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 16)
        fresh.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = fresh
        capacity = room
    }

    package mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: source, byteCount: bytes.count)
        count &+= bytes.count
    }

    package mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Forgets the content.
    package mutating func removeAll(keepingCapacity: Bool = true) {
        count = 0
        guard !keepingCapacity, capacity > 64 else { return }
        base.deallocate()
        base = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 16)
        capacity = 64
    }

    /// Forgets everything from `length` on. A length beyond the content changes nothing.
    package mutating func truncate(to length: Int) {
        if length >= 0 && length < count { count = length }
    }

    /// The content, for the length of the call.
    package func withBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// The content, to be changed in place, for the length of the call.
    package mutating func withMutableBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    /// Where the next byte goes; the caller has reserved what it writes and tells with ``advance(by:)``.
    var tail: UnsafeMutableRawPointer { base + count }

    /// Takes over `length` bytes that were written at ``tail`` into reserved room.
    mutating func advance(by length: Int) {
        precondition(length >= 0 && length <= capacity &- count, "advanced beyond the reserved room")
        count &+= length
    }
}
