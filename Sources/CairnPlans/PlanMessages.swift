public import FoundationEssentials

// `query`, `compact`, `snapshot` and `transaction` are messages of every store.

extension StateMessage where Reply == Plan {
    /// Stores a new plan; replies with it once it is durable.
    ///
    /// - Errors: as `StateManager.create`; `.forbiddenTransition` for a status that nothing begins with.
    public static func createPlan(_ plan: Plan) -> Self { .create(plan) }

    /// Changes what the update names, and replies with the whole.
    ///
    /// - Errors: as `StateManager.patch`; `.forbiddenTransition`.
    public static func updatePlan(_ id: UUID, _ update: PlanUpdate, expecting revision: SequenceNumber? = nil) -> Self {
        .patch(Plan.self, id, expecting: revision, with: update)
    }
}

extension StateMessage where Reply == Plan? {
    /// Replies with the plan of this id; nil where there is none.
    ///
    /// - Errors: as `StateManager.get`.
    public static func getPlan(_ id: UUID) -> Self { .get(Plan.self, id) }
}

extension StateMessage where Reply == Spec {
    /// Stores a new spec of a plan; replies with it once it is durable.
    ///
    /// - Errors: as `StateManager.create`; `.dangling` where there is no such plan; `.forbiddenTransition`.
    public static func createSpec(_ spec: Spec) -> Self { .create(spec) }

    /// Changes what the update names, and replies with the whole.
    ///
    /// - Errors: as `StateManager.patch`; `.dangling`, `.forbiddenTransition`.
    public static func updateSpec(_ id: UUID, _ update: SpecUpdate, expecting revision: SequenceNumber? = nil) -> Self {
        .patch(Spec.self, id, expecting: revision, with: update)
    }
}

extension StateMessage where Reply == Spec? {
    /// Replies with the spec of this id; nil where there is none.
    ///
    /// - Errors: as `StateManager.get`.
    public static func getSpec(_ id: UUID) -> Self { .get(Spec.self, id) }
}

extension StateMessage where Reply == [Spec] {
    /// Replies with all specs of a plan, the oldest first; none where there is no such plan.
    ///
    /// - Errors: as `StateManager.query`.
    /// - Complexity: a look-up in the relation's index, and a read of each spec.
    public static func getSpecsForPlan(_ id: UUID) -> Self {
        .query(Spec.where(\.planID == id).sorted(by: \.createdAt))
    }
}

extension StateMessage where Reply == Bool {
    /// Removes a plan and all its specs. False where there was none.
    ///
    /// - Errors: as `StateManager.delete`.
    public static func deletePlan(_ id: UUID) -> Self { .delete(Plan.self, id) }

    /// Removes a spec. False where there was none.
    ///
    /// - Errors: as `StateManager.delete`.
    public static func deleteSpec(_ id: UUID) -> Self { .delete(Spec.self, id) }
}
