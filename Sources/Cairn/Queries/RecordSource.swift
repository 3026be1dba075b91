/// Where a query finds records: a moment of the store, or a transaction that sees its own writes.
protocol RecordSource {
    /// The indices of the kind, as of the same moment; nil where there are none.
    func indices(_ kind: String) -> KindIndices?
    /// About how many records there are.
    var total: Int { get }
    func json(_ name: RecordName) throws(StateError) -> [UInt8]?
    /// All records of a kind, in no order.
    func scan(_ kind: String) -> RecordScan
}
