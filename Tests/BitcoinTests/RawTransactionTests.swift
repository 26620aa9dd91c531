import Bitcoin
import Encodings
import TestSupport
import Testing
import Transactions

/// The signed transaction of BIP-143, "Native P2WPKH": input 0 spends P2PK of 6.25 BTC, input 1 P2WPKH of 6 BTC.
let twoInputs = """
    01000000000102fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f00000000494830450221008b9d1dc26ba6a9\
    cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30be022040529b194ba3f9281a99f2b1c0a19c0489bc22ede944ccf4ecbab4cc618e\
    f3ed01eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02202cb20600000000\
    1976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa81\
    5988ac000247304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c4518331561406f9030\
    0e8f3358f51928d43c212a8caed02de67eebee0121025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee6357110000\
    00
    """
let firstOutput =
    "9f96ade4b41d5433f4eda31e1738ec2b36f6e7d1420d94a6af99801a88f7f7ff:0:625000000:"
    + "2103c9f4836b9a4f77fc0d81f7bcb01b7f1b35916864b9476c241ce9fc198bd25432ac"
let secondOutput =
    "8ac60eb9575db5b2d987e29f301b5b819ea83a5c6579d282d189cc04b8e151ef:1:600000000:"
    + "00141d0f172a0ecb48aee1be1f2687d2963ae33f71a1"

@Suite struct RawTransactionTests {
    private func terms(_ outputs: String..., network: String? = nil, transactions: [[UInt8]] = []) -> Terms {
        Terms(
            network: network,
            besides: outputs.map { SideFile(.previousOutput, name: "--prevout", bytes: Array($0.utf8)) }
                + transactions.enumerated().map { SideFile(.previousTransaction, name: "\($0).tx", bytes: $1) })
    }

    @Test func judgesAllInputsAndShowsWhatMoves() throws {
        let found = try BitcoinLedger.readSigned(Array((twoInputs + "\n").utf8), under: Terms())
            .verified(under: terms(firstOutput, secondOutput))
        #expect(found.hash == "e8151a2af31c368a35053ddd4bdb285a8595c769a3ad83e0fa02314a602d4609")
        #expect(found.signatures.map(\.place) == ["input 0", "input 1"])
        #expect(found.signatures.areValid)
        #expect(found.signatures[1].signer == "bc1qr583w2swedy2acd7rung055k8t3n7udp7vyzyg")
        func text(_ label: String) -> String? { found.summary.facts.first { $0.label == label }?.text }
        #expect(text("input 1") == "6 BTC from bc1qr583w2swedy2acd7rung055k8t3n7udp7vyzyg")
        #expect(text("output 0") == "1.1234 BTC to 1Cu32FVupVCgHkMMRJdYJugxwo2Aprgk7H")
        #expect(text("fee")?.hasSuffix("if the amounts stated for input 0 are true") ?? false)
        #expect(text("locktime") == "not before block 18")
        #expect(Set(found.summary.warnings.map(\.code)) == ["high-fee", "unproven-fee"])
    }

    @Test func whatWasReadBesideItNeedNotBeBroughtAgain() throws {
        let terms = terms(firstOutput, secondOutput)
        let found = try BitcoinLedger.readSigned(Array(twoInputs.utf8), under: terms).verified(under: Terms())
        #expect(found.signatures.areValid)
    }

    @Test func theWordsAreTheSameWheneverTheyArePutTogether() throws {
        let found = try RawTransaction(parsing: Array(twoInputs.utf8)).verified(under: terms(firstOutput, secondOutput))
        let written = found.writtenOut
        #expect(written.signatures == found.signatures && written.hash == found.hash)
        #expect(written.notes == found.notes && written.summary == found.summary)
        #expect(written.signatures.map(\.signer) == found.signatures.map(\.signer))
        #expect(Set(written.signatures) == Set(found.signatures))
    }

