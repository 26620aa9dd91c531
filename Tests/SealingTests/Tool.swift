import Foundation

/// Programs that others wrote, run with a file on their standard input.
enum Tool {
    struct Failed: Error {
        let command: [String]
        let status: Int32
        let errors: String
    }

    /// Where a program is; `nil`, with a printed line, where it is not installed.
    static func find(_ name: String) -> String? {
        let path = ["/usr/bin/", "/usr/local/bin/", "/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        if path == nil { print("the \(name) command is not here; skipped") }
        return path
    }

    static func isHere(_ names: String...) -> Bool { names.allSatisfy { find($0) != nil } }

    /// What it writes on its standard output.
    @discardableResult
    static func run(_ name: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: find(name) ?? "/nowhere/\(name)")
        process.arguments = arguments
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
        try process.run()
        let writer = Thread {
            try? stdin.fileHandleForWriting.write(contentsOf: Data(input)); try? stdin.fileHandleForWriting.close()
        }
        writer.start()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        let errors = stderr.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(
                command: [name] + arguments, status: process.terminationStatus,
                errors: String(decoding: errors, as: UTF8.self))
        }
        return Array(output)
    }

    /// Runs a body with a folder of its own, which vanishes.
    static func inFolder<R>(_ body: (URL) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sealing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// A file that only its owner reads, as ssh-keygen wants it.
    static func write(_ bytes: [UInt8], to place: URL) throws {
        guard
            FileManager.default.createFile(
                atPath: place.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
    }
}
