/// One object that is being merged: first the target's members, then those that only the patch has.
struct MergeStep {
    /// The target's next member; nil if there is no object to merge into.
    private var oldName: JSONTape.Place?
    private let oldEnd: JSONTape.Place
    /// The patch's members, sorted by name while the target is walked.
    private let sorted: [JSONTape.Place]
    /// The patch's next member once the target is done.
    private var newName: JSONTape.Place
    private let newEnd: JSONTape.Place
    /// The patch's names that the target has too.
    private var met: Set<JSONTape.Place> = []
    private var isFirst = true

    init(
        _ old: borrowing TapedText, _ target: JSONTape.Place?, _ new: borrowing TapedText, _ patch: JSONTape.Place
    ) {
        newName = patch &+ 2
        newEnd = new.tape.after(patch)
        guard let target else {
            oldName = nil
            oldEnd = 0
            sorted = []
            return
        }
        oldName = target &+ 2
        oldEnd = old.tape.after(target)
        let bytes = new.bytes
        let names = new.names(of: patch).map { Name(place: $0, range: new.tape.inside($0)) }
        sorted = names.sorted { JSONText.comesBefore(bytes.part($0.range), bytes.part($1.range)) }.map(\.place)
    }

    private struct Name {
        let place: JSONTape.Place
        let range: Range<Int>
    }

    /// Goes on until the object is done (nil) or an inner one has to be merged first.
    mutating func run(
        _ old: borrowing TapedText, _ new: borrowing TapedText, into buffer: inout ByteBuffer
    ) -> MergeStep? {
        while let name = oldName, name < oldEnd {
            oldName = old.tape.after(name &+ 1)
            guard let match = find(old.inside(name), new) else {
                begin(old, name, &buffer)
                old.append(name &+ 1, to: &buffer)
                continue
            }
            met.insert(match)
            if new.tape.kind(match &+ 1) == .null { continue }
            begin(old, name, &buffer)
            let isObject = old.tape.kind(name &+ 1) == .object
            if let inner = put(match &+ 1, isObject ? name &+ 1 : nil, old, new, &buffer) { return inner }
        }
        while newName < newEnd {
            let name = newName
            newName = new.tape.after(name &+ 1)
            if met.contains(name) || new.tape.kind(name &+ 1) == .null { continue }
            begin(new, name, &buffer)
            if let inner = put(name &+ 1, nil, old, new, &buffer) { return inner }
        }
        return nil
    }

    /// A comma if one is due, the name, a colon.
    private mutating func begin(_ text: borrowing TapedText, _ name: JSONTape.Place, _ buffer: inout ByteBuffer) {
        if !isFirst { buffer.append(0x2c) }
        isFirst = false
        text.append(name, to: &buffer)
        buffer.append(0x3a)
    }

    /// The patch's value, or the opening of an object that has to be merged.
    private func put(
        _ value: JSONTape.Place, _ target: JSONTape.Place?, _ old: borrowing TapedText, _ new: borrowing TapedText,
        _ buffer: inout ByteBuffer
    ) -> MergeStep? {
        guard new.tape.kind(value) == .object else {
            new.append(value, to: &buffer)
            return nil
        }
        buffer.append(0x7b)
        return MergeStep(old, target, new, value)
    }

    /// The patch's member of that name, by halving.
    private func find(_ name: UnsafeRawBufferPointer, _ new: borrowing TapedText) -> JSONTape.Place? {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low &+ high) / 2
            if JSONText.comesBefore(new.inside(sorted[middle]), name) { low = middle &+ 1 } else { high = middle }
        }
        guard low < sorted.count, JSONText.same(new.inside(sorted[low]), name) else { return nil }
        return sorted[low]
    }
}
