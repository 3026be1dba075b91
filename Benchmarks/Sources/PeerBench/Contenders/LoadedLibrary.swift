import Foundation

/// What the running program was linked with.
enum LoadedLibrary {
    /// The version in a library's file name, for one that does not tell it by a call.
    static func version(_ name: String) -> String {
        let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        let line = maps.split(separator: "\n").first { $0.contains("/\(name).so") }
        let file = line?.split(separator: "/").last.map(String.init) ?? ""
        return file.hasPrefix("\(name).so.") ? String(file.dropFirst(name.count + 4)) : "the system's"
    }
}
