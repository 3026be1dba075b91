/// A file, whatever it is called: names come and go by rename, the number stays.
package struct FileNumber: Sendable, Hashable {
    package var index: Int
    package init(_ index: Int) { self.index = index }
}

/// A directory; 0 is the root.
package struct FolderNumber: Sendable, Hashable {
    package var index: Int
    package init(_ index: Int) { self.index = index }
    package static let root = FolderNumber(0)
}

/// What a name in a directory stands for.
package enum Entry: Sendable, Equatable {
    case file(FileNumber)
    case folder(FolderNumber)
}

/// A whole disk as a value: directories and the files they name. Copies share pages until one of them writes.
package struct Disk: Sendable {
    package var files: [FileContent]
    package var folders: [[String: Entry]]

    package init() {
        files = []
        folders = [[:]]
    }

    /// A disk with these files in its root.
    package init(_ files: [String: [UInt8]]) {
        self.init()
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) { put(name, FileContent(bytes)) }
    }

    /// The names in the root, and those one folder down as `folder/name`, sorted.
    package var names: [String] {
        var result: [String] = []
        for (name, entry) in folders[0] {
            switch entry {
            case .file: result.append(name)
            case .folder(let number): result += folders[number.index].keys.map { "\(name)/\($0)" }
            }
        }
        return result.sorted()
    }

    /// The file called `name`, which may be `folder/name`; nil where there is none.
    package func content(of name: String) -> FileContent? {
        number(of: name).map { files[$0.index] }
    }

    /// The bytes of the file called `name`; nil where there is none.
    package func bytes(of name: String) -> [UInt8]? { content(of: name)?.bytes }

    /// Creates or replaces a file of the root, for a test that damages a store on purpose.
    package mutating func put(_ name: String, _ content: FileContent) {
        if let number = number(of: name) {
            files[number.index] = content
        } else {
            folders[0][name] = .file(FileNumber(files.count))
            files.append(content)
        }
    }

    /// Removes a name from the root, for a test that damages a store on purpose.
    package mutating func remove(_ name: String) { folders[0][name] = nil }

    private func number(of name: String) -> FileNumber? {
        let parts = name.split(separator: "/", maxSplits: 1)
        guard let first = parts.first, let entry = folders[0][String(first)] else { return nil }
        switch entry {
        case .file(let number): return parts.count == 1 ? number : nil
        case .folder(let folder):
            guard parts.count == 2, case .file(let number)? = folders[folder.index][String(parts[1])] else {
                return nil
            }
            return number
        }
    }
}
