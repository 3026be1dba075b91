/// A text as a key of maps and sets: told from others by its bytes, as the log tells kinds and ids apart.
///
/// Swift calls two strings equal that say the same in other scalars, such as an `é` in one or in two. In the log they
/// are two names, and a map that is keyed by strings would give one of them what belongs to the other.
package struct ExactText: Sendable, Hashable, Comparable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: Self, right: Self) -> Bool { left.text.isSameText(as: right.text) }

    package static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether both have the same bytes.
    package func isSameText(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
