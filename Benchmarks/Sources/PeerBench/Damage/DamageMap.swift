import Foundation

/// The bytes of a store that hold something, as one row. Room that was only filled ahead (a run of one byte at the end
/// of a file) is left out, as a bit in it hurts nobody.
struct DamageMap {
    private var files: [(name: String, bytes: Int)] = []
    private var total = 0

    init(_ folder: String) throws {
        for path in FileTools.files(folder).sorted() {
            guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { continue }
            let bytes = Self.held(data)
            files.append((String(path.dropFirst(folder.count)), bytes))
            total += bytes
        }
    }

    private static func held(_ data: Data) -> Int {
        data.withUnsafeBytes { bytes in
            let filler = bytes[bytes.count - 1]
            guard filler == 0 || filler == UInt8(ascii: "\n") else { return bytes.count }
            return (bytes.lastIndex { $0 != filler } ?? -1) + 1
        }
    }

    /// Flips a bit at a share of the way from the first byte to the last, in a copy of the store.
    func flip(_ share: Double, in folder: String) throws {
        // Spread over the bits of a byte as well.
        var offset = Int((share * Double(total)).rounded(.down))
        let bit = offset % 8
        for file in files {
            guard offset >= file.bytes else {
                return try flip(folder + file.name, offset, bit)
            }
            offset -= file.bytes
        }
    }

    private func flip(_ path: String, _ offset: Int, _ bit: Int) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(offset))
        guard let byte = try file.read(upToCount: 1)?.first else { return }
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: [byte ^ UInt8(1 << bit)])
    }
}
