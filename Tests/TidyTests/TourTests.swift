import Testing

/// What the front page shows is what compiles.
@Suite struct TourTests {
    @Test(arguments: [
        ("Docs/Tour/main.swift", "README.md"), ("Docs/LogTour/main.swift", "Docs/Log.md"),
        ("Docs/PlansTour/main.swift", "Docs/Plans.md"), ("Docs/GuideTour/main.swift", "Docs/Guide.md"),
        ("Docs/QueriesTour/main.swift", "Docs/Queries.md"),
        ("Docs/MigrationTour/main.swift", "Docs/Migration.md"),
        ("Docs/ActorsTour/main.swift", "Docs/Actors.md"),
    ])
    func `a page shows its tour, byte for byte`(program: String, page: String) throws {
        let tour = try #require(Project.files.first { $0.path == program }).text
        let shown = try #require(Project.files.first { $0.path == page }).text
        let marked = try #require(tour.firstMatch(of: /\/\/ tour: begin\n([\s\S]*?)\/\/ tour: end/)).1
        #expect(shown.contains("```swift\n" + marked + "```"))
    }
}
