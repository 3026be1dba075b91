/// Checked hints in memory that somebody else owns; valid as long as that memory is.
package struct HintView {
    package let identity: HintIdentity
    private let entries: UnsafeRawBufferPointer

    init(identity: HintIdentity, entries: UnsafeRawBufferPointer) {
        self.identity = identity
        self.entries = entries
    }

    func check() throws(HintError) { try forEach { _ in } }

    /// Visits all entries in their order. Errors: `.entry`, at the first that cannot be.
    package func forEach(_ body: (HintEntry) -> Void) throws(HintError) {
        guard let base = entries.baseAddress else { return }
        for start in stride(from: 0, to: entries.count &- HintEntry.byteCount &+ 1, by: HintEntry.byteCount) {
            guard let entry = HintEntry(at: base + start), identity.admits(entry) else { throw HintError(.entry) }
            body(entry)
        }
    }
}
