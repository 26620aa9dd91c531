import Encodings
import Foundation
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

/// What others published, and what the SDK's own bindings made and refused.
@Suite struct SolanaVectorTests {
    @Test(arguments: ["transactions-published", "transactions-generated"])
    func readsSignsAndJudgesAsTheSDKDoes(_ name: String) throws {
        guard let cases = try OutsideVectors.value("solana/\(name).json")?["cases"]?.array else { return }
        var passed = 0
        var reproduced = 0
        for vector in cases {
            let id = try #require(vector["id"]?.string)
            let raw = try Base64.decode(try #require(vector["raw"]?.string))
            switch try #require(vector["expect"]?.string) {
            case "accept":
                let transaction = try Transaction(parsing: raw)
                try Self.compare(transaction, vector, id)
                #expect(transaction.states.allSatisfy { $0 == .valid }, "\(id)")
                reproduced += try Self.reproduce(transaction, raw, vector, id)
            case "unsigned":
                let transaction = try Transaction(parsing: raw)
                try Self.compare(transaction, vector, id)
                #expect(transaction.states.contains(.missing), "\(id)")
                reproduced += try Self.fillOne(transaction, vector, id)
            case "reject": try Self.refuse(raw, vector, id)
            case let other: Issue.record("\(id): expect is \(other)")
            }
            passed += 1
        }
        OutsideVectors.account("solana/\(name).json", passed: passed, refused: 0)
        print("outside vectors: solana/\(name).json: \(reproduced) of them signed again, byte for byte")
        #expect(passed == cases.count && reproduced > 10)
    }

