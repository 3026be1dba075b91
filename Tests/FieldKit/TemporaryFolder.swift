#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A new empty directory that goes away with its last user, or when the driver is interrupted.
package final class TemporaryFolder: Sendable {
    package let path: String
    private let ticket: Cleanup.Ticket

    /// Created below `parent`, or below TMPDIR (else `/tmp`).
    package init(_ prefix: String = "cairn", in parent: String? = nil) throws {
        let place = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FieldError.system("mkdtemp", place, errno) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.path = path
        ticket = Cleanup.shared.add { TemporaryFolder.removeTree(path) }
    }

    deinit { Cleanup.shared.settle(ticket) }

    package func file(_ name: String) -> String { path + "/" + name }

    /// Removes a directory and all that is in it; links are removed, not followed.
    package static func removeTree(_ path: String) {
        _ = try? Child.run(["rm", "-rf", "--", path], seconds: 120)
    }
}
