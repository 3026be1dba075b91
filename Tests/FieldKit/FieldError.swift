/// Why a driver could not do its work: a sentence for a person. What the product did wrong is reported differently.
package struct FieldError: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }

    /// With the meaning of the present errno.
    package static func system(_ call: String, _ subject: String, _ number: Int32) -> FieldError {
        FieldError("\(call) \(subject): errno \(number)")
    }
}
