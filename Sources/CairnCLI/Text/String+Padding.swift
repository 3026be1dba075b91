extension String {
    /// Filled up with blanks behind, for a column that is read from the left.
    func padded(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self
    }

    /// Broken between words, so that no line is much wider than `width`; lines after the first are indented.
    func wrapped(to width: Int, indent: Int) -> String {
        var text = ""
        var column = 0
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            if column > 0, column + 1 + word.count > width {
                text += "\n" + String(repeating: " ", count: indent)
                column = indent
            } else if !text.isEmpty {
                text += " "
                column += 1
            }
            text += word
            column += word.count
        }
        return text
    }

    /// A name of the code as words: `tornTail` becomes `torn tail`.
    var spaced: String {
        reduce(into: "") { text, letter in text += letter.isUppercase ? " " + letter.lowercased() : String(letter) }
    }

    /// Filled up with blanks in front, for a column of numbers.
    func paddedLeft(to width: Int) -> String {
        count < width ? String(repeating: " ", count: width - count) + self : self
    }
}
