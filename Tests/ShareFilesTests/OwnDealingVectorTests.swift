import Groups
import OwnKeys
import SecretSharing
import ShareFiles
import TestSupport
import Testing

/// Dealings to own keys as a second implementation writes them, and what it refuses, with the same code.
@Suite struct OwnDealingVectorTests {
    static let vectors = FormatVectors.ownDealing

    @Test(arguments: vectors.cases("read-own-dealing").filter(\.isAccepted))
    func readsWithItsID(_ vector: FormatVectors.Case) throws {
        let text = try Self.vectors.bytes(vector.files[0])
        let dealing = try DealingFile(parsing: text)
        try dealing.requireOwnKeys()
        #expect(dealing.id.description == vector.texts["id"])
        #expect(dealing.id.fingerprint == vector.texts["fingerprint"])
        let written = dealing.text()
        #expect(try DealingFile(parsing: written) == dealing)
        // Files with other white space come back in the one layout that a writer has.
        #expect((written == text) == !vector.name.hasPrefix("accept-"))
    }

    @Test(arguments: vectors.cases("read-own-dealing").filter { !$0.isAccepted })
    func refusesForTheReason(_ vector: FormatVectors.Case) throws {
        let text = try Self.vectors.bytes(vector.files[0])
        let code = codeThrown { try DealingFile(parsing: text).requireOwnKeys() }
        #expect(code == vector.reason)
    }

    @Test func bothSuitesAndManyFaultsAreThere() {
        let names = Self.vectors.cases.filter(\.isAccepted).map(\.name)
        for group in CurveName.allCases {
            #expect(names.contains("masked-\(group.rawValue)") && names.contains("verifiable-\(group.rawValue)"))
        }
        #expect(Set(Self.vectors.cases.compactMap(\.reason)).count >= 20)
    }
}

extension DealingFile {
    /// All points decoded, no refused key, the dealer's proof verified.
    fileprivate func requireOwnKeys() throws {
        func require<G: Group>(_ group: G.Type) throws {
            let proven = try provenToOwnKeys(try commitment(in: G.self))
            #expect(proven != nil)
        }
        try require(group.group)
    }
}
