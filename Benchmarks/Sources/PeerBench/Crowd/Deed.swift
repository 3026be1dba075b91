/// One thing that a client asks of a store. Numbers stand for records; a salt for a version of one.
enum Deed: Sendable {
    /// A whole record, whether there is one of its key or not.
    case write(Int, salt: Int)
    /// Records with one acknowledgement.
    case batch([Int], salt: Int)
    case delete(Int)
    /// Reads a record, changes it, and writes it.
    case modify(Int, salt: Int)
    /// Its bytes.
    case read(Int)
    /// As a Swift value.
    case readTyped(Int)
    /// So many records in the order of their keys, their bytes.
    case scan(from: Int, count: Int)
    /// The same as Swift values.
    case scanTyped(from: Int, count: Int)

    var isWrite: Bool {
        switch self {
        case .write, .batch, .delete, .modify: true
        case .read, .readTyped, .scan, .scanTyped: false
        }
    }

    /// Records that it writes.
    var records: Int { if case .batch(let numbers, _) = self { numbers.count } else { 1 } }
}
