internal import CairnLines

extension DecodingFrame {
    /// Why a value cannot be read as a `type`, which is written as a `wanted`.
    ///
    /// `null` is a value that is missing; a value of the right kind is one that does not fit; any other is a mismatch.
    func refusal<T>(
        _ type: T.Type, _ wanted: JSONTape.Kind, _ place: Place, _ key: (any CodingKey)?
    ) -> DecodingError {
        let found = description(of: place)
        let kind = view.kindOrNull(place)
        if kind == .null { return .valueNotFound(type, context(key, "expected \(T.self), but found \(found)")) }
        if kind == wanted { return .dataCorrupted(context(key, "\(found) does not stand for a value of \(T.self)")) }
        return .typeMismatch(type, context(key, "expected \(T.self), but found \(found)"))
    }

    /// An object has no member of this name.
    func missing(_ key: some CodingKey) -> DecodingError {
        .keyNotFound(key, context(nil, "there is no member \"\(key.stringValue)\" in \(description(of: container))"))
    }

    /// An array has no element left.
    func atEnd<T>(_ type: T.Type, _ key: some CodingKey) -> DecodingError {
        .valueNotFound(type, context(key, "expected \(T.self), but \(description(of: container)) is at its end"))
    }

    func context(_ key: (any CodingKey)?, _ message: String) -> DecodingError.Context {
        DecodingError.Context(codingPath: path + (key.map { [$0] } ?? []), debugDescription: message)
    }

    /// What stands at a place, in a few words.
    private func description(of place: Place) -> String {
        switch view.kindOrNull(place) {
        case .object: "an object of \(view.children(place)) members"
        case .array: "an array of \(view.children(place)) elements"
        case .string: "the string \(quoted(place))"
        case .number: "the number \(quoted(place))"
        case .true: "true"
        case .false: "false"
        case .null: "null"
        }
    }

    private func quoted(_ place: Place) -> String {
        let bytes = view.part(place)
        let shown = String(decoding: bytes.prefix(CodingLimits.maxQuotedBytes), as: UTF8.self)
        return bytes.count > CodingLimits.maxQuotedBytes ? shown + "…" : shown
    }
}
