/// An aggregate on its way: takes one record after the other, and then has the answer.
final class AggregateFold<R: Record, Reply: Sendable> {
    let add: (R) throws(StateError) -> Void
    /// So many records that need not be looked at; nil where each must be.
    let addMany: ((Int) -> Void)?
    let reply: () throws(StateError) -> Reply
    /// The answer is there without further records.
    var isSettled = false

    init(
        add: @escaping (R) throws(StateError) -> Void, addMany: ((Int) -> Void)? = nil,
        reply: @escaping () throws(StateError) -> Reply
    ) {
        self.add = add
        self.addMany = addMany
        self.reply = reply
    }
}
