import Foundation

/// Where it was measured.
struct Machine: Codable {
    var processor: String
    var cores: Int
    var memoryBytes: UInt64
    var system: String
    var fileSystem: String
    var swift: String
    var date: String
    var loadBefore: String
    var loadAfter = ""

    init(folder: String) {
        processor = Self.field("/proc/cpuinfo", "model name") ?? "unknown"
        cores = ProcessInfo.processInfo.activeProcessorCount
        memoryBytes = ProcessInfo.processInfo.physicalMemory
        system = Self.text("/proc/version").split(separator: " ").prefix(3).joined(separator: " ")
        if system.isEmpty { system = ProcessInfo.processInfo.operatingSystemVersionString }
        fileSystem = Self.fileSystem(folder)
        date = Date.now.formatted(.iso8601)
        loadBefore = Self.load()
        #if compiler(>=6.4)
            swift = "6.4 or later"
        #elseif compiler(>=6.3)
            swift = "6.3"
        #else
            swift = "6.2"
        #endif
    }

    static func load() -> String { text("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ") }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    private static func field(_ path: String, _ name: String) -> String? {
        text(path).split(separator: "\n").first { $0.hasPrefix(name) }?.split(separator: ":").last
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The one whose mount point is the longest that the path begins with.
    private static func fileSystem(_ folder: String) -> String {
        let path = URL(fileURLWithPath: folder).standardizedFileURL.path
        let mounts = text("/proc/mounts").split(separator: "\n").map { $0.split(separator: " ") }
        let found = mounts.filter { $0.count > 3 && path.hasPrefix($0[1]) }.max { $0[1].count < $1[1].count }
        return found.map { "\($0[2]) on \($0[0]) (\($0[3]))" } ?? "unknown"
    }
}
