// swift-tools-version: 6.2
import PackageDescription

// One set of settings for every target: the language's own strictness, and no warning left standing.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A C library of the system, found by pkg-config and installed by name.
func binding(_ name: String, pkgConfig: String? = nil, apt: [String] = []) -> Target {
    .systemLibrary(
        name: name, path: "Sources/Bindings/\(name)", pkgConfig: pkgConfig,
        providers: apt.isEmpty ? [] : [.apt(apt)])
}

/// A floor of the house: it may import the floors it names, and nothing else.
func floor(_ name: String, on floors: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: floors, swiftSettings: strict)
}

func tests(of name: String, on more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + more, path: "Tests/\(name)Tests",
        swiftSettings: strict)
}

let package = Package(
    name: "whatsapp_status_exporter",
    products: [
        .executable(name: "whatsapp_status_exporter", targets: ["whatsapp_status_exporter"]),
        .executable(name: "whatsapp_lab", targets: ["whatsapp_lab"]),
    ],
    targets: [
        // Bytes and numbers: no sockets, no C.
        floor("Wire"),
        floor("Bytes"),
        floor("Prometheus", on: ["Bytes"]),
        // The system, owned.
        binding("CLinux"),
        binding("COpenSSL", pkgConfig: "openssl", apt: ["libssl-dev"]),
        binding("CZlib", pkgConfig: "zlib", apt: ["zlib1g-dev"]),
        binding("CYAML", pkgConfig: "yaml-0.1", apt: ["libyaml-dev"]),
        binding("CSQLite", pkgConfig: "sqlite3", apt: ["libsqlite3-dev"]),
        // Part of the C library's development files.
        binding("CCrypt", apt: ["libcrypt-dev"]),
        binding("CBrotli", pkgConfig: "libbrotlidec", apt: ["libbrotli-dev"]),
        binding("CNGHTTP2", pkgConfig: "libnghttp2", apt: ["libnghttp2-dev"]),
        // Only its header: see LibPQ in PostgreSQL.
        binding("CPostgreSQL", apt: ["libpq-dev"]),
        .target(
            name: "CRE2", path: "Sources/Bindings/CRE2",
            linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),
        floor("Posix", on: ["CLinux", "Wire"]),
        floor("TLS", on: ["COpenSSL", "Posix", "Wire"]),
        floor("Passwords", on: ["CCrypt", "Wire"]),
        floor("Compression", on: ["CBrotli", "CZlib"]),
        floor("YAML", on: ["CYAML", "Wire"]),
        floor("Store", on: ["CSQLite", "Posix"]),
        floor("Patterns", on: ["CRE2"]),
        floor("HTTP2", on: ["CNGHTTP2", "Wire"]),
        floor("PostgreSQL", on: ["CPostgreSQL", "Posix", "Wire"]),
        floor("ProcFS", on: ["Posix", "Wire"]),
        floor("Netlink", on: ["Posix", "Wire"]),
        floor("Conditions", on: ["Patterns"]),
        // What we do with them.
        floor(
            "Probing",
            on: ["Compression", "Conditions", "HTTP2", "Patterns", "Posix", "PostgreSQL", "ProcFS", "TLS", "Wire"]),
        floor("WhatsApp", on: ["Posix", "Probing", "ProcFS", "TLS", "Wire"]),
        floor("Diagnosis", on: ["Posix", "Probing", "WhatsApp", "Wire"]),
        floor("Server", on: ["Compression", "Passwords", "Posix", "TLS", "Wire"]),
        floor(
            "Exporter",
            on: [
                "Compression", "Conditions", "Diagnosis", "Netlink", "Passwords", "Patterns", "Posix", "PostgreSQL", "Probing",
                "ProcFS", "Prometheus", "Server", "Store", "TLS", "WhatsApp", "Wire", "YAML",
            ]),
        .executableTarget(name: "whatsapp_status_exporter", dependencies: ["Exporter"], swiftSettings: strict),
        // A WhatsApp of one's own, for tests and drills: never part of the exporter.
        floor("Certificates", on: ["COpenSSL", "TLS", "Wire"]),
        floor(
            "Lab",
            on: ["Certificates", "Diagnosis", "Posix", "Probing", "ProcFS", "TLS", "WhatsApp", "Wire", "YAML"]),
        .executableTarget(name: "whatsapp_lab", dependencies: ["Lab"], swiftSettings: strict),
        .executableTarget(
            name: "HandshakeBenchmark", dependencies: ["TLS", "WhatsApp"], path: "Tests/Benchmarks/Handshake",
            swiftSettings: strict),
        .executableTarget(
            name: "ReplayBenchmark", dependencies: ["Diagnosis", "Probing", "WhatsApp", "Wire"], path: "Tests/Benchmarks/Replay",
            swiftSettings: strict),
        .executableTarget(
            name: "SurgeBenchmark", dependencies: ["Diagnosis"], path: "Tests/Benchmarks/Surge", swiftSettings: strict),

        .testTarget(name: "HouseTests", path: "Tests/HouseTests", swiftSettings: strict),
        tests(of: "Wire"),
        tests(of: "Bytes"),
        tests(of: "Prometheus"),
        tests(of: "Posix", on: ["Wire"]),
        tests(of: "TLS", on: ["Posix", "Wire"]),
        tests(of: "Passwords"),
        tests(of: "Compression"),
        tests(of: "YAML", on: ["Wire"]),
        tests(of: "Store", on: ["Posix"]),
        tests(of: "Certificates", on: ["Posix", "TLS", "Wire"]),
        tests(of: "Lab", on: ["Certificates", "Diagnosis", "Posix", "Probing", "ProcFS", "TLS", "WhatsApp", "Wire", "YAML"]),
        tests(of: "Patterns"),
        tests(of: "Conditions", on: ["Patterns"]),
        tests(of: "HTTP2", on: ["Wire"]),
        tests(of: "PostgreSQL", on: ["Posix", "Wire"]),
        tests(of: "ProcFS", on: ["Posix", "Wire"]),
        tests(of: "Netlink", on: ["Posix", "Wire"]),
        tests(
            of: "Probing",
            on: [
                "Certificates", "Compression", "Conditions", "HTTP2", "Patterns", "Posix", "PostgreSQL", "ProcFS", "TLS", "Wire",
            ]),
        tests(of: "WhatsApp", on: ["Posix", "Probing", "ProcFS", "TLS", "Wire"]),
        tests(of: "Diagnosis", on: ["Posix", "Probing", "WhatsApp", "Wire"]),
        tests(of: "Server", on: ["Compression", "Passwords", "Posix", "TLS", "Wire"]),
        tests(
            of: "Exporter",
            on: [
                "Conditions", "Diagnosis", "Passwords", "Patterns", "Posix", "Probing", "ProcFS", "Prometheus", "Server", "Store",
                "TLS", "WhatsApp", "Wire", "YAML",
            ]),
    ]
)
