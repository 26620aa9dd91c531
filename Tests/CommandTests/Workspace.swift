import Foundation
import Glibc

/// A folder of its own for one test, removed with it.
///
/// With `HOLDFAST_KEEP` in the environment it stays, and is named, so that a failure can be looked at.
final class Workspace {
    let url: URL
    var path: String { url.path }

    init() throws {
        url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("holdfast-work-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        if ProcessInfo.processInfo.environment["HOLDFAST_KEEP"] != nil {
            print("kept: \(path)")
        } else {
            try? FileManager.default.removeItem(at: url)
        }
    }

    func url(_ name: String) -> URL { URL(fileURLWithPath: name, relativeTo: URL(fileURLWithPath: path + "/")) }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url(name))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// Writes a file, and the folders it lies in.
    func write(_ text: String, to name: String) throws {
        let place = url(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: place)
    }

    func exists(_ name: String) -> Bool {
        var status = stat()
        return lstat(url(name).path, &status) == 0
    }

    /// The permission bits of a file.
    func mode(_ name: String) -> UInt32? {
        var status = stat()
        return lstat(url(name).path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    func setMode(_ mode: UInt32, of name: String) -> Bool { chmod(url(name).path, mode) == 0 }

    /// What lies in a folder, hidden names too, sorted.
    func names(in folder: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url(folder).path).sorted()
    }

    /// Everything below the folder: path, permission bits and content. Two equal states compare equal.
    func state() throws -> [String: State] {
        var state: [String: State] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: url(name).path, isDirectory: &isFolder)
            state[name] = State(mode: mode(name), content: isFolder.boolValue ? nil : try bytes(name))
        }
        return state
    }

    struct State: Equatable {
        var mode: UInt32?
        /// `nil` for a folder.
        var content: [UInt8]?
    }

    /// Runs a program here.
    func run(
        _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null",
        closed: Set<Int32> = [], timeout: TimeInterval = 120
    ) throws -> ChildProcess.Outcome {
        let variables = BuiltCommand.environment(home: path).merging(environment) { $1 }
        return try ChildProcess(
            arguments: arguments, environment: variables, directory: path, input: input, closed: closed,
            timeout: timeout
        ).run()
    }

    /// Runs the built command here.
    func holdfast(_ arguments: String...) throws -> ChildProcess.Outcome { try run([BuiltCommand.path] + arguments) }
}
