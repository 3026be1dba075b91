/// A seed that nobody chose; it is printed, so that the run can be repeated.
package enum SystemSeed {
    package static func next() -> UInt64 {
        var random = SystemRandomNumberGenerator()
        return random.next()
    }
}
