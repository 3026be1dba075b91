/// The hash that tells two disks apart: a sum over sectors, so that changing one sector changes one term.
///
/// A sector of zeros counts nothing, so a file's room beyond what was written needs no looking at. 64 bits: among ten
/// million states the chance of one wrong "seen before" is about three in a million.
enum SectorHash {
    static let sectorSize = 512
    private static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// The terms of `bytes`, which begin at sector `first`; a last sector that is not whole is filled up with zeros.
    static func sum(_ bytes: UnsafeRawBufferPointer, first: Int) -> UInt64 {
        var result: UInt64 = 0
        var start = 0
        var sector = first
        while start < bytes.count {
            let end = min(start + sectorSize, bytes.count)
            result &+= one(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), sector: sector)
            start = end
            sector += 1
        }
        return result
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var x = value &+ factor
        x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
        x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
        return x ^ (x >> 31)
    }

    /// A name's share in the hash of the disk.
    static func name(_ name: String, in folder: UInt64) -> UInt64 {
        var hash = folder ^ 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return mix(hash)
    }

    private static func one(_ bytes: UnsafeRawBufferPointer, sector: Int) -> UInt64 {
        var a: UInt64 = 0x243f_6a88_85a3_08d3
        var b: UInt64 = 0x1319_8a2e_0370_7344
        var seen: UInt64 = 0
        let whole = bytes.count & ~15
        for offset in stride(from: 0, to: whole, by: 16) {
            let x = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let y = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            seen |= x | y
            a = step(a, x)
            b = step(b, y)
        }
        var done = whole
        if whole < bytes.count {
            // as if filled up with zeros: a short sector and the same one filled up are one content
            var words: (UInt64, UInt64) = (0, 0)
            withUnsafeMutableBytes(of: &words) {
                $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[whole...]))
            }
            seen |= words.0 | words.1
            a = step(a, words.0)
            b = step(b, words.1)
            done += 16
        }
        guard seen != 0 else { return 0 }
        for _ in stride(from: done, to: sectorSize, by: 16) {
            a = step(a, 0)
            b = step(b, 0)
        }
        return mix(a ^ mix(b) ^ UInt64(sector) &* factor)
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let x = (lane ^ word) &* factor
        return x ^ (x >> 29)
    }
}
