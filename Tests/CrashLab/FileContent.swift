/// The bytes of one file, held in pages of 4 KiB that copies share until one of them writes.
///
/// A crash state differs from its neighbour in a handful of sectors; sharing makes it cost what differs and not what
/// is the same. Bytes of the last page beyond `length` are always zero, so that growing needs no clearing.
package struct FileContent: Sendable, Equatable {
    package static let pageSize = 4096
    private static let zeros = [UInt8](repeating: 0, count: pageSize)
    private static let newlines = [UInt8](repeating: 0x0a, count: pageSize)

    private var pages: [[UInt8]] = []
    package private(set) var length = 0

    package init() {}

    package init(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { write($0, at: 0) }
    }

    /// All bytes, for a person or a comparison. Complexity: O(length).
    package var bytes: [UInt8] { bytes(in: 0..<length) }

    /// The bytes of `range`; those beyond the end read as zeros. Complexity: O(range).
    package func bytes(in range: Range<Int>) -> [UInt8] {
        // All empty arrays are one object, and to tell it its count again would be a write that threads share.
        if range.isEmpty { return [] }
        return [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            let found = read(into: target, at: range.lowerBound)
            for index in found..<range.count { target[index] = 0 }
            count = range.count
        }
    }

    /// Copies what lies at `offset`; returns how many bytes there were. Complexity: O(buffer).
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let wanted = max(0, min(buffer.count, length - offset))
        var done = 0
        while done < wanted {
            let (page, inside) = (offset + done).quotientAndRemainder(dividingBy: Self.pageSize)
            let part = min(wanted - done, Self.pageSize - inside)
            pages[page].withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + part])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[inside..<inside + part]))
            }
            done += part
        }
        return wanted
    }

    /// Puts `bytes` at `offset`, growing the file as needed; a gap reads as zeros. Complexity: O(bytes).
    package mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard bytes.count > 0 else { return }
        if offset + bytes.count > length { resize(to: offset + bytes.count) }
        var done = 0
        while done < bytes.count {
            let (page, inside) = (offset + done).quotientAndRemainder(dividingBy: Self.pageSize)
            let part = min(bytes.count - done, Self.pageSize - inside)
            let source = UnsafeRawBufferPointer(rebasing: bytes[done..<done + part])
            if part == Self.pageSize, source.allSatisfy({ $0 == 0x0a }) {
                pages[page] = Self.newlines
            } else {
                pages[page].withUnsafeMutableBytes { target in
                    UnsafeMutableRawBufferPointer(rebasing: target[inside..<inside + part]).copyMemory(from: source)
                }
            }
            done += part
        }
    }

    package var pageCount: Int { pages.count }

    /// Takes over one page of a file of the same length; a page beyond the end is left alone. Complexity: O(1).
    package mutating func copyPage(_ page: Int, from other: FileContent) {
        if page < pages.count, page < other.pages.count { pages[page] = other.pages[page] }
    }

    /// What a page beyond the end holds is zeros. Complexity: O(page).
    package func hasSamePage(_ page: Int, as other: FileContent) -> Bool {
        (page < pages.count ? pages[page] : Self.zeros) == (page < other.pages.count ? other.pages[page] : Self.zeros)
    }

    /// Cuts the file or lets it grow with zeros. Complexity: O(pages).
    package mutating func resize(to newLength: Int) {
        let count = (newLength + Self.pageSize - 1) / Self.pageSize
        if newLength < length {
            pages.removeLast(pages.count - count)
            let inside = newLength % Self.pageSize
            if inside > 0 {
                pages[count - 1].withUnsafeMutableBytes { target in
                    for index in inside..<Self.pageSize { target[index] = 0 }
                }
            }
        } else {
            while pages.count < count { pages.append(Self.zeros) }
        }
        length = newLength
    }
}
