import Custody
import ShareFiles

/// A key that was split, with the files as their holders keep them.
struct DealtKey: Sendable {
    let facts: DealingFacts
    let proof: RebuildProof
    /// The key file, byte for byte.
    let original: [UInt8]
    let dealing: SecretFile
    /// In the order of the holders: Aino, Bram, Chiara, Dev, Eli.
    let shares: [SecretFile]

    init(
        _ key: borrowing NodeKey, threshold: Int = 3, of count: Int = 5, label: String = "validator-7"
    ) throws {
        let names = Array(["Aino", "Bram", "Chiara", "Dev", "Eli"].prefix(count))
        let plan = try SplitPlan(
            threshold: threshold, holderNames: names, label: label, created: "2026-11-22T10:02:33Z")
        let dealt = try split(key, plan)
        facts = dealt.facts
        proof = dealt.proof
        original = key.file.content
        dealing = try SecretFile("\(label).dealing.json", dealt.dealingFile)
        var shares: [SecretFile] = []
        for (position, name) in names.enumerated() {
            try dealt.withShareFile(at: position) {
                shares.append(SecretFile(name: "\(name).share", bytes: try LockedBytes(copying: $0)))
            }
        }
        self.shares = shares
    }

    /// Of a key that was never used.
    static func fresh(_ group: CurveName, threshold: Int = 3, of count: Int = 5) throws -> DealtKey {
        try DealtKey(try generateKey(group: group, format: .usual(for: group)), threshold: threshold, of: count)
    }

    func shares(_ positions: Int...) -> [SecretFile] { positions.map { shares[$0] } }

    /// The 89 letters of a holder's share.
    func line(_ position: Int) -> String { shares[position].shareLine }

    /// The line alone, as somebody types it from paper.
    func bareLine(_ position: Int) throws -> SecretFile {
        try SecretFile("\(facts.holders[position].name).txt", Array("\(line(position))\n".utf8))
    }

    /// The share file with other letters in place of its line.
    func share(_ position: Int, withLine line: String) throws -> SecretFile {
        try shares[position].replacing(self.line(position), with: line)
    }

    var dealingFile: DealingFile { get throws { try DealingFile(of: dealing) } }
}

extension SecretFile {
    convenience init(_ name: String, _ content: [UInt8]) throws {
        self.init(name: name, bytes: try locked(content))
    }

    /// The bytes, which are a secret only outside of a test.
    var content: [UInt8] { bytes.withUnsafeBytes { Array($0) } }

    var text: String { String(decoding: content, as: UTF8.self) }

    var shareLine: String { String(text.split(separator: "\n").first { $0.hasPrefix("hfs1") }!) }

    func replacing(_ old: String, with new: String) throws -> SecretFile {
        try SecretFile(name, Array(text.replacing(old, with: new).utf8))
    }
}

extension DealingFile {
    init(of file: SecretFile) throws {
        self = try file.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
    }
}

func locked(_ bytes: [UInt8]) throws -> LockedBytes {
    var copy = try LockedBytes(count: bytes.count)
    copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return copy
}

/// A source that always gives this one.
func passphrase(_ text: String) -> PassphraseSource {
    { (_: String) throws(Refusal) -> LockedBytes in
        do { return try locked(Array(text.utf8)) } catch { throw Refusal(error) }
    }
}

/// What a body is refused for; nil where it throws nothing.
func refusal(_ body: () throws -> Void) -> Refusal? {
    do {
        try body()
        return nil
    } catch {
        return Refusal(error)
    }
}

/// All sets of `count` of these, each in ascending order.
func everySet<Element>(of count: Int, among elements: [Element]) -> [[Element]] {
    guard count > 0 else { return [[]] }
    return elements.indices.flatMap { first in
        everySet(of: count - 1, among: Array(elements[(first + 1)...])).map { [elements[first]] + $0 }
    }
}