    private static func compare(_ transaction: Transaction, _ vector: JSONValue, _ id: String) throws {
        let message = transaction.message
        #expect(message.version == (vector["version"]?.string == "legacy" ? .legacy : .v0), "\(id)")
        let header = [
            message.header.requiredSignatures, message.header.readOnlySigned, message.header.readOnlyUnsigned,
        ]
        #expect(header == vector["header"]?.array?.compactMap(\.integer), "\(id)")
        #expect(message.accounts.map(\.text) == vector["account_keys"]?.array?.compactMap(\.string), "\(id)")
        #expect(Base58.encode(message.lifetime) == vector["recent_blockhash"]?.string, "\(id)")
        #expect(message.bytes == vector["message"]?.hexBytes, "\(id)")
        #expect(
            transaction.signatures.map { Base58.encode($0) } == vector["signatures"]?.array?.compactMap(\.string),
            "\(id)")
        let instructions = try #require(vector["instructions"]?.array)
        #expect(
            message.instructions.map(\.program) == instructions.compactMap { $0["program_id_index"]?.integer }, "\(id)")
        #expect(
            message.instructions.map(\.accounts)
                == instructions.map { $0["accounts"]?.array?.compactMap(\.integer) ?? [] }, "\(id)")
        #expect(message.instructions.map(\.data) == instructions.map { $0["data"]?.hexBytes }, "\(id)")
        #expect(message.lookups.count == vector["address_table_lookups"]?.array?.count ?? 0, "\(id)")
    }

    /// Signs the message alone with the keys that were given, one after the other.
    private static func reproduce(
        _ transaction: Transaction, _ raw: [UInt8], _ vector: JSONValue, _ id: String
    ) throws -> Int {
        let seeds = try #require(vector["private_keys"]?.array ?? []).compactMap(\.string)
        guard seeds.count == transaction.signatures.count else { return 0 }
        var file = Array(Base64.encode(transaction.message.bytes).utf8)
        // Some offer much for priority.
        let terms = Terms(accepting: [.highFee])
        for seed in seeds {
            let content = try SolanaLedger.readUnsigned(file, under: terms)
            file = Array(try content.signed(by: try solanaKey(seed), under: terms).text.utf8)
        }
        #expect(String(decoding: file, as: UTF8.self) == Base64.encode(raw), "\(id)")
        return 1
    }

    /// Signs in the place of the key that was given, and finds the other places as they were.
    private static func fillOne(_ transaction: Transaction, _ vector: JSONValue, _ id: String) throws -> Int {
        guard let seed = vector["private_keys"]?.array?.first?.string else { return 0 }
        let content = TransactionContent(transaction: transaction, form: .base64)
        let signed = try content.transactionSigned(
            by: try solanaKey(seed), under: Terms(accepting: [.highFee]))
        let place = try #require(transaction.message.signers.firstIndex(of: try address(seed)), "\(id)")
        #expect(signed.states[place] == .valid, "\(id)")
        for other in signed.signatures.indices where other != place {
            #expect(signed.signatures[other] == transaction.signatures[other], "\(id)")
        }
        return 1
    }

    private static func refuse(_ raw: [UInt8], _ vector: JSONValue, _ id: String) throws {
        let kind = try #require(vector["kind"]?.string)
        guard vector["structure"]?.string == "ok" else {
            let error = solanaError { try Transaction(parsing: raw) }
            #expect(error != nil, "\(id) is read")
            let expected: [String: Set<String>] = [
                "sig-missing": ["signature-count"], "sig-extra": ["signature-count"], "count-alias": ["length-form"],
                "trailing": ["bytes-left-over", "too-long"], "readonly-payer": ["no-payer"],
                "program-0": ["program-is-payer"],
                "header-overflow": ["header-beyond-accounts"], "program-oob": ["program-out-of-range"],
                "account-oob": ["account-out-of-range"], "duplicate-account": ["account-named-twice"],
                "version-1": ["unknown-version"], "lookup-empty": ["empty-lookup"], "truncated": ["cut-off"],
            ]
            if let codes = expected[kind], let error {
                #expect(codes.contains(error.code), "\(id) \(kind): \(error.code)")
            }
            #expect(solanaError { try SolanaLedger.readSigned(raw, under: Terms()) } != nil, "\(id)")
            return
        }
        // The bytes are in order; the fault is in a signature, or in the rule that accounts differ.
        guard let transaction = try? Transaction(parsing: raw) else {
            #expect(kind == "duplicate-account", "\(id) \(kind)")
            return
        }
        #expect(transaction.states.contains { $0 != .valid }, "\(id) \(kind)")
        let verdicts = try TransactionContent(transaction: transaction, form: .binary).verified(under: Terms())
        #expect(verdicts.signatures.contains { $0.status != .valid }, "\(id) \(kind)")
    }

    @Test func lengthsHaveOneForm() throws {
        guard let vectors = try OutsideVectors.value("solana/compact-u16.json") else { return }
        let valid = try #require(vectors["valid"]?.array)
        for vector in valid {
            let bytes = try #require(vector["bytes"]?.hexBytes)
            var reader = WireReader(bytes)
            let value = try reader.compactU16("length")
            try reader.end()
            #expect(value == vector["value"]?.integer, "\(bytes)")
            #expect(WireReader.compactU16(value) == bytes)
        }
        let invalid = try #require(vectors["invalid"]?.array)
        for vector in invalid {
            #expect(throws: SolanaError.self, "\(vector.hexBytes)") {
                var reader = WireReader(vector.hexBytes)
                _ = try reader.compactU16("length")
            }
        }
        OutsideVectors.account("solana/compact-u16.json", passed: valid.count + invalid.count, refused: 0)
    }

    @Test func offchainMessagesHaveTheSDKsBytes() throws {
        guard let vectors = try OutsideVectors.value("solana/offchain-message.json") else { return }
        let cases = try #require(vectors["cases"]?.array)
        for vector in cases {
            let message = try OffchainMessage(text: Array(try #require(vector["message"]?.string).utf8))
            #expect(message.bytes == vector["serialized"]?.hexBytes)
            #expect(message.hash == vector["hash_base58"]?.string)
            #expect(try OffchainMessage(parsing: message.bytes) == message)
        }
        OutsideVectors.account("solana/offchain-message.json", passed: cases.count, refused: 0)
    }

    /// A wallet's signature over the bare text: verified and named as what it is, and never made.
    @Test func bareSignaturesAreVerifiedAndNotMade() throws {
        guard let vector = try OutsideVectors.value("solana/offchain-message.json")?["raw_message_signature"] else {
            return
        }
        let text = Array(try #require(vector["message"]?.string).utf8)
        let signature = try #require(vector["signature_base58"]?.string)
        let key = try solanaKey(try #require(vector["private_key"]?.string))
        let signer = try Address(try key.verifyingKey())
        #expect(signer.bytes == vector["public_key"]?.hexBytes)
        let verified = try SolanaLedger.readSignature(
            Array(signature.utf8), ofMessage: text, signer: signer.text, under: Terms()
        ).verified(under: Terms())
        #expect(verified.kind == "bare-message" && verified.signatures.map(\.status) == [.valid])
        #expect(verified.notes.count == 1)
        #expect(Base58.encode(try key.signEdDSA(message: text).bytes) == signature)
        let ours = try SolanaLedger.readMessage(text, under: Terms()).signed(by: key, under: Terms())
        #expect(ours.text != signature)
        OutsideVectors.account(
            "solana/offchain-message.json, raw_message_signature", passed: 1, refused: 0,
            reason: "verified; a signature without the prefix is never made")
    }
}
