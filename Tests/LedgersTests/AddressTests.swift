import Bitcoin
import EVM
import Encodings
import Fabric
import Foundation
import Groups
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

@Suite struct EVMAddressTests {
    @Test func agreesWithTheExamplesOfEIP55() throws {
        guard let cases = try OutsideVectors.json("ethereum/erc55-checksums.json") as? [String: Any] else { return }
        let valid = try #require(cases["valid"] as? [String])
        let invalid = try #require(cases["invalid"] as? [String])
        for text in valid {
            let address = try EVM.Address(text, at: .member("to"))
            #expect(address.text == text || text == text.lowercased())
        }
        for text in invalid {
            let error = evmError { () throws(EVMError) in try EVM.Address(text, at: .member("to")) }
            guard case .addressChecksum(.member("to"), text, _) = error else {
                Issue.record("\(text) gave \(String(describing: error))")
                continue
            }
        }
        OutsideVectors.account("ethereum/erc55-checksums", passed: valid.count + invalid.count, refused: 0)
    }

    @Test func agreesWithEthersAccounts() throws {
        guard let cases = try OutsideVectors.json("ethereum/ethers-accounts.json") as? [[String: Any]] else { return }
        var keys = 0
        for vector in cases {
            let text = try #require(vector["address"] as? String)
            #expect(try EVM.Address(text, at: .member("address")).text == text)
            #expect(try EVM.Address(text.lowercased(), at: .member("address")).text == text)
            guard let digits = vector["privateKey"] as? String else { continue }
            let key = try testKey(digits)
            #expect(try EVM.Address(try key.verifyingKey()).text == text)
            keys += 1
        }
        #expect(keys > 0)
        OutsideVectors.account("ethereum/ethers-accounts", passed: cases.count, refused: 0)
    }

    @Test func agreesWithKeyaddr() throws {
        guard let cases = try OutsideVectors.json("ethereum/keyaddr.json") as? [[String: Any]] else { return }
        for vector in cases {
            let key = try testKey(try #require(vector["key"] as? String))
            let address = try EVM.Address(try key.verifyingKey())
            #expect(Hex.encode(address.bytes) == vector["addr"] as? String)
        }
        OutsideVectors.account("ethereum/keyaddr", passed: cases.count, refused: 0)
    }

    @Test func agreesWithEthersOnCreatedContracts() throws {
        guard let cases = try OutsideVectors.json("ethereum/ethers-create.json") as? [[String: Any]] else { return }
        for vector in cases {
            let sender = try EVM.Address(try #require(vector["sender"] as? String), at: .member("sender"))
            for created in try #require(vector["creates"] as? [[String: Any]]) {
                let nonce = try #require(created["nonce"] as? NSNumber).uint64Value
                #expect(sender.created(nonce: nonce).text == created["address"] as? String)
            }
        }
        OutsideVectors.account("ethereum/ethers-create", passed: cases.count, refused: 0)
    }

    @Test(arguments: [
        "", "0x", "90f8bf6a479f320ead074411a4b0e7944ea8c9c1", "0X90f8bf6a479f320ead074411a4b0e7944ea8c9c1",
        "0x90f8bf6a479f320ead074411a4b0e7944ea8c9c", "0x90f8bf6a479f320ead074411a4b0e7944ea8c9c10",
        "0x90f8bf6a479f320ead074411a4b0e7944ea8c9cg", " 0x90f8bf6a479f320ead074411a4b0e7944ea8c9c1",
        "0x90f8bf6a479f320ead074411a4b0e7944ea8c9é",
    ])
    func refusesOtherForms(_ text: String) {
        let error = evmError { () throws(EVMError) in try EVM.Address(text, at: .member("to")) }
        #expect(error?.code == "address-form")
    }

    @Test func takesDigitsOfOneCase() throws {
        let text = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"
        #expect(try EVM.Address(text.lowercased(), at: .member("to")).text == text)
        #expect(try EVM.Address("0x" + text.dropFirst(2).uppercased(), at: .member("to")).text == text)
    }
}

@Suite struct BitcoinAddressTests {
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
                Hex.encode(try Bitcoin.Address.taprootOutputKey(internalKey: internalKey))
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

    private typealias Address = Bitcoin.Address
}

@Suite struct OtherAddressTests {
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

    @Test func aSolanaAddressIsTheKeyInBase58() throws {
        // RFC 8032, section 7.1, test 1.
        let bytes = try hexBytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        let key = try VerifyingKey(curve: .ed25519, encoded: bytes)
        #expect(try Solana.Address(key).text == "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z")
        #expect(try Solana.Address(key).bytes == bytes)
    }

    @Test func everyLedgerRefusesKeysOfOtherGroups() throws {
        for curve in CurveName.allCases {
            let key = try PrivateKey.random(curve).verifyingKey()
            expectRefusal(.evm, .secp256k1, curve) { () throws(TransactionsError) in _ = try EVM.Address(key) }
            expectRefusal(.bitcoin, .secp256k1, curve) { () throws(TransactionsError) in
                _ = try Bitcoin.Address.p2wpkh(key, on: .mainnet)
            }
            expectRefusal(.bitcoin, .secp256k1, curve) { () throws(TransactionsError) in
                _ = try Bitcoin.Address.p2tr(key, on: .mainnet)
            }
            expectRefusal(.fabric, .p256, curve) { () throws(TransactionsError) in _ = try SubjectKeyIdentifier(key) }
            expectRefusal(.solana, .ed25519, curve) { () throws(TransactionsError) in _ = try Solana.Address(key) }
        }
    }

    private func expectRefusal(
        _ ledger: LedgerName, _ needed: CurveName, _ found: CurveName, _ act: () throws(TransactionsError) -> Void
    ) {
        do {
            try act()
            #expect(needed == found)
        } catch {
            #expect(error == .keyOfOtherGroup(ledger: ledger, needed: needed, found: found))
            #expect(needed != found)
        }
    }
}
