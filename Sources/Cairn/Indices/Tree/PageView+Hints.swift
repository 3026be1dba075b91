/// Sixteen numbers in a page's header: the first four bytes of keys at equal distances. A search reads them as one
/// vector and is left with a seventeenth of the page, where it would otherwise touch memory all over the page.
extension PageView {
    static let hintCount = 16
    private static let hintOffset = 8

    /// Between two keys that have hints; 0 in a page of fewer keys, which has none.
    @inline(__always)
    static func hintDistance(_ count: Int) -> Int { count / (hintCount &+ 1) }

    /// Writes the hints of the keys at or behind `index`.
    func updateHints(from index: Int = 0) {
        let distance = Self.hintDistance(count)
        guard distance > 0 else { return }
        var hint = max(0, (index &+ distance &- 1) / distance &- 1)
        while hint < Self.hintCount {
            setHint(hint, hintValue(of: (hint &+ 1) &* distance))
            hint &+= 1
        }
    }

    package func setHint(_ hint: Int, _ value: UInt32) {
        base.storeBytes(of: value, toByteOffset: Self.hintOffset &+ 4 &* hint, as: UInt32.self)
    }

    private func hintValue(of index: Int) -> UInt32 {
        let start = start(index)
        let length = self.start(index &+ 1) &- start
        var head = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        if length < 8 { head &= KeyOrder.mask(length) }
        return UInt32(truncatingIfNeeded: head &>> 32)
    }

    /// The keys among which one with this head is or belongs.
    @inline(__always)
    func narrowed(_ head: UInt64) -> (low: Int, high: Int) {
        let count = count
        let distance = Self.hintDistance(count)
        guard distance > 0 else { return (0, count) }
        let hints = base.loadUnaligned(fromByteOffset: Self.hintOffset, as: SIMD16<UInt32>.self)
        let wanted = SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: head &>> 32))
        let none = SIMD16<UInt32>.zero
        let before = Int(truncatingIfNeeded: none.replacing(with: 1, where: hints .< wanted).wrappedSum())
        let notBehind = Int(truncatingIfNeeded: none.replacing(with: 1, where: hints .<= wanted).wrappedSum())
        return (
            before > 0 ? before &* distance &+ 1 : 0,
            notBehind < Self.hintCount ? (notBehind &+ 1) &* distance : count
        )
    }

    /// Each hint is what its key begins with.
    var hasRightHints: Bool {
        let distance = Self.hintDistance(count)
        guard distance > 0 else { return true }
        return (0..<Self.hintCount).allSatisfy { hint in
            let value = base.load(fromByteOffset: Self.hintOffset + 4 * hint, as: UInt32.self)
            var head: UInt32 = 0
            for byte in rest((hint + 1) * distance).prefix(4) { head = head << 8 | UInt32(byte) }
            return value == head << UInt32(8 * (4 - min(4, rest((hint + 1) * distance).count)))
        }
    }
}
