extension Query {
    /// More groups than this are refused: each is kept in memory until all records were seen.
    public static var mostGroups: Int { 65_536 }
}

extension StateSnapshot {
    /// Figures about the records that a query asks for: one for each aggregate, as a tuple where there are several.
    ///
    /// A limit counts: of the ten best, the sum of ten.
    ///
    /// - Errors: `.tooLarge` for a sum that does not fit its type, and as ``query(_:)``.
    /// - Complexity: as ``explain(plan:_:)`` says; one walk for all aggregates that have no shortcut.
    public func aggregate<R: Record, each Reply>(
        of query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> (repeat each Reply) {
        try checkKind(of: R.self)
        return try aggregate(query, repeat each aggregates)
    }

    /// The same figures for each group of records that have one value of a property.
    ///
    /// - Errors: `.tooLarge` for more than ``Query/mostGroups``, and as ``aggregate(of:_:)``.
    /// - Complexity: one walk through the records of the query; memory for each group.
    public func groups<R: Record, Key: Hashable & Sendable, each Reply>(
        of query: Query<R>, by path: KeyPath<R, Key>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> [Key: (repeat each Reply)] {
        try checkKind(of: R.self)
        return try groups(query, path, repeat each aggregates)
    }

    /// How aggregates are answered: from which end of which index, or by looking at which records.
    ///
    /// - Errors: as ``explain(plan:)``.
    public func explain<R: Record, each Reply>(
        plan query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws(StateError) -> String {
        try checkKind(of: R.self)
        return try explain(query, repeat each aggregates)
    }
}

extension StateManager {
    /// Figures about the records that a query asks for, all as of one moment. Waits for nobody.
    ///
    /// - Errors: as ``StateSnapshot/aggregate(of:_:)``.
    nonisolated public func aggregate<R: Record, each Reply>(
        of query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> (repeat each Reply) {
        try snapshot().aggregate(of: query, repeat each aggregates)
    }

    /// The same figures for each group of records that have one value of a property.
    ///
    /// - Errors: as ``StateSnapshot/groups(of:by:_:)``.
    nonisolated public func groups<R: Record, Key: Hashable & Sendable, each Reply>(
        of query: Query<R>, by path: KeyPath<R, Key>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> [Key: (repeat each Reply)] {
        try snapshot().groups(of: query, by: path, repeat each aggregates)
    }

    /// How aggregates are answered: from which end of which index, or by looking at which records.
    ///
    /// - Errors: as ``StateSnapshot/explain(plan:)``.
    nonisolated public func explain<R: Record, each Reply>(
        plan query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws(StateError) -> String {
        try snapshot().explain(plan: query, repeat each aggregates)
    }
}

extension Transaction {
    /// Figures about the records that a query asks for, this transaction's writes included.
    ///
    /// - Errors: as ``StateSnapshot/aggregate(of:_:)``.
    public func aggregate<R: Record, each Reply>(
        of query: Query<R>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> (repeat each Reply) {
        try view(of: R.self).aggregate(query, repeat each aggregates)
    }

    /// The same figures for each group, this transaction's writes included.
    ///
    /// - Errors: as ``StateSnapshot/groups(of:by:_:)``.
    public func groups<R: Record, Key: Hashable & Sendable, each Reply>(
        of query: Query<R>, by path: KeyPath<R, Key>, _ aggregates: repeat Aggregate<R, each Reply>
    ) throws -> [Key: (repeat each Reply)] {
        try view(of: R.self).groups(query, path, repeat each aggregates)
    }
}
