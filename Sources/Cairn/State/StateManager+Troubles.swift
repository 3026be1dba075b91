internal import CairnLines
internal import CairnLog

extension StateManager {
    /// Tells of indices that have come into trouble, and of those that are whole again.
    func noteTroubles() { troubles = core.noteTroubles(of: indices, told: troubles) }
}

extension StateCore {
    /// Tells the sink what has changed since it was told last, and gives back what it knows now. One that is being
    /// built is neither in trouble nor whole.
    func noteTroubles(
        of version: IndexVersion, told: [IndexPlace: IndexHealth.State]
    ) -> [IndexPlace: IndexHealth.State] {
        var now: [IndexPlace: IndexHealth.State] = [:]
        for place in version.places(where: { _ in true }) {
            guard let indices = version.kinds[place.kind] else { continue }
            let health = health(of: indices, place)
            var fields = ["kind": health.kind, "index": health.name, "sort": health.sort]
            let isLost = if case .lost = indices.states[place.place] { true } else { false }
            switch health.state {
            case .ready:
                guard told[place] != nil else { continue }
                log.core.note(
                    .info, "index.whole", "the index \(health.name) of \(health.kind) is whole again", fields)
            case .building where !isLost: now[place] = told[place]
            case .building, .degraded, .violated:
                let state = isLost ? .degraded : health.state
                now[place] = state
                guard told[place] != state else { continue }
                fields["reason"] = health.reason
                log.core.note(
                    .warning, state == .violated ? "index.violated" : "index.degraded",
                    "the index \(health.name) of \(health.kind): \(health.reason ?? state.rawValue)", fields)
            }
        }
        return now
    }
}
