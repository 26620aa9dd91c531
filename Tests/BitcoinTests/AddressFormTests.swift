import Bitcoin
import Encodings
import TestSupport
import Testing

@Suite struct AddressFormTests {
    private typealias Address = Bitcoin.Address

    @Test func agreesWithBitcoinCoreOnAddresses() throws {
        var passed = 0, keys = 0, oldForm = 0
        for name in ["key_io_valid", "key_io_valid_bech32m"] {
            guard let rows = try OutsideVectors.value("bitcoin-core/\(name).json")?.array else { return }
            for row in rows {
                let text = try #require(row.array?[0].string)
                guard row.array?[2]["isPrivkey"]?.bool == false else {
                    #expect(throws: BitcoinError.self) { try Address.read(text) }
                    keys += 1
                    continue
                }
                let script = Script(try #require(row.array?[1]).hexBytes)
                let network = try network(ofChain: try #require(row.array?[2]["chain"]?.string))
                if name == "key_io_valid", let program = script.witnessProgram, program.version > 0 {
                    // This edition is older than BIP-350, which gives these scripts other addresses.
                    #expect(throws: BitcoinError.self) { try Address.read(text) }
                    oldForm += 1
                    continue
                }
                #expect(try Address(text, on: network).script == script)
                #expect(Address(script, on: network)?.text == text)
                let turned = String(
                    text.map { $0.isUppercase ? Character($0.lowercased()) : Character($0.uppercased()) })
                let survives = (try? Address(turned, on: network)) != nil
                #expect(survives == (row.array?[2]["tryCaseFlip"]?.bool ?? false))
                passed += 1
            }
        }
        #expect(passed > 20)
        OutsideVectors.account(
            "bitcoin-core/key_io_valid", passed: passed, refused: keys + oldForm,
            reason: "\(keys) are private keys, \(oldForm) have the checksum from before BIP-350")
    }

    @Test func refusesWhatBitcoinCoreRefuses() throws {
        guard let old = try OutsideVectors.value("bitcoin-core/key_io_invalid.json")?.array,
            let new = try OutsideVectors.value("bitcoin-core/key_io_invalid_bech32m.json")?.array
        else { return }
        let texts = old.compactMap { $0.array?.first?.string } + new.compactMap { $0["address"]?.string }
        for text in texts { #expect(throws: BitcoinError.self) { try Address.read(text) } }
        #expect(texts.count == 43)
        OutsideVectors.account("bitcoin-core/key_io_invalid", passed: texts.count, refused: 0)
    }

    private func network(ofChain chain: String) throws -> Network {
        switch chain {
        case "main": .mainnet
        // BIP-94's network has the address forms of the third one.
        case "test", "testnet4": .testnet
        case "signet": .signet
        default: try #require(Network(rawValue: chain))
        }
    }

    @Test func anAddressOfAnotherNetworkIsNamed() throws {
        let text = "mo9ncXisMeAoXwqcV5EWuyncbmCcQN4rVs"
        #expect(
            throws: BitcoinError.addressOfOtherNetwork(text, needed: .mainnet, found: [.testnet, .signet, .regtest])
        ) { try Address(text, on: .mainnet) }
        #expect(try Network.named(nil) == .mainnet)
        #expect(throws: BitcoinError.unknownNetwork("main")) { try Network.named("main") }
    }

    @Test(arguments: Seed.fresh(32))
    func everyScriptWithAnAddressComesBack(_ seed: Seed) throws {
        var generator = seed.generator
        let short = generator.bytes(20), long = generator.bytes(32)
        let scripts: [Script] = [
            .p2pkh(hash: short), .p2sh(hash: short), .p2wpkh(hash: short), .p2wsh(hash: long), .p2tr(outputKey: long),
            .witness(version: generator.int(1...16), program: generator.bytes(generator.int(2...40))),
        ]
        for script in scripts {
            for network in Network.allCases {
                let address = try #require(Address(script, on: network))
                #expect(try Address(address.text, on: network) == address)
                let damaged = String(decoding: generator.mutated(Array(address.text.utf8)), as: UTF8.self)
                if let other = try? Address(damaged, on: network) {
                    #expect(other.text.lowercased() == damaged.lowercased() || other.text == damaged)
                }
            }
        }
    }

    @Test func scriptsWithoutAnAddressHaveNone() {
        let key = [2] + [UInt8](repeating: 1, count: 32)
        let scripts: [Script] = [
            .p2pk(key: key), Multisig(threshold: 1, keys: [key, key]).script, .data([1, 2, 3]), Script([]),
            .singleKeyLeaf(Array(key.dropFirst())), Script([0, 3, 1, 2, 3]),
        ]
        for script in scripts { #expect(Address(script, on: .mainnet) == nil) }
    }
}
