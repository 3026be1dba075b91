/// A place in a file, counted in bytes from its start.
package struct ByteOffset: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var bytes: Int64

    package init(_ bytes: Int64) { self.bytes = bytes }
    package init(_ bytes: Int) { self.bytes = Int64(bytes) }

    package static let zero = ByteOffset(0)
    package var description: String { String(bytes) }

    package static func < (a: ByteOffset, b: ByteOffset) -> Bool { a.bytes < b.bytes }
    package static func + (a: ByteOffset, b: Int) -> ByteOffset { ByteOffset(a.bytes &+ Int64(b)) }
    package static func - (a: ByteOffset, b: ByteOffset) -> Int { Int(a.bytes &- b.bytes) }
}
