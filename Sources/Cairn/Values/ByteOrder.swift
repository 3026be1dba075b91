/// The order of byte strings: by the first byte that differs, a shorter one before what it begins.
package enum ByteOrder {
    /// Negative, zero or positive, as `a` comes before, is, or comes after `b`. Complexity: O(n), 8 bytes a step.
    package static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        let shared = min(a.count, b.count)
        var at = 0
        while at &+ 8 <= shared {
            let left = a.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
            let right = b.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
            if left != right { return left < right ? -1 : 1 }
            at &+= 8
        }
        while at < shared {
            if a[at] != b[at] { return a[at] < b[at] ? -1 : 1 }
            at &+= 1
        }
        return a.count &- b.count
    }

    /// The same, for arrays.
    package static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
        a.withUnsafeBytes { left in b.withUnsafeBytes { compare(left, $0) } }
    }

    /// The same, for the UTF-8 of two texts: Unicode's canonical equivalence plays no part.
    package static func compare(_ a: String, _ b: String) -> Int {
        a.withRawBytes { left in b.withRawBytes { compare(left, $0) } }
    }

    /// Whether `whole` begins with `part`.
    package static func begins(_ whole: UnsafeRawBufferPointer, with part: UnsafeRawBufferPointer) -> Bool {
        guard whole.count >= part.count else { return false }
        return compare(UnsafeRawBufferPointer(rebasing: whole[0..<part.count]), part) == 0
    }

    /// Whether `part` stands somewhere in `whole`. Complexity: O(n) for ordinary text, O(n · part) at worst.
    package static func contains(_ whole: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer) -> Bool {
        guard let first = part.first else { return true }
        guard whole.count >= part.count else { return false }
        for at in 0...(whole.count &- part.count) where whole[at] == first {
            if compare(UnsafeRawBufferPointer(rebasing: whole[at..<at &+ part.count]), part) == 0 { return true }
        }
        return false
    }
}

extension String {
    /// The text's UTF-8, for the length of the call.
    func withRawBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        var text = self
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}
