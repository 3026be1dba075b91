/// JSON Merge Patch (RFC 7386): what the `changes` of an update do to the data.
///
///     target  {"a":1,"b":{"x":1,"y":2}}
///     patch   {"b":{"x":null,"z":3},"c":4}
///     result  {"a":1,"b":{"y":2,"z":3},"c":4}
///
/// Members of the target keep their places, new ones follow in the order of the patch; names and numbers keep their
/// text. Objects that are being merged wait on a stack of the depth that the tape allows; nothing recurses.
package enum MergePatch {
    /// The patched text, without white space outside strings.
    ///
    /// Errors: those of `JSONTape.scan(_:)` and `.duplicateName`, for the one or the other.
    /// Complexity: O(n log n) in the members of objects that are merged, O(n) otherwise.
    package static func apply(
        patch: UnsafeRawBufferPointer, to target: UnsafeRawBufferPointer
    ) throws(LineError) -> [UInt8] {
        let old = try TapedText(target)
        let new = try TapedText(patch)
        var buffer = ByteBuffer(capacity: target.count &+ patch.count)
        if new.tape.kind(0) != .object {
            new.append(0, to: &buffer)
        } else {
            merge(old, new, into: &buffer)
        }
        return buffer.withBytes { [UInt8]($0) }
    }

    private static func merge(_ old: borrowing TapedText, _ new: borrowing TapedText, into buffer: inout ByteBuffer) {
        var stack = [MergeStep(old, old.tape.kind(0) == .object ? 0 : nil, new, 0)]
        buffer.append(0x7b)
        while var step = stack.popLast() {
            let inner = step.run(old, new, into: &buffer)
            if let inner {
                stack.append(step)
                stack.append(inner)
            } else {
                buffer.append(0x7d)
            }
        }
    }
}

/// A JSON text with its tape, its names known to be unique.
struct TapedText: ~Copyable {
    let bytes: UnsafeRawBufferPointer
    private(set) var tape = JSONTape()

    /// Errors: those of `JSONTape.scan(_:)` and `.duplicateName`.
    init(_ bytes: UnsafeRawBufferPointer) throws(LineError) {
        self.bytes = bytes
        try tape.scan(bytes)
        try tape.refuseDuplicateNames(in: bytes)
    }

    /// Appends the value at `place` without white space.
    func append(_ place: JSONTape.Place, to buffer: inout ByteBuffer) {
        buffer.appendCompact(bytes.part(tape.range(place)), hasWhiteSpace: tape.whiteSpace > 0)
    }

    /// The inside of the string at `place`, as it is written.
    func inside(_ place: JSONTape.Place) -> UnsafeRawBufferPointer { bytes.part(tape.inside(place)) }

    /// The places of the names of the object at `place`, in their order.
    func names(of place: JSONTape.Place) -> [JSONTape.Place] {
        var names: [JSONTape.Place] = []
        names.reserveCapacity(tape.children(place))
        var at = place &+ 2
        let end = tape.after(place)
        while at < end {
            names.append(at)
            at = tape.after(at &+ 1)
        }
        return names
    }
}
