import CairnDisk
import FieldKit
import Testing

struct OpenFileTests {
    @Test func `an open file hands everything on and closes`() throws {
        let place = try Place()
        let file = OpenFile(try place.folder.open("a", .create, .createSegment))
        let plain = file.file
        try Array("hello".utf8).withUnsafeBytes { try file.write($0, at: .zero, .commitGroup) }
        try file.sync(.commitGroup)
        try file.truncate(to: ByteOffset(4), .cutBack)
        #expect(try file.size(.readSegment) == ByteOffset(4))
        var bytes = [UInt8](repeating: 0, count: 9)
        #expect(try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: ByteOffset(1), .readSegment) } == 3)
        #expect(bytes.starts(with: Array("ell".utf8)))
        file.dropCache(from: .zero)
        #expect(file.name == "a")
        file.close()
        #expect(code { try plain.put("x", at: 0) } == .closed)
    }

    #if DEBUG
        @Test func `an open file that is forgotten traps and is named`() async throws {
            let place = try Place()
            let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [path = place.path as String] in
                let folder = try RealFolder.open(path: path, create: false)
                _ = OpenFile(try folder.open("seg-forgotten", .create, .createSegment))
            }
            let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            #expect(message.contains("seg-forgotten"))
        }

        @Test func `a lock that is forgotten traps and is named`() async throws {
            let place = try Place()
            let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [path = place.path as String] in
                let folder = try RealFolder.open(path: path, create: false)
                _ = try HeldLock("LOCK-forgotten", in: folder, holder: "me")
            }
            let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            #expect(message.contains("LOCK-forgotten"))
        }
    #else
        @Test func `in a release build an open file that is forgotten is closed`() throws {
            let place = try Place()
            let plain = try place.folder.open("a", .create, .createSegment)
            do { _ = OpenFile(plain) }
            #expect(code { try plain.put("x", at: 0) } == .closed)
        }
    #endif
}
