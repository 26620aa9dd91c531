import Bitcoin
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// The PSBTs of BIP-174, BIP-370, BIP-371 and BIP-373.
@Suite struct PSBTVectorTests {
    @Test(arguments: ["bips/bip174-psbt", "bips/bip370-psbt", "bips/bip371-psbt", "bips/bip373-psbt"])
    func agreesWithTheBIP(file: String) throws {
        guard let vectors = try OutsideVectors.value("\(file).json")?["cases"]?.array else { return }
        var passed = 0
        var refused = 0
        for vector in vectors {
            let name = try #require(vector["case"]?.string)
            let binary = try #require(vector["hex"]).hexBytes
            let text = Array(try #require(vector["base64"]?.string).utf8)
            let expected = try #require(vector["expect"]?.string)
            if expected == "invalid" {
                #expect(throws: PSBTError.self, "\(name)") { try PSBT(parsing: binary) }
                #expect(throws: PSBTError.self, "\(name)") { try PSBT(parsing: text) }
                refused += 1
                continue
            }
            if expected == "timelock-undetermined" {
                #expect(throws: PSBTError.locktimesConflict, "\(name)") { try PSBT(parsing: binary) }
                refused += 1
                continue
            }
            let psbt = try PSBT(parsing: binary)
            #expect(psbt.serialized == binary, "\(name)")
            #expect(try PSBT(parsing: text).text.utf8.elementsEqual(text), "\(name)")
            switch expected {
            case "timelock": #expect(Int(psbt.transaction.locktime) == vector["timelock"]?.integer, "\(name)")
            case "valid-but-signer-must-refuse":
                let codes = psbt.refusals(signer: nil, under: Terms(accepting: Set(Risk.allCases))).map(\.code)
                #expect(codes.contains(name.contains("redeemScript") ? "redeem-script" : "witness-utxo-for-legacy"))
            default: #expect(expected == "valid", "\(name)")
            }
            passed += 1
        }
        #expect(passed > 0 && refused > 0)
        OutsideVectors.account(file, passed: passed, refused: refused, reason: "the BIP calls them invalid")
    }

    @Test func signsAsTheFirstSignerOfBIP174() throws {
        guard let file = try OutsideVectors.value("bips/bip174-workflow.json") else { return }
        let steps = try #require(file["steps"]?.object).members
        func step(_ name: String) throws -> [UInt8] { try #require(steps.first { $0.name == name }).value.hexBytes }
        for step in steps { #expect(try PSBT(parsing: step.value.hexBytes).serialized == step.value.hexBytes) }
        var psbt = try PSBT(parsing: try step("updater_sighash_all"))
        let expected = try step("signer_1")
        for key in try #require(file["signer_1_keys"]?.array) {
            let wif = try Base58.decodeCheck(try #require(key["wif"]?.string))
            let signed = try psbt.signed(
                by: try testKey(Hex.encode(wif[1..<33])), under: Terms(accepting: [.unprovenFee, .highFee]))
            psbt = try PSBT(parsing: signed.file)
        }
        #expect(Hex.encode(psbt.serialized) == Hex.encode(expected))
        OutsideVectors.account("bips/bip174-workflow", passed: steps.count, refused: 0)
    }
}
