internal import Synchronization

/// What kinds are called that do not say it themselves.
///
/// Every reading and writing of a record asks for it, and to spell a type's name takes the runtime longer than to find
/// the record. As many are remembered as the program has types of records.
enum KindNames {
    private static let known = Mutex<[ObjectIdentifier: String]>([:])

    /// The type's name, beginning with a small letter.
    static func name(of type: Any.Type) -> String {
        known.withLock { known in
            if let name = known[ObjectIdentifier(type)] { return name }
            let words = String(describing: type)
            let name = words.prefix(1).lowercased() + words.dropFirst()
            known[ObjectIdentifier(type)] = name
            return name
        }
    }
}
