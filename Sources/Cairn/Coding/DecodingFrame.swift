internal import CairnLines

/// A value that is being read: how it was reached, and where in an object the next member is expected.
class DecodingFrame {
    typealias Place = JSONTape.Place

    /// The text and its places, kept by the outermost frame.
    final let shared: UnsafeMutablePointer<JSONTape.View>
    private final let parent: DecodingFrame?
    /// The key in the parent; nil where this value stands for the parent itself.
    private final let key: (any CodingKey)?
    private final let depth: Int
    /// The object or array whose children are read.
    private(set) final var container = JSONTape.View.nowhere
    /// The place behind its last child.
    private(set) final var end = 0
    /// The name of the member behind the one that was found last.
    private final var next = 0
    /// The name of that one: a type may ask whether a member is there before it reads it.
    private final var last = JSONTape.View.nowhere
    /// How many names were looked at in vain.
    private final var walked = 0
    private final var index: NameIndex?

    init(shared: UnsafeMutablePointer<JSONTape.View>, parent: DecodingFrame?, key: (any CodingKey)?) {
        self.shared = shared
        self.parent = parent
        self.key = key
        depth = parent.map { $0.depth &+ 1 } ?? 0
    }

    /// The text and its places.
    @inline(__always)
    final var view: JSONTape.View { shared.pointee }

    /// What the caller of the decoder wants the types to know.
    final var givenInfo: [CodingUserInfoKey: any Sendable] {
        var frame = self
        while let parent = frame.parent { frame = parent }
        return frame.ownInfo
    }

    /// Only the outermost frame was told anything.
    var ownInfo: [CodingUserInfoKey: any Sendable] { [:] }

    /// The keys from the outermost value to this one. Complexity: O(depth).
    final var path: [any CodingKey] {
        var path: [any CodingKey] = []
        var frame: DecodingFrame? = self
        while let here = frame {
            if let key = here.key { path.append(key) }
            frame = here.parent
        }
        path.reverse()
        return path
    }

    /// The frame of a value inside this one. Errors: `DecodingError.dataCorrupted` if that is too deep.
    final func inner(_ key: (any CodingKey)?) throws -> DecodingFrame {
        guard depth < CodingLimits.maxDepth else {
            throw DecodingError.dataCorrupted(
                context(key, "nested deeper than \(CodingLimits.maxDepth) levels; flatten the data"))
        }
        return DecodingFrame(shared: shared, parent: self, key: key)
    }

    /// Begins to read the children of an object or array. Asked for once more, it goes on where it was.
    @inline(__always)
    final func enter(_ place: Place) {
        if container == place { return }
        container = place
        next = place &+ 2
        end = view.after(place)
        last = JSONTape.View.nowhere
        index = nil
        walked = 0
    }

    /// The value of a member of the object; nil if there is none of this name.
    @inline(__always)
    final func find(_ key: some CodingKey) -> Place? {
        withUTF8(of: key.stringValue) { name in
            let view = view
            let expected = next
            guard expected < end, view.isNamed(expected, name) else { return search(name) }
            last = expected
            next = view.after(expected &+ 1)
            return expected &+ 1
        }
    }

    /// Looks at the members behind the expected one, then at those before it.
    @inline(never)
    private func search(_ name: UnsafeRawBufferPointer) -> Place? {
        if last >= 0, view.isNamed(last, name) { return last &+ 1 }
        if let index { return index.find(name, in: view) }
        guard let found = walk(name, from: next, to: end) ?? walk(name, from: container &+ 2, to: next) else {
            return nil
        }
        last = found &- 1
        next = view.after(found)
        return found
    }

    private func walk(_ name: UnsafeRawBufferPointer, from: Place, to: Place) -> Place? {
        var at = from
        while at < to {
            if view.isNamed(at, name) { return at &+ 1 }
            walked &+= 1
            at = view.after(at &+ 1)
        }
        let members = view.children(container)
        // So that no choice of names and order makes reading quadratic.
        if members >= CodingLimits.fewMembers, walked > members &* 16 { index = NameIndex(of: container, in: view) }
        return nil
    }

    /// The names of the object's members, in their order.
    final func names() -> [String] {
        var names: [String] = []
        names.reserveCapacity(view.children(container))
        var at = container &+ 2
        while at < end {
            if let name = view.string(at) { names.append(name) }
            at = view.after(at &+ 1)
        }
        return names
    }
}
