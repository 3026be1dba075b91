import CairnLines

/// One slot of a key table, 24 bytes for a key and its place.
///
/// ```
///         63                                    21  20 19                  0
///  first  [                        hash.high : 64                          ]
///  second [ hash.low bits 57...15 : 43            | T | segment >> 4 : 20  ]
///  third  [ offset : 32                 | length : 28        | segment : 4 ]
///         63                          32 31                4 3             0
/// ```
///
/// `T` says that the line is a tombstone. The six bits of `hash.low` above those kept choose the shard, so that
/// 64 + 43 + 6 = 113 bits of the hash are compared. Among ten billion keys, two agree in all of them with a chance of
/// 5 in 10^15. The lowest 15 bits are not kept. A length of 0 marks an empty slot.
struct KeySlot {
    var first: UInt64
    var second: UInt64
    var third: UInt64

    /// The bits of ``second`` that belong to the hash.
    static let hashBits: UInt64 = ~((1 << 21) &- 1)
    private static let tombstoneBit: UInt64 = 1 << 20
    private static let lengthBits: UInt64 = 0xFFFF_FFF0

    static let empty = KeySlot(first: 0, second: 0, third: 0)

    private init(first: UInt64, second: UInt64, third: UInt64) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// `place` must be representable.
    init(_ hash: KeyHash, _ place: KeyPlace) {
        first = hash.high
        second = Self.kept(hash)
        third = 0
        self.place = place
    }

    /// What ``second`` holds of a hash, in its place.
    static func kept(_ hash: KeyHash) -> UInt64 { (hash.low &<< 6) & hashBits }

    var isEmpty: Bool { third & Self.lengthBits == 0 }

    func holds(high: UInt64, kept: UInt64) -> Bool {
        first == high && second & Self.hashBits == kept
    }

    var place: KeyPlace {
        get {
            let segment = (second & 0xF_FFFF) &<< 4 | third & 0xF
            return KeyPlace(
                segment: SegmentID(UInt32(truncatingIfNeeded: segment)),
                offset: UInt32(truncatingIfNeeded: third &>> 32),
                length: UInt32(truncatingIfNeeded: (third & Self.lengthBits) &>> 4),
                isTombstone: second & Self.tombstoneBit != 0)
        }
        set {
            let segment = UInt64(newValue.segment.number)
            second = second & Self.hashBits | (newValue.isTombstone ? Self.tombstoneBit : 0) | segment &>> 4
            third = UInt64(newValue.offset) &<< 32 | UInt64(newValue.length) &<< 4 | segment & 0xF
        }
    }

    /// The hash as far as it is kept.
    func hash(inShard shard: Int) -> KeyHash {
        KeyHash(low: UInt64(truncatingIfNeeded: shard) &<< 58 | (second & Self.hashBits) &>> 6, high: first)
    }
}
