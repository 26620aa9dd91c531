import Foundation
import Secrets
import ShareFiles

/// The project's own cases in `Vectors/dealing` and `Vectors/share-file`; their README says what the members mean.
struct FormatVectors {
    struct Case: CustomStringConvertible, Sendable {
        let name: String
        let must: [String]
        let act: String
        let files: [String]
        let dealing: String?
        let isAccepted: Bool
        let reason: String?
        let texts: [String: String]
        let index: Int?
        let places: [Int]
        let bad: [Int]

        var description: String { name }
    }

    let folder: URL
    let cases: [Case]

    static let dealing = FormatVectors("dealing")
    static let shareFile = FormatVectors("share-file")

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

    func cases(_ acts: String...) -> [Case] {
        cases.filter { acts.contains($0.act) }
    }

    func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(file)))
    }

    func dealing(_ file: String) throws -> DealingFile {
        try DealingFile(parsing: bytes(file))
    }

    func locked(_ file: String) throws -> LockedBytes {
        try LockedBytes(copying: bytes(file))
    }

    /// The rules of a format page: the numbers in brackets, with what they ask for.
    static func rules(of page: String) throws -> [String: RuleDemand]? {
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
enum RuleDemand: Sendable {
    case both, acceptedOnly, refusedOnly, none
}

extension DealingFile {
    /// Of public bytes.
    init(parsing bytes: [UInt8]) throws(ShareFilesError) {
        // Swift's own `withUnsafeBytes` forgets the type of an error.
        self = try bytes.withUnsafeBytes { raw in
            Result { () throws(ShareFilesError) in try DealingFile(parsing: raw) }
        }.get()
    }
}

extension LockedBytes {
    /// Of bytes that are secret only outside of a test.
    init(copying bytes: [UInt8]) throws(SecretsError) {
        try self.init(count: bytes.count)
        withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    }

    var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

/// The stable word of what a body throws; `nil` where it throws nothing.
func codeThrown(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let error as ShareFilesError {
        return error.code
    } catch {
        return "\(error)"
    }
}
