/// How a dictionary is told from other types.
///
/// The standard library writes dictionaries with keys of a type of its own that nobody else can name, so a dictionary
/// is asked once which one it is. Asking each value whether it is a dictionary would cost a dynamic cast each time.
enum DictionaryKeys {
    static let type: ObjectIdentifier? = {
        let probe = Probe(frame: EncodingFrame(writer: .make(capacity: 0, userInfo: [:]), parent: nil, key: nil))
        // The probe keeps what it is given and refuses nothing, so there is no error to miss.
        try? [String: Int]().encode(to: probe)
        return probe.answer.type
    }()

    private final class Answer {
        var type: ObjectIdentifier?
    }

    private struct Probe: Encoder {
        let frame: EncodingFrame
        let answer = Answer()
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            answer.type = ObjectIdentifier(type)
            return KeyedEncodingContainer(KeyedEncoding<Key>(frame: frame))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedEncoding(frame: frame) }

        func singleValueContainer() -> any SingleValueEncodingContainer { SingleValueEncoding(frame: frame) }
    }
}
