/// Which store this is: a name that each of its files repeats, and the seed of its key hashes.
package struct StoreIdentity: Sendable, Hashable {
    /// A UUID in lower-case text.
    package var name: String
    /// Keeps anybody from choosing keys whose hashes collide.
    package var seed: UInt64

    package init(name: String, seed: UInt64) {
        self.name = name
        self.seed = seed
    }

    /// A new one, from the system's random numbers.
    package static func random() -> StoreIdentity {
        var generator = SystemRandomNumberGenerator()
        return StoreIdentity(name: String(decoding: RecordID.make(), as: UTF8.self), seed: generator.next())
    }
}
