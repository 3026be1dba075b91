import CairnDisk
import CairnLog

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that is there for one test.
struct ScratchStore: ~Copyable {
    let path: String

    init() throws {
        var template = Array("/tmp/cairn-test-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkdtemp($0) != nil } ?? false }
        guard isMade else { throw LogError(.inputOutput, "no temporary folder") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        for name in Self.names(path + "/quarantine") { unlink(path + "/quarantine/" + name) }
        rmdir(path + "/quarantine")
        rmdir(path)
    }

    var names: [String] { Self.names(path) }

    private static func names(_ path: String) -> [String] {
        guard let folder = try? RealFolder.open(path: path, create: false) else { return [] }
        return ((try? folder.list(.openStore)) ?? []).filter { $0.kind == .file }.map(\.name).sorted()
    }

    func bytes(_ name: String) throws -> [UInt8] {
        let file = try RealFolder.open(path: path, create: false).open(name, .read, .readSegment)
        defer { file.close() }
        return try file.readAll(limit: 1 << 30, .readSegment)
    }
}

func note(_ number: Int, _ text: String = "hello") throws -> Entry {
    try Entry.record(kind: "note", json: Array(#"{"id":"n\#(number)","text":"\#(text)"}"#.utf8))
}
