/// What a value's own `encode(to:)` is given.
struct ValueEncoder: Encoder {
    let frame: EncodingFrame

    var codingPath: [any CodingKey] { frame.path }

    var userInfo: [CodingUserInfoKey: Any] { frame.writer.givenInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        frame.become(.object, isDictionary: ObjectIdentifier(type) == DictionaryKeys.type)
        return KeyedEncodingContainer(KeyedEncoding<Key>(frame: frame))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        frame.become(.array)
        return UnkeyedEncoding(frame: frame)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleValueEncoding(frame: frame) }
}

extension EncodingFrame {
    /// A container inside this one, whose beginning is written, as Codable asks for it: without `try`.
    func nested(_ kind: Kind, key: any CodingKey, isDictionary: Bool = false) -> EncodingFrame {
        let child = EncodingFrame(writer: writer, parent: self, key: key)
        if child.depth >= CodingLimits.maxDepth {
            writer.fail(child, "nested deeper than \(CodingLimits.maxDepth) levels; flatten the data")
        }
        writer.setTop(child)
        if kind != .undecided { child.become(kind, isDictionary: isDictionary) }
        return child
    }

    /// What stands in for a container that could not be begun: everything written to it fails.
    func unreachable(_ error: any Error, key: any CodingKey) -> EncodingFrame {
        writer.fail(self, "\(error)")
        let child = EncodingFrame(writer: writer, parent: self, key: key)
        child.isOpen = false
        child.isFinished = true
        return child
    }
}
