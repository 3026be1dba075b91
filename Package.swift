// swift-tools-version: 6.2
import PackageDescription

// One set of rules for every target. Warnings become errors in CI only: in the manifest it would bind users.
let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),  // a box that costs is written `any`
    .enableUpcomingFeature("InternalImportsByDefault"),  // a room shows only what it means to show
    .enableUpcomingFeature("MemberImportVisibility"),  // no member arrives through somebody else's import
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // an async call stays where its caller is
    .enableUpcomingFeature("InferIsolatedConformances"),
]

// The fuzzers are built only when asked for, because their flags would break a plain build; see their heads.
let isFuzzing = Context.environment["CAIRN_FUZZ"] == "1"
let fuzzers: [Target] =
    !isFuzzing
    ? []
    : [
        .executableTarget(
            name: "LineFuzz", dependencies: ["CairnLines"], path: "Tests/Fuzz/LineFuzz", swiftSettings: rules),
        .executableTarget(
            name: "SegmentFuzz", dependencies: ["CairnLog", "CairnLines", "CairnDisk", "CrashLab", "GoldenStores"],
            path: "Tests/Fuzz/SegmentFuzz", swiftSettings: rules),
        .executableTarget(
            name: "SnapshotFuzz",
            dependencies: ["CairnLog", "CairnLines", "CairnDisk", "CrashLab", "GoldenStores", "CLZ4"],
            path: "Tests/Fuzz/SnapshotFuzz", swiftSettings: rules),
    ]

let package = Package(
    name: "cairn",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Cairn", targets: ["Cairn"]),
        .library(name: "CairnPlans", targets: ["CairnPlans"]),
        .library(name: "CairnActors", targets: ["CairnActors"]),
        .library(name: "CairnLog", targets: ["CairnLog"]),
        .executable(name: "cairn", targets: ["CairnCLI"]),
    ],
    targets: [
        // Floor 4, the window
        .executableTarget(
            name: "CairnCLI", dependencies: ["Cairn", "CairnLog", "CairnLines", "CairnDisk"], swiftSettings: rules),

        // Floor 3, a domain on the door
        .target(name: "CairnPlans", dependencies: ["Cairn"], swiftSettings: rules),

        // Floor 3, the residents
        .target(name: "CairnActors", dependencies: ["Cairn", "CCrypto"], swiftSettings: rules),

        // Floor 2, the door
        .target(name: "Cairn", dependencies: ["CairnLog", "CairnLines", "CairnDisk"], swiftSettings: rules),

        // Floor 1, bytes that survive
        .target(
            name: "CairnLog", dependencies: ["CairnDisk", "CairnLines", "CLZ4", "CXXHash", "CCrypto"],
            swiftSettings: rules),

        // Floor 0, the disk and the line language
        .target(name: "CairnDisk", swiftSettings: rules),
        .target(name: "CairnLines", dependencies: ["CXXHash"], swiftSettings: rules),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
        .systemLibrary(
            name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

        // The prose's code, so that it compiles and runs
        .executableTarget(name: "Tour", dependencies: ["Cairn"], path: "Docs/Tour", swiftSettings: rules),
        .executableTarget(name: "LogTour", dependencies: ["CairnLog"], path: "Docs/LogTour", swiftSettings: rules),
        .executableTarget(name: "GuideTour", dependencies: ["Cairn"], path: "Docs/GuideTour", swiftSettings: rules),
        .executableTarget(
            name: "PlansTour", dependencies: ["CairnPlans", "Cairn"], path: "Docs/PlansTour", swiftSettings: rules),
        .executableTarget(name: "QueriesTour", dependencies: ["Cairn"], path: "Docs/QueriesTour", swiftSettings: rules),
        .executableTarget(
            name: "MigrationTour", dependencies: ["Cairn"], path: "Docs/MigrationTour", swiftSettings: rules),
        .executableTarget(
            name: "ActorsTour", dependencies: ["CairnActors"], path: "Docs/ActorsTour", swiftSettings: rules),

        // The proof
        .target(name: "FieldKit", dependencies: ["CairnDisk"], path: "Tests/FieldKit", swiftSettings: rules),
        .executableTarget(name: "kill-loop", dependencies: ["FieldKit"], path: "Tests/KillLoop", swiftSettings: rules),
        .executableTarget(
            name: "errno-matrix", dependencies: ["CairnDisk", "FieldKit"], path: "Tests/ErrnoMatrix",
            swiftSettings: rules),
        .executableTarget(
            name: "door-client", dependencies: ["Cairn", "FieldKit"], path: "Tests/DoorClient", swiftSettings: rules),
        .executableTarget(name: "door-loop", dependencies: ["FieldKit"], path: "Tests/DoorLoop", swiftSettings: rules),
        .executableTarget(name: "full-disk", dependencies: ["FieldKit"], path: "Tests/FullDisk", swiftSettings: rules),
        .executableTarget(name: "power-cut", dependencies: ["FieldKit"], path: "Tests/PowerCut", swiftSettings: rules),
        .executableTarget(
            name: "disk-probe", dependencies: ["CairnDisk"], path: "Tests/DiskProbe", swiftSettings: rules),
        .testTarget(
            name: "CairnDiskTests", dependencies: ["CairnDisk", "FieldKit", "disk-probe"], swiftSettings: rules),
        .testTarget(
            name: "CairnTests",
            dependencies: ["Cairn", "CairnLog", "CairnLines", "CairnDisk", "CrashLab", "Laboratory"],
            swiftSettings: rules),
        .testTarget(name: "CairnPlansTests", dependencies: ["CairnPlans", "Cairn"], swiftSettings: rules),
        .testTarget(
            name: "CairnActorsTests",
            dependencies: ["CairnActors", "Cairn", "CairnLog", "CairnLines", "CairnDisk", "CrashLab"],
            swiftSettings: rules),
        .testTarget(name: "CLITests", dependencies: ["CairnCLI", "Cairn", "FieldKit"], swiftSettings: rules),
        .testTarget(name: "TidyTests", dependencies: ["CairnDisk"], swiftSettings: rules),
        .testTarget(name: "CairnLinesTests", dependencies: ["CairnLines"], swiftSettings: rules),
        .target(name: "CrashLab", dependencies: ["CairnDisk"], path: "Tests/CrashLab", swiftSettings: rules),
        .target(
            name: "Laboratory", dependencies: ["Cairn", "CairnLog", "CairnLines", "CairnDisk", "CrashLab"],
            path: "Tests/Laboratory", swiftSettings: rules),
        .executableTarget(
            name: "lab", dependencies: ["Laboratory", "FieldKit"], path: "Tests/Lab", swiftSettings: rules),
        .target(
            name: "GoldenStores", dependencies: ["CairnLog", "CairnDisk", "CrashLab"], path: "Tests/GoldenStores",
            swiftSettings: rules),
        .executableTarget(
            name: "golden", dependencies: ["GoldenStores", "CairnDisk", "CrashLab"], path: "Tests/Golden",
            swiftSettings: rules),
        .testTarget(name: "LaboratoryTests", dependencies: ["Laboratory", "CrashLab"], swiftSettings: rules),
        .testTarget(name: "CrashLabTests", dependencies: ["CrashLab", "CairnDisk"], swiftSettings: rules),
        .testTarget(
            name: "CairnLogTests",
            dependencies: [
                "CairnLog", "CairnLines", "CairnDisk", "CrashLab", "CLZ4", "CCrypto", "FieldKit", "GoldenStores",
            ],
            swiftSettings: rules),
    ] + fuzzers
)
