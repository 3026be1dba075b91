internal import CCrypto
internal import Cairn

/// SHA-256 over canonical JSON, and how a line carries it.
enum ChainHash {
    /// How the line ends: its hash stands last, behind what was hashed.
    private static let before = Array(",\"hash\":\"".utf8)
    private static let after = Array("\"}".utf8)
    static let digits = 64

    /// The line with its hash, and the hash.
    static func seal(_ draft: TransitionDraft) throws(ActorError) -> (line: ActorLine, hash: String) {
        do {
            let body = try RawJSON(encoding: draft)
            let hash = try of(body)
            let bytes = body.bytes.dropLast() + before + Array(hash.utf8) + after
            return (ActorLine(id: draft.id, text: try RawJSON(Array(bytes))), hash)
        } catch let error as ActorError { throw error } catch {
            throw ActorError(
                .invalidMessage, "\(draft.id) has no form that can be hashed", cause: error)
        }
    }

    /// The hash that the line should have; nil where it does not end as a line does.
    static func computed(_ line: RawJSON) throws -> String? {
        let end = before.count + digits + after.count
        guard line.bytes.count > end else { return nil }
        let start = line.bytes.count - end
        guard line.bytes[start...].starts(with: before), line.bytes.suffix(after.count).elementsEqual(after) else {
            return nil
        }
        return try of(try RawJSON(Array(line.bytes[..<start]) + [UInt8(ascii: "}")]))
    }

    private static func of(_ body: RawJSON) throws -> String { hex(try digest(try body.canonical().bytes)) }

    /// The algorithm, looked up once: doing so for each line costs as much as hashing it.
    // unsafe: OpenSSL counts references to an algorithm by itself and never changes it
    private struct Algorithm: @unchecked Sendable {
        let pointer = EVP_MD_fetch(nil, "SHA256", nil)
    }
    private static let algorithm = Algorithm()

    static func digest(_ bytes: [UInt8]) throws(ActorError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        guard let algorithm = algorithm.pointer,
            bytes.withUnsafeBytes({ EVP_Digest($0.baseAddress, $0.count, &digest, &count, algorithm, nil) }) == 1,
            count == 32
        else { throw ActorError(.store, "a SHA-256 could not be computed; OpenSSL refuses") }
        return digest
    }

    static func hex(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { digits in
            var at = 0
            for byte in bytes {
                for half in [byte >> 4, byte & 15] {
                    digits[at] = half < 10 ? 0x30 &+ half : 0x57 &+ half
                    at += 1
                }
            }
            return at
        }
    }
}
