internal import CairnLines
public import CairnLog

extension StateManager {
    /// Compares each index with all records, as of one moment. An index that is found wrong is built again, in the
    /// background.
    ///
    /// - Parameter progress: Told how many records were read; returning false ends it.
    /// - Errors: `.damaged`, `.inputOutput`, `.closed`, `.overtaken`; `.cancelled` where `progress` ended it.
    /// - Complexity: one read for each record of the store, and a look into each of its indices.
    public func checkIndices(progress: ProgressReport? = nil) async throws(StateError) -> [IndexCheck] {
        let core = core
        let checks = try await IndexBuilds.onThread { () throws(StateError) in
            let (moment, version) = core.log.core.moment { core.published.newest }
            let total = Int64(core.log.statistics.keys)
            var examination = IndexExamination(version.kinds, core.forms)
            return try examination.run(moment) { (seen) throws(StateError) in
                try core.builds.note(seen, of: total, progress)
            }
        }
        let wrong = checks.filter { $0.missing > 0 || $0.stray > 0 }
        for check in wrong {
            guard let own = indices.kinds[check.kind], let place = own.place(check.name), !own.states[place].waits
            else {
                continue
            }
            begin(IndexPlace(kind: check.kind, place: place))
        }
        buildIndices()
        return checks.map { check in
            var check = check
            let place = indices.kinds[check.kind]?.place(check.name).map { IndexPlace(kind: check.kind, place: $0) }
            check.trouble = check.trouble ?? place.flatMap { core.builds.breach($0) }
            return check
        }
    }
}
