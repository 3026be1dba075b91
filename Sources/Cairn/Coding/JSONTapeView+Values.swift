internal import CairnLines
internal import FoundationEssentials

// The plain values of a text. Each is nil where something else stands; DecodingFrame+Refusal.swift says what.

extension JSONTape.View {
    /// The place of a value that is not there, which reads as `null`.
    static var nowhere: JSONTape.Place { -1 }

    @inline(__always)
    func kindOrNull(_ place: JSONTape.Place) -> JSONTape.Kind { place < 0 ? .null : kind(place) }

    @inline(__always)
    func isNull(_ place: JSONTape.Place) -> Bool { kindOrNull(place) == .null }

    @inline(__always)
    func bool(_ place: JSONTape.Place) -> Bool? {
        switch kindOrNull(place) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    @inline(__always)
    func string(_ place: JSONTape.Place) -> String? {
        guard kindOrNull(place) == .string else { return nil }
        return withText(place) { String(decoding: $0, as: UTF8.self) }
    }

    @inline(__always)
    func integer<T: FixedWidthInteger>(_ place: JSONTape.Place, _ type: T.Type) -> T? {
        guard kindOrNull(place) == .number else { return nil }
        let text = part(place)
        if let number = NumberText.short(text) { return T(exactly: number) }
        return NumberText.integer(text, type)
    }

    func double(_ place: JSONTape.Place) -> Double? {
        kindOrNull(place) == .number ? NumberText.double(part(place)) : nil
    }

    func float(_ place: JSONTape.Place) -> Float? {
        kindOrNull(place) == .number ? NumberText.float(part(place)) : nil
    }

    func decimal(_ place: JSONTape.Place) -> Decimal? {
        kindOrNull(place) == .number ? NumberText.decimal(part(place)) : nil
    }

    @inline(__always)
    func uuid(_ place: JSONTape.Place) -> UUID? {
        kindOrNull(place) == .string ? withText(place) { UUIDText.read($0) } : nil
    }

    @inline(__always)
    func date(_ place: JSONTape.Place) -> Date? {
        kindOrNull(place) == .string ? withText(place) { DateText.read($0) } : nil
    }

    func data(_ place: JSONTape.Place) -> Data? { string(place).flatMap { Data(base64Encoded: $0) } }

    func url(_ place: JSONTape.Place) -> URL? { string(place).flatMap { URL(string: $0) } }
}

extension JSONTape.View {
    /// Whether the name at `place` is `name`.
    @inline(__always)
    func isNamed(_ place: JSONTape.Place, _ name: UnsafeRawBufferPointer) -> Bool {
        if isEscaped(place) { return withPlainText(place) { $0.elementsEqual(name) } }
        let text = inside(place)
        guard text.count == name.count else { return false }
        guard let start = text.baseAddress, let other = name.baseAddress else { return true }
        return start.matches(other, name.count)
    }

    /// Gives `body` the bytes that a string stands for.
    @inline(__always)
    func withText<R>(_ place: JSONTape.Place, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        isEscaped(place) ? withPlainText(place, body) : body(inside(place))
    }

    @inline(never)
    private func withPlainText<R>(_ place: JSONTape.Place, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let text = inside(place)
        var plain = ByteBuffer(capacity: text.count)
        // The scan has looked at every escape, so there is none that could fail.
        try? JSONText.unescape(text, into: &plain)
        return plain.withBytes(body)
    }
}
