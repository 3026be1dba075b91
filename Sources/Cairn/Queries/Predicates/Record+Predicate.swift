public import FoundationEssentials

extension Record {
    /// The records that meet a predicate: the same query as one with key paths, with the same plan.
    ///
    ///     try Player.where(#Predicate { $0.score >= 100 && $0.name.starts(with: "A") })
    ///
    /// It may compare properties with values (`==  !=  <  <=  >  >=`, `contains` of a list, a range or a string,
    /// `starts(with:)`) and join such comparisons (`&&  ||  !`). Strings are compared by their UTF-8 bytes where an
    /// index names the property.
    ///
    /// - Errors: `.invalidQuery` for anything else, with the part that it is.
    public static func `where`(_ predicate: Predicate<Self>) throws(StateError) -> Query<Self> {
        let walked = try PredicateSides.walk(predicate.expression, of: Self.self)
        // Nothing that was walked can throw: it unwraps, casts and divides nothing.
        return Query(
            RecordCondition(walked.condition, isExact: walked.isExact) { (try? predicate.evaluate($0)) ?? false })
    }
}
