import CairnLines

/// Turns entries into the bytes of a file of hints, piece by piece.
struct HintEncoder: ~Copyable {
    private var buffer: ByteBuffer
    private var summed = 0
    private var sum: RunningSum
    private(set) var count: UInt64 = 0

    /// Errors: `.memory`.
    init(roomFor bytes: Int) throws(HintError) {
        guard let sum = RunningSum() else { throw HintError(.memory) }
        self.sum = sum
        buffer = ByteBuffer(capacity: bytes)
        buffer.append(HintFile.magic)
        append(HintFile.version)
        append(UInt32(HintEntry.byteCount))
    }

    /// Bytes that nobody has taken yet.
    var pending: Int { buffer.count }

    mutating func append(_ entry: HintEntry) {
        withUnsafeTemporaryAllocation(byteCount: HintEntry.byteCount, alignment: 8) { room in
            guard let base = room.baseAddress else { return }
            entry.store(to: base)
            buffer.append(UnsafeRawBufferPointer(room))
            count &+= 1
        }
    }

    /// Writes what tells where all of it came from, and the checksum.
    mutating func finish(_ identity: HintIdentity) {
        append(identity.kind.rawValue)
        append(identity.segment.number)
        append(identity.first.number)
        append(identity.last.number)
        append(identity.contentBytes)
        append(identity.digestPrefix)
        append(count)
        append(UInt64(0))
        sumPending()
        append(sum.value)
        summed = buffer.count
    }

    /// Hands out what is pending, and begins anew behind it.
    mutating func drain<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        sumPending()
        let result = try buffer.withBytes(body)
        buffer.removeAll()
        summed = 0
        return result
    }

    private mutating func sumPending() {
        buffer.withBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[summed...])) }
        summed = buffer.count
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { buffer.append($0) }
    }
}
