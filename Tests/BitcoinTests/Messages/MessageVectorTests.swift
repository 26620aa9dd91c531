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
        for set in ["simple", "full", "proof_of_funds"] {
            for item in file[set]?.array ?? [] {
                let signatures = try #require(item["bip322_signatures"]?.array).compactMap(\.string)
                for signature in signatures {
                    let verdicts = try judge(item, signature)
                    #expect(
                        verdicts.allSatisfy { $0.status == .valid }, "\(item["address"]?.string ?? ""): \(verdicts)")
                }
                if item["private_keys"]?.array?.count == 1, set != "proof_of_funds" { try sign(item, set, signatures) }
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

    /// What else a proof of funds claims is judged with it, down to the amounts.
    @Test func judgesWhatAProofOfFundsShows() throws {
        guard let file = try OutsideVectors.value(Self.files[1]) else { return }
        for item in file["proof_of_funds"]?.array ?? [] {
            let message = Array(try #require(item["message"]?.string).utf8)
            let text = try #require(item["bip322_signatures"]?.array?.first?.string)
            func verify(_ bytes: [UInt8], _ message: [UInt8]) throws -> Verification {
                try BitcoinLedger.readSignature(
                    Array(("pof" + Base64.encode(bytes)).utf8), ofMessage: message, signer: item["address"]?.string,
                    under: Terms()
                ).verified(under: Terms())
            }
            let good = try Base64.decode(String(text.dropFirst(3)))
            let verified = try verify(good, message)
            let others = try #require(item["additional_inputs"]?.array).reduce(0) { $0 + ($1.array?.count ?? 0) }
            #expect(verified.signatures.count == 1 + others && verified.kind == "bip322-proof-of-funds")
            #expect(verified.notes.count { $0.contains("only a full node knows") } == others)
            #expect(try verify(good, message + [1]).signatures.map(\.signer) == [nil])

            // 345,678 sat, as every other input claims, made one more in the last.
            var richer = good
            let amount: [UInt8] = [0x4E, 0x46, 0x05]
            let place = try #require(richer.indices.dropLast(3).last { Array(richer[$0..<$0 + 3]) == amount })
            richer[place] += 1
            let changed = try verify(richer, message).signatures
            #expect(changed.contains { if case .invalid = $0.status { true } else { false } })

            // An input that is not final: its last field, the witness, becomes an unknown one.
            let last = try #require(PSBT(parsing: good).inputs.last)
            let witness = try #require(last.map.value(8))
            let entry = [1, 8, UInt8(witness.count)] + witness
            let field = try #require(good.indices.first { good[$0...].starts(with: entry) })
            var open = good
            open[field + 1] = 0x7F
            let left = try verify(open, message).signatures
            if last.map.value(7) == nil {
                let error = MessageError.notFinal(input: others)
                #expect(left.map(\.status) == [.invalid(code: error.code, reason: error.description)])
            } else {
                #expect(left.last?.status != .valid && left.first?.status == .valid)
            }
        }
    }
}
