#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Small files that drivers read and write as a whole.
package enum TextFile {
    /// Nil when it cannot be read.
    package static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    package static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw FieldError.system("fopen", path, errno) }
        let isWhole = fputs(text, file) >= 0
        guard fclose(file) == 0, isWhole else { throw FieldError.system("fclose", path, errno) }
    }
}
