/// The way from the root to a page: which child was taken at each depth. It lies on the stack.
struct PagePath {
    private var steps = SIMD32<UInt8>()

    /// The child taken below the page at `depth`, which is below ``IndexLimits/maxHeight``.
    subscript(depth: Int) -> Int {
        get { Int(steps[depth]) }
        set { steps[depth] = UInt8(truncatingIfNeeded: newValue) }
    }
}
