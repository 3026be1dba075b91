#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The library that makes one system call of a program fail; see the head of its source, `Tests/FaultShim/shim.c`.
package struct FaultShim: Sendable {
    package let library: String

    /// One failure to provoke.
    package struct Fault: Sendable, Hashable, CustomStringConvertible {
        /// Which of the counted calls, from 1.
        package var index: Int
        /// As the library spells it: `EIO` … or `SHORT`.
        package var errno: String
        package var isForever: Bool

        package init(index: Int, errno: String, isForever: Bool) {
            self.index = index
            self.errno = errno
            self.isForever = isForever
        }

        package static let errnos = ["EIO", "ENOSPC", "EDQUOT", "EINTR", "EMFILE", "EACCES", "EROFS", "SHORT"]

        package var description: String { "call \(index) \(errno) \(isForever ? "forever" : "once")" }
    }

    /// What the library wrote down.
    package struct Log: Sendable {
        package var calls = 0
        package var hits = 0
        /// The name of the first call that was hit.
        package var struck = ""
        package var perCall: [String: Int] = [:]
    }

    /// Compiles the library's source into `folder`. Errors: no compiler, or it refuses.
    package init(source: String, into folder: TemporaryFolder) throws {
        library = folder.file("libfault.so")
        let notes = folder.file("compiler.txt")
        let command = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o", library, source, "-ldl", "-lpthread"]
        guard try Child.run(command, errors: notes, seconds: 60).ending == .exit(0) else {
            throw FieldError("\(command.joined(separator: " ")) failed: \(TextFile.read(notes) ?? "")")
        }
    }

    /// The settings that put the library between a program and the system.
    package func environment(_ fault: Fault?, root: String, log: String) -> [String: String] {
        var settings = ["LD_PRELOAD": library, "CAIRN_FAULT_ROOT": root, "CAIRN_FAULT_LOG": log]
        if let fault {
            settings["CAIRN_FAULT_AT"] = "\(fault.index)"
            settings["CAIRN_FAULT_ERRNO"] = fault.errno
            settings["CAIRN_FAULT_MODE"] = fault.isForever ? "forever" : "once"
        }
        return settings
    }

    /// Reads what the library wrote into `path`; nil when it never came to run.
    package static func log(_ path: String) -> Log? {
        guard let text = TextFile.read(path) else { return nil }
        var log = Log()
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: true).enumerated() {
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Int(words[1]) else { continue }
            switch (number, words[0]) {
            case (_, "calls"): log.calls = value
            case (_, "hits"): log.hits = value
            case (2, _) where log.hits > 0: log.struck = String(words[0])
            default: log.perCall[String(words[0])] = value
            }
        }
        return log
    }
}
