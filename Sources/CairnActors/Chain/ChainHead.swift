internal import Cairn

/// A line of a chain, by its hash. Whoever keeps one outside of the store can tell later whether the chain still is the
/// one that it was then: a line's hash stands for all lines before it.
public struct ChainHead: Codable, Sendable, Hashable {
    /// Whose chain it is.
    public var actor: ActorAddress
    /// The line's number.
    public var number: Int
    /// The line's hash.
    public var hash: String

    /// What an earlier report or export said.
    public init(actor: ActorAddress, number: Int, hash: String) {
        self.actor = actor
        self.number = number
        self.hash = hash
    }

    /// What is signed: its canonical JSON (RFC 8785).
    func text() throws(ActorError) -> [UInt8] {
        do { return try RawJSON(encoding: self).canonical().bytes } catch {
            throw ActorError(.invalidSignature, "the head of \(actor) cannot be written as JSON", cause: error)
        }
    }
}

/// A head, and who answers for it.
public struct SignedHead: Codable, Sendable, Hashable {
    /// What is signed.
    public var head: ChainHead
    /// An Ed25519 signature in hexadecimal digits.
    public var signature: String

    /// Checks that the holder of the key signed this head.
    ///
    /// - Parameter publicKey: 32 bytes, known from elsewhere: a key that came with the signature proves nothing.
    /// - Errors: `.invalidSignature`.
    public func verify(by publicKey: [UInt8]) throws(ActorError) {
        guard let bytes = Ed25519.bytes(ofHex: signature),
            try Ed25519.verify(bytes, of: head.text(), by: publicKey)
        else {
            throw ActorError(
                .invalidSignature,
                "the head of \(head.actor), number \(head.number), was not signed with this key, or is another now")
        }
    }
}

/// A key that signs heads of chains (Ed25519). Keep it away from the store whose chains it answers for.
public struct SigningKey: Sendable {
    /// The secret: 32 bytes.
    public let secret: [UInt8]
    /// By what others check: 32 bytes.
    public let publicKey: [UInt8]

    /// A new one, out of the system's randomness.
    ///
    /// - Errors: `.invalidSignature` where OpenSSL refuses.
    public init() throws(ActorError) { try self.init(secret: Ed25519.randomSecret()) }

    /// One that was kept.
    ///
    /// - Errors: `.invalidSignature` for anything but 32 bytes.
    public init(secret: [UInt8]) throws(ActorError) {
        self.secret = secret
        publicKey = try Ed25519.publicKey(of: secret)
    }

    /// Answers for a head.
    ///
    /// - Errors: `.invalidSignature` where OpenSSL refuses.
    public func sign(_ head: ChainHead) throws(ActorError) -> SignedHead {
        SignedHead(head: head, signature: ChainHash.hex(try Ed25519.sign(head.text(), with: secret)))
    }
}
