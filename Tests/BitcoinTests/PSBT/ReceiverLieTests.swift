import Bitcoin
import Digests
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// A coordinator lies about where the money goes, or sends it where nobody gets it.
@Suite struct ReceiverLieTests {
    private func maker(_ pays: Script, _ amount: UInt64 = 8_999_000, _ fields: [PSBTMaker.Field] = []) throws
        -> PSBTMaker
    {
        var maker = PSBTMaker()
        maker.spend(try Keys.ownWitness(), 10_000_000)
        maker.pay(try Keys.otherWitness(), 1_000_000)
        maker.pay(pays, amount, fields)
        return maker
    }

    @Test func derivationsMakeNoChange() throws {
        let compressed = try Keys.compressed(ganacheKey), x = try Keys.xOnly(ganacheKey)
        let theirs = Script.p2tr(outputKey: try Keys.xOnly(Keys.other))
        let claims: [(Script, [PSBTMaker.Field])] = [
            (try Keys.otherWitness(), [.init(0x02, compressed, [1, 2, 3, 4, 84, 0, 0, 0x80])]),
            (theirs, [.init(0x05, x)]), (theirs, [.init(0x07, x, [0, 1, 2, 3, 4])]),
            (theirs, [.init(0x05, x), .init(0x06, [0, 0xC0, 1, 0x51])]),
            (.p2wsh(of: Script([0x51])), [.init(0x02, compressed, [1, 2, 3, 4]), .init(0x01, [0x51])]),
        ]
        for (script, fields) in claims {
            let lie = try maker(script, 8_999_000, fields)
            #expect(try lie.shown("back") == [])
            #expect(try lie.warned() == ["false-change"])
            #expect(try lie.summary().confirmation.words == "the last four letters of the largest of 2 receivers")
        }
    }

    @Test func ourKeyBesideThoseOfOthersIsNoChange() throws {
        let scripts = [
            try Keys.multisig(1, [ganacheKey, Keys.other]), try Keys.multisig(2, [ganacheKey, Keys.other, Keys.third]),
        ]
        for script in scripts {
            let program = Script.p2wsh(of: script)
            for (output, fields) in [
                (program, [.init(0x01, script.bytes)]), (.p2sh(of: script), [.init(0x00, script.bytes)]),
                (.p2sh(of: program), [.init(0x00, program.bytes), .init(0x01, script.bytes)]), (script, []),
            ] as [(Script, [PSBTMaker.Field])] {
                let lie = try maker(output, 8_999_000, fields)
                #expect(try lie.shown("back") == [])
                #expect(try lie.shown("pays")[1].hasSuffix("of which one is yours"))
            }
        }
        // A witness script of ours beside an output that has another hash.
        let own = try Keys.multisig(1, [ganacheKey])
        #expect(try maker(.p2wsh(of: scripts[0]), 8_999_000, [.init(0x01, own.bytes)]).shown("back") == [])
    }

    @Test func theBareOutputKeyOfOursIsNoChange() throws {
        // Whoever chose it may know a tree below it: only BIP-86's key, or a tree that is shown, is ours alone.
        #expect(try maker(.p2tr(outputKey: try Keys.xOnly(ganacheKey))).shown("back") == [])
        let leaf = Script.singleKeyLeaf(try Keys.xOnly(Keys.other))
        let hidden = try Bitcoin.Address.p2tr(
            internalKey: try Keys.xOnly(ganacheKey), merkleRoot: Taproot.leafHash(of: leaf), on: .mainnet)
        let lie = try maker(hidden.script, 8_999_000, [.init(0x05, try Keys.xOnly(ganacheKey))])
        #expect(try lie.shown("back") == [])
        #expect(try lie.warned() == ["false-change"])
    }

    @Test func whatNobodyCanSpendIsSaidToBeLost() throws {
        let noPoint = [UInt8](repeating: 0xFF, count: 32)
        let burns: [Script] = [
            .data([1, 2, 3]), Script([0x6A]), Script([0x6A, 0x4C]), .p2tr(outputKey: noPoint),
            .singleKeyLeaf(try Keys.xOnly(ganacheKey)), .p2pk(key: [2] + noPoint),
            .witness(version: 0, program: [UInt8](repeating: 1, count: 33)), Script([0x00]), Script([0x01, 0x80]),
            Script([UInt8](repeating: 0x51, count: 9999) + [0xAC, 0xAC]),
            Multisig(threshold: 2, keys: [try Keys.compressed(ganacheKey), [3] + noPoint]).script,
        ]
        for script in burns {
            let lie = try maker(script)
            #expect(try lie.warned() == ["burnt"], "\(Hex.encode(script.bytes.prefix(40)))")
            #expect(try lie.shown("back") == [])
            #expect(try !lie.summary().confirmation.wanted.isEmpty)
        }
        #expect(try maker(burns[0]).summary().confirmation.wanted == "burn")
    }

