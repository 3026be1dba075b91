/// Why a key table refused.
package struct KeyTableError: Error, Sendable, CustomStringConvertible {
    /// What kind of refusal; compare with the static members.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: String { case outOfMemory, tooManyKeys, placeOutOfRange }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// The system gave no memory for a larger table; what is in it stays.
        package static let outOfMemory = Code(.outOfMemory)
        /// More keys than ``KeyTable/mostKeys`` were asked for.
        package static let tooManyKeys = Code(.tooManyKeys)
        /// A segment number, or a line's length, that does not fit into a slot.
        package static let placeOutOfRange = Code(.placeOutOfRange)

        package var description: String { wrapped.rawValue }
    }

    package var code: Code

    package init(_ code: Code) { self.code = code }

    package var description: String {
        switch code {
        case .outOfMemory: "no memory for a larger key table; give the process more, or open fewer stores in it"
        case .tooManyKeys: "a store holds at most \(KeyTable.mostKeys) keys; divide the data among several stores"
        default: "the place of a line lies outside of what a key table can hold"
        }
    }
}
