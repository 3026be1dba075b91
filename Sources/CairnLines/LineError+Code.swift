extension LineError {
    /// What kind of refusal; compare with the static members.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: UInt8 {
            case noSum, sumMismatch, tooLong, notJSON, badUTF8, loneSurrogate, tooDeep, tooManyValues, duplicateName
            case notAnObject, missingMember, wrongMember, badTransaction, badTimestamp, badKind, reservedKind
            case missingID, badID, emptyID, idTooLong, idMismatch, numberOutOfRange
        }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// The first 26 bytes are no sum member, so nothing vouches for the line.
        package static let noSum = Code(.noSum)
        /// The bytes are not those that the sum was made of.
        package static let sumMismatch = Code(.sumMismatch)
        /// Longer than ``Limits/maxLineBytes``.
        package static let tooLong = Code(.tooLong)
        /// Not a JSON text by RFC 8259.
        package static let notJSON = Code(.notJSON)
        /// Not UTF-8.
        package static let badUTF8 = Code(.badUTF8)
        /// A `\u` escape of one half of a surrogate pair.
        package static let loneSurrogate = Code(.loneSurrogate)
        /// Nested deeper than ``Limits/maxDepth``.
        package static let tooDeep = Code(.tooDeep)
        /// More values than ``Limits/maxTapeWords`` hold.
        package static let tooManyValues = Code(.tooManyValues)
        /// One object has two members of the same name.
        package static let duplicateName = Code(.duplicateName)
        /// A JSON text, but not an object where one is due.
        package static let notAnObject = Code(.notAnObject)
        /// A member that this form of line must have is not there.
        package static let missingMember = Code(.missingMember)
        /// A member has a value of the wrong type or range.
        package static let wrongMember = Code(.wrongMember)
        /// `tx` is not `[i,n]` with 1 <= i <= n.
        package static let badTransaction = Code(.badTransaction)
        /// Not RFC 3339 in UTC.
        package static let badTimestamp = Code(.badTimestamp)
        /// A kind is not 1 to 255 bytes of UTF-8 without a zero byte.
        package static let badKind = Code(.badKind)
        /// A kind that the line language keeps for itself.
        package static let reservedKind = Code(.reservedKind)
        /// The data has no id.
        package static let missingID = Code(.missingID)
        /// An id is neither a string nor a number.
        package static let badID = Code(.badID)
        /// An id is the empty string.
        package static let emptyID = Code(.emptyID)
        /// Longer than ``Limits/maxIDBytes``.
        package static let idTooLong = Code(.idTooLong)
        /// The data has another id than the one given.
        package static let idMismatch = Code(.idMismatch)
        /// A number that no IEEE 754 double can hold, where a canonical text is asked for.
        package static let numberOutOfRange = Code(.numberOutOfRange)

        package var description: String { "\(wrapped)" }

        /// What to do about it.
        package var advice: String {
            switch wrapped {
            case .noSum: "the line does not begin with its sum; reseal the store if the line was edited by hand"
            case .sumMismatch: "the bytes are not the ones that were written; restore them, or reseal an edited line"
            case .tooLong: "longer than \(Limits.maxLineBytes) bytes; split the record"
            case .notJSON: "not a JSON text (RFC 8259); check the syntax at this byte"
            case .badUTF8: "not UTF-8; encode the text as UTF-8"
            case .loneSurrogate: "half a surrogate pair; write both \\u escapes or the character itself"
            case .tooDeep: "nested deeper than \(Limits.maxDepth) levels; flatten the data"
            case .tooManyValues: "too many values for one line; split the record"
            case .duplicateName: "two members of one object have the same name; keep one"
            case .notAnObject: "a JSON object is due here; wrap the value in { }"
            case .missingMember: "a required member is missing; see the form of the line in the format document"
            case .wrongMember: "a member has the wrong type or range; see the format document"
            case .badTransaction: "`tx` must be [index,count] with 1 <= index <= count"
            case .badTimestamp: "`timestamp` must be RFC 3339 in UTC, such as 2026-11-20T20:13:00.123456Z"
            case .badKind:
                "a kind must be 1 to \(Limits.maxKindBytes) bytes of UTF-8, none of them zero; choose another"
            case .reservedKind: "`update`, `delete` and names that begin with `cairn.` are reserved; choose another"
            case .missingID: "the data has no `id`; add one or let one be made"
            case .badID: "an `id` must be a string or a number"
            case .emptyID: "an `id` must not be empty"
            case .idTooLong: "an `id` must not exceed \(Limits.maxIDBytes) bytes; move the text into the data"
            case .idMismatch: "the data has another `id` than the one given; make them agree or leave one out"
            case .numberOutOfRange: "a number beyond the range of a double has no canonical text; write it as a string"
            }
        }
    }
}
