import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// The ledger as the command meets it: recognised, read, signed and verified without naming what it is.
@Suite struct EVMLedgerTests {
    private static let golden = EnergyWebGoldenTests.cases[1]
    private static let account = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"

    @Test func recognisesTransactionsByContent() throws {
        #expect(EVMLedger.look(at: Array(Self.golden.json.utf8)) == Look(.certain, .unsigned))
        #expect(EVMLedger.look(at: Array(Self.golden.unsigned.utf8)) == Look(.certain, .unsigned))
        let signed = try EVMLedger.readUnsigned(Array(Self.golden.json.utf8), under: Terms())
            .signed(by: try testKey(ganacheKey), under: Terms())
        #expect(EVMLedger.look(at: Array(signed.text.utf8)) == Look(.certain, .signed))
        #expect(EVMLedger.look(at: Array("{\"memo\": 1}".utf8)) == nil)
        #expect(EVMLedger.look(at: [0xff, 0x00]) == nil)
    }

    @Test func whatItSignsItVerifies() throws {
        let unsigned = try EVMLedger.readUnsigned(Array(Self.golden.json.utf8), under: Terms())
        let signed = try unsigned.signed(by: try testKey(ganacheKey), under: Terms(chain: "energy-web"))
        #expect(signed.kind == "eip1559" && signed.signer == Self.account && signed.hash == "0x" + Self.golden.hash)
        let verification = try EVMLedger.readSigned(signed.file, under: Terms()).verified(under: Terms(chain: "246"))
        let key = try testKey(ganacheKey).verifyingKey()
        #expect(
            verification.signatures
                == [SignatureVerdict(place: "signature", signer: Self.account, key: key, .valid)])
        #expect(verification.hash == signed.hash)
        #expect(verification.summary == signed.summary)
    }

    @Test func otherChainsAreRefused() throws {
        let unsigned = try EVMLedger.readUnsigned(Array(Self.golden.json.utf8), under: Terms())
        let key = try testKey(ganacheKey)
        func codes(_ chain: String) throws -> [String] {
            unsigned.refusals(signer: try key.verifyingKey(), under: Terms(chain: chain)).map(\.code)
        }
        #expect(try codes("volta") == ["other-chain"])
        #expect(try codes("nowhere") == ["unknown-chain"])
        #expect(try codes("0xf6") == [])
        let signed = try unsigned.signed(by: key, under: Terms())
        let read = try EVMLedger.readSigned(signed.file, under: Terms())
        for (chain, code) in [("volta", "other-chain"), ("nowhere", "unknown-chain")] {
            let error = #expect(throws: EVMError.self) { try read.verified(under: Terms(chain: chain)) }
            #expect(error?.code == code)
        }
    }

    @Test func keysOfOtherGroupsAreRefused() throws {
        let unsigned = try EVMLedger.readUnsigned(Array(Self.golden.json.utf8), under: Terms())
        let other = try testKey(ganacheKey, .p256)
        let refusals = unsigned.refusals(signer: try other.verifyingKey(), under: Terms())
        #expect(refusals.map(\.code) == ["key-of-other-group"])
        #expect(unsigned.groups == [.secp256k1])
    }

    @Test func badSignaturesAreVerdicts() throws {
        let signed = try Transaction(parsing: Array(Self.golden.json.utf8)).signedTransaction(
            by: try testKey(ganacheKey))
        guard case .list(var items) = try RLP.decode(Array(signed.raw.dropFirst())) else { return }
        items[11] = .bytes([])
        let raw = [2] + RLP.encode(.list(items))
        let read = try EVMLedger.readSigned(Array(Hex.encode(raw).utf8), under: Terms())
        let verdict = try #require(try read.verified(under: Terms()).signatures.first)
        #expect(verdict.signer == nil && verdict.key == nil)
        guard case .invalid("signature-invalid", _) = verdict.status else {
            Issue.record("\(verdict.status)")
            return
        }
    }
}
