import Bitcoin
import Encodings
import Groups
import Signatures
import TestSupport
import Testing

@Suite struct SignatureFormTests {
    @Test func strictDERIsTakenAndNumbersThatNoSignatureHasAreNot() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/sig_canonical.json")?.array else { return }
        var passed = 0, outOfRange = 0
        for row in rows {
            do throws(BitcoinError) {
                let signature = try ScriptSignature(row.hexBytes)
                #expect(signature.bytes == row.hexBytes)
                passed += 1
            } catch {
                // Zero in strict DER: well formed, and no signature.
                #expect(error == .signature(.signatureOutOfRange(.secp256k1)))
                outOfRange += 1
            }
        }
        #expect(passed == 4)
        OutsideVectors.account(
            "bitcoin-core/sig_canonical", passed: passed, refused: outOfRange, reason: "r and s are zero")
    }

    @Test func whatIsNotStrictDERIsRefused() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/sig_noncanonical.json")?.array else { return }
        let signatures = rows.compactMap(\.string).compactMap { try? Hex.decode($0) }.filter { !$0.isEmpty }
        for bytes in signatures { #expect(throws: BitcoinError.self) { try ScriptSignature(bytes) } }
        #expect(signatures.count == 15)
        OutsideVectors.account("bitcoin-core/sig_noncanonical", passed: signatures.count, refused: 0)
    }

    @Test func agreesWithBitcoinJSOnSignatures() throws {
        guard let file = try OutsideVectors.value("bitcoinjs/signature.json") else { return }
        var passed = 0
        for vector in try #require(file["valid"]?.array) {
            let signature = try ScriptSignature(try #require(vector["hex"]).hexBytes)
            #expect(signature.signature.r == vector["raw"]?["r"]?.hexBytes)
            #expect(signature.signature.s == vector["raw"]?["s"]?.hexBytes)
            #expect(signature.type.value == vector["hashType"]?.integer.map(UInt32.init))
            #expect(signature.bytes == vector["hex"]?.hexBytes)
            passed += 1
        }
        for vector in try #require(file["invalid"]?.array) {
            #expect(throws: BitcoinError.self) { try ScriptSignature(try #require(vector["hex"]).hexBytes) }
            passed += 1
        }
        OutsideVectors.account("bitcoinjs/signature", passed: passed, refused: 0)
    }

    @Test func anEmptySignatureIsMissingRatherThanWrong() {
        #expect(throws: BitcoinError.emptySignature) { try ScriptSignature([]) }
        #expect(throws: BitcoinError.emptySignature) { try TaprootSignature([]) }
    }

    @Test func taprootSignaturesHaveOneForm() throws {
        let bytes = [UInt8](repeating: 1, count: 64)
        #expect(try TaprootSignature(bytes).type == .default)
        #expect(try TaprootSignature(bytes + [1]).type == .all)
        #expect(try TaprootSignature(bytes + [0x83]).bytes == bytes + [0x83])
        #expect(throws: BitcoinError.sighashType(0)) { try TaprootSignature(bytes + [0]) }
        #expect(throws: BitcoinError.taprootSignatureLength(found: 63)) {
            try TaprootSignature(Array(bytes.dropLast()))
        }
        #expect(throws: BitcoinError.taprootSignatureLength(found: 66)) { try TaprootSignature(bytes + [1, 1]) }
    }

    @Test func everyTypeHasItsNameAndItsWords() {
        let names = (UInt8.min ... .max).map(SighashType.init).filter(\.isDefinedForTaproot).map(\.name)
        #expect(
            names == [
                "DEFAULT", "ALL", "NONE", "SINGLE", "ALL|ANYONECANPAY", "NONE|ANYONECANPAY", "SINGLE|ANYONECANPAY",
            ])
        let words = (UInt8.min ... .max).map(SighashType.init).filter(\.isDefined).map(\.words)
        #expect(Set(words).count == 6)
        #expect(SighashType(4).name == "0x4")
        #expect([0, 1].allSatisfy { SighashType($0).coversAll } && !SighashType(0x81).coversAll)
    }
}
