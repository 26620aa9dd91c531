import Foundation

/// The built command, the very file that is installed, and the folders its tests read.
enum BuiltCommand {
    /// The package: this file lies at Tests/CommandTests/BuiltCommand.swift in it.
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let tests = package.appendingPathComponent("Tests/CommandTests")

    /// Named by `HOLDFAST_COMMAND`; without it, what `make` leaves in the package.
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["HOLDFAST_COMMAND"], !named.isEmpty { return named }
        return package.appendingPathComponent(".build/release/holdfast").path
    }()

    static let isBuilt = FileManager.default.isExecutableFile(atPath: path)

    /// The environment of everything that tests run: the command first on the path, nothing that a person has set.
    static func environment(home: String) -> [String: String] {
        let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return [
            "PATH": "\(folder):\(inherited)", "HOME": home, "WORK": home, "LC_ALL": "C.UTF-8", "HOLDFAST": path,
            "SCRIPTS": tests.appendingPathComponent("Scripts").path,
        ]
    }

    /// The files of a folder beside this one whose names end so, sorted by name.
    static func files(in folder: String, ending suffix: String) -> [URL] {
        let place = tests.appendingPathComponent(folder)
        let found = try? FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
        return (found ?? []).filter { $0.lastPathComponent.hasSuffix(suffix) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
