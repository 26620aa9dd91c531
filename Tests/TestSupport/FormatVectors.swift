package import Foundation

/// The project's own cases in `Vectors/dealing`, `Vectors/share-file` and `Vectors/own-dealing`; their README says what the members mean.
package struct FormatVectors: Sendable {
    package struct Case: CustomStringConvertible, Sendable {
        package let name: String
        package let must: [String]
        package let act: String
        package let files: [String]
        package let dealing: String?
        package let isAccepted: Bool
        package let reason: String?
        package let texts: [String: String]
        package let index: Int?
        package let places: [Int]
        package let bad: [Int]

        package var description: String { name }
    }

    package let folder: URL
    package let cases: [Case]

    package static let dealing = FormatVectors("dealing")
    package static let shareFile = FormatVectors("share-file")
    package static let ownDealing = FormatVectors("own-dealing")

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private init(_ set: String) {
        folder = Self.package.appendingPathComponent("Vectors/\(set)")
        // A repository without its vectors is broken: the tests may crash on it.
        let data = try! Data(contentsOf: folder.appendingPathComponent("index.json"))
        let index = try! JSONSerialization.jsonObject(with: data) as! [String: Any]
        precondition(index["schema"] as! String == "holdfast.vectors/1")
        cases = (index["cases"] as! [[String: Any]]).map { entry in
            Case(
                name: entry["name"] as! String, must: entry["must"] as! [String], act: entry["act"] as! String,
                files: entry["files"] as! [String], dealing: entry["dealing"] as? String,
                isAccepted: entry["expect"] as! String == "accept", reason: entry["reason"] as? String,
                texts: entry.compactMapValues { $0 as? String }, index: entry["index"] as? Int,
                places: entry["places"] as? [Int] ?? [], bad: entry["bad"] as? [Int] ?? [])
        }
    }

    package func cases(_ acts: String...) -> [Case] {
        cases.filter { acts.contains($0.act) }
    }

    package func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(file)))
    }

    /// A file of the project's own vectors that are no files of a format themselves.
    /// - Parameter path: Below `Vectors`, such as `own-keys/compact.json`.
    package static func bytes(at path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: package.appendingPathComponent("Vectors/\(path)")))
    }

    /// The rules of a format page: the numbers in brackets, with what they ask for.
    package static func rules(of page: String) throws -> [String: RuleDemand]? {
        let url = package.appendingPathComponent("man/\(page)")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        var rules: [String: RuleDemand] = [:]
        // A rule is defined by an item of its own; elsewhere its number is a reference.
        for line in text.split(separator: "\n") {
            guard let match = line.prefixMatch(of: /\.It \[([SD][0-9]+)\]([+\-*]?)/) else { continue }
            let demand: RuleDemand =
                switch match.output.2 {
                case "+": .acceptedOnly
                case "-": .refusedOnly
                case "*": .none
                default: .both
                }
            rules[String(match.output.1)] = demand
        }
        return rules
    }
}

/// Which vectors a rule of a format page asks for.
package enum RuleDemand: Sendable {
    case both, acceptedOnly, refusedOnly, none
}
