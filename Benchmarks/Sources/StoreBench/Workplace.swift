import BenchProcess
import Foundation

/// A folder of its own for one measurement; gone with it.
final class Workplace {
    let path: String

    init(in parent: String, _ name: String) throws {
        path = "\(parent)/store-bench-\(getpid())-\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { Self.remove(path) }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    /// The names in a folder that end so.
    static func names(in folder: String, ending: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.filter { $0.hasSuffix(ending) }
    }

    /// Takes away what makes opening fast, so that the log itself is read.
    static func removeHints(_ store: String) {
        for name in names(in: store, ending: ".idx") { remove("\(store)/\(name)") }
    }

    /// Waits until what was written is on the device and background work is done, so that it is not measured with what
    /// comes next.
    static func settle() async throws {
        try await Task.sleep(for: .seconds(0.5))
        try await PlainThread.run { sync() }
        try await Task.sleep(for: .seconds(0.2))
    }

    /// Reads a store's files once, so that they are in memory as far as there is room.
    static func warm(_ store: String) {
        let piece = 1 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 16)
        defer { buffer.deallocate() }
        for name in names(in: store, ending: "") {
            let descriptor = open("\(store)/\(name)", O_RDONLY)
            guard descriptor >= 0 else { continue }
            while read(descriptor, buffer.baseAddress, piece) > 0 {}
            close(descriptor)
        }
    }
}
