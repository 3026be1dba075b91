import CairnDisk
import CrashLab

/// Names and bytes, nothing left out.
typealias Contents = [String: [UInt8]]

extension Disk {
    var contents: Contents { Dictionary(uniqueKeysWithValues: names.map { ($0, bytes(of: $0) ?? []) }) }
}

/// A trace of random operations on three names, a mark after each, and what the program saw at each mark.
func randomTrace(_ seed: UInt64, operations: Int) throws -> (trace: Trace, views: [UInt64: Contents]) {
    var random = Seeded(seed)
    let folder = RecordedFolder(Disk(["a": [UInt8](repeating: 0x61, count: 700)]))
    var views: [UInt64: Contents] = [:]
    for step in 1...operations {
        let name = ["a", "b", "c"][random.below(3)]
        let other = ["a", "b", "c"][random.below(3)]
        if folder.disk.bytes(of: name) == nil {
            _ = try folder.open(name, .create, .createSegment)
        } else {
            let file = try folder.open(name, .readWrite, .commitGroup)
            switch random.below(9) {
            case 0...3:
                let letter = String(UnicodeScalar(UInt8(0x62 + random.below(20))))
                try file.put(String(repeating: letter, count: 1 + random.below(600)), at: random.below(1000))
            case 4: try file.truncate(to: ByteOffset(random.below(1200)), .trimRoom)
            case 5: try file.sync(.commitGroup)
            case 6: try folder.rename(name, to: other, .publishSegment)
            case 7: try folder.unlink(name, .dropSegment)
            default: try folder.sync(.createSegment)
            }
        }
        folder.mark(UInt64(step))
        views[UInt64(step)] = folder.disk.contents
    }
    return (folder.trace, views)
}
