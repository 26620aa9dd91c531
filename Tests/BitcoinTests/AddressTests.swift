import Bitcoin
import Encodings
import Foundation
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct AddressTests {
    @Test func agreesWithBIP84() throws {
        guard let file = try OutsideVectors.json("bips/bip84.json") as? [String: Any] else { return }
        let cases = try #require(file["keys"] as? [[String: Any]]).filter { $0["address"] != nil }
        for vector in cases {
            let bytes = try hexBytes(try #require(vector["pubkey"] as? String))
            let key = try VerifyingKey(curve: .secp256k1, encoded: bytes)
            #expect(try Bitcoin.Address.p2wpkh(key, on: .mainnet).text == vector["address"] as? String)
        }
        #expect(!cases.isEmpty)
        OutsideVectors.account("bips/bip84 addresses", passed: cases.count, refused: 0)
    }

    @Test func agreesWithBIP86() throws {
        guard let file = try OutsideVectors.json("bips/bip86.json") as? [String: Any] else { return }
        let cases = try #require(file["keys"] as? [[String: Any]]).filter { $0["address"] != nil }
        for vector in cases {
            let internalKey = try hexBytes(try #require(vector["internal_key"] as? String))
            #expect(
                Hex.encode(try Taproot.outputKey(internalKey: internalKey, merkleRoot: nil).x)
                    == vector["output_key"] as? String)
            // The sign of the y-coordinate makes no difference.
            for prefix: UInt8 in [2, 3] {
                let key = try VerifyingKey(curve: .secp256k1, encoded: [prefix] + internalKey)
                #expect(try Bitcoin.Address.p2tr(key, on: .mainnet).text == vector["address"] as? String)
            }
        }
        #expect(!cases.isEmpty)
        OutsideVectors.account("bips/bip86 addresses", passed: cases.count, refused: 0)
    }

    @Test func agreesWithBIP341OnKeysWithoutScripts() throws {
        guard let file = try OutsideVectors.json("bips/bip341-wallet.json") as? [String: Any] else { return }
        var passed = 0
        for vector in try #require(file["scriptPubKey"] as? [[String: [String: Any]]]) {
            guard vector["given"]?["scriptTree"] is NSNull else { continue }
            let internalKey = try hexBytes(try #require(vector["given"]?["internalPubkey"] as? String))
            let key = try VerifyingKey(curve: .secp256k1, encoded: [2] + internalKey)
            #expect(
                try Bitcoin.Address.p2tr(key, on: .mainnet).text == vector["expected"]?["bip350Address"] as? String)
            passed += 1
        }
        #expect(passed > 0)
        OutsideVectors.account("bips/bip341-wallet key without scripts", passed: passed, refused: 0)
    }

    @Test func eachNetworkHasItsPrefix() throws {
        // BIP-173, "Test vectors": the program of the generator's key.
        let key = try VerifyingKey(
            curve: .secp256k1,
            encoded: try hexBytes("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"))
        #expect(try Address.p2wpkh(key, on: .mainnet).text == "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
        #expect(try Address.p2wpkh(key, on: .testnet).text == "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx")
        #expect(try Address.p2wpkh(key, on: .signet).text == "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx")
        #expect(try Address.p2wpkh(key, on: .regtest).text.hasPrefix("bcrt1q"))
        #expect(try Address.p2tr(key, on: .regtest).text.hasPrefix("bcrt1p"))
    }

    @Test(arguments: CurveName.allCases)
    func refusesKeysOfOtherGroups(_ curve: CurveName) throws {
        let key = try PrivateKey.random(curve).verifyingKey()
        do throws(TransactionsError) {
            _ = try Bitcoin.Address.p2wpkh(key, on: .mainnet)
            _ = try Bitcoin.Address.p2tr(key, on: .mainnet)
            #expect(curve == .secp256k1)
        } catch {
            #expect(error == .keyOfOtherGroup(ledger: .bitcoin, needed: .secp256k1, found: curve))
            #expect(curve != .secp256k1)
        }
    }

    private typealias Address = Bitcoin.Address
}
