import Bitcoin
import Digests
import Signatures
import TestSupport
import Testing
import Transactions

/// A coordinator lies about what is spent.
@Suite struct SpentLieTests {
    private func maker(_ script: Script? = nil, _ proof: PSBTMaker.Proof = .both) throws -> PSBTMaker {
        var maker = PSBTMaker()
        maker.spend(try script ?? Keys.ownWitness(), 10_000_000, proof)
        maker.pay(try Keys.otherWitness(), 9_990_000)
        return maker
    }

    @Test func aWitnessUTXOThatDiffersFromItsTransactionIsRefused() throws {
        for (value, script, code) in [
            (20_000_000, try Keys.ownWitness(), "utxo-amount"), (10_000_000, try Keys.otherWitness(), "utxo-script"),
        ] as [(UInt64, Script, String)] {
            var lie = try maker()
            lie.coins[0].fields[1].value = Output(value: value, script: script).serialized
            #expect(try lie.codesWhateverIsAccepted() == [code])
            #expect(try lie.verdicts().contains(code))
            #expect(throws: PSBTError.self) { try lie.signed(PSBTMaker.everyRisk) }
        }
    }

    @Test func aPreviousTransactionWithAnotherIdProvesNothing() throws {
        var lie = try maker()
        let richer = Output(value: 90_000_000, script: try Keys.ownWitness())
        lie.coins[0].fields[0].value = PSBTMaker.previous(richer, number: 0).serialized(withWitness: true)
        #expect(try lie.codesWhateverIsAccepted().first == "previous-transaction-id")
        // An index that the transaction does not have, up to the largest.
        for index in [2, UInt32.max] {
            var absent = try maker()
            absent.coins[0].outpoint = Outpoint(absent.coins[0].outpoint.transaction, index)
            #expect(try absent.codesWhateverIsAccepted().first == "no-such-output")
        }
    }

