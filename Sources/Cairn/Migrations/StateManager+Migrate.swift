public import CairnLog

/// What a migration for good did.
public struct MigrationReport: Sendable, Codable, Hashable {
    /// Records of the kind that were looked at.
    public var looked = 0
    /// Those that were of an older version and are written anew.
    public var migrated = 0
}

extension StateManager {
    /// Writes all records of a kind that are of an older version as what the program knows, a few at a time, while
    /// others read and write. What it has done stays done when it ends early, and running it again goes on.
    ///
    /// Nobody needs to: old records are migrated whenever they are read, and by the next write of each. Behind it the
    /// steps that nothing needs any more can be taken out of the type, and reading is as fast as it can be.
    ///
    /// - Parameter progress: Told how many records were looked at, of about how many the store has; returning false
    ///   ends it.
    /// - Errors: `.migrationFailed` and `.newerRecord` with the record; `.cancelled`; those of
    ///   ``transaction(durability:_:)``.
    /// - Complexity: one read for each record of the store, one write for each old one.
    @discardableResult
    public func migrate<R: Record>(
        _ type: R.Type, progress: ProgressReport? = nil
    ) async throws -> MigrationReport {
        try core.check(type)
        var report = MigrationReport()
        while true {
            let before = report.migrated
            // A moment expires where too much changes meanwhile, and these are changes, too. Those that are done are
            // passed over the next time.
            do { return try await migrateAll(type, progress, &report) } catch let error as StateError {
                guard error.code == .overtaken, report.migrated > before else { throw error }
            }
        }
    }

    private func migrateAll<R: Record>(
        _ type: R.Type, _ progress: ProgressReport?, _ report: inout MigrationReport
    ) async throws -> MigrationReport {
        let snapshot = StateSnapshot(core)
        var old = OldRecords(RecordForm(type), R.kind, snapshot.walk(), total: snapshot.total, progress)
        while let names = try old.next() {
            report.migrated += try await transaction { transaction in
                var count = 0
                for name in names where try transaction.migrate(name) { count += 1 }
                return count
            }
        }
        report.looked = old.looked
        return report
    }
}
