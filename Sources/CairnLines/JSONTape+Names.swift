extension JSONTape {
    /// The value of member `name` of the object at `place`, decoded names compared; nil if there is no such member or
    /// no object. Complexity: O(members).
    package func member(_ name: StaticString, of place: Place, in bytes: UnsafeRawBufferPointer) -> Place? {
        guard kind(place) == .object else { return nil }
        let wanted = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var at = place &+ 2
        let end = after(place)
        while at < end {
            if isNamed(at, wanted, in: bytes) { return at &+ 1 }
            at = after(at &+ 1)
        }
        return nil
    }

    /// Whether the string at `place` stands for `name`, which needs no escape.
    @inline(__always)
    func isNamed(_ place: Place, _ name: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> Bool {
        let text = bytes.part(inside(place))
        return isEscaped(place) ? JSONText.isText(text, for: name) : text.sameBytes(name)
    }

    /// Refuses two members of the same decoded name in any object of the text.
    ///
    /// Errors: `.duplicateName` at the second one. Complexity: O(n) for small objects; for large ones names are sorted
    /// by their bytes, never hashed, so that no choice of names makes it slow.
    package func refuseDuplicateNames(in bytes: UnsafeRawBufferPointer) throws(LineError) {
        var place = 0
        while place < count {
            switch kind(place) {
            case .object:
                let members = children(place)
                if members > Self.fewMembers {
                    try sortAndCompare(place, in: bytes)
                } else if members > 1 {
                    try compareAll(place, in: bytes)
                }
                place &+= 2
            case .array: place &+= 2
            default: place &+= 1
            }
        }
    }

    /// Up to here each name is compared with each: at most 120 comparisons, most of which end at the length.
    private static let fewMembers = 16

    private func compareAll(_ object: Place, in bytes: UnsafeRawBufferPointer) throws(LineError) {
        let end = after(object)
        var one = object &+ 2
        while one < end {
            let following = after(one &+ 1)
            var other = following
            while other < end {
                if sameNames(one, other, in: bytes) {
                    throw LineError(.duplicateName, at: range(other).lowerBound)
                }
                other = after(other &+ 1)
            }
            one = following
        }
    }

    private func sortAndCompare(_ object: Place, in bytes: UnsafeRawBufferPointer) throws(LineError) {
        var names: [UInt32] = []
        names.reserveCapacity(children(object))
        var place = object &+ 2
        let end = after(object)
        while place < end {
            names.append(UInt32(truncatingIfNeeded: place))
            place = after(place &+ 1)
        }
        names.sort { comesBefore(Int($0), Int($1), in: bytes) }
        var at = 1
        while at < names.count {
            if sameNames(Int(names[at &- 1]), Int(names[at]), in: bytes) {
                let second = Int(max(names[at &- 1], names[at]))
                throw LineError(.duplicateName, at: range(second).lowerBound)
            }
            at &+= 1
        }
    }

    private func sameNames(_ a: Place, _ b: Place, in bytes: UnsafeRawBufferPointer) -> Bool {
        let left = bytes.part(inside(a))
        let right = bytes.part(inside(b))
        return isEscaped(a) || isEscaped(b) ? JSONText.same(left, right) : left.sameBytes(right)
    }

    private func comesBefore(_ a: Place, _ b: Place, in bytes: UnsafeRawBufferPointer) -> Bool {
        JSONText.comesBefore(bytes.part(inside(a)), bytes.part(inside(b)))
    }
}
