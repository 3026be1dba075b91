import CairnDisk
import CairnLines
import CairnLog
import CrashLab

/// Hints that are whole and of the right segment, and say of each key that it stands where another does: what keys with
/// the same hash would look like.
enum LyingHints {
    static func write(to disk: inout Disk, _ store: SampleStore) {
        let folder = RecordedFolder(disk)
        guard let manifest = try? ManifestReader.read(folder, generation: 1, checks: .all) else { return }
        let hints = SegmentHints(folder, seed: Rig.identity.seed)
        for (position, record) in manifest.state.segments.enumerated() {
            guard let end = manifest.state.end(at: position),
                var effects = hints.read(record, end, checks: .all), effects.count > 1
            else { continue }
            let hashes = effects.map(\.hash)
            for at in effects.indices { effects[at].hash = hashes[(at + 1) % hashes.count] }
            try? hints.write(effects, of: record, end)
        }
        disk = folder.disk
        for name in disk.names where name.hasPrefix("snap-") && name.hasSuffix(".idx") { disk.remove(name) }
    }
}
