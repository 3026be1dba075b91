extension RecordCondition {
    /// The property has one of these values: `Player.where(.among(\.team, ["red", "blue"]))`.
    ///
    /// A query with more than ten thousand is refused.
    public static func among<Value: Hashable & Sendable>(
        _ path: any KeyPath<R, Value> & Sendable, _ values: [Value]
    ) -> Self {
        let wanted = Set(values)
        return Self(Indexed<R>.among(path, values)) { wanted.contains($0[keyPath: path]) }
    }

    /// The string begins so, byte by byte: `Player.where(.prefix(\.name, "Ar") && \.score > 0)`.
    public static func prefix(_ path: any KeyPath<R, String> & Sendable, _ text: String) -> Self {
        Self(Indexed<R>.prefix(path, text)) { $0[keyPath: path].utf8.starts(with: text.utf8) }
    }

    /// The string has this one in it, byte by byte. No index finds it; one that has the property spares the decoding.
    ///
    /// A query with more than a kilobyte of it is refused.
    public static func contains(_ path: any KeyPath<R, String> & Sendable, _ text: String) -> Self {
        Self(Indexed<R>.contains(path, text)) { record in
            record[keyPath: path].withRawBytes { whole in text.withRawBytes { ByteOrder.contains(whole, $0) } }
        }
    }
}
