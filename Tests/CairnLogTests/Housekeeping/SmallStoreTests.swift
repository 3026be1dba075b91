import CairnLog
import FieldKit
import Testing

/// A small store stays small: what it occupies on a real disk, room that was allocated ahead included.
@Suite struct SmallStoreTests {
    /// A few KB: a block for the folder and one or two for each of three files. Room that is filled ahead takes 64.
    private static let few = 32

    /// The KiB that a folder and all in it occupy.
    private func occupied(_ path: String) async throws -> Int {
        // Whatever the store does beside its callers has been done by then.
        try await Task.sleep(for: .milliseconds(200))
        let line = try #require(try Child.run(["du", "-sk", path], seconds: 60).lines.first)
        return try #require(Int(String(decoding: line.prefix { $0 != UInt8(ascii: "\t") }, as: UTF8.self)))
    }

    @Test func `an open and empty store occupies a few KB, and so do three records that were closed`() async throws {
        let folder = try TemporaryFolder("cairn-small")
        let path = folder.file("store")
        let log = try await Log.open(path)
        let open = try await occupied(path)
        #expect(open <= Self.few, "\(open) KiB are taken before anything was written")
        for number in 1...3 { _ = try await log.append(try note(number)) }
        try await log.close()
        let closed = try await occupied(path)
        #expect(closed <= Self.few, "\(closed) KiB hold three records")
        // Opening again must not lay out room for what may never come either.
        let again = try await Log.open(path)
        let reopened = try await occupied(path)
        #expect(reopened <= Self.few, "\(reopened) KiB are taken after opening again")
        try await again.close()
    }
}
