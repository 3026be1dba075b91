import CrashLab

/// What was done to one file of a store that lay still.
package struct Harm: Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// One bit, counted from the start of the file.
        case bit(Int)
        case cut(to: Int)
        case zeros(Range<Int>)
    }

    package var file: String
    package var kind: Kind

    package var description: String {
        switch kind {
        case .bit(let bit): "\(file):bit:\(bit)"
        case .cut(let length): "\(file):cut:\(length)"
        case .zeros(let range): "\(file):zeros:\(range.lowerBound):\(range.upperBound)"
        }
    }

    /// Reads what ``description`` wrote; nil if it is no such text.
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count >= 3, let first = Int(parts[2]), first >= 0 else { return nil }
        switch parts[1] {
        case "bit": kind = .bit(first)
        case "cut": kind = .cut(to: first)
        case "zeros":
            guard parts.count == 4, let end = Int(parts[3]), end >= first else { return nil }
            kind = .zeros(first..<end)
        default: return nil
        }
        file = String(parts[0])
    }

    init(_ file: String, _ kind: Kind) { (self.file, self.kind) = (file, kind) }

    /// The bytes that are not what they were. Of a cut file those that are gone.
    func range(size: Int) -> Range<Int> {
        switch kind {
        case .bit(let bit): bit / 8..<bit / 8 + 1
        case .cut(let length): length..<max(length, size)
        case .zeros(let range): range
        }
    }

    func apply(to disk: inout Disk) {
        guard var content = disk.content(of: file) else { return }
        switch kind {
        case .bit(let bit):
            let byte = content.bytes(in: bit / 8..<bit / 8 + 1)[0] ^ (1 << UInt8(bit % 8))
            withUnsafeBytes(of: byte) { content.write($0, at: bit / 8) }
        case .cut(let length): content.resize(to: length)
        case .zeros(let range):
            [UInt8](repeating: 0, count: range.count).withUnsafeBytes { content.write($0, at: range.lowerBound) }
        }
        disk.put(file, content)
    }

    /// Every bit, every length, every block of 512 bytes and of 4 KiB, of every file.
    static func all(of disk: Disk) -> [Harm] {
        var harms: [Harm] = []
        for name in disk.names {
            guard let size = disk.content(of: name)?.length, size > 0 else { continue }
            harms += (0..<size * 8).map { Harm(name, .bit($0)) }
            harms += (0..<size).map { Harm(name, .cut(to: $0)) }
            for block in [512, 4_096] {
                harms += stride(from: 0, to: size, by: block).map { Harm(name, .zeros($0..<min($0 + block, size))) }
            }
        }
        return harms
    }
}
