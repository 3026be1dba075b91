/// A map whose keys are texts that are told apart by their bytes: see ``ExactText``. Kinds and ids are keys of nothing
/// else.
package struct TextMap<Value>: Sequence, ExpressibleByDictionaryLiteral {
    private var storage: [ExactText: Value] = [:]

    package init() {}

    /// Of two equal keys the first counts.
    package init(_ pairs: some Sequence<(String, Value)>) {
        storage = Dictionary(pairs.lazy.map { (ExactText($0.0), $0.1) }) { first, _ in first }
    }

    /// Of two equal keys the first counts.
    package init(dictionaryLiteral pairs: (String, Value)...) { self.init(pairs) }

    package var isEmpty: Bool { storage.isEmpty }
    package var count: Int { storage.count }
    package var keys: [String] { storage.keys.map(\.text) }
    package var values: Dictionary<ExactText, Value>.Values { storage.values }

    package subscript(text: String) -> Value? {
        get { storage[ExactText(text)] }
        // In place: values may be large.
        _modify { yield &storage[ExactText(text)] }
    }

    package subscript(text: String, default fallback: @autoclosure () -> Value) -> Value {
        get { storage[ExactText(text)] ?? fallback() }
        _modify { yield &storage[ExactText(text), default: fallback()] }
    }

    package mutating func popFirst() -> (key: String, value: Value)? {
        storage.popFirst().map { ($0.key.text, $0.value) }
    }

    package func mapValues<Other>(_ transform: (Value) -> Other) -> TextMap<Other> {
        TextMap<Other>(map { ($0.key, transform($0.value)) })
    }

    package func filter(_ isWanted: ((key: String, value: Value)) -> Bool) -> TextMap {
        TextMap(lazy.filter(isWanted).map { ($0.key, $0.value) })
    }

    /// In the order of the keys' bytes.
    package var inOrder: [(key: String, value: Value)] {
        storage.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
    }

    package struct Iterator: IteratorProtocol {
        fileprivate var pairs: Dictionary<ExactText, Value>.Iterator

        package mutating func next() -> (key: String, value: Value)? { pairs.next().map { ($0.key.text, $0.value) } }
    }

    package func makeIterator() -> Iterator { Iterator(pairs: storage.makeIterator()) }
}

extension TextMap: Sendable where Value: Sendable {}
extension TextMap: Equatable where Value: Equatable {}
