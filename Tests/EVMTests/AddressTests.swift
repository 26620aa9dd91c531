import EVM
import Encodings
import Foundation
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct AddressTests {
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

    @Test(arguments: CurveName.allCases)
    func refusesKeysOfOtherGroups(_ curve: CurveName) throws {
        let key = try PrivateKey.random(curve).verifyingKey()
        do throws(TransactionsError) {
            _ = try EVM.Address(key)
            #expect(curve == .secp256k1)
        } catch {
            #expect(error == .keyOfOtherGroup(ledger: .evm, needed: .secp256k1, found: curve))
            #expect(curve != .secp256k1)
        }
    }
}
