import Digests
import Encodings
import Foundation
import Groups
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct DealingVectorTests {
    static let vectors = FormatVectors.dealing

    /// What only a reader who knows ledgers and key files can refuse; `Custody` does, and its tests take these.
    static let needOthers: Set = [
        "refuse-address-false", "refuse-address-missing", "refuse-address-unknown", "refuse-address-of-another-format",
        "refuse-address-of-another-network", "refuse-key-format-unknown", "refuse-key-format-of-another-group",
    ]
    /// Opens well, but to the file of another key; only a reader of key files sees that.
    static let needKeyFiles: Set = ["refuse-original-of-another-key"]

    @Test(arguments: vectors.cases("read-dealing").filter(\.isAccepted))
    func readsWithItsID(_ vector: FormatVectors.Case) throws {
        let dealing = try Self.vectors.dealing(vector.files[0])
        try dealing.requireGoodPoints()
        try dealing.requireProof()
        #expect(dealing.id.description == vector.texts["id"])
        #expect(dealing.id.shortForm == vector.texts["shortForm"])
        #expect(dealing.id.fingerprint == vector.texts["fingerprint"])
        if let encoding = vector.texts["encoding"] {
            #expect(SHA256.hash(try Hex.decode(encoding)) == dealing.id.bytes)
        }
    }

    @Test(arguments: vectors.cases("read-dealing").filter(\.isAccepted))
    func writesWhatAWriterWrote(_ vector: FormatVectors.Case) throws {
        let text = try Self.vectors.bytes(vector.files[0])
        let dealing = try DealingFile(parsing: text)
        let written = dealing.text()
        #expect(try DealingFile(parsing: written) == dealing)
        // Files with other white space come back in the one layout that a writer has.
        let hasOtherLayout = ["compact", "crlf", "byte-order-mark", "tabs"].contains { vector.name.contains($0) }
        #expect((written == text) == !hasOtherLayout)
    }

    @Test(arguments: vectors.cases("read-dealing").filter { !$0.isAccepted && !needOthers.contains($0.name) })
    func refusesForTheReason(_ vector: FormatVectors.Case) throws {
        let text = try Self.vectors.bytes(vector.files[0])
        let code = codeThrown {
            let dealing = try DealingFile(parsing: text)
            try dealing.requireGoodPoints()
            try dealing.requireProof()
        }
        #expect(code == vector.reason)
    }

    @Test(arguments: vectors.cases("open").filter { !needKeyFiles.contains($0.name) })
    func opensTheOriginalOrSaysWhyNot(_ vector: FormatVectors.Case) throws {
        let dealing = try Self.vectors.dealing(vector.files[0])
        let scalar = try Hex.decode(try #require(vector.texts["scalar"]))
        var original: [UInt8]?
        let code = codeThrown { original = try openOriginal(dealing, scalar, dealing.group.group) }
        #expect(code == vector.reason)
        #expect(original.map { Hex.encode($0) } == vector.texts["original"])
    }

    @Test func everyRuleOfThePageHasItsVectors() throws {
        try expectVectors(for: "holdfast-dealing.5", in: Self.vectors)
    }
}

/// Compares the numbered rules of a page with the vectors that name them.
func expectVectors(for page: String, in vectors: FormatVectors) throws {
    guard let rules = try FormatVectors.rules(of: page) else {
        print("man/\(page) is absent; its rules were not compared with the vectors")
        return
    }
    #expect(rules.count > 15, "the page has numbered rules")
    for (rule, demand) in rules {
        let named = vectors.cases.filter { $0.must.contains(rule) }
        let accepted = named.contains(where: \.isAccepted)
        let refused = named.contains { !$0.isAccepted }
        switch demand {
        case .both: #expect(accepted && refused, "\(rule) of \(page)")
        case .acceptedOnly: #expect(accepted, "\(rule) of \(page)")
        case .refusedOnly: #expect(refused, "\(rule) of \(page)")
        case .none: break
        }
    }
    let unknown = Set(vectors.cases.flatMap(\.must)).subtracting(rules.keys)
    #expect(unknown.isEmpty, "rules that only the vectors know")
}

func openOriginal<G: Group>(_ dealing: DealingFile, _ scalar: [UInt8], _ group: G.Type) throws -> [UInt8] {
    let key = try LockedBytes(copying: scalar).withUnsafeBytes { try SecretScalar<G>(canonical: $0) }
    return try dealing.openOriginal(with: key).array
}

extension DealingFile {
    /// Decodes all commitments in the dealing's own group.
    func requireGoodPoints() throws {
        let group = group.group
        try decode(group)
    }

    private func decode<G: Group>(_ group: G.Type) throws {
        _ = try commitment(in: group)
    }
}
