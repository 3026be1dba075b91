/// A piece of a query's text.
struct QueryToken {
    enum Kind: Equatable {
        /// A name or a word of the language.
        case word(String)
        /// A name in back quotes.
        case quoted(String)
        /// A number, a string or a moment.
        case value(FieldValue)
        /// An operator or a bracket.
        case sign(String)
        case end
    }

    var kind: Kind
    /// Where it begins in the text.
    var offset: Int
    /// As the text has it, for messages.
    var text: String
}
