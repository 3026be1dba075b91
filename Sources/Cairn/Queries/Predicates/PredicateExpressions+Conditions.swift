internal import FoundationEssentials

extension PredicateExpressions.Conjunction: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        try PredicateSides.walk(lhs, of: type) && PredicateSides.walk(rhs, of: type)
    }
}

extension PredicateExpressions.Disjunction: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        try PredicateSides.walk(lhs, of: type) || PredicateSides.walk(rhs, of: type)
    }
}

extension PredicateExpressions.Negation: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        try !PredicateSides.walk(wrapped, of: type)
    }
}

extension PredicateExpressions.Equal: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        try PredicateSides.compare(lhs, .equal, rhs, type)
    }
}

extension PredicateExpressions.NotEqual: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        try PredicateSides.compare(lhs, .notEqual, rhs, type)
    }
}

extension PredicateExpressions.Comparison: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        let comparison: Condition.Comparison =
            switch op {
            case .lessThan: .less
            case .lessThanOrEqual: .lessOrEqual
            case .greaterThan: .greater
            case .greaterThanOrEqual: .greaterOrEqual
            @unknown default: throw PredicateSides.refusal(op)
            }
        return try PredicateSides.compare(lhs, comparison, rhs, type)
    }
}

/// A property that is true or false says so itself.
extension PredicateExpressions.KeyPath: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        guard Output.self == Bool.self, let path = path(in: type) else { throw PredicateSides.refusal(self) }
        return WalkedCondition(Indexed<R>.compare(path, .equal, true))
    }
}

extension PredicateExpressions.Value: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        guard let value = value as? Bool else { throw PredicateSides.refusal(self) }
        return WalkedCondition(value ? .always : .never)
    }
}

/// `["red", "blue"].contains($0.team)`
extension PredicateExpressions.SequenceContains: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        guard let path = PredicateSides.path(element, type), let values = PredicateSides.constant(sequence) else {
            throw PredicateSides.refusal(self)
        }
        return WalkedCondition(Indexed<R>.among(path, Array(values)))
    }
}

/// `(10..<20).contains($0.score)`
extension PredicateExpressions.RangeExpressionContains: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        guard let path = PredicateSides.path(element, type), let range = PredicateSides.constant(range) else {
            throw PredicateSides.refusal(self)
        }
        func holds(_ comparison: Condition.Comparison, _ bound: Element.Output) -> WalkedCondition {
            WalkedCondition(Indexed<R>.compare(path, comparison, bound))
        }
        switch range {
        case let range as ClosedRange<Element.Output>:
            return holds(.greaterOrEqual, range.lowerBound) && holds(.lessOrEqual, range.upperBound)
        case let range as Range<Element.Output>:
            return holds(.greaterOrEqual, range.lowerBound) && holds(.less, range.upperBound)
        case let range as PartialRangeFrom<Element.Output>: return holds(.greaterOrEqual, range.lowerBound)
        case let range as PartialRangeThrough<Element.Output>: return holds(.lessOrEqual, range.upperBound)
        case let range as PartialRangeUpTo<Element.Output>: return holds(.less, range.upperBound)
        default: throw PredicateSides.refusal(range)
        }
    }
}

/// `$0.name.starts(with: "Ar")`
extension PredicateExpressions.SequenceStartsWith: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        guard let path = PredicateSides.text(base, type),
            let text = PredicateSides.constant(prefix) as? String
        else { throw PredicateSides.refusal(self) }
        return WalkedCondition(Indexed<R>.prefix(path, text))
    }
}

/// `$0.name.contains("thu")`
extension PredicateExpressions.CollectionContainsCollection: ConditionExpression {
    func condition<R: Record>(of type: R.Type) throws(StateError) -> WalkedCondition {
        guard let path = PredicateSides.text(base, type),
            let text = PredicateSides.constant(other) as? String
        else { throw PredicateSides.refusal(self) }
        return WalkedCondition(Indexed<R>.contains(path, text))
    }
}
