#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The null-terminated arrays of strings that starting a program takes.
enum CStrings {
    static func with<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("it holds at least the nil") }
            return body(base)
        }
    }

    /// Our environment with some settings added or replaced. The backtracer is off: it can hang a crashed process.
    static func environment(adding settings: [String: String]) -> [String] {
        var all = ["SWIFT_BACKTRACE": "enable=no"]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                all[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        all.merge(settings) { _, new in new }
        return all.map { "\($0.key)=\($0.value)" }
    }
}
