import Bitcoin
import Encodings
import Groups
import TestSupport
import Testing

/// bitcoinjs-lib's payments: scripts, their forms and their addresses.
@Suite struct PaymentVectorTests {
    private typealias Address = Bitcoin.Address

    @Test(arguments: ["p2pkh", "p2sh", "p2wpkh", "p2wsh", "p2tr"])
    func agreesWithBitcoinJSOnScriptsAndAddresses(_ kind: String) throws {
        guard let file = try OutsideVectors.value("bitcoinjs/\(kind).json") else { return }
        var passed = 0
        for vector in try #require(file["valid"]?.array) {
            let expected = try #require(vector["expected"]), given = try #require(vector["arguments"])
            let asm = try #require(expected["output"]?.string ?? given["output"]?.string)
            let output = try script(inASM: asm)
            #expect(output.template.name == kind)
            let text = try #require(expected["address"]?.string ?? given["address"]?.string)
            let network: Network = text.hasPrefix("tb1") || text.hasPrefix("2") ? .testnet : .mainnet
            #expect(Address(output, on: network)?.text == text)
            #expect(try Address(text, on: network).script == output)
            if let redeem = (given["redeem"] ?? expected["redeem"])?["output"]?.string, !redeem.isEmpty {
                switch kind {
                case "p2sh": #expect(Script.p2sh(of: try script(inASM: redeem)) == output)
                case "p2wsh": #expect(Script.p2wsh(of: try script(inASM: redeem)) == output)
                default: break
                }
            }
            if kind == "p2tr", let internalKey = given["internalPubkey"] ?? expected["internalPubkey"],
                internalKey.string != nil
            {
                let root = expected["hash"].flatMap { $0.string == nil ? nil : $0.hexBytes }
                let found = try Taproot.outputKey(internalKey: internalKey.hexBytes, merkleRoot: root)
                #expect(found.x == expected["pubkey"]?.hexBytes)
            }
            passed += 1
        }
        let (refused, other) = try refusals(kind, try #require(file["invalid"]?.array))
        OutsideVectors.account(
            "bitcoinjs/\(kind)", passed: passed + refused, refused: other,
            reason: "arguments of bitcoinjs' constructors that contradict each other")
    }

    /// Which of the invalid ones are one thing that is wrong by itself, and not two that differ.
    private func refusals(_ kind: String, _ vectors: [JSONValue]) throws -> (Int, Int) {
        var refused = 0
        for vector in vectors {
            let given = try #require(vector["arguments"]?.object)
            switch (given.names, given["output"]?.string, given["address"]?.string) {
            case (["output"], let asm?, _):
                let output = try script(inASM: asm)
                // A key that is on no curve has an address all the same; nobody can spend from it.
                if case .p2tr(let key) = output.template {
                    #expect(throws: TransactionsErrorNamed.self) { try lift(key) }
                } else {
                    #expect(output.template.name != kind)
                }
                refused += 1
            case (["address"], _, let text?):
                let kinds = (try? Address.read(text))?.map(\.script.template.name) ?? []
                #expect(!kinds.contains(kind))
                refused += 1
            case (["witness"], _, _) where vector["description"]?.string?.hasPrefix("Control block length") ?? false:
                let witness = try #require(given["witness"]?.array).map(\.hexBytes)
                #expect(throws: BitcoinError.self) { try ControlBlock(try #require(witness.last)) }
                refused += 1
            default: continue
            }
        }
        return (refused, vectors.count - refused)
    }

    private struct TransactionsErrorNamed: Error {}

    private func lift(_ key: [UInt8]) throws(TransactionsErrorNamed) {
        do { _ = try Taproot.outputKey(internalKey: key, merkleRoot: nil) } catch { throw TransactionsErrorNamed() }
    }

    @Test func agreesWithBitcoinJSOnBareMultisig() throws {
        guard let file = try OutsideVectors.value("bitcoinjs/p2ms.json") else { return }
        var passed = 0, other = 0
        for vector in try #require(file["valid"]?.array) {
            let expected = try #require(vector["expected"])
            let asm = try #require(expected["output"]?.string ?? vector["arguments"]?["output"]?.string)
            let multisig = try #require(Multisig(try script(inASM: asm)))
            #expect(multisig.threshold == expected["m"]?.integer)
            #expect(multisig.keys.count == expected["n"]?.integer)
            #expect(multisig.keys == expected["pubkeys"]?.array?.map(\.hexBytes))
            #expect(multisig.script == (try script(inASM: asm)))
            passed += 1
        }
        for vector in try #require(file["invalid"]?.array) {
            let given = try #require(vector["arguments"]?.object)
            guard given.names == ["output"], let asm = given["output"]?.string else {
                other += 1
                continue
            }
            #expect(Multisig(try script(inASM: asm)) == nil)
            passed += 1
        }
        OutsideVectors.account(
            "bitcoinjs/p2ms", passed: passed, refused: other,
            reason: "arguments of bitcoinjs' constructors that contradict each other")
    }

    @Test func agreesWithBitcoinJSOnAddresses() throws {
        guard let file = try OutsideVectors.value("bitcoinjs/address.json") else { return }
        var passed = 0, foreign = 0
        let networks = ["bitcoin": Network.mainnet, "testnet": .testnet, "regtest": .regtest]
        for vector in try #require(file["standard"]?.array) {
            let text = try #require(vector["base58check"]?.string ?? vector["bech32"]?.string)
            guard let network = networks[try #require(vector["network"]?.string)] else {
                #expect(throws: BitcoinError.self) { try Address.read(text) }
                foreign += 1
                continue
            }
            let output = try script(inASM: try #require(vector["script"]?.string))
            #expect(try Address(text, on: network).script == output)
            let written = try #require(Address(output, on: network)?.text)
            #expect(written == (vector["bech32"] == nil ? text : text.lowercased()))
            passed += 1
        }
        for vector in try #require(file["bech32"]?.array) {
            let text = try #require(vector["address"]?.string)
            let program = try #require(try Address.read(text).first?.script.witnessProgram)
            #expect(program.version == vector["version"]?.integer)
            #expect(program.program == vector["data"]?.hexBytes)
            passed += 1
        }
        for vector in try #require(file["invalid"]?["bech32"]?.array) {
            #expect(throws: BitcoinError.self) { try Address.read(try #require(vector["address"]?.string)) }
            passed += 1
        }
        for vector in try #require(file["invalid"]?["fromBase58Check"]?.array) {
            #expect(throws: BitcoinError.self) { try Address.read(try #require(vector["address"]?.string)) }
            passed += 1
        }
        for vector in try #require(file["invalid"]?["fromOutputScript"]?.array) {
            let output = try script(inASM: try #require(vector["script"]?.string))
            if let address = Address(output, on: .mainnet) {
                // A taproot key on no curve, for which bitcoinjs gives no address and BIP-350 does.
                #expect(output.template.name == "p2tr" || output.template.name.hasPrefix("witness"), "\(address)")
                foreign += 1
            } else {
                passed += 1
            }
        }
        for vector in try #require(file["invalid"]?["toOutputScript"]?.array) {
            let text = try #require(vector["address"]?.string)
            if vector["network"] == nil {
                #expect(throws: BitcoinError.self) { try Address(text, on: .mainnet) }
                passed += 1
            } else {
                foreign += 1
            }
        }
        OutsideVectors.account(
            "bitcoinjs/address", passed: passed, refused: foreign,
            reason: "other chains' addresses, and networks that the test invents")
    }
}
