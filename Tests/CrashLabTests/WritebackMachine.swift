import CairnDisk
import CrashLab

/// An independent account of what a disk may hold: a machine that runs a trace and writes back dirty sectors, lengths
/// and names at random moments, as a kernel does. Whatever it holds at the moment of a crash must be among the states
/// that the enumeration lists.
struct WritebackMachine {
    private struct File {
        var cache: [UInt8] = []
        /// Sectors as they stand on the disk, whether or not the length covers them.
        var sectors: [Int: [UInt8]] = [:]
        var length = 0
        /// Sectors whose cache was written since they last went out.
        var dirty: Set<Int> = []
        /// Where the file was cut since its length last went out.
        var cuts: [Int] = []
        /// Sectors that a cut went through and that have not gone out since.
        var severed: Set<Int> = []

        init(_ bytes: [UInt8] = []) {
            cache = bytes
            length = bytes.count
            for sector in 0..<(bytes.count + 511) / 512 { sectors[sector] = cached(sector) }
        }

        var device: [UInt8] {
            let all = (0..<(length + 511) / 512).flatMap { sectors[$0] ?? [UInt8](repeating: 0, count: 512) }
            return Array(all[..<length])
        }

        func cached(_ sector: Int) -> [UInt8] {
            let bytes = cache[min(sector * 512, cache.count)..<min(sector * 512 + 512, cache.count)]
            return bytes + [UInt8](repeating: 0, count: 512 - bytes.count)
        }
    }

    private let model: CrashModel
    private var random: Seeded
    private var files: [File]
    private let base: [String: Entry]
    /// Every change of a name so far. A name stands as the landed ones, in their order, leave it.
    private var changes: [(operation: Operation, hasLanded: Bool)] = []

    init(_ base: Disk, _ model: CrashModel, _ random: Seeded) {
        self.model = model
        self.random = random
        files = base.files.map { File($0.bytes) }
        self.base = base.folders[0]
    }

    /// The files as a crash right now would leave them.
    var survivors: Contents {
        var names = base
        for change in changes where change.hasLanded {
            switch change.operation {
            case .create(_, let name, let file): names[name] = .file(file)
            case .rename(_, let from, let to, let file):
                if names[from] == .file(file) { names[from] = nil }
                names[to] = .file(file)
            case .unlink(_, let name, let file): if names[name] == .file(file) { names[name] = nil }
            default: break
            }
        }
        return names.compactMapValues { entry in
            if case .file(let number) = entry { files[number.index].device } else { nil }
        }
    }

    /// Runs one operation, then lets the kernel do as it likes.
    mutating func run(_ operation: Operation) {
        switch operation {
        case .create(_, _, let file):
            while files.count <= file.index { files.append(File()) }
            changes.append((operation, false))
        case .rename, .unlink: changes.append((operation, false))
        case .syncFolder: for index in changes.indices { land(index) }
        case .write(let file, let offset, let bytes): write(bytes, at: offset, of: file.index)
        case .truncate(let file, let length): truncate(file.index, to: length)
        case .syncFile(let file): syncFile(file.index)
        case .makeFolder, .loseFile, .mark: break
        }
        for _ in 0..<random.below(4) { writeSomethingBack() }
    }

    private mutating func write(_ bytes: [UInt8], at offset: Int, of file: Int) {
        grow(&files[file].cache, to: offset + bytes.count)
        files[file].cache.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        files[file].dirty.formUnion(offset / 512...(offset + bytes.count - 1) / 512)
    }

    private mutating func truncate(_ file: Int, to length: Int) {
        if length < files[file].cache.count {
            files[file].cache.removeSubrange(length...)
            files[file].cuts.append(length)
            files[file].dirty = files[file].dirty.filter { $0 * 512 < length }
            if length % 512 != 0 {
                files[file].dirty.insert(length / 512)
                files[file].severed.insert(length / 512)
            }
        } else {
            grow(&files[file].cache, to: length)
        }
    }

    private mutating func writeSomethingBack() {
        if !files.isEmpty {
            let file = random.below(files.count)
            if random.below(3) == 0 { landLength(file) }
            for sector in files[file].dirty.sorted() where random.below(3) == 0 { landSector(sector, of: file) }
        }
        if random.below(3) == 0 { landName() }
    }

    /// A sector goes out, unless it lies in room that the file gets only when its cut has gone out.
    private mutating func landSector(_ sector: Int, of file: Int) {
        guard files[file].cuts.allSatisfy({ $0 > sector * 512 }) else { return }
        files[file].sectors[sector] = files[file].cached(sector)
        files[file].dirty.remove(sector)
        files[file].severed.remove(sector)
    }

    private mutating func landLength(_ file: Int) {
        if let cut = files[file].cuts.min() {
            files[file].sectors = files[file].sectors.filter { $0.key * 512 < cut }
            if files[file].severed.contains(cut / 512), var last = files[file].sectors[cut / 512] {
                last.replaceSubrange((cut % 512)..., with: [UInt8](repeating: 0, count: 512 - cut % 512))
                files[file].sectors[cut / 512] = last
            }
        }
        let old = min(files[file].length, files[file].cuts.min() ?? .max)
        files[file].cuts = []
        files[file].severed = []
        files[file].length = files[file].cache.count
        if model == .ordered, files[file].length > old {
            for sector in files[file].dirty.sorted() where (sector + 1) * 512 > old { landSector(sector, of: file) }
        }
    }

    private mutating func syncFile(_ file: Int) { files[file] = File(files[file].cache) }

    private mutating func landName() {
        let waiting = changes.indices.filter { !changes[$0].hasLanded }
        guard let first = waiting.first else { return }
        land(model == .allReordered ? waiting[random.below(waiting.count)] : first)
    }

    private mutating func land(_ index: Int) {
        guard !changes[index].hasLanded else { return }
        changes[index].hasLanded = true
        if model != .allReordered, case .rename(_, _, _, let file) = changes[index].operation { syncFile(file.index) }
    }

    private func grow(_ bytes: inout [UInt8], to length: Int) {
        if bytes.count < length { bytes += [UInt8](repeating: 0, count: length - bytes.count) }
    }
}
