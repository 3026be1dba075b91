import CairnDisk
import Testing

/// The project's own files, as they lie on the disk.
struct Project: Sendable {
    /// A text file and its lines.
    struct File: Sendable, CustomTestStringConvertible {
        /// From the project's top, such as `Sources/CairnLog/Log.swift`.
        var path: String
        var text: String
        /// Code and comments apart; nothing for what is not Swift.
        var swift: SwiftText
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var testDescription: String { path }
    }

    /// Where the project lies: this file knows, it is part of it.
    static let top = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    /// Read once for all tests.
    static let files: [File] = (try? read(top, prefix: "", depth: 0)) ?? []

    /// What is compiled into the product.
    static let sources = files.filter { $0.path.hasPrefix("Sources/") && $0.path.hasSuffix(".swift") }

    /// Everything in Swift.
    static let swift = files.filter { $0.path.hasSuffix(".swift") }

    /// Names at the top, hidden ones included.
    static func topLevel() throws -> [String] {
        try RealFolder.open(path: top, create: false).list(.measure).map(\.name)
    }

    /// A file or folder is there.
    static func exists(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last else { return true }
        let folder = ([top] + parts.dropLast().map(String.init)).joined(separator: "/")
        let entries = try? RealFolder.open(path: folder, create: false).list(.measure)
        return entries?.contains { $0.name == name } ?? false
    }

    /// What a build leaves behind is not the project's.
    private static let skipped: Set = [".git", ".build", ".swiftpm", "results"]
    /// What we read: everything else is data.
    private static let endings = [".swift", ".md", ".c", ".h", ".modulemap", "Makefile", ".swift-format"]

    private static func read(_ path: String, prefix: String, depth: Int) throws -> [File] {
        // No folder of ours is deeper.
        guard depth < 12 else { return [] }
        let folder = try RealFolder.open(path: path, create: false)
        var files: [File] = []
        for entry in try folder.list(.measure).sorted(by: { $0.name < $1.name }) where !skipped.contains(entry.name) {
            let name = prefix + entry.name
            if entry.kind == .folder {
                files += try read(path + "/" + entry.name, prefix: name + "/", depth: depth + 1)
            } else if entry.kind == .file, name.hasPrefix(".ci/") || endings.contains(where: name.hasSuffix) {
                let text = try text(of: entry.name, in: folder)
                let isSwift = name.hasSuffix(".swift")
                files.append(File(path: name, text: text, swift: SwiftText(isSwift ? text : "")))
            }
        }
        return files
    }

    private static func text(of name: String, in folder: RealFolder) throws -> String {
        let file = try folder.open(name, .read, .measure)
        defer { file.close() }
        var bytes = [UInt8](repeating: 0, count: Int(try file.size(.measure).bytes))
        let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: .zero, .measure) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