    @Test func anInputFromBeforeSegwitHasNoClaim() throws {
        for script in [
            Script.p2pkh(hash: try Keys.hash(ganacheKey)), .p2pk(key: try Keys.compressed(ganacheKey)),
            try Keys.multisig(1, [ganacheKey]),
        ] {
            for proof in [PSBTMaker.Proof.claim, .both] {
                #expect(
                    try maker(script, proof).codesWhateverIsAccepted() == ["witness-utxo-for-legacy"])
            }
        }
    }

    @Test func aLieAboutAnotherTaprootAmountMakesTheSignatureWorthless() throws {
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        let theirs = Script.p2tr(outputKey: try Keys.xOnly(Keys.other))
        var lie = PSBTMaker()
        lie.spend(own, 10_000_000, .claim)
        lie.spend(theirs, 1_000_000, .claim)
        lie.pay(try Keys.otherWitness(), 10_990_000)
        #expect(try lie.codes() == [])
        let signed = try lie.signed()
        let signature = try #require(signed.inputs[0].map.value(0x13))
        // The truth: the other input holds ten times as much, and the difference would have been fee.
        var transaction = lie.transaction
        transaction.inputs[0].witness = [signature]
        let said = [Output(value: 10_000_000, script: own), Output(value: 1_000_000, script: theirs)]
        let truth = [said[0], Output(value: 10_000_000, script: theirs)]
        #expect(InputVerifier(transaction, spending: said).verdicts(ofInput: 0).map(\.status.word) == ["valid"])
        #expect(
            InputVerifier(transaction, spending: truth).verdicts(ofInput: 0).map(\.status.word) == [
                "signature-invalid"
            ])
    }

    @Test func aSegwitInputThatIsClaimedToBeTaprootMakesTheSignatureWorthless() throws {
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        var lie = PSBTMaker()
        lie.spend(own, 10_000_000, .claim)
        lie.spend(try Keys.ownWitness(), 10_000_000, .claim)
        // In truth P2WPKH of the same key.
        lie.coins[1].fields[0].value =
            Output(value: 1000, script: .p2tr(outputKey: try Keys.xOnly(Keys.other))).serialized
        lie.pay(try Keys.otherWitness(), 9_990_000)
        #expect(try lie.codes() == [])
        let signed = try lie.signed()
        #expect(signed.inputs[1].map.all(0x02).isEmpty)
        var transaction = lie.transaction
        transaction.inputs[0].witness = [try #require(signed.inputs[0].map.value(0x13))]
        let truth = [Output(value: 10_000_000, script: own), Output(value: 10_000_000, script: try Keys.ownWitness())]
        #expect(
            InputVerifier(transaction, spending: truth).verdicts(ofInput: 0).map(\.status.word) == [
                "signature-invalid"
            ])
    }

    @Test func theAmountsOfOthersAreProvenToo() throws {
        var mixed = try maker()
        mixed.spend(try Keys.otherWitness(), 5_000_000, .claim)
        mixed.outputs[0].output = Output(value: 14_990_000, script: try Keys.otherWitness())
        #expect(try mixed.codes() == ["unproven-fee"])
        #expect(try mixed.shown("input 1")[0].contains("(not proven), not signed: it is spent by a key of others"))
        #expect(try mixed.shown("fee")[0].hasPrefix("NOT PROVABLE, as claimed"))
        // Without any output given, neither.
        mixed.coins[1].fields = []
        #expect(try mixed.codes() == ["unproven-fee"])
        #expect(try mixed.shown("fee") == ["NOT PROVABLE: not all amounts are known"])
        // Who signs for one input alone with ANYONECANPAY proves nothing of the others.
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        var open = PSBTMaker()
        open.spend(own, 10_000_000, .claim, [.init(0x03, [0x81, 0, 0, 0])])
        open.spend(.p2tr(outputKey: try Keys.xOnly(Keys.other)), 1_000_000, .claim)
        open.pay(try Keys.otherWitness(), 10_990_000)
        #expect(try open.codes(Terms(accepting: [.sighash])) == ["unproven-fee"])
    }

    @Test func scriptsThatDoNotHashToWhatIsSpentAreRefused() throws {
        let script = try Keys.multisig(1, [ganacheKey])
        let other = try Keys.multisig(1, [ganacheKey, Keys.other])
        let program = Script.p2wsh(of: script)
        let cases: [(Script, [PSBTMaker.Field], String)] = [
            (.p2wsh(of: other), [.init(0x05, script.bytes)], "witness-script"),
            (.p2sh(of: other), [.init(0x04, script.bytes)], "redeem-script"),
            (.p2sh(of: program), [.init(0x04, program.bytes), .init(0x05, other.bytes)], "witness-script"),
            (.p2sh(of: .p2wsh(of: other)), [.init(0x04, program.bytes), .init(0x05, script.bytes)], "redeem-script"),
            // Scripts where none belong.
            (try Keys.ownWitness(), [.init(0x05, script.bytes)], "witness-script"),
            (try Keys.ownWitness(), [.init(0x04, script.bytes)], "redeem-script"),
            (program, [.init(0x04, program.bytes), .init(0x05, script.bytes)], "redeem-script"),
        ]
        for (spent, fields, code) in cases {
            var lie = PSBTMaker()
            lie.spend(spent, 10_000_000, .transaction, fields)
            lie.pay(try Keys.otherWitness(), 9_990_000)
            #expect(try lie.codesWhateverIsAccepted().contains(code), "\(code)")
            #expect(throws: PSBTError.self) { try lie.signed(PSBTMaker.everyRisk) }
        }
    }

    @Test func ourKeyInAScriptOfAnotherFormIsNotSigned() throws {
        let push = Script.push(try Keys.compressed(ganacheKey)), other = Script.push(try Keys.compressed(Keys.other))
        let scripts: [[UInt8]] = [
            [0x63] + push + [0x67] + other + [0x68, 0xAC],  // OP_IF ours OP_ELSE theirs OP_ENDIF OP_CHECKSIG
            [0x04, 0, 0, 0, 0x7F, 0xB1, 0x75] + push + [0xAC],  // a locktime, OP_CHECKLOCKTIMEVERIFY OP_DROP
            [0x02, 0xFF, 0x7F, 0xB2, 0x75] + push + [0xAC],  // an age, OP_CHECKSEQUENCEVERIFY OP_DROP
            push + [0xAC, 0x91],  // OP_CHECKSIG OP_NOT: any wrong signature spends it
            push + [0xAC, 0x51],  // OP_CHECKSIG, and then true whatever came
            [0x51] + push + other + [0x53, 0xAE],  // three keys are said, and two there
            push + [0xAB, 0xAC],  // OP_CODESEPARATOR
        ]
        for script in scripts {
            for isWitness in [true, false] {
                var maker = PSBTMaker()
                let script = Script(script)
                maker.spend(
                    isWitness ? .p2wsh(of: script) : .p2sh(of: script), 10_000_000, .transaction,
                    [.init(isWitness ? 0x05 : 0x04, script.bytes)])
                maker.pay(try Keys.otherWitness(), 9_990_000)
                #expect(try maker.codesWhateverIsAccepted() == ["nothing-to-sign"])
            }
        }
        // Neither P2SH in P2SH nor taproot in P2SH, of which no rule speaks.
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        for inner in [Script.p2sh(of: try Keys.ownWitness()), own] {
            var maker = PSBTMaker()
            maker.spend(.p2sh(of: inner), 10_000_000, .transaction, [.init(0x04, inner.bytes)])
            maker.pay(try Keys.otherWitness(), 9_990_000)
            #expect(try maker.codesWhateverIsAccepted() == ["nothing-to-sign"])
        }
    }

    @Test func oneOutputIsNotSpentTwiceNorNoneOnce() throws {
        var twice = try maker()
        twice.coins.append(twice.coins[0])
        twice.outputs[0].output = Output(value: 19_990_000, script: try Keys.otherWitness())
        #expect(try twice.codesWhateverIsAccepted() == ["duplicate-input"])
        var null = try maker()
        null.coins[0].outpoint = Outpoint(try TransactionID(bytes: [UInt8](repeating: 0, count: 32)), .max)
        #expect(try null.codesWhateverIsAccepted().contains("coinbase"))
        null.coins.append(try maker().coins[0])
        #expect(try null.codesWhateverIsAccepted().contains("null-outpoint"))
    }

    @Test func noMoreIsSpentThanThereCanBe() throws {
        let most = Satoshi.most.value
        for version in [0, 2] {
            for (amounts, code) in [
                ([most + 1], "spent-too-large"), ([.max], "spent-too-large"), ([most, 1], "spent-too-large"),
            ]
                as [([UInt64], String)]
            {
                for proof in [PSBTMaker.Proof.transaction, .claim] {
                    var lie = PSBTMaker()
                    lie.version = version
                    for amount in amounts { lie.spend(try Keys.ownWitness(), amount, proof) }
                    lie.pay(try Keys.otherWitness(), 10_000)
                    #expect(try lie.codesWhateverIsAccepted() == [code])
                    #expect(try !lie.summary().facts.isEmpty)
                }
            }
        }
    }

    @Test func aMessageInDisguiseIsNotSigned() throws {
        // BIP-322's second transaction as a PSBT: who signs it has signed a message that nobody saw.
        for script in [
            try Keys.ownWitness(), try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script,
            .p2pkh(hash: try Keys.hash(ganacheKey)),
        ] {
            let toSpend = VirtualTransaction.toSpend(Array("I owe Mallory everything".utf8), script: script)
            var lie = PSBTMaker()
            let claim = try #require(toSpend.outputs.first)
            lie.coins = [
                .init(
                    outpoint: Outpoint(toSpend.id, 0), sequence: 0,
                    fields: [.init(0x00, toSpend.serialized(withWitness: true))])
            ]
            lie.outputs = [(VirtualTransaction.output, [])]
            #expect(try lie.codesWhateverIsAccepted() == ["hidden-message"])
            lie.coins[0].fields = [.init(0x01, claim.serialized)]
            #expect(try lie.codesWhateverIsAccepted().contains("hidden-message"))
        }
    }
}
