// swift-tools-version: 6.1
import PackageDescription

/// Imports stay inside their target unless it says `package import`, and every module that is used is imported by name.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

func target(
    _ name: String, in folder: String? = nil, _ dependencies: Target.Dependency..., without files: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: folder.map { "Sources/\($0)/\(name)" }, exclude: files,
        swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency..., without folders: [String] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, exclude: folders, swiftSettings: settings)
}

let package = Package(
    name: "holdfast",
    products: [
        .library(name: "Custody", targets: ["Custody"]),
        .executable(name: "holdfast", targets: ["holdfast"]),
        .executable(name: "holdfast-print", targets: ["holdfast-print"]),
        .executable(name: "holdfast-benchmark", targets: ["SharingBench"]),
    ],
    dependencies: [
        // Without its traits it brings neither Foundation nor ICU into the command, which would load and relocate them.
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0", traits: [])
    ],
    targets: [
        // 0: the C libraries
        .systemLibrary(
            name: "CSodium", path: "Sources/C/CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(
            name: "CLibcrypto", path: "Sources/C/CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CSecp256k1", path: "Sources/C/CSecp256k1", pkgConfig: "libsecp256k1",
            providers: [.apt(["libsecp256k1-dev"])]),
        .systemLibrary(name: "CSystem", path: "Sources/C/CSystem"),
        .systemLibrary(
            name: "CPangoCairo", path: "Sources/C/CPangoCairo", pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]),
        .systemLibrary(
            name: "CQRencode", path: "Sources/C/CQRencode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]),

        // 1: bytes
        target("Secrets", "CSodium", "CSystem"),
        target("Digests", "Secrets", "CSodium", "CLibcrypto"),
        target("Encodings", "Digests", "CSystem"),

        // What the words of a command line mean: nothing of keys and shares.
        target("Arguments"),

        // 2: the mathematics of one curve, and encryption
        target("Groups", "Secrets", "CSecp256k1", "CSodium", "CSystem"),
        target("Sealing", "Secrets", "Encodings", "Digests", "CSodium", "CLibcrypto"),

        // 3: signatures, and sharing
        target("Signatures", "Groups", "Digests", "Secrets", "CSecp256k1", "CSodium", "CLibcrypto"),
        target("SecretSharing", "Groups", "Digests", "Secrets"),
        target("OwnKeys", "SecretSharing", "Sealing", "Groups", "Digests", "Secrets"),
        target("Certificates", "Signatures", "Groups", "Encodings", "Digests", "CLibcrypto"),

        // 4: files and ledgers
        target("KeyFiles", "Signatures", "Groups", "Sealing", "Encodings", "Digests", "Secrets"),
        target("ShareFiles", "OwnKeys", "SecretSharing", "Groups", "Sealing", "Encodings", "Digests", "Secrets"),
        target("Transactions", in: "Ledgers", "Signatures", "Groups", "Encodings", "Secrets"),
        target("Bitcoin", in: "Ledgers", "Transactions", "Signatures", "Groups", "Encodings", "Digests"),
        target("EVM", in: "Ledgers", "Transactions", "Signatures", "Groups", "Encodings", "Digests"),
        // Two ledgers write protocol buffers: the one place that reads their wire form.
        target(
            "ProtocolBuffers", in: "Ledgers", .product(name: "SwiftProtobuf", package: "swift-protobuf")),
        target(
            "Fabric", in: "Ledgers", "Transactions", "ProtocolBuffers", "Certificates", "Signatures", "Groups",
            "Encodings",
            "Digests", .product(name: "SwiftProtobuf", package: "swift-protobuf"), without: ["Protocol/fabric.proto"]),
        target("Solana", in: "Ledgers", "Transactions", "Signatures", "Groups", "Encodings", "Digests"),
        target(
            "Cosmos", in: "Ledgers", "Transactions", "ProtocolBuffers", "Signatures", "Groups", "Encodings", "Digests",
            .product(name: "SwiftProtobuf", package: "swift-protobuf"), without: ["Protocol/cosmos.proto"]),

        // 5: the acts
        target(
            "Custody", "KeyFiles", "ShareFiles", "OwnKeys", "SecretSharing", "Transactions", "Bitcoin", "EVM", "Fabric",
            "Solana",
            "Cosmos", "Certificates", "Signatures", "Groups", "Sealing", "Encodings", "Digests", "Secrets", "CSystem"),

        // 6: the command
        .executableTarget(
            name: "holdfast",
            dependencies: ["Custody", "Arguments", "Encodings", "CSystem"], swiftSettings: settings),

        // Draws sheets of paper for the command: a program of its own, so that the command stays one static file.
        .executableTarget(
            name: "holdfast-print", dependencies: ["CPangoCairo", "CQRencode", "CSystem"], swiftSettings: settings),

        // Tests: one target a module, what they share, and the built command driven from outside
        .target(
            name: "TestSupport",
            dependencies: ["Transactions", "SecretSharing", "Signatures", "Groups", "Encodings", "Secrets"],
            path: "Tests/TestSupport", swiftSettings: settings),
        tests("Arguments", "Arguments"),
        tests("Secrets", "Secrets", "TestSupport"),
        tests("Digests", "Digests", "Encodings", "Secrets", "TestSupport"),
        tests("Encodings", "Encodings", "TestSupport"),
        tests(
            "Groups", "Groups", "Secrets", "Encodings", "TestSupport", "CSecp256k1", "CSodium", "CLibcrypto"),
        tests("Sealing", "Sealing", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests("Signatures", "Signatures", "Groups", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests("SecretSharing", "SecretSharing", "Groups", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests("OwnKeys", "OwnKeys", "SecretSharing", "Groups", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests("KeyFiles", "KeyFiles", "Signatures", "Groups", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests(
            "ShareFiles", "ShareFiles", "OwnKeys", "SecretSharing", "Groups", "Encodings", "Digests", "Secrets",
            "TestSupport"),
        tests("Certificates", "Certificates", "Signatures", "Groups", "Encodings", "TestSupport"),
        tests("Transactions", "Transactions", "Signatures", "Groups", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests(
            "Bitcoin", "Bitcoin", "Transactions", "Signatures", "Groups", "Encodings", "Digests", "Secrets",
            "TestSupport"),
        tests("EVM", "EVM", "Transactions", "Signatures", "Groups", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests(
            "Fabric", "Fabric", "Certificates", "Transactions", "Signatures", "Groups", "Encodings", "Digests",
            "Secrets", "TestSupport"),
        tests(
            "Solana", "Solana", "Transactions", "Signatures", "Groups", "Encodings", "Digests", "Secrets",
            "TestSupport"),
        tests(
            "Cosmos", "Cosmos", "Transactions", "Signatures", "Groups", "Encodings", "Digests", "Secrets",
            "TestSupport"),
        tests(
            "Custody", "Custody", "EVM", "Transactions", "KeyFiles", "ShareFiles", "OwnKeys", "SecretSharing",
            "Sealing",
            "Signatures", "Groups", "Encodings", "Digests", "Secrets", "TestSupport"),
        tests("Command", "Encodings", "TestSupport", without: ["Scripts", "Terminal"]),
        tests("MemoryCheck", "TestSupport"),
        // What the tests run under valgrind: every path on secret data, and a leaky twin of each.
        .executableTarget(
            name: "MemoryCheck",
            dependencies: [
                "Custody", "KeyFiles", "ShareFiles", "OwnKeys", "SecretSharing", "Signatures", "Groups", "Sealing",
                "Encodings", "Secrets",
            ], path: "Tests/MemoryCheck", exclude: ["outside-libraries.supp"], swiftSettings: settings),
        // Whether the time of what runs on secrets depends on them, for `make check-constant-time`.
        .executableTarget(
            name: "TimingCheck",
            dependencies: [
                "ShareFiles", "SecretSharing", "Signatures", "Groups", "Encodings", "Digests", "Secrets",
            ], path: "Tests/TimingCheck", swiftSettings: settings),
        // Every reader of bytes from outside, for `make fuzz`, and for the tests that replay what was found.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Custody", "ShareFiles", "OwnKeys", "SecretSharing", "Sealing", "Certificates", "Transactions",
                "Signatures",
                "Groups", "Encodings", "Secrets",
            ], path: "Tests/FuzzTargets", swiftSettings: settings),
        .executableTarget(name: "Fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz", swiftSettings: settings),
        tests("FuzzTargets", "FuzzTargets", "TestSupport"),
        // What `make bench` runs: sharing in verifications by the C libraries, each ledger beside their bare calls.
        .target(
            name: "Measuring", dependencies: ["Groups", "Encodings"], path: "Benchmarks/Measuring",
            swiftSettings: settings),
        tests("Measuring", "Measuring", "Groups", "Encodings"),
        .executableTarget(
            name: "SharingBench",
            dependencies: [
                "Measuring", "Custody", "OwnKeys", "SecretSharing", "Signatures", "Groups", "Encodings", "Secrets",
                "CSecp256k1", "CLibcrypto", "CSodium",
            ], path: "Benchmarks/SharingBench", swiftSettings: settings),
        .executableTarget(
            name: "LedgerBench",
            dependencies: [
                "Measuring", "Custody", "Bitcoin", "EVM", "Fabric", "Solana", "Cosmos", "Transactions", "Signatures",
                "Groups",
                "Encodings", "Digests", "Secrets", "CSecp256k1", "CLibcrypto", "CSodium",
            ], path: "Benchmarks/LedgerBench", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
