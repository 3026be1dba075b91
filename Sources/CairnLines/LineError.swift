/// Why a line, or a JSON text, is refused: a code to act on, the byte where it was seen, and what to do.
package struct LineError: Error, Sendable, Hashable, CustomStringConvertible {
    package var code: Code
    /// The byte at which it was noticed, counted from the start of the bytes that were given.
    package var offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// One sentence for a person: what is wrong and what to do about it.
    package var message: String { code.advice }

    package var description: String { "\(code) at byte \(offset): \(message)" }
}