    @Test func whatAnyoneCanSpendIsSaid() throws {
        for (script, code) in [
            (Script([]), "anyone-can-spend"), (Script([0x51]), "anyone-can-spend"),
            (Script([0x02, 0, 1]), "anyone-can-spend"),
            (.witness(version: 16, program: [1, 2]), "unknown-witness-version"),
            (.witness(version: 1, program: [0x4E, 0x73]), "unknown-witness-version"),
            (.witness(version: 1, program: [UInt8](repeating: 1, count: 33)), "unknown-witness-version"),
            (.witness(version: 2, program: try Keys.xOnly(ganacheKey)), "unknown-witness-version"),
        ] as [(Script, String)] {
            let lie = try maker(script)
            #expect(try lie.warned() == [code])
            #expect(try lie.shown("back") == [])
        }
        #expect(try maker(Script([])).summary().confirmation.wanted == "anyone")
    }

    @Test func aBareScriptIsShownAndTyped() throws {
        let script = Script([0x76, 0xA9, 0x14] + [UInt8](repeating: 9, count: 20) + [0x88, 0xAC, 0x61])
        let strange = try maker(script)
        #expect(try strange.shown("pays")[1].hasSuffix("a script without an address: \(Hex.encode(script.bytes))"))
        #expect(try strange.summary().confirmation.wanted == "ac61")
        // The letters to type stand at the end of what is shown.
        let key = try Keys.compressed(Keys.other)
        let bare = try maker(.p2pk(key: key))
        #expect(try bare.shown("pays")[1].hasSuffix(Hex.encode(key)))
        #expect(try bare.summary().confirmation.wanted == String(Hex.encode(key).suffix(4)))
    }

    @Test func nothingIsCutOffWithoutAHashOfTheWhole() throws {
        let keys = (0..<20).map { _ in Keys.other }
        let long: [(Script, [UInt8])] = [
            (.data([UInt8](repeating: 0x41, count: 100_000)), [UInt8](repeating: 0x41, count: 100_000)),
            (try Keys.multisig(20, keys), try Keys.multisig(20, keys).bytes),
            (Script([UInt8](repeating: 0x61, count: 5000)), [UInt8](repeating: 0x61, count: 5000)),
            (Script([0x6A] + [UInt8](repeating: 0xAC, count: 600)), [UInt8](repeating: 0xAC, count: 600)),
        ]
        for (script, content) in long {
            let maker = try maker(script)
            let text = try maker.shown("pays")[1]
            #expect(text.hasSuffix("SHA-256 \(Hex.encode(SHA256.hash(content)))"))
            #expect(text.contains("of \(content.count) bytes; --json has them all"))
            #expect(text.count < 400 && !text.contains("…"))
            let outputs = try maker.summary().members["outputs"]?.array
            #expect(outputs?[1]["script"]?.string == Hex.encode(script.bytes))
        }
        let wanted = try maker(long[1].0).summary().confirmation.wanted
        #expect(Hex.encode(SHA256.hash(long[1].1)).hasSuffix(wanted))
    }

    /// Bitcoin Core's limits at 3 sat/vB (`GetDustThreshold`).
    @Test func dustIsSaid() throws {
        let limits: [(Script, UInt64)] = [
            (.p2pkh(hash: try Keys.hash(Keys.other)), 546), (.p2sh(of: try Keys.otherWitness()), 540),
            (try Keys.otherWitness(), 294), (.p2wsh(of: Script([0x51])), 330),
            (.p2tr(outputKey: try Keys.xOnly(Keys.other)), 330),
        ]
        for (script, limit) in limits {
            for (amount, codes) in [(limit, []), (limit - 1, ["dust"]), (0, ["dust"])] as [(UInt64, [String])] {
                var small = try maker(script, amount)
                small.outputs[0].output = Output(value: 9_990_000, script: try Keys.otherWitness())
                #expect(try small.warned() == codes)
            }
        }
        #expect(try maker(.data([1]), 0).warned(Terms()).contains("dust") == false)
    }

    @Test func oneLineToOthersIsNotLostAmongMany() throws {
        var many = PSBTMaker()
        many.spend(try Keys.ownWitness(), 10_000_000)
        for _ in 0..<200 { many.pay(try Keys.ownWitness(), 5000) }
        many.pay(try Keys.otherWitness(), 8_990_000)
        #expect(try many.shown("in all") == ["0.0899 BTC to others in 1 output, 0.01 BTC back in 200"])
        #expect(try many.summary().confirmation.words == "the last four letters of the receiver")
    }

    @Test func addressesOfAnotherNetworkAreNoticed() throws {
        let key = try Keys.compressed(ganacheKey)
        for (coin, network, isOther) in [
            (1, "mainnet", true), (0, "mainnet", false), (0, "testnet", true), (1, "signet", false),
            (2, "mainnet", false),
        ] as [(UInt8, String, Bool)] {
            var maker = try maker(try Keys.otherWitness())
            let path = [1, 2, 3, 4, 84, 0, 0, 0x80, coin, 0, 0, 0x80, 0, 0, 0, 0x80]
            maker.coins[0].fields.append(.init(0x06, key, path))
            #expect(try maker.warned(Terms(network: network)) == (isOther ? ["other-network"] : []))
            maker.outputs[0].fields.append(.init(0x02, try Keys.compressed(Keys.other), path))
            #expect(try maker.warned(Terms(network: network)) == (isOther ? ["other-network"] : []))
        }
    }
}
