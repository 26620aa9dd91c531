package import Encodings
package import Foundation

/// The outside vectors (see Tests/README.md): test data that others published, in a folder beside the package.
///
/// The folder is named by `HOLDFAST_OUTSIDE_VECTORS`; without it, `../shared/vectors` seen from the package is looked
/// for. A test whose file is absent says so and ends; it never fails for that, and never stays silent.
package enum OutsideVectors {
    /// Where the vectors are looked for.
    package static let folder: URL = {
        if let named = ProcessInfo.processInfo.environment["HOLDFAST_OUTSIDE_VECTORS"], !named.isEmpty {
            return URL(fileURLWithPath: named, isDirectory: true)
        }
        // Tests/TestSupport/OutsideVectors.swift, three levels below the package.
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/vectors")
    }()

    /// The bytes of one file, such as `bips/bip350.json`; `nil`, with a printed line, where it is absent.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(path)) else {
            print("outside vectors: \(path) is not in \(folder.path); skipped")
            return nil
        }
        return Array(data)
    }

    /// The text of one file; `nil`, with a printed line, where it is absent.
    package static func text(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// One JSON file as Foundation reads it: `[String: Any]`, `[Any]`, `String`, `NSNumber`, `NSNull`.
    /// - Returns: `nil`, with a printed line, where the file is absent.
    package static func json(_ path: String) throws -> Any? {
        guard let bytes = bytes(path) else { return nil }
        return try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    /// One JSON file as our own reader gives it.
    /// - Returns: `nil`, with a printed line, where the file is absent.
    package static func value(_ path: String) throws -> JSONValue? {
        guard let bytes = bytes(path) else { return nil }
        return try JSON.parse(bytes)
    }

    /// The names of the files in a folder, sorted; empty, with a printed line, where it is absent.
    package static func files(in path: String) -> [String] {
        let place = folder.appendingPathComponent(path)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place.path) else {
            print("outside vectors: \(path) is not in \(folder.path); skipped")
            return []
        }
        return names.sorted()
    }

    /// Prints what became of a set: `set: N passed / M refused by protocol reason`.
    /// - Parameter reason: Why those were refused, where it is one reason.
    package static func account(_ set: String, passed: Int, refused: Int, reason: String? = nil) {
        let because = reason.map { " (\($0))" } ?? ""
        print("outside vectors: \(set): \(passed) passed / \(refused) refused by protocol reason\(because)")
    }
}

extension JSONValue {
    /// The bytes of a hexadecimal string, with or without `0x`; traps where this is none, for a vector file has no other.
    package var hexBytes: [UInt8] {
        guard let text = string, let bytes = try? Hex.decode(text.hasPrefix("0x") ? String(text.dropFirst(2)) : text)
        else { preconditionFailure("the vector is a hexadecimal string") }
        return bytes
    }

    /// The tests of a Wycheproof file, all groups together.
    package var wycheproofTests: [JSONValue] {
        self["testGroups"]?.array?.flatMap { $0["tests"]?.array ?? [] } ?? []
    }
}
