#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file system that a driver mounted; unmounted when it is no longer needed, or when the driver is interrupted.
package final class Mount: Sendable {
    package let path: String
    private let words: [String]
    private let ticket: Cleanup.Ticket

    /// `words`: the options and the source for `mount`, without the place. Errors: it cannot be mounted.
    package init(_ words: [String], at path: String) throws {
        self.path = path
        self.words = words
        ticket = Cleanup.shared.add { Mount.detach(path) }
        do {
            try Self.command(["mount"] + words + [path])
        } catch {
            Cleanup.shared.forget(ticket)
            throw error
        }
    }

    deinit { Cleanup.shared.settle(ticket) }

    /// A tmpfs of this many KiB.
    package static func memory(kibibytes: Int, at path: String) throws -> Mount {
        try Mount(["-t", "tmpfs", "-o", "size=\(kibibytes)k,mode=0700", "tmpfs"], at: path)
    }

    /// Gives a tmpfs another size.
    package func resize(kibibytes: Int) throws {
        try Self.command(["mount", "-o", "remount,size=\(kibibytes)k", path])
    }

    /// Unmounts and mounts again: nothing but what reached the device is there afterwards.
    package func remount() throws {
        try unmount()
        try Self.command(["mount"] + words + [path])
    }

    /// Waits a little for a process that is still being taken down. Errors: it stays in use.
    private func unmount() throws {
        for _ in 0..<100 {
            if try Child.run(["umount", path], seconds: 60).ending == .exit(0) { return }
            usleep(50_000)
        }
        throw FieldError("\(path) stays in use and cannot be unmounted")
    }

    private static func detach(_ path: String) {
        if let ending = try? Child.run(["umount", path], seconds: 60).ending, ending == .exit(0) { return }
        // Still in use: taken out of sight at once, and given back with its last user.
        _ = try? Child.run(["umount", "-l", path], seconds: 60)
    }

    private static func command(_ words: [String]) throws {
        let notes = try TemporaryFolder("mount")
        guard try Child.run(words, errors: notes.file("errors"), seconds: 60).ending == .exit(0) else {
            throw FieldError("\(words.joined(separator: " ")): \(TextFile.read(notes.file("errors")) ?? "failed")")
        }
    }
}
