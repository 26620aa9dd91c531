import Bitcoin
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct MessageVectorTests {
    private static let files = ["bips/bip322-basic-test-vectors.json", "bips/bip322-generated-test-vectors.json"]

    @Test(arguments: files)
    func judgesEveryMessage(path: String) throws {
        guard let file = try OutsideVectors.value(path) else { return }
        var passed = 0
        for item in file["tx_hashes"]?.array ?? [] {
            try checkHashes(item)
            passed += 1
        }
        for set in ["simple", "full"] {
            for item in file[set]?.array ?? [] {
                let signatures = try #require(item["bip322_signatures"]?.array).compactMap(\.string)
                for signature in signatures {
                    let verdicts = try judge(item, signature)
                    #expect(
                        verdicts.allSatisfy { $0.status == .valid }, "\(item["address"]?.string ?? ""): \(verdicts)")
                }
                if item["private_keys"]?.array?.count == 1 { try sign(item, set, signatures) }
                passed += 1
            }
        }
        var refused = 0
        for item in file["error"]?.array ?? [] {
            let name = item["description"]?.string ?? ""
            do {
                let verdicts = try judge(item, try #require(item["signature"]?.string))
                #expect(
                    verdicts.contains { if case .invalid = $0.status { true } else { false } }, "\(name): \(verdicts)")
            } catch let error as MessageError {
                #expect(
                    error.code == "signature-form" && item["error_substr"]?.string?.contains("base64") == true,
                    "\(name)")
            }
            refused += 1
        }
        OutsideVectors.account(path, passed: passed, refused: refused, reason: "each is to be refused")
    }

    private func judge(_ item: JSONValue, _ signature: String) throws -> [SignatureVerdict] {
        let message = Array(try #require(item["message"]?.string).utf8)
        let signed = try BitcoinLedger.readSignature(
            Array(signature.utf8), ofMessage: message, signer: item["address"]?.string, under: Terms())
        return try signed.verified(under: Terms()).signatures
    }

    private func checkHashes(_ item: JSONValue) throws {
        let message = Array(try #require(item["message"]?.string).utf8)
        let script = try Address(try #require(item["address"]?.string), on: .mainnet).script
        let spent = VirtualTransaction.toSpend(message, script: script)
        #expect(VirtualTransaction.hash(of: message) == item["message_hash"]?.hexBytes)
        #expect(spent.id.text == item["to_spend_tx_hash"]?.string)
        #expect(VirtualTransaction.toSign(spent).id.text == item["to_sign_tx_hash"]?.string)
    }

    /// A simple signature of one key is made again as one of those published: nonces may be ground for a short r.
    private func sign(_ item: JSONValue, _ set: String, _ published: [String]) throws {
        let type = try #require(item["type"]?.string)
        guard AddressForm(rawValue: type) != nil, let wif = item["private_keys"]?.array?.first?.string else { return }
        let key = try testKey(Hex.encode(Base58.decodeCheck(wif)[1..<33]))
        let terms = Terms(addressForm: type, scheme: "bip322")
        let message = Array(try #require(item["message"]?.string).utf8)
        let signed = try BitcoinLedger.readMessage(message, under: terms).signed(by: key, under: terms)
        #expect(signed.signer == item["address"]?.string)
        if set == "simple" { #expect(published.contains(signed.text), "\(signed.text)") }
    }
}
