import CairnLines
import CairnLog
import Foundation

/// A store whose format is one above what this version knows.
enum NewerStore {
    /// Makes it for the length of a call.
    static func at(_ path: String, _ body: (String) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var data = ControlData()
        data.add("store", "0f0e0d0c-0b0a-4908-8706-050403020100")
        data.add("format", SegmentHeader.format + 1)
        data.add("seed", "1")
        var line = ByteBuffer()
        try ControlLine.append(.store, data, next: .first, acknowledged: .none, microseconds: 0, to: &line)
        let bytes = line.withBytes { Data($0) }
        try bytes.write(to: URL(fileURLWithPath: path + "/" + FileName.manifest(1)))
        try await body(path)
    }
}
