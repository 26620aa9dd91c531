import Bitcoin
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// bitcoinjs' fixtures, as far as they are about reading, signing, finalizing, extracting and verifying.
@Suite struct PSBTBitcoinJSTests {
    private static let everyRisk = Terms(accepting: Set(Risk.allCases))

    private func fixtures() throws -> JSONValue? { try OutsideVectors.value("bitcoinjs/psbt.json") }

    private func psbt(_ value: JSONValue?) throws -> PSBT {
        try PSBT(parsing: Array(try #require(value?.string).utf8))
    }

    private func key(_ value: JSONValue?) throws -> PrivateKey {
        let wif = try Base58.decodeCheck(try #require(value?.string))
        return try testKey(Hex.encode(wif[1..<33]))
    }

    private func verdicts(_ psbt: PSBT) throws -> [SignatureVerdict] {
        try psbt.verified(under: Terms()).signatures.filter { verdict in
            if case .notJudged(code: "not-signed", _) = verdict.status { false } else { true }
        }
    }

    @Test func readsAndRefuses() throws {
        guard let file = try fixtures(), let group = file["bip174"] else { return }
        for vector in try #require(group["invalid"]?.array) {
            #expect(throws: PSBTError.self, "\(vector["description"]?.string ?? "")") { try psbt(vector["psbt"]) }
        }
        let valid =
            try #require(group["valid"]?.array) + [file["clone"], file["cache"]?["nonWitnessUtxo"]].compactMap { $0 }
        for vector in valid { #expect(try psbt(vector["psbt"]).text == vector["psbt"]?.string) }
        for (vector, code) in zip(
            try #require(group["failSignChecks"]?.array), ["witness-utxo-for-legacy", "redeem-script"])
        {
            let found = try psbt(vector["psbt"]).refusals(signer: nil, under: Self.everyRisk)
                .compactMap { $0 as? PSBTError }.first { $0.code == code }
            #expect(found?.inputNumber == vector["inputToCheck"]?.integer)
        }
        OutsideVectors.account(
            "bitcoinjs/psbt valid, failSignChecks, clone, cache; invalid", passed: valid.count + 2,
            refused: try #require(group["invalid"]?.array?.count), reason: "bitcoinjs calls them invalid")
        let others = ["creator", "updater", "combiner"].reduce(0) { $0 + (group[$1]?.array?.count ?? 0) }
        let checks = ["addInput", "updateInput", "addOutput", "signInputHD"].reduce(0) {
            $0 + (file[$1]?["checks"]?.array?.count ?? 0)
        }
        OutsideVectors.account(
            "bitcoinjs/psbt creator, updater, combiner, addInput, addOutput, updateInput, signInputHD", passed: 0,
            refused: others + checks,
            reason: "roles of BIP-174 that a signer does not play, and keys derived from an extended key")
    }

    @Test func signsWhatBitcoinJSSigns() throws {
        guard let vectors = try fixtures()?["bip174"]?["signer"]?.array else { return }
        for vector in vectors {
            var signed = try psbt(vector["psbt"])
            for entry in try #require(vector["keys"]?.array) {
                let content = try signed.signed(by: try key(entry["WIF"]), under: Self.everyRisk)
                signed = try PSBT(parsing: content.file)
            }
            let theirs = try psbt(vector["result"])
            // The same signatures stand in the same places; those of BIP-340 differ by their randomness.
            #expect(signed.inputs.map { $0.map.entries.map(\.key) } == theirs.inputs.map { $0.map.entries.map(\.key) })
            if vector["isTaproot"] == nil { #expect(signed.text == theirs.text) }
            #expect(try verdicts(signed).allSatisfy { $0.status == .valid })
            #expect(try verdicts(theirs).allSatisfy { $0.status == .valid })
        }
        OutsideVectors.account("bitcoinjs/psbt signer", passed: vectors.count, refused: 0)
    }

    @Test func finalizesAndExtractsAsBitcoinJS() throws {
        guard let file = try fixtures() else { return }
        let finalizers = try #require(file["bip174"]?["finalizer"]?.array)
        let all = try #require(file["finalizeAllInputs"]?.array)
        for vector in finalizers + all {
            let name = vector["description"]?.string ?? vector["type"]?.string ?? ""
            #expect(try psbt(vector["psbt"]).finalized().text == vector["result"]?.string, "\(name)")
        }
        let extractors = try #require(file["bip174"]?["extractor"]?.array)
        for vector in extractors {
            let transaction = try psbt(vector["psbt"]).extracted()
            #expect(Hex.encode(transaction.serialized(withWitness: true)) == vector["transaction"]?.string)
        }
        OutsideVectors.account(
            "bitcoinjs/psbt finalizer, finalizeAllInputs, extractor",
            passed: finalizers.count + all.count + extractors.count, refused: 0)

        // Here the caller chose the larger of two leaves; the smaller one spends the output just as well.
        let byHash = try #require(file["finalizeInput"]?["finalizeTapleafByHash"])
        let finished = try psbt(byHash["psbt"]).finalized()
        #expect(finished.text != byHash["result"]?.string)
        #expect(try verdicts(finished).map(\.status) == [.valid])
        #expect(try verdicts(try psbt(byHash["result"])).map(\.status) == [.valid])
    }

    @Test func signsOrRefusesSingleInputs() throws {
        guard let checks = try fixtures()?["signInput"]?["checks"]?.array else { return }
        var passed = 0
        var refused = 0
        for vector in checks {
            let name = vector["description"]?.string ?? ""
            if let good = vector["shouldSign"], try hasMapWithoutOutput(good["psbt"]) {
                refused += 1
            } else if let good = vector["shouldSign"] {
                let unsigned = try psbt(good["psbt"])
                let signer = try key(good["WIF"])
                let codes = unsigned.refusals(signer: try signer.verifyingKey(), under: Self.everyRisk).map(\.code)
                if name == "check taproot script-path signer found for the input" {
                    // Its signature by another key stands under the hash of another leaf than the one it is made for.
                    #expect(codes == ["signature-invalid"])
                    refused += 1
                } else if unsigned.transaction.outputs.isEmpty {
                    #expect(codes == ["no-outputs"], "\(name)")
                    refused += 1
                } else {
                    let signed = try PSBT(parsing: try unsigned.signed(by: signer, under: Self.everyRisk).file)
                    #expect(try verdicts(signed).allSatisfy { $0.status == .valid }, "\(name)")
                    passed += 1
                }
            }
            // "No input #1" asks for an input by its number, which a signer of whole PSBTs never does.
            if let bad = vector["shouldThrow"], bad["inputToCheck"]?.integer == 0 {
                if try hasMapWithoutOutput(bad["psbt"]) {
                    refused += 1
                    continue
                }
                let signer = try key(bad["WIF"])
                let terms = Terms(accepting: [.highFee, .unprovenFee])
                let codes = try psbt(bad["psbt"]).refusals(signer: try signer.verifyingKey(), under: terms).map(\.code)
                #expect(!Set(codes).isDisjoint(with: ["nothing-to-sign", "redeem-script", "sighash"]), "\(name)")
                refused += 1
            }
        }
        OutsideVectors.account(
            "bitcoinjs/psbt signInput", passed: passed, refused: refused,
            reason: """
                fixtures that must throw, transactions without outputs, a map of an output that is not there, a signature \
                under the wrong leaf's hash
                """)
    }

    /// Some fixtures have no output and a map for one, which is a byte that nothing reads.
    private func hasMapWithoutOutput(_ value: JSONValue?) throws -> Bool {
        do {
            _ = try psbt(value)
            return false
        } catch let error as PSBTError where error.code == "trailing-bytes" { return true }
    }

    @Test func verifiesWhatBitcoinJSVerifies() throws {
        guard let file = try fixtures() else { return }
        var passed = 0
        for name in [
            "validateSignaturesOfInput", "validateSignaturesOfTapKeyInput", "validateSignaturesOfTapScriptInput",
        ] {
            let vector = try #require(file[name])
            let place = "input \(try #require(vector["index"]?.integer))"
            let found = try verdicts(try psbt(vector["psbt"])).filter { $0.place.hasPrefix(place) }
            #expect(!found.isEmpty && found.allSatisfy { $0.status == .valid }, "\(name)")
            passed += 1
        }
        let rate = try #require(file["getFeeRate"])
        let shown = try psbt(rate["psbt"]).summary(signer: nil, under: Terms()).members["feeRate"]?.string
        #expect(shown?.hasPrefix("\(try #require(rate["fee"]?.integer)).") ?? false)
        OutsideVectors.account("bitcoinjs/psbt validateSignatures, getFeeRate", passed: passed + 1, refused: 0)
    }
}
