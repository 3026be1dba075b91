import CairnDisk
import FieldKit
import Testing

/// A store folder of its own for one test.
struct Place {
    let outside: TemporaryFolder
    let folder: RealFolder

    init() throws {
        outside = try TemporaryFolder("cairn-disk-tests")
        folder = try RealFolder.open(path: outside.file("store"), create: true)
    }

    var path: String { folder.path }

    /// A plain file with this content.
    func make(_ name: String, _ content: String = "") throws {
        let file = try folder.open(name, .create, .createSegment)
        defer { file.close() }
        try file.put(content, at: 0)
    }

    func content(_ name: String) throws -> String {
        let file = try folder.open(name, .read, .readSegment)
        defer { file.close() }
        return try file.get(Int(file.size(.readSegment).bytes), at: 0)
    }
}

extension DiskFile {
    func put(_ text: String, at offset: Int) throws(DiskError) {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        defer { bytes.deallocate() }
        bytes.copyBytes(from: text.utf8)
        try write(UnsafeRawBufferPointer(bytes), at: ByteOffset(offset), .commitGroup)
    }

    func get(_ count: Int, at offset: Int) throws(DiskError) -> String {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { bytes.deallocate() }
        let found = try read(into: bytes, at: ByteOffset(offset), .readSegment)
        return String(decoding: bytes[..<found], as: UTF8.self)
    }
}

/// The code of the error that `body` must throw.
func code(_ body: () throws -> Void) -> DiskError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? DiskError)?.code
    }
}
