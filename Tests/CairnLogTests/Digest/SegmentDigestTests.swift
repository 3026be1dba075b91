import CCrypto
import CairnLog
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct SegmentDigestTests {
    private func digest(_ text: String) throws -> SHA256Value {
        try Array(text.utf8).withUnsafeBytes { try SegmentDigest.of($0) }
    }

    @Test func `the published examples of SHA-256 come out`() throws {
        #expect(try digest("").hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(try digest("abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            try digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    @Test func `a copy can be finished while the original goes on`() throws {
        var running = try SegmentDigest()
        Array("ab".utf8).withUnsafeBytes { running.update($0) }
        let copy = try running.copy()
        Array("c".utf8).withUnsafeBytes { running.update($0) }
        #expect(try copy.finish() == digest("ab"))
        #expect(try running.finish() == digest("abc"))
    }

    @Test func `hex text and bytes lead back to the value, anything else to nil`() throws {
        let value = try digest("abc")
        #expect(SHA256Value(hex: value.hex) == value)
        #expect(SHA256Value(hex: value.hex.uppercased()) == value)
        #expect(value.bytes.withUnsafeBytes { SHA256Value($0) } == value)
        #expect(value.bytes.first == 0xba && value.prefix & 0xFF == 0xba)
        for wrong in [
            "", "0", String(value.hex.dropLast()), value.hex + "0", value.hex + "00", "g" + value.hex.dropFirst(),
        ] {
            #expect(SHA256Value(hex: wrong) == nil)
        }
        for count in [0, 31, 33] {
            #expect([UInt8](repeating: 0, count: count).withUnsafeBytes { SHA256Value($0) } == nil)
        }
    }

    /// `verify` had printed its answer and then died of a double free, once in ten thousand times: the process left
    /// while a thread that had used OpenSSL ended.
    @Test func `a process that exits leaves what OpenSSL holds alone, as threads may still be ending`() async {
        await #expect(processExitsWith: .success) {
            // Runs last of all, as it is registered before OpenSSL could register its own.
            atexit { if OPENSSL_init_crypto(0, nil) != 1 { _exit(9) } }
            _ = try [1, 2, 3].withUnsafeBytes { try SegmentDigest.of($0) }
            exit(0)
        }
    }
}
