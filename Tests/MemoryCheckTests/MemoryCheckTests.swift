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

    /// How often libsecp256k1 goes one way or the other on what it declared public, where that is ever: twice in a signature
    /// of ECDSA, four times in one of BIP-340 (of which the case makes eight), twice more where the key is tweaked first.
    static let declassifications = [
        "sign-ecdsa-secp256k1": 2, "custody-sign-evm": 2, "sign-schnorr": 32, "sign-schnorr-taproot": 48,
        "sign-schnorr-taproot-scripts": 48,
    ]

    /// What memcheck said: its exit code, how many places it reported, and how much it left out by the suppressions for
    /// libsecp256k1.
    private func watch(_ name: String) throws -> (status: Int32, reports: Int, suppressed: Int, text: String) {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("memcheck-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/valgrind")
        process.arguments = [
            "-s", "--suppressions=\(Self.suppressions.path)", "--error-exitcode=9", "--log-file=\(log.path)",
            Self.program.path, name,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOf: log, encoding: .utf8)
        let reports = text.split(separator: "\n").count { $0.contains("uninitialised") }
        // "--1234-- used_suppression:      8 NAME FILE:LINE ..."
        let suppressed = text.split(separator: "\n").compactMap { line -> Int? in
            guard let list = line.split(separator: "used_suppression:").dropFirst().first else { return nil }
            let words = list.split(separator: " ")
            return words.count > 1 && words[1].hasPrefix("libsecp256k1") ? Int(words[0]) : nil
        }
        return (process.terminationStatus, reports, suppressed.reduce(0, +), text)
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
        #expect(names.count >= 25 && Set(names).isSuperset(of: Self.declassifications.keys))
        for name in names {
            let seen = try watch(name)
            #expect(seen.status == 0 && seen.reports == 0, "\(name):\n\(seen.text.prefix(3000))")
            #expect(seen.suppressed == Self.declassifications[name] ?? 0, "\(name):\n\(seen.text.suffix(3000))")
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
