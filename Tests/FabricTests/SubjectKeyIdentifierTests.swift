import Encodings
import Fabric
import Foundation
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct SubjectKeyIdentifierTests {
    @Test func agreesWithFabricKeystores() throws {
        guard let file = try OutsideVectors.json("fabric/msp-keys.json") as? [String: Any] else { return }
        let cases = try #require(file["keys"] as? [[String: Any]])
        for vector in cases {
            let bytes = try hexBytes(try #require(vector["public_key_compressed"] as? String))
            let key = try VerifyingKey(curve: .p256, encoded: bytes)
            #expect(try SubjectKeyIdentifier(key).text == vector["ski"] as? String)
        }
        OutsideVectors.account("fabric/msp-keys identifiers", passed: cases.count, refused: 0)
    }

    @Test(arguments: CurveName.allCases)
    func refusesKeysOfOtherGroups(_ curve: CurveName) throws {
        let key = try PrivateKey.random(curve).verifyingKey()
        do throws(TransactionsError) {
            _ = try SubjectKeyIdentifier(key)
            #expect(curve == .p256)
        } catch {
            #expect(error == .keyOfOtherGroup(ledger: .fabric, needed: .p256, found: curve))
            #expect(curve != .p256)
        }
    }
}
