// Makes the stores under testdata/stores, and from them what the fuzzers start from:
//
//     swift run golden testdata
//
// Only after a change of the format that is meant: what is there is what stores in the world look like.
import CairnDisk
import CrashLab
import GoldenStores

/// Writes one file, in place of what was there.
func write(_ bytes: [UInt8], to path: String, _ name: String) throws {
    let folder = try RealFolder.open(path: path, create: true)
    try? folder.unlink(name, .createStore)
    let file = try folder.open(name, .create, .createStore)
    defer { file.close() }
    try bytes.withUnsafeBytes { try file.write($0, at: .zero, .createStore) }
    try file.sync(.createStore)
}

guard CommandLine.arguments.count == 2 else { fatalError("usage: golden FOLDER") }
let root = CommandLine.arguments[1]
for folder in ["stores", "fuzz", "fuzz/segment", "fuzz/snapshot"] {
    _ = try RealFolder.open(path: "\(root)/\(folder)", create: true)
}
for store in GoldenStore.allCases {
    let disk = try store.make()
    for name in disk.names {
        guard let bytes = disk.bytes(of: name) else { continue }
        try write(bytes, to: "\(root)/stores/\(store.rawValue)", name)
        // The first byte of a seed says what the others are; see the fuzzers.
        let seed = "\(store.rawValue)-\(name)"
        if name.hasPrefix("seg-"), name.hasSuffix(".jsonl") {
            try write([0] + bytes, to: "\(root)/fuzz/segment", seed)
            try write([5] + bytes, to: "\(root)/fuzz/segment", seed + "-sealed")
        } else if name.hasPrefix("MANIFEST") {
            try write([2] + bytes, to: "\(root)/fuzz/segment", seed)
            try write([6] + bytes, to: "\(root)/fuzz/segment", seed + "-sealed")
        } else if name.hasSuffix(".lz4") {
            try write([0] + bytes, to: "\(root)/fuzz/snapshot", seed)
            try write([3] + bytes, to: "\(root)/fuzz/snapshot", seed + "-store")
        } else if name.hasSuffix(".idx") {
            try write([1] + bytes, to: "\(root)/fuzz/snapshot", seed)
            try write([2] + bytes, to: "\(root)/fuzz/snapshot", seed + "-store")
        }
    }
}
