/// Keeps what a program does not know of a record when it writes the record anew: members that a newer one has put
/// there.
///
///     stored  {"id":1,"a":1,"b":{"x":1,"y":2},"z":[3]}
///     known   {"id":1,"a":1,"b":{"x":1}}                  what the program makes of it, unchanged
///     new     {"id":1,"a":7,"b":{"x":1}}                  what it makes of it, changed
///     kept    {"id":1,"a":7,"b":{"x":1,"y":2},"z":[3]}
///
/// A member is unknown if the program, writing what it has read, leaves it out. Objects are followed inwards where all
/// three have them; the elements of arrays have no names by which to tell them apart, so an array is what the program
/// says. Names keep their text, and what is kept stands behind what is known.
package enum UnknownMembers {
    /// The new text with what the program did not know of the stored one.
    ///
    /// Errors: those of `JSONTape.scan(_:)` and `.duplicateName`, for any of the three. Complexity: O(n).
    package static func keep(
        of stored: UnsafeRawBufferPointer, known: UnsafeRawBufferPointer, in new: UnsafeRawBufferPointer
    ) throws(LineError) -> [UInt8] {
        let texts = Texts(stored: try TapedText(stored), known: try TapedText(known), new: try TapedText(new))
        var buffer = ByteBuffer(capacity: stored.count &+ new.count)
        try texts.put(0, 0, 0, into: &buffer)
        return buffer.withBytes { [UInt8]($0) }
    }

    private struct Texts: ~Copyable {
        let stored: TapedText
        let known: TapedText
        let new: TapedText

        /// Puts the value at `place` of the new text, with what is kept of the stored one. It calls itself as deep as
        /// objects stand in objects, which the tape bounds.
        func put(
            _ storedPlace: JSONTape.Place?, _ knownPlace: JSONTape.Place?, _ place: JSONTape.Place,
            into buffer: inout ByteBuffer
        ) throws(LineError) {
            guard let storedPlace, let knownPlace, new.tape.kind(place) == .object,
                stored.tape.kind(storedPlace) == .object, known.tape.kind(knownPlace) == .object
            else { return new.append(place, to: &buffer) }
            let old = try stored.members(of: storedPlace)
            let met = try known.members(of: knownPlace)
            var written: Set<[UInt8]> = []
            buffer.append(0x7b)
            for name in new.names(of: place) {
                if !written.isEmpty { buffer.append(0x2c) }
                let text = try new.name(name)
                written.insert(text)
                new.append(name, to: &buffer)
                buffer.append(0x3a)
                try put(old[text].map { $0 &+ 1 }, met[text].map { $0 &+ 1 }, name &+ 1, into: &buffer)
            }
            for name in stored.names(of: storedPlace) {
                let text = try stored.name(name)
                guard met[text] == nil, !written.contains(text) else { continue }
                if !written.isEmpty { buffer.append(0x2c) }
                written.insert(text)
                stored.append(name, to: &buffer)
                buffer.append(0x3a)
                stored.append(name &+ 1, to: &buffer)
            }
            buffer.append(0x7d)
        }
    }
}

extension TapedText {
    /// What the name at `place` stands for.
    fileprivate func name(_ place: JSONTape.Place) throws(LineError) -> [UInt8] {
        guard tape.isEscaped(place) else { return [UInt8](inside(place)) }
        var buffer = ByteBuffer()
        try JSONText.unescape(inside(place), into: &buffer)
        return buffer.withBytes { [UInt8]($0) }
    }

    /// The places of an object's names by what they stand for.
    fileprivate func members(of place: JSONTape.Place) throws(LineError) -> [[UInt8]: JSONTape.Place] {
        var members: [[UInt8]: JSONTape.Place] = [:]
        for name in names(of: place) { members[try self.name(name)] = name }
        return members
    }
}
