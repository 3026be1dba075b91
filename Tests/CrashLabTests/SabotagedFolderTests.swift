import CairnDisk
import CrashLab
import Testing

@Suite struct SabotagedFolderTests {
    let recorded = RecordedFolder()

    private func publish(_ folder: any Folder) throws {
        let file = try folder.open("tmp", .create, .writeSnapshot)
        try file.put("hello")
        try file.sync(.writeSnapshot)
        try folder.rename("tmp", to: "a", .publishSnapshot)
        try folder.sync(.publishSnapshot)
    }

    @Test func `the sites that were reached are listed with how often`() throws {
        let folder = SabotagedFolder(recorded)
        try publish(folder)
        try folder.sync(.publishSnapshot)
        #expect(
            folder.hitSites == [
                DiskSite(.open, .writeSnapshot): 1, DiskSite(.write, .commitGroup): 1,
                DiskSite(.fileSync, .writeSnapshot): 1, DiskSite(.rename, .publishSnapshot): 1,
                DiskSite(.folderSync, .publishSnapshot): 2,
            ])
        #expect(folder.hitSites.keys.sorted().first == DiskSite(.fileSync, .writeSnapshot))
    }

    @Test func `the chosen site does nothing and says nothing, everything else is done`() throws {
        try publish(SabotagedFolder(recorded, without: DiskSite(.fileSync, .writeSnapshot)))
        #expect(recorded.disk.picture == "a=hello")
        #expect(!recorded.trace.events.contains { if case .syncFile = $0.operation { true } else { false } })
        recorded.mark(1)
        #expect(pictures(recorded.trace, .allReordered, mark: 1).contains("a="))
    }

    @Test(arguments: [
        (DiskSite(.write, .commitGroup), "a="), (DiskSite(.rename, .publishSnapshot), "tmp=hello"),
        (DiskSite(.folderSync, .publishSnapshot), "a=hello"), (DiskSite(.fileSync, .commitGroup), "a=hello"),
    ])
    func `each removable kind can be left out`(site: DiskSite, left: String) throws {
        try publish(SabotagedFolder(recorded, without: site))
        #expect(recorded.disk.picture == left)
    }

    @Test func `a cut, a removal and a dropped cache can be left out, in inner folders too`() throws {
        let sites = [DiskSite(.truncate, .trimRoom), DiskSite(.unlink, .dropSegment), DiskSite(.dropCache, .openStore)]
        let expected = ["q/a=lostx", "q/a=", "q/a="]
        for (site, left) in zip(sites, expected) {
            let recorded = RecordedFolder()
            let folder = try SabotagedFolder(recorded, without: site).folder("q", create: true, .quarantine)
            let file = try folder.open("a", .create, .createSegment)
            try file.put("lostx")
            _ = try folder.open("b", .create, .createSegment)
            try file.truncate(to: .zero, .trimRoom)
            try folder.unlink("b", .dropSegment)
            let hasB = site.call == .unlink
            #expect(recorded.disk.picture == left + (hasB ? " q/b=" : ""))
        }
    }

    @Test func `a cache that is not dropped goes on showing what a failed sync lost`() throws {
        for (site, shown) in [(nil, "\0\0\0\0"), (DiskSite(.dropCache, .openStore), "lost")] {
            let fault = Fault(at: 0, among: [.fileSync], code: .inputOutput)
            let folder = FaultyFolder(SabotagedFolder(RecordedFolder(), without: site), fault)
            let file = try folder.open("a", .create, .createSegment)
            try file.put("lost")
            #expect(code { try file.sync(.commitGroup) } == .inputOutput)
            file.dropCache(from: .zero)
            #expect(try file.text() == shown)
        }
    }
}
