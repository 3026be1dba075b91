internal import CairnLines

/// What a value's own `init(from:)` is given.
struct ValueDecoder: Decoder {
    let frame: DecodingFrame
    let place: JSONTape.Place

    var codingPath: [any CodingKey] { frame.path }

    var userInfo: [CodingUserInfoKey: Any] { frame.givenInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try KeyedDecodingContainer(KeyedDecoding<Key>(frame, place))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try UnkeyedDecoding(frame, place) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        SingleValueDecoding(frame: frame, place: place)
    }
}
