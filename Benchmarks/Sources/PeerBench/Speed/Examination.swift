/// Every contender is asked before it is measured: what was written must be read, what was overwritten must be new,
/// what was removed must be gone, what was scanned must be complete, and all of it again when it was opened anew.
enum Examination {
    private static let count = 300

    static func examine(_ setting: Setting) async throws {
        for entrant in setting.entrants where entrant.can.contains(.reads) {
            setting.progress.say("examines \(entrant.name)")
            for isOrdered in [false, true] where !isOrdered || entrant.can.contains(.scans) {
                let folder = try setting.makeFolder("examination")
                let setup = Setup(isOrdered: isOrdered)
                let store = try await entrant.open(folder, setup)
                try await Loading.load(store, 0..<count, batch: 100)
                try await change(try store.client(.synced))
                try await change(try store.client(.buffered))
                try ask(entrant, store, isOrdered)
                try await store.compact()
                try await store.close()
                let again = try await entrant.open(folder, setup)
                try ask(entrant, again, isOrdered)
                try await again.close()
                FileTools.remove(folder)
            }
        }
    }

    /// Every third is removed, some are overwritten, and one of those is read, changed and written.
    private static func change(_ client: Client) async throws {
        var deeds = stride(from: 0, to: count, by: 3).map { Deed.delete($0) }
        deeds += stride(from: 1, to: count, by: 21).map { .write($0, salt: 5) }
        deeds.append(.modify(1, salt: 5))
        for deed in deeds {
            switch client {
            case .thread(let client): try client.write(deed)
            case .task(let client): try await client.write(deed)
            }
        }
    }

    private static func ask(_ entrant: Entrant, _ store: any Contender, _ isOrdered: Bool) throws {
        let reader: any Reader =
            switch try store.client(.synced) {
            case .thread(let client): client
            case .task(let client): client
            }
        for number in 0..<count {
            let met = number % 3 == 0 ? 0 : 1
            try expect(entrant, try reader.read(.read(number)), met, "reading \(number)")
            try expect(entrant, try reader.read(.readTyped(number)), met, "reading \(number), typed")
            let bytes = try reader.bytes(number)
            guard met == 0 ? bytes == nil : bytes == json(number) else {
                throw ContenderFailure(entrant.name, "record \(number) is not what was written last")
            }
        }
        try expect(entrant, try reader.read(.read(900_000_001)), 0, "reading what is not there")
        guard isOrdered else { return }
        try expect(entrant, try reader.read(.scan(from: 0, count: 1_000)), 200, "scanning everything")
        try expect(entrant, try reader.read(.scan(from: 298, count: 10)), 2, "scanning the end")
        try expect(entrant, try reader.read(.scanTyped(from: 10, count: 10)), 10, "scanning ten, typed")
    }

    /// What `change` leaves of it.
    private static func json(_ number: Int) -> [UInt8] {
        var text = SampleText()
        text.set(number, salt: number % 21 == 1 ? 5 : 0)
        return text.json
    }

    private static func expect(_ entrant: Entrant, _ met: Int, _ wanted: Int, _ what: String) throws {
        guard met == wanted else {
            throw ContenderFailure(entrant.name, "\(what) met \(met) records instead of \(wanted)")
        }
    }
}
