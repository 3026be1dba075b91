internal import CairnLines
internal import CairnLog
internal import Synchronization

extension StateCore {
    /// Builds all indices at once, on the caller's time.
    ///
    /// - Throws: `.closed`, `.overtaken`; `.cancelled` where `progress` ended it.
    func builtNow(_ empty: IndexVersion, _ progress: ProgressReport?) throws(StateError) -> IndexVersion {
        var version = empty
        let (moment, _) = log.core.moment {}
        let total = Int64(log.statistics.keys)
        let building = IndexBuilding(wanted: empty.wanted(empty.places(where: \.waits)), forms: forms, room: room)
        let built = try building.run(moment) { (seen) throws(StateError) in
            try builds.note(seen, of: total, progress)
        }
        for (place, index) in built { version.kinds[place.kind]?.set(place.place, index.state, index.tree) }
        noteBreaches(of: version, built.keys)
        return version
    }

    /// For entries of indices that are being built.
    var room: IndexRoom? {
        memory.map { memory in
            IndexRoom(bytes: memory.gatheredBytes(besides: log.core.keyTableBytes), pages: memory.pages)
        }
    }

    /// Looks whether what is stored keeps the relations, of which these indices were made anew.
    func noteBreaches(of version: IndexVersion, _ places: some Sequence<IndexPlace>) {
        builds.note(rules.breaches(of: version) { log.core.exists($0.key) }, about: places)
    }

    /// Shows readers a version that has everything that was staged, if it is all visible. False where it is not.
    func publish(_ version: IndexVersion, ifStaged staged: SequenceNumber) -> Bool {
        log.core.moment { published.publish(version, ifVisible: log.visibleSequence >= staged) }.1
    }

    /// As readers see it now.
    var indexHealth: [IndexHealth] {
        let version = published.newest
        return version.places { _ in true }.compactMap { place in
            version.kinds[place.kind].map { health(of: $0, place) }
        }
    }

    func health(of indices: KindIndices, _ place: IndexPlace) -> IndexHealth {
        let (definition, tree) = (indices.definitions[place.place], indices.trees[place.place])
        var health = IndexHealth(
            kind: place.kind, name: definition.name, sort: definition.kind.rawValue, state: .ready,
            entries: tree.count, bytes: tree.byteCount)
        switch indices.states[place.place] {
        case .ready:
            if let breach = builds.breach(place) { (health.state, health.reason) = (.violated, breach) }
        case .shared(let count):
            let what = count == 1 ? "one record has" : "\(count) records have"
            health.state = .violated
            health.reason = "\(what) a \(definition.name) that another \(place.kind) has; change one of them"
        case .building:
            health.state = .building
            health.recordsRead = builds.recordsRead.load(ordering: .relaxed)
        case .lost(let reason): (health.state, health.reason) = (.building, reason.message)
        case .degraded(let reason): (health.state, health.reason) = (.degraded, reason.message)
        }
        return health
    }
}
