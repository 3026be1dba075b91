internal import CairnDisk

/// Opens a store: lock, survey, manifest, segments, verdict; then, for a writer, what the verdict asks for.
///
/// Reading and judging come first and touch nothing. It can fail or be killed at any point and run again.
struct StoreOpening {
    let environment: LogEnvironment
    let options: LogOptions
    let progress: ProgressReport?

    init(_ environment: LogEnvironment, _ options: LogOptions, _ progress: ProgressReport?) {
        self.environment = environment
        self.options = options
        self.progress = progress
    }

    private var isReader: Bool { options.recovery == .readOnly }
    private var isThorough: Bool { options.readsEverything || options.recovery == .salvage }

    func run() throws(LogError) -> OpenedStore {
        let start = environment.clock.monotonic()
        let lock = isReader ? nil : try takeLock()
        do throws(LogError) {
            var opened = try open(lock)
            opened.report.milliseconds = Double(environment.clock.monotonic() &- start) / 1_000_000
            return opened
        } catch {
            lock?.release()
            throw error
        }
    }

    /// Reads everything, trusts nothing derived, changes nothing.
    func survey() throws(LogError) -> RecoveryReport {
        let start = environment.clock.monotonic()
        var attempt = 1
        while true {
            do throws(LogError) {
                var loading = try load(isDeep: true)
                loading.checkSnapshots()
                loading.conclude()
                loading.report.milliseconds = Double(environment.clock.monotonic() &- start) / 1_000_000
                return loading.report
            } catch {
                guard error.code == .missing, attempt < Self.readerAttempts, try hasWriter() else { throw error }
                attempt += 1
            }
        }
    }

    private func load(isDeep: Bool) throws(LogError) -> StoreLoading {
        // Asked before anything is read: a writer that ends meanwhile has made what it wrote durable.
        let isFollowing = isReader ? try hasWriter() : false
        let survey = try StoreSurvey(environment.folder)
        do throws(LogError) {
            guard let newest = survey.manifests.last else {
                throw LogError(
                    survey.segments.isEmpty ? .notAStore : .missing,
                    survey.segments.isEmpty
                        ? LogError.noStore(environment.folder.path).message
                        : "there is no manifest in \(environment.folder.path); restore it from a backup")
            }
            let manifest = try ManifestReader.read(environment.folder, generation: newest, checks: environment.checks)
            return try load(survey, manifest, isDeep: isDeep, isFollowing: isFollowing)
        } catch {
            // A file that a reader misses beside a writer was replaced; looking again finds the new one.
            guard error.code == .damaged || (error.code == .missing && !isFollowing) else { throw error }
            let manifest = try ManifestRebuild(environment, survey, cause: error).run(
                acceptingLoss: options.recovery == .salvage)
            return try load(survey, manifest, isDeep: true, isFollowing: isFollowing)
        }
    }

    private func load(
        _ survey: StoreSurvey, _ manifest: ManifestReader.Result, isDeep: Bool, isFollowing: Bool
    ) throws(LogError) -> StoreLoading {
        var loading = StoreLoading(
            environment: environment, options: options, survey: survey, manifest: manifest, progress: progress)
        loading.isDeep = isDeep
        loading.isFollowing = isFollowing
        try loading.run()
        return loading
    }

    func takeLock() throws(LogError) -> any FolderLock {
        do throws(DiskError) {
            return try environment.folder.lock(FileName.lock, holder: ProcessIdentity.current.description)
        } catch {
            if error.code == .locked {
                let holder = error.detail.isEmpty ? "somebody who did not say who" : error.detail
                // Without the cause, which says the same again.
                throw LogError(
                    .locked, "the store is open for writing elsewhere: \(holder). Close it there, or open read-only")
            }
            throw LogError(.inputOutput, "the store cannot be locked; open it read-only to look at it", cause: error)
        }
    }

    /// Files may be replaced under a reader while it reads their names; it looks again.
    private static let readerAttempts = 8

    private func open(_ lock: (any FolderLock)?) throws(LogError) -> OpenedStore {
        guard isReader else { return try openOnce(lock) }
        var attempt = 1
        while true {
            do throws(LogError) { return try openOnce(nil) } catch {
                guard error.code == .missing, attempt < Self.readerAttempts, try hasWriter() else { throw error }
                attempt += 1
            }
        }
    }

    private func hasWriter() throws(LogError) -> Bool {
        do throws(DiskError) { return try environment.folder.holder(of: FileName.lock) != nil } catch {
            throw LogError(.inputOutput, "the store's lock cannot be looked at", cause: error)
        }
    }

    private func openOnce(_ lock: (any FolderLock)?) throws(LogError) -> OpenedStore {
        let survey = try StoreSurvey(environment.folder)
        if survey.manifests.isEmpty, survey.segments.isEmpty { return try create(survey, lock) }
        var loading = try load(isDeep: isThorough)
        if options.recovery == .strict { try loading.refuseAnythingOdd() }
        if loading.isDamaged, loading.manifest.rebuilt == nil, lock != nil { try heal(&loading) }
        return try StoreSettling(environment: environment, options: options, lock: lock).settle(loading)
    }

    /// Repairs what can be repaired. Without room for it the store is served as it is: the next opening tries again.
    private func heal(_ loading: inout StoreLoading) throws(LogError) {
        var healed: [Finding] = []
        do throws(LogError) {
            guard let findings = try Healing(environment, loading).run() else { return }
            healed = findings
        } catch {
            guard error.code == .noSpace else { throw error }
        }
        // Some segments may have been replaced before the room was used up.
        loading.catalog.removeAll()
        loading = try load(isDeep: isThorough)
        loading.report.findings = healed + loading.report.findings
        if loading.report.verdict != .damaged, !healed.isEmpty { loading.report.verdict = .healed }
    }

    /// An empty folder becomes a store: one line of manifest, durable before anybody writes.
    private func create(_ survey: StoreSurvey, _ lock: (any FolderLock)?) throws(LogError) -> OpenedStore {
        guard survey.isEmpty else {
            throw LogError(
                .missing,
                "there are snapshots in \(environment.folder.path) but neither a manifest nor segments; restore them")
        }
        guard let lock, options.createIfMissing else {
            throw .noStore(environment.folder.path)
        }
        let identity = environment.identity ?? .random()
        let manifest = ManifestWriter(
            environment.folder, clock: environment.clock, ManifestReader.Result(),
            checkpointLines: options.manifestLines)
        let retention = options.retention.sorted { $0.key < $1.key }
        try manifest.append(
            [.store(identity)] + retention.map { .retention(kind: $0.key, $0.value) }, acknowledged: .none)
        var report = RecoveryReport()
        report.verdict = .created
        report.mode = options.recovery
        report.isWritable = true
        return OpenedStore(
            identity: identity, report: report, index: KeyIndex(), catalog: SegmentCatalog(), manifest: manifest,
            lock: lock, next: .first, lastMicroseconds: 0, active: nil, previous: nil, told: .none,
            readOnlyReason: nil)
    }
}