    @Test func warnsOfOutputsThatNobodyGets() throws {
        var signed = try SpentByOwnKey(amounts: [70_000], sending: 293)
        signed.transaction.outputs += [
            Output(value: 60_000, script: .data([1])), Output(value: 1000, script: Script([])),
            Output(value: 1000, script: .witness(version: 2, program: [1, 2])), Output(value: 0, script: .data([1])),
        ]
        let found = try RawTransaction(signed.transaction)
            .verified(under: terms(transactions: [signed.previous.serialized(withWitness: true)]))
        #expect(
            found.summary.warnings.map(\.code) == ["dust", "burnt", "anyone-can-spend", "unknown-witness-version"])
    }

    @Test func addressesFollowTheNetwork() throws {
        let raw = try RawTransaction(parsing: Array(twoInputs.utf8))
        let found = try raw.verified(under: terms(secondOutput, network: "regtest"))
        #expect(found.signatures[1].signer?.hasPrefix("bcrt1q") ?? false)
        #expect(throws: BitcoinError.unknownNetwork("moon")) { try raw.verified(under: Terms(network: "moon")) }
    }

    @Test func anUnknownOutputIsNotJudgedAndLeavesTheFeeOpen() throws {
        let raw = try RawTransaction(parsing: Array(twoInputs.utf8))
        let found = try raw.verified(under: terms(secondOutput))
        #expect(found.signatures.map(\.code) == ["previous-output-missing", nil])
        #expect(
            found.summary.facts.contains {
                $0.label == "fee" && $0.text == "not provable: what input 0 spends is not known"
            })
    }

    @Test func aStatedAmountThatIsWrongMakesASegwitSignatureFail() throws {
        let raw = try RawTransaction(parsing: Array(twoInputs.utf8))
        let wrong = secondOutput.replacing(":600000000:", with: ":600000001:")
        #expect(
            try raw.verified(under: terms(firstOutput, wrong)).signatures.map(\.code) == [nil, "signature-invalid"])
    }

    @Test func aPreviousTransactionProvesWhatItsOutputsHold() throws {
        let signed = try SpentByOwnKey(amounts: [70_000, 30_000], sending: 99_000)
        let raw = RawTransaction(signed.transaction)
        let found = try raw.verified(under: terms(transactions: [signed.previous.serialized(withWitness: true)]))
        #expect(found.signatures.areValid)
        #expect(found.summary.warnings == [])
        #expect(found.summary.members["fee"]?.string == "1000")
        #expect(found.summary.members["feeProven"]?.bool == true)
        // The same in hexadecimal digits; and a transaction of another id says nothing.
        let text = Array(Hex.encode(signed.previous.serialized(withWitness: false)).utf8)
        #expect(try raw.verified(under: terms(transactions: [text])).signatures.areValid)
        var other = signed.previous
        other.locktime = 1
        let missing = try raw.verified(under: terms(transactions: [other.serialized(withWitness: true)]))
        #expect(missing.signatures.map(\.code) == ["previous-output-missing", "previous-output-missing"])
    }

    @Test func saysWhatSignaturesLeaveOpen() throws {
        let signed = try SpentByOwnKey(amounts: [70_000, 30_000], sending: 99_000, type: .single)
        let before = signed.previous.serialized(withWitness: true)
        let found = try RawTransaction(signed.transaction).verified(under: terms(transactions: [before]))
        #expect(found.signatures.areValid)
        #expect(
            found.notes == [
                "input 0: the signature covers all inputs and one output: anyone can change the others (SINGLE)",
                "input 1: signed with SINGLE where there is no output 1, so that no output is covered",
            ])
    }

    @Test func saysWhichFilesWereOfNoUseAndWhatWasOnlyStated() throws {
        let raw = try RawTransaction(parsing: Array(twoInputs.utf8))
        let other = try SpentByOwnKey(amounts: [1], sending: 1)
        let found = try raw.verified(
            under: terms(secondOutput, transactions: [other.previous.serialized(withWitness: true)]))
        #expect(
            found.notes == [
                "input 1: judged against outputs as they were stated; no proof of them came",
                "0.tx is about \(other.previous.id), of which nothing is spent here",
            ])
    }

    @Test func aBlocksFirstTransactionIsNotJudged() throws {
        let nothing = Outpoint(try TransactionID(bytes: [UInt8](repeating: 0, count: 32)), .max)
        let coinbase = Bitcoin.Transaction(
            version: 1, inputs: [.init(outpoint: nothing, scriptSig: [1, 2, 3])],
            outputs: [Output(value: 5_000_000_000, script: .p2wpkh(hash: [UInt8](repeating: 1, count: 20)))],
            locktime: 0)
        let found = try RawTransaction(coinbase).verified(under: Terms())
        #expect(found.signatures.map(\.code) == ["coinbase"])
        #expect(found.signatures.areValid == false && found.signatures.haveInvalid == false)
        #expect(found.summary.facts.contains { $0.label == "fee" && $0.text == "none" })
    }

    @Test func damagedFilesAreStillRecognised() throws {
        let bytes = try hexBytes(twoInputs)
        #expect(BitcoinLedger.look(at: Array(bytes.dropLast())) == Look(.possible, .signed))
        #expect(BitcoinLedger.look(at: Array(twoInputs.utf8.dropLast(2))) == Look(.possible, .signed))
        #expect(BitcoinLedger.look(at: [1, 0, 0, 0]) == nil)
        #expect(throws: BitcoinError.self) {
            try BitcoinLedger.readSigned(Array(bytes.dropLast()), under: Terms())
        }
    }

    @Test func refusesOutputsThatBringMoreThanIsSpent() throws {
        let signed = try SpentByOwnKey(amounts: [70_000, 30_000], sending: 100_001)
        let found = try RawTransaction(signed.transaction)
            .verified(under: terms(transactions: [signed.previous.serialized(withWitness: true)]))
        #expect(found.signatures.first?.place == "transaction")
        #expect(found.signatures.first?.code == "outputs-exceed-inputs")
    }

    @Test func refusesAnOutputThatItsTransactionDoesNotHave() throws {
        var signed = try SpentByOwnKey(amounts: [70_000, 30_000], sending: 99_000)
        signed.transaction.inputs[1].outpoint = Outpoint(signed.previous.id, 2)
        let found = try RawTransaction(signed.transaction)
            .verified(under: terms(transactions: [signed.previous.serialized(withWitness: true)]))
        #expect(found.signatures.first?.code == "previous-output-absent")
    }

    @Test func namesFaultsOfTheTransactionItself() throws {
        var signed = try SpentByOwnKey(amounts: [70_000, 30_000], sending: 99_000)
        signed.transaction.inputs[1] = signed.transaction.inputs[0]
        signed.transaction.outputs.append(Output(value: .max, script: Script([])))
        let found = try RawTransaction(signed.transaction).verified(under: Terms())
        #expect(found.signatures.prefix(2).map(\.code) == ["amount-too-large", "duplicate-input"])
    }

    @Test func refusesPreviousOutputsThatContradictEachOther() throws {
        let raw = try RawTransaction(parsing: Array(twoInputs.utf8))
        let other = secondOutput.replacing(":600000000:", with: ":1:")
        #expect(throws: BitcoinError.self) { try raw.verified(under: terms(secondOutput, other)) }
        #expect(try raw.verified(under: terms(secondOutput, secondOutput)).signatures[1].isInvalid == false)
        for text in ["", "::::", "a:0:1:", secondOutput + ":", secondOutput.replacing(":1:", with: ":+1:")] {
            do {
                _ = try raw.verified(under: terms(text))
                Issue.record("'\(text)' was read as an output")
            } catch {
                guard case .beside("--prevout", let facts) = error as? BitcoinError else { throw error }
                #expect(["previous-output-form", "transaction-id-form"].contains(facts.code))
            }
        }
    }

    @Test func aRawTransactionIsNotSigned() throws {
        let signed = try SpentByOwnKey(amounts: [1000], sending: 500).transaction
        #expect(BitcoinLedger.look(at: signed.serialized(withWitness: true)) == Look(.certain, .signed))
        #expect(throws: BitcoinError.rawTransactionToSign(isSigned: true)) {
            try BitcoinLedger.readUnsigned(signed.serialized(withWitness: true), under: Terms())
        }
        let unsigned = signed.serialized(withWitness: false)
        #expect(BitcoinLedger.look(at: unsigned) == Look(.certain, .unsigned))
        #expect(throws: BitcoinError.rawTransactionToSign(isSigned: false)) {
            try BitcoinLedger.readUnsigned(unsigned, under: Terms())
        }
        #expect(BitcoinLedger.look(at: Array("{}".utf8)) == nil)
        #expect(BitcoinLedger.look(at: []) == nil)
    }

    @Test(arguments: Seed.fresh(64))
    func damagedFilesAreJudgedOrRefused(_ seed: Seed) throws {
        var generator = seed.generator
        let bytes = generator.oneIn(2) ? try hexBytes(twoInputs) : Array(twoInputs.utf8)
        for _ in 0..<20 {
            let damaged = generator.mutated(bytes)
            _ = BitcoinLedger.look(at: damaged)
            let beside = String(decoding: generator.mutated(Array(firstOutput.utf8)), as: UTF8.self)
            guard let raw = try? BitcoinLedger.readSigned(damaged, under: Terms()) else { continue }
            _ = try raw.verified(under: terms(firstOutput, secondOutput))
            _ = try? raw.verified(under: terms(beside, secondOutput))
        }
    }
}
