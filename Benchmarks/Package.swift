// swift-tools-version: 6.2
import PackageDescription

let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// A package of its own, so that whoever links Cairn never meets what is only needed to measure it.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "cairn", path: "../")],
    targets: [
        .target(name: "BareDisk", swiftSettings: rules),
        .target(name: "BenchProcess", swiftSettings: rules),
        .executableTarget(name: "floor", dependencies: ["BareDisk"], swiftSettings: rules),
        .executableTarget(
            name: "store-bench",
            dependencies: [
                "BareDisk", "BenchProcess", .product(name: "Cairn", package: "cairn"),
                .product(name: "CairnLog", package: "cairn"),
            ],
            path: "Sources/StoreBench", swiftSettings: rules),
        .executableTarget(
            name: "codec-bench", dependencies: ["CSimdJSON", .product(name: "Cairn", package: "cairn")],
            path: "Sources/CodecBench", swiftSettings: rules),

        .executableTarget(
            name: "actor-bench", dependencies: [.product(name: "CairnActors", package: "cairn")],
            path: "Sources/ActorBench", swiftSettings: rules),

        // The others of the field, through their C interfaces
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(
            name: "CRocksDB", pkgConfig: "rocksdb", providers: [.apt(["librocksdb-dev"]), .brew(["rocksdb"])]),
        .systemLibrary(name: "CLevelDB", providers: [.apt(["libleveldb-dev"]), .brew(["leveldb"])]),
        // simdjson has no C interface of its own.
        .target(
            name: "CSimdJSON", cxxSettings: [.unsafeFlags(["-O3"])],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"]), .brew(["lmdb"])]),
        .executableTarget(
            name: "peer-bench",
            dependencies: [
                "BareDisk", "BenchProcess", "CSQLite", "CRocksDB", "CLevelDB", "CLMDB",
                .product(name: "Cairn", package: "cairn"), .product(name: "CairnLog", package: "cairn"),
            ],
            path: "Sources/PeerBench", swiftSettings: rules),
    ],
    cxxLanguageStandard: .cxx17
)
