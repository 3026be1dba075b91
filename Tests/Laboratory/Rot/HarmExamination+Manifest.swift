import CairnLog
import CrashLab

extension HarmExamination {
    /// A manifest that is harmed is either at its end, where nothing is lost with it, or it makes the store read-only;
    /// then opening has changed nothing, and salvage gives all of it back for writing.
    func judgeManifest(_ log: Log, _ folder: RecordedFolder, _ harmed: Disk, _ outcome: inout Outcome) {
        let report = log.recovery
        guard report.verdict == .damaged else {
            if report.verdict != .clean || !report.isWritable {
                outcome.complaints.append("judged \(report.verdict), and only the manifest is harmed")
            }
            return
        }
        if report.isWritable { outcome.complaints.append("it is damaged and takes writes") }
        if !report.findings.contains(where: { $0.file.hasPrefix("MANIFEST") && $0.message.contains("salvage") }) {
            outcome.complaints.append("the report does not name the manifest and the next step")
        }
        for name in Set(harmed.names + folder.disk.names).subtracting(["LOCK"])
        where folder.disk.bytes(of: name) != harmed.bytes(of: name) {
            outcome.complaints.append("opening a damaged store for reading changed \(name)")
        }
        salvage(harmed, &outcome)
    }

    private func salvage(_ harmed: Disk, _ outcome: inout Outcome) {
        let folder = RecordedFolder(harmed)
        do throws(LogError) {
            var options = SampleStore.options
            options.recovery = .salvage
            let salvaged = try rig.open(folder, options)
            if !salvaged.recovery.isWritable { outcome.complaints.append("salvaged, it takes no writes") }
            read(salvaged, count: store.history.count, lost: [], &outcome)
            try salvaged.closeNow()
            let again = try rig.open(folder, SampleStore.options)
            if again.recovery.verdict != .clean { outcome.complaints.append("after salvage it is not clean") }
            read(again, count: store.history.count, lost: [], &outcome)
        } catch { outcome.complaints.append("salvage fails: \(error)") }
    }
}
