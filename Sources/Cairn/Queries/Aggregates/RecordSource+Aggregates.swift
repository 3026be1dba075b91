extension RecordSource {
    /// All aggregates of one moment: those with a shortcut by themselves, the others in one walk together.
    func aggregate<R: Record, each Reply>(
        _ query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> (repeat each Reply) {
        try withoutUnreadable { try aggregateOnce(query, repeat each aggregates) }
    }

    private func aggregateOnce<R: Record, each Reply>(
        _ query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> (repeat each Reply) {
        let folds = (repeat (each aggregates).fold())
        var isWalking = false
        for (aggregate, fold) in repeat (each aggregates, each folds) {
            try settle(fold, aggregate, query)
            if !fold.isSettled { isWalking = true }
        }
        if isWalking {
            try forEach(query.asSet) { record in
                for fold in repeat each folds {
                    if !fold.isSettled { try fold.add(record) }
                }
                return true
            }
        }
        return (repeat try (each folds).reply())
    }

    /// The aggregates of each group of records that have one value of a property.
    func groups<R: Record, Key: Hashable & Sendable, each Reply>(
        _ query: Query<R>, _ path: KeyPath<R, Key>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> [Key: (repeat each Reply)] {
        var groups: [Key: (repeat AggregateFold<R, each Reply>)] = [:]
        try forEach(query.asSet) { record in
            let key = record[keyPath: path]
            if let folds = groups[key] {
                repeat try (each folds).add(record)
                return true
            }
            guard groups.count < Query<R>.mostGroups else {
                throw StateError(
                    .tooLarge,
                    "there are more than \(Query<R>.mostGroups) groups of \(R.kind); narrow the query, or group by a "
                        + "property with fewer values")
            }
            let folds = (repeat (each aggregates).fold())
            repeat try (each folds).add(record)
            groups[key] = folds
            return true
        }
        return try groups.mapValues { folds in (repeat try (each folds).reply()) }
    }

    /// How each aggregate is answered, and the plans of what is walked for them.
    func explain<R: Record, each Reply>(
        _ query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws(StateError) -> String {
        var parts: [String] = []
        var walked: [String] = []
        for aggregate in repeat each aggregates {
            if let request = try firstRow(aggregate, query) {
                let plan = try QueryRun<Self>.plan(request, R.kind, self)
                parts.append("\(aggregate.name): the first of\n\(plan)")
            } else if case .count? = aggregate.shortcut, try indexedCount(query) != nil {
                parts.append("\(aggregate.name): what the index counts of\n\(try explain(query.asSet))")
            } else {
                walked.append(aggregate.name)
            }
        }
        if !walked.isEmpty {
            parts.append("\(walked.joined(separator: ", ")): each of\n\(try explain(query.asSet))")
        }
        return parts.joined(separator: "\n")
    }

    /// Gives a fold its answer where a shortcut leads to it.
    private func settle<R: Record, Reply>(
        _ fold: AggregateFold<R, Reply>, _ aggregate: Aggregate<R, Reply>, _ query: Query<R>
    ) throws {
        if case .count? = aggregate.shortcut, let count = try indexedCount(query) {
            fold.addMany?(count)
            fold.isSettled = true
            return
        }
        guard var request = try firstRow(aggregate, query), let path = request.sort.first?.path else { return }
        var first: [UInt8]?
        var isCut = false
        try forEach(request, query) { row, record in
            first = row.json.withUnsafeBytes { FieldValue(at: path, in: $0) }.key
            isCut = first.flatMap(DecodedKey.init)?.isCut ?? false
            try fold.add(record)
            return false
        }
        fold.isSettled = true
        guard isCut else { return }
        // The index has only the beginning of long strings: the answer is among all that begin as the first does.
        request.limit = nil
        try forEach(request, query) { row, record in
            guard row.json.withUnsafeBytes({ FieldValue(at: path, in: $0) }).key == first else { return false }
            try fold.add(record)
            return true
        }
    }

    /// What to ask for so that the first row has the answer; nil where there is no such thing.
    private func firstRow<R: Record, Reply>(
        _ aggregate: Aggregate<R, Reply>, _ query: Query<R>
    ) throws(StateError) -> QueryRequest? {
        guard case .first(let path, let direction)? = aggregate.shortcut, !query.isLimited else { return nil }
        var request = try query.request()
        // A record without a value has no part in it.
        request.condition = request.condition && .exists(path) && !.isNull(path)
        request.sort = [SortKey(path, direction)]
        request.limit = 1
        return request
    }
}
