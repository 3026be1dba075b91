package import CairnLines

/// What hints say of one keyed line: enough for the key table and for retention, without the line being read.
package struct HintEntry: Sendable, Hashable {
    /// What the line does to its key.
    package enum Act: UInt32, Sendable, Hashable { case record = 1, update = 2, delete = 3 }

    package var hash: KeyHash
    package var sequence: SequenceNumber
    package var segment: SegmentID
    /// Of the line's first byte in its segment.
    package var offset: UInt32
    /// Of the line with its newline.
    package var length: UInt32
    package var act: Act
    /// The line's time in whole seconds since 1970, for retention; it lasts until 2106.
    package var seconds: UInt32

    package init(
        hash: KeyHash, sequence: SequenceNumber, segment: SegmentID, offset: UInt32, length: UInt32, act: Act,
        seconds: UInt32
    ) {
        self.hash = hash
        self.sequence = sequence
        self.segment = segment
        self.offset = offset
        self.length = length
        self.act = act
        self.seconds = seconds
    }

    package var place: KeyPlace {
        KeyPlace(segment: segment, offset: offset, length: length, isTombstone: act == .delete)
    }
}

extension HintEntry {
    static let byteCount = 40

    /// Writes the 40 bytes of `HintFile`'s drawing at `start`.
    func store(to start: UnsafeMutableRawPointer) {
        start.storeBytes(of: hash.high.littleEndian, toByteOffset: 0, as: UInt64.self)
        start.storeBytes(of: hash.low.littleEndian, toByteOffset: 8, as: UInt64.self)
        start.storeBytes(of: sequence.number.littleEndian, toByteOffset: 16, as: UInt64.self)
        start.storeBytes(of: segment.number.littleEndian, toByteOffset: 24, as: UInt32.self)
        start.storeBytes(of: offset.littleEndian, toByteOffset: 28, as: UInt32.self)
        start.storeBytes(of: (length &<< 4 | act.rawValue).littleEndian, toByteOffset: 32, as: UInt32.self)
        start.storeBytes(of: seconds.littleEndian, toByteOffset: 36, as: UInt32.self)
    }

    /// Reads 40 bytes at `start`; nil if they name no act or a place that cannot be.
    init?(at start: UnsafeRawPointer) {
        func word(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        func long(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        guard let act = Act(rawValue: word(32) & 15) else { return nil }
        self.init(
            hash: KeyHash(low: long(8), high: long(0)), sequence: SequenceNumber(long(16)),
            segment: SegmentID(word(24)), offset: word(28), length: word(32) &>> 4, act: act, seconds: word(36))
        guard place.isRepresentable else { return nil }
    }
}
