// swift-tools-version: 6.2
import PackageDescription

let shared: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

// Loops over thousands of trials, and a hundred thousand cells: without optimisation a debug build would wait minutes for
// a report, and the tests, which make hundreds of them, with it. A package that is a dependency of another may not carry
// such a flag, and is built for release there.
let isDependency = Context.packageDirectory.contains("/checkouts/")
let lanesSettings: [CSetting] = isDependency ? [] : [.unsafeFlags(["-O2"], .when(configuration: .debug))]
let optimised: Set = ["Money", "Tabular", "Billing", "Importers", "Economics", "Reports", "XLSX", "Exporters"]

let package = Package(
    name: "Breakeven",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "breakeven", targets: ["Breakeven"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CXlsxWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"]), .brew(["libxlsxwriter"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

        .target(name: "CPlatform"),
        .target(name: "CLanes", cSettings: lanesSettings),
        .target(name: "Money"),
        .target(name: "Diagnostics"),
        .target(name: "Tabular", dependencies: ["CZlib", "CCrypto", "Diagnostics"]),
        .target(name: "Billing", dependencies: ["Money", "Diagnostics"]),
        .target(name: "Importers", dependencies: ["Tabular", "Billing", "Money", "Diagnostics"]),
        .target(name: "Economics", dependencies: ["CLanes", "Billing", "Money", "Diagnostics"]),
        .target(name: "Reports", dependencies: ["Economics", "Billing", "Money", "Diagnostics"]),
        .target(name: "XLSX", dependencies: ["CXlsxWriter", "CZlib", "Diagnostics"]),
        .target(
            name: "Exporters",
            dependencies: [
                "CPlatform", "XLSX", "Reports", "Tabular", "Economics", "Billing", "Money", "Diagnostics",
            ]),
        .target(
            name: "Settings",
            dependencies: [
                "Economics", "Billing", "Money", "Diagnostics", .product(name: "Yams", package: "Yams"),
            ]),
        .executableTarget(
            name: "Breakeven",
            dependencies: [
                "Settings", "Exporters", "XLSX", "Reports", "Importers", "Tabular", "Economics", "Billing", "Money",
                "Diagnostics", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .target(
            name: "TestSupport", dependencies: ["XLSX", "Billing", "Money", "CZlib", "Diagnostics"],
            path: "Tests/TestSupport"),
        .testTarget(name: "SampleTests", dependencies: ["Money", "TestSupport"]),
        .testTarget(name: "MoneyTests", dependencies: ["Money", "TestSupport"]),
        .testTarget(name: "TabularTests", dependencies: ["Tabular", "Diagnostics", "TestSupport"]),
        .testTarget(name: "BillingTests", dependencies: ["Billing", "Money", "Diagnostics", "TestSupport"]),
        .testTarget(
            name: "ImportersTests",
            dependencies: ["Importers", "Economics", "Tabular", "Billing", "Money", "Diagnostics", "TestSupport"],
            exclude: ["Samples"]),
        .testTarget(
            name: "EconomicsTests", dependencies: ["Economics", "Billing", "Money", "Diagnostics", "TestSupport"]),
        .testTarget(name: "XLSXTests", dependencies: ["XLSX", "Diagnostics", "TestSupport"]),
        .testTarget(
            name: "ExportersTests",
            dependencies: ["Exporters", "XLSX", "Reports", "Tabular", "Money", "Diagnostics", "TestSupport"]),
        .testTarget(
            name: "SettingsTests", dependencies: ["Settings", "Economics", "Billing", "Diagnostics", "TestSupport"]),
        .testTarget(
            name: "BreakevenTests",
            dependencies: [
                "Breakeven", "Settings", "Exporters", "Reports", "Importers", "Tabular", "Economics", "Billing",
                "Money", "Diagnostics", "XLSX", "TestSupport",
            ], exclude: ["Help"]),
    ],
    swiftLanguageModes: [.v6]
)

// Without a `main` of their own these do not link in a build that has no libFuzzer.
if Context.environment["BREAKEVEN_FUZZ"] != nil {
    package.targets += ["FuzzReader", "FuzzArchives", "FuzzTexts"].map { name in
        .executableTarget(
            name: name, dependencies: ["Importers", "Tabular", "Money", "Diagnostics", "TestSupport"],
            path: "Tests/Fuzz/\(name)")
    }
}
// Run parts of the program without the rest of it. No user builds them.
if Context.environment["BREAKEVEN_BENCHMARKS"] != nil {
    package.targets += ["ImportBenchmark"].map { name in
        .executableTarget(
            name: name, dependencies: ["Importers", "Tabular", "Billing", "Diagnostics"], path: "Benchmarks/\(name)")
    }
    package.targets.append(
        .executableTarget(
            name: "ModelBenchmark", dependencies: ["Settings", "Economics", "Billing", "Diagnostics"],
            path: "Benchmarks/ModelBenchmark"))
    package.targets.append(
        .executableTarget(
            name: "WriterBenchmark", dependencies: ["Exporters", "Reports", "Diagnostics"],
            path: "Benchmarks/WriterBenchmark"))
}
for target in package.targets where target.type != .system {
    target.swiftSettings = shared
    if optimised.contains(target.name), !isDependency {
        target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
    }
    if target.name.hasPrefix("Fuzz") { target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"])) }
}
if Context.environment["BREAKEVEN_WARNINGS_AS_ERRORS"] != nil {
    for target in package.targets where target.type != .system {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    }
}
