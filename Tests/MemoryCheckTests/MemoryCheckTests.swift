import Foundation
import TestSupport
import Testing

/// Paths on secret data run under valgrind's memcheck, which reports every branch and address that depends on a secret.
@Suite(.serialized) struct MemoryCheckTests {
    /// The program beside the test's own, built with the same options.
    static let program: URL = {
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["HOLDFAST_MEMORY_CHECK"].map { URL(fileURLWithPath: $0) }
        return named ?? own.appendingPathComponent("MemoryCheck")
    }()

    static let suppressions = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("MemoryCheck/outside-libraries.supp")

    /// What memcheck said: its exit code, and how many places it reported.
    private func watch(_ name: String) throws -> (status: Int32, reports: Int, text: String) {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("memcheck-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/valgrind")
        process.arguments = [
            "-q", "--suppressions=\(Self.suppressions.path)", "--error-exitcode=9", "--log-file=\(log.path)",
            Self.program.path, name,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOf: log, encoding: .utf8)
        let reports = text.split(separator: "\n").count { $0.contains("uninitialised") }
        return (process.terminationStatus, reports, text)
    }

    private func names() throws -> [String]? {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/valgrind") else {
            print("memory check: valgrind is not installed; skipped")
            return nil
        }
        let pipe = Pipe()
        let process = Process()
        process.executableURL = Self.program
        process.arguments = ["--list"]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func noPathBranchesOnASecret() throws {
        guard let names = try names()?.filter({ !$0.hasPrefix("leaky-") }) else { return }
        #expect(names.count >= 25)
        for name in names {
            let seen = try watch(name)
            #expect(seen.status == 0 && seen.reports == 0, "\(name):\n\(seen.text.prefix(3000))")
        }
        print("memory check: \(names.count) paths on secret data without a report")
    }

    @Test func everyLeakyTwinIsCaught() throws {
        guard let names = try names()?.filter({ $0.hasPrefix("leaky-") }) else { return }
        #expect(names.count >= 7)
        for name in names {
            let seen = try watch(name)
            // 9 is memcheck's own code; anything else, such as a program that did not start, proves nothing.
            #expect(seen.status == 9 && seen.reports > 0, "\(name) was not caught:\n\(seen.text.prefix(3000))")
        }
        print("memory check: \(names.count) leaky twins, all caught")
    }
}
