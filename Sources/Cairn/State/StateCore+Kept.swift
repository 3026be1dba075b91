internal import CairnLines
internal import CairnLog

/// Indices outlive the process where the store was closed and is opened as it was left.
extension StateCore {
    /// What a file of indices must say of a moment; nil where the moment cannot be proved, because its last line is
    /// gone.
    private func mark(_ sequence: SequenceNumber) -> IndexTable? {
        guard let line = try? log.linesNow(from: sequence).first, line.sequence == sequence else { return nil }
        return IndexTable(
            store: log.core.storeName, sequence: sequence.number, line: line.bytes.withUnsafeBytes { LineSum.of($0) },
            records: log.statistics.keys, trees: [])
    }

    /// These, and in the place of some that are to be built what was kept of them when the store was closed.
    ///
    /// Only where every acknowledged byte is as it was left: after a recovery the indices are built from the records.
    func takenUp(_ empty: IndexVersion) -> IndexVersion {
        guard let memory else { return empty }
        var version = empty
        memory.takeUp(&version, forms) { log.recovery.verdict == .clean ? mark(log.visibleSequence) : nil }
        noteBreaches(of: version, version.places { !$0.waits })
        return version
    }

    /// Keeps the indices for the next opening, as readers see them now; nobody has them afterwards. Where the log does
    /// not end at this moment when it is opened again, they are not believed.
    func keepIndices() async {
        guard let memory else { return }
        let core = self
        try? await IndexBuilds.onThread { () throws(StateError) in
            let (moment, version) = core.log.core.moment { core.published.newest }
            memory.keep(version, core.forms) { core.mark(moment.sequence) }
        }
        memory.close()
    }
}
