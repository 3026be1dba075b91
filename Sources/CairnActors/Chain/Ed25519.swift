internal import CCrypto

/// Signatures by OpenSSL.
enum Ed25519 {
    static let keyBytes = 32
    static let signatureBytes = 64

    static func randomSecret() throws(ActorError) -> [UInt8] {
        var secret = [UInt8](repeating: 0, count: keyBytes)
        guard RAND_priv_bytes(&secret, Int32(keyBytes)) == 1 else { throw refused("no random bytes could be had") }
        return secret
    }

    static func publicKey(of secret: [UInt8]) throws(ActorError) -> [UInt8] {
        guard secret.count == keyBytes,
            let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, secret, keyBytes)
        else { throw refused("a secret key has \(keyBytes) bytes") }
        defer { EVP_PKEY_free(key) }
        var bytes = [UInt8](repeating: 0, count: keyBytes)
        var count = keyBytes
        guard EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == keyBytes else {
            throw refused("the public key could not be computed")
        }
        return bytes
    }

    static func sign(_ text: [UInt8], with secret: [UInt8]) throws(ActorError) -> [UInt8] {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, secret, keyBytes),
            let context = EVP_MD_CTX_new()
        else { throw refused("the key cannot be used") }
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
        }
        var signature = [UInt8](repeating: 0, count: signatureBytes)
        var count = signatureBytes
        guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            EVP_DigestSign(context, &signature, &count, text, text.count) == 1, count == signatureBytes
        else { throw refused("the head could not be signed") }
        return signature
    }

    static func verify(_ signature: [UInt8], of text: [UInt8], by publicKey: [UInt8]) throws(ActorError) -> Bool {
        guard publicKey.count == keyBytes,
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, keyBytes),
            let context = EVP_MD_CTX_new()
        else { throw refused("a public key has \(keyBytes) bytes") }
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
        }
        guard EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { throw refused("the key cannot be used") }
        return EVP_DigestVerify(context, signature, signature.count, text, text.count) == 1
    }

    static func bytes(ofHex text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            guard rest.utf8.count >= 2, bytes.count < signatureBytes, rest.first?.isHexDigit == true,
                let byte = UInt8(rest.prefix(2), radix: 16)
            else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    private static func refused(_ why: String) -> ActorError {
        ActorError(.invalidSignature, "\(why); OpenSSL refuses")
    }
}
