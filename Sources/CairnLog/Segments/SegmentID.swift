/// Names one segment file of a store; never given twice.
package struct SegmentID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var number: UInt32

    package init(_ number: UInt32) { self.number = number }

    /// The key table keeps 24 bits of it.
    package static let last = SegmentID((1 << 24) - 1)

    package var next: SegmentID { SegmentID(number &+ 1) }
    package var description: String { String(number) }

    package static func < (a: SegmentID, b: SegmentID) -> Bool { a.number < b.number }
}
