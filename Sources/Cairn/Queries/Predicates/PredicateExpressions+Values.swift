internal import FoundationEssentials

extension PredicateExpressions.Variable: PropertyExpression {
    func path<R: Record>(in type: R.Type) -> KeyPath<R, Output>? { \R.self as? KeyPath<R, Output> }
}

extension PredicateExpressions.KeyPath: PropertyExpression {
    func path<R: Record>(in type: R.Type) -> KeyPath<R, Output>? {
        if Root.Output.self == R.self { return keyPath as? KeyPath<R, Output> }
        return PredicateSides.path(root, type)?.appending(path: keyPath)
    }
}

extension PredicateExpressions.KeyPath: ConstantExpression {
    var constant: Output? { PredicateSides.constant(root)?[keyPath: keyPath] }
}

extension PredicateExpressions.Value: ConstantExpression {
    var constant: Output? { value }
}

extension PredicateExpressions.NilLiteral: ConstantExpression {
    var constant: Output? { .some(nil) }
}

extension PredicateExpressions.Range: ConstantExpression {
    var constant: Output? {
        guard let low = PredicateSides.constant(lower), let high = PredicateSides.constant(upper), low <= high else {
            return nil
        }
        return low..<high
    }
}

extension PredicateExpressions.ClosedRange: ConstantExpression {
    var constant: Output? {
        guard let low = PredicateSides.constant(lower), let high = PredicateSides.constant(upper), low <= high else {
            return nil
        }
        return low...high
    }
}
