extension StringProtocol {
    /// These bytes stand in it. The standard search goes by characters, and a regular expression is parsed each time it
    /// is used: over all lines of the project that is a minute against a second.
    func mentions(_ word: String) -> Bool {
        let wanted = Array(word.utf8)
        guard let first = wanted.first else { return true }
        let found = utf8.withContiguousStorageIfAvailable { text in
            guard text.count >= wanted.count else { return false }
            for start in 0...text.count - wanted.count where text[start] == first {
                if text[start..<start + wanted.count].elementsEqual(wanted) { return true }
            }
            return false
        }
        // Without contiguous bytes it is made of them first, once.
        if let found { return found }
        var copy = String(self)
        copy.makeContiguousUTF8()
        return copy.mentions(word)
    }
}
