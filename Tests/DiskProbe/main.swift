// Does one of everything that the real disk offers, below the directory given, and prints what failed. The tests
// preload the fault shim into it and see whether each failure arrives as the error it should be.
import CairnDisk

/// Runs one step; a failure is printed and does not keep the others from running.
func step<Value>(_ name: String, _ body: () throws(DiskError) -> Value) -> Value? {
    do throws(DiskError) {
        return try body()
    } catch {
        print("\(name): \(error.code)")
        return nil
    }
}

let content = Array("0123456789abcdef".utf8)

func write(_ file: any DiskFile) throws(DiskError) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 1)
    defer { bytes.deallocate() }
    bytes.copyBytes(from: content)
    try file.write(UnsafeRawBufferPointer(bytes), at: .zero, .commitGroup)
}

func read(_ file: any DiskFile) throws(DiskError) -> String {
    // Little more than the content, so that half of it is too little.
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 20, alignment: 1)
    defer { bytes.deallocate() }
    let count = try file.read(into: bytes, at: .zero, .readSegment)
    return String(decoding: bytes[..<count], as: UTF8.self)
}

func probe(_ path: String) {
    guard let folder = step("open folder", { () throws(DiskError) in try RealFolder.open(path: path, create: true) })
    else { return }
    let lock = step("lock") { () throws(DiskError) in try folder.lock("LOCK", holder: "probe") }
    let file = step("create") { () throws(DiskError) in try folder.open("a", .create, .createSegment) }
    if let file {
        _ = step("write") { () throws(DiskError) in try write(file) }
        _ = step("sync") { () throws(DiskError) in try file.sync(.commitGroup) }
        file.dropCache(from: .zero)
        if let text = step("read", { () throws(DiskError) in try read(file) }) { print("content \(text)") }
        _ = step("size") { () throws(DiskError) in try file.size(.readSegment) }
        _ = step("truncate") { () throws(DiskError) in try file.truncate(to: .zero, .cutBack) }
        file.close()
    }
    _ = step("list") { () throws(DiskError) in try folder.list(.openStore) }
    _ = step("rename") { () throws(DiskError) in try folder.rename("a", to: "b", .publishSegment) }
    _ = step("sync folder") { () throws(DiskError) in try folder.sync(.publishSegment) }
    _ = step("unlink") { () throws(DiskError) in try folder.unlink("b", .dropSegment) }
    _ = step("folder") { () throws(DiskError) in try folder.folder("inner", create: true, .quarantine) }
    lock?.release()
}

if CommandLine.arguments.count == 2 {
    probe(CommandLine.arguments[1])
    print("done")
}
