import Foundation

/// Folders and what lies in them.
enum FileTools {
    static func make(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    static func copy(_ from: String, to: String) throws {
        remove(to)
        try FileManager.default.copyItem(atPath: from, toPath: to)
    }

    /// Paths of all files below a folder.
    static func files(_ folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.map { "\(folder)/\($0)" }
    }

    /// Bytes on the device, holes left out.
    static func bytesOnDevice(_ folder: String) -> Int {
        files(folder).reduce(0) { $0 + (status($1).map { Int($0.st_blocks) * 512 } ?? 0) }
    }

    /// Bytes of the files whose names end so.
    static func bytes(_ folder: String, endings: [String]) -> Int {
        files(folder).filter { name in endings.contains { name.hasSuffix($0) } }
            .reduce(0) { $0 + (status($1).map { Int($0.st_size) } ?? 0) }
    }

    private static func status(_ path: String) -> stat? {
        rawStatus(path).flatMap { $0.st_mode & S_IFMT == S_IFREG ? $0 : nil }
    }

    /// Reads everything once, so that it is in memory.
    static func warm(_ folder: String) {
        eachOpened(folder) { descriptor in
            var piece = [UInt8](repeating: 0, count: 1 << 20)
            while Foundation.read(descriptor, &piece, piece.count) > 0 {}
        }
    }

    /// Asks the system to forget what it has in memory of them. Where it cannot, they stay warm.
    static func chill(_ folder: String) {
        sync()
        #if os(Linux)
            eachOpened(folder) { posix_fadvise($0, 0, 0, POSIX_FADV_DONTNEED) }
        #endif
    }

    private static func eachOpened(_ folder: String, _ body: (Int32) -> Void) {
        for path in files(folder) {
            let descriptor = Foundation.open(path, O_RDONLY)
            guard descriptor >= 0 else { continue }
            body(descriptor)
            Foundation.close(descriptor)
        }
    }

    /// What this process handed to the system for writing so far; 0 where the system does not count it. Not what it
    /// says of the device: that counts whole pieces of its cache, however little of them was written.
    static func bytesHandedOver() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("wchar:") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }

    /// What the device below a folder has written so far, for everybody on the machine.
    static func bytesOfDevice(_ folder: String) -> Int {
        guard let place = rawStatus(folder) else { return 0 }
        let (major, minor) = ((place.st_dev >> 8) & 0xfff, (place.st_dev & 0xff) | ((place.st_dev >> 12) & 0xfff00))
        let text = (try? String(contentsOfFile: "/sys/dev/block/\(major):\(minor)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(whereSeparator: \.isWhitespace)
        return fields.count > 6 ? (Int(fields[6]) ?? 0) * 512 : 0
    }

    private static func rawStatus(_ path: String) -> stat? {
        var result = stat()
        return lstat(path, &result) == 0 ? result : nil
    }
}
