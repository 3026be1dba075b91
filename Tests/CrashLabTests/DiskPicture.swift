import CairnDisk
import CrashLab

extension Disk {
    /// Names and contents as one comparable text, such as `a=hello b=`. Zeros appear as `0`; a content with anything
    /// else than small letters and line ends is garbage and appears as `?`.
    var picture: String {
        names.map { name in
            let bytes = bytes(of: name) ?? []
            let isPlain = bytes.allSatisfy { $0 == 0 || $0 == 0x0a || (0x61...0x7a).contains($0) }
            let text = String(decoding: bytes.map { $0 == 0 ? 0x30 : $0 }, as: UTF8.self)
            return "\(name)=\(isPlain ? text : "?")"
        }.joined(separator: " ")
    }
}

extension DiskFile {
    func put(_ text: String, at offset: Int = 0) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0), at: ByteOffset(offset), .commitGroup) }
    }

    func text() throws -> String {
        let size = try size(.readSegment)
        var bytes = [UInt8](repeating: 0, count: Int(size.bytes))
        let count = try bytes.withUnsafeMutableBytes { try read(into: $0, at: .zero, .readSegment) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// The pictures of all states that stand under `mark`.
func pictures(_ trace: Trace, _ model: CrashModel, mark: UInt64?) -> Set<String> {
    var result: Set<String> = []
    for state in CrashStates(trace, model: model) where state.mark == mark { result.insert(state.disk.picture) }
    return result
}

/// The code of the error that `body` throws, nil if it throws none.
func code(_ body: () throws -> Void) -> DiskError.Code? {
    do {
        try body()
        return nil
    } catch { return (error as? DiskError)?.code }
}
