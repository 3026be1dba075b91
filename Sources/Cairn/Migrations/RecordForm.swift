internal import CairnLines

/// In which version a program knows a kind of record, and how older ones become it. Pure.
package struct RecordForm: Sendable {
    private let kind: String
    let version: Int
    private let steps: [Migration]

    /// More steps than this are no chain that anybody reads; those that no record needs any more can be taken out.
    static let mostSteps = 1_000

    package init<R: Record>(_ type: R.Type) { (kind, version, steps) = (R.kind, R.version, R.migrations) }

    /// - Throws: `.invalidOption` where the steps do not lead, one by one, to the version that the type has.
    func check() throws(StateError) {
        guard version >= 1, steps.count <= Self.mostSteps else {
            throw StateError(
                .invalidOption,
                "\(kind) has version \(version) and \(steps.count) migrations; versions count from 1, and "
                    + "\(Self.mostSteps) migrations are the most")
        }
        for (place, step) in steps.enumerated() {
            let wanted = version - (steps.count - 1 - place)
            guard step.version == wanted, wanted >= 2 else {
                throw StateError(
                    .invalidOption,
                    "the migrations of \(kind) must lead to each version up to \(version), one after the other and "
                        + "from 2 on; there is one to \(step.version) in the place of \(wanted)")
            }
        }
    }

    /// Whether a record is of an older version. Errors: `.newerRecord`, `.undecodable`.
    func isOlder(_ json: [UInt8], _ name: RecordName) throws(StateError) -> Bool {
        let found = try RecordVersionMark.read(json, name)
        guard found <= version else {
            throw StateError(
                .newerRecord,
                "\(name) is of version \(found), and this program knows \(kind) up to version \(version); use the "
                    + "newer program. The record stays as it is")
        }
        return found < version
    }

    /// The record as this program knows it; nil where it is that already.
    ///
    /// - Throws: `.newerRecord`, `.undecodable`, and `.migrationFailed` with the step. Nothing is changed in the store.
    package func migrated(_ json: [UInt8], _ name: RecordName) throws(StateError) -> [UInt8]? {
        guard try isOlder(json, name) else { return nil }
        var object = try RecordObject(json)
        var at = try RecordVersionMark.read(json, name)
        while at < version {
            // The steps end at this version, so they begin where the chain begins.
            let place = steps.count - (version - at)
            guard place >= 0 else {
                throw failure(name, at, nil, "no migration leads there; put it back into the chain")
            }
            do { try steps[place].change(&object) } catch {
                throw failure(name, at, error, "mend the migration or the record; it stays as it is")
            }
            at += 1
        }
        object.remove("\(RecordVersionMark.name)")
        let bytes = object.json
        guard Self.hasID(name.id, bytes) else {
            throw failure(name, version - 1, nil, "it has another id then, and a migration must leave that as it is")
        }
        return try RecordVersionMark.add(version, to: bytes, kind)
    }

    private static func hasID(_ id: String, _ json: [UInt8]) -> Bool {
        json.withUnsafeBytes { bytes in
            guard let place = FieldFinder.find("id", in: bytes) else { return false }
            let value = json[place]
            return (RecordMembers.text(of: value) ?? Array(value)).elementsEqual(id.utf8)
        }
    }

    private func failure(_ name: RecordName, _ from: Int, _ cause: (any Error)?, _ advice: String) -> StateError {
        StateError(
            .migrationFailed, "\(name) cannot be brought from version \(from) to \(from + 1): \(advice)", cause: cause)
    }
}

/// The forms of all kinds that a program named.
package struct RecordForms: Sendable {
    private var forms: TextMap<RecordForm> = [:]

    package init() {}

    /// - Throws: `.invalidOption`.
    package mutating func add<R: Record>(_ type: R.Type) throws(StateError) {
        let form = RecordForm(type)
        try form.check()
        forms[R.kind] = form
    }

    /// nil for a kind that is stored as it is, such as those of event streams.
    subscript(kind: String) -> RecordForm? { forms[kind] }

    /// The record as this program knows it. Errors: as ``RecordForm/migrated(_:_:)``.
    func current(_ json: [UInt8], _ name: RecordName) throws(StateError) -> [UInt8] {
        try forms[name.kind]?.migrated(json, name) ?? json
    }
}
