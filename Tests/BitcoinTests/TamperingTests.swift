import Bitcoin
import Encodings
import TestSupport
import Testing
import Transactions

/// What happens to good transactions when somebody changes them.
@Suite struct TamperingTests {
    private typealias Transaction = Bitcoin.Transaction

    private struct Signed {
        let id: String
        let transaction: Transaction
        let spent: [Output]
        /// For each input whether its signatures cover the whole transaction.
        let coversAll: [Bool]
    }

    /// The good transactions of every common kind.
    private static let signed: [Signed] = {
        do {
            let cases = try OutsideVectors.value("bitcoin-tx/transactions.json")?["cases"]?.array ?? []
            return try cases.filter { $0["expect"]?.string == "accept" }.map { vector in
                let types = try #require(vector["inputs"]?.array).map { UInt8($0["sighash_type"]?.integer ?? 255) }
                let spent = try #require(vector["prevouts"]?.array).map { output in
                    Output(
                        value: UInt64(try #require(output["amount_sats"]?.integer)),
                        script: Script(try #require(output["script_pubkey"]).hexBytes))
                }
                return Signed(
                    id: try #require(vector["id"]?.string),
                    transaction: try Transaction(parsing: try #require(vector["tx"]).hexBytes), spent: spent,
                    coversAll: types.map { SighashType($0).coversAll })
            }
        } catch { preconditionFailure("the vectors are whole: \(error)") }
    }()

    @Test(arguments: Seed.fresh(16))
    func whateverIsSignedCannotBeChanged(_ seed: Seed) throws {
        var generator = seed.generator
        for signed in Self.signed {
            var changed = signed.transaction
            Self.change(&changed, &generator)
            let verifier = InputVerifier(changed, spending: signed.spent)
            for input in changed.inputs.indices where signed.coversAll[input] {
                let verdicts = verifier.verdicts(ofInput: input)
                #expect(verdicts.haveInvalid, "\(signed.id), input \(input)")
                for verdict in verdicts { #expect(verdict.place.hasPrefix("input \(input)")) }
            }
        }
    }

    @Test(arguments: Seed.fresh(16))
    func aChangedSignatureFailsAtItsInputAndAtNoOther(_ seed: Seed) throws {
        var generator = seed.generator
        for signed in Self.signed {
            var changed = signed.transaction
            let touched = generator.int(0...changed.inputs.count - 1)
            Self.changeProof(&changed.inputs[touched], &generator)
            let verifier = InputVerifier(changed, spending: signed.spent)
            for input in changed.inputs.indices {
                let verdicts = verifier.verdicts(ofInput: input)
                #expect(verdicts.areValid == (input != touched), "\(signed.id), input \(input)")
            }
        }
    }

    @Test(arguments: Seed.fresh(16))
    func anotherSpentOutputMakesItsInputFail(_ seed: Seed) throws {
        var generator = seed.generator
        for signed in Self.signed {
            var spent = signed.spent
            let touched = generator.int(0...spent.count - 1)
            var script = spent[touched].script.bytes
            script[generator.int(0...script.count - 1)] ^= 1 << UInt8(generator.int(0...7))
            spent[touched] = Output(value: spent[touched].value, script: Script(script))
            let verdicts = InputVerifier(signed.transaction, spending: spent).verdicts(ofInput: touched)
            #expect(!verdicts.areValid, "\(signed.id), input \(touched)")
        }
    }

    /// One bit of what every signature over the whole transaction covers.
    private static func change(_ transaction: inout Transaction, _ generator: inout SeededGenerator) {
        let bit = UInt32(1) << UInt32(generator.int(0...31))
        let input = generator.int(0...transaction.inputs.count - 1)
        let output = generator.int(0...transaction.outputs.count - 1)
        switch generator.int(0...6) {
        case 0: transaction.version ^= bit
        case 1: transaction.locktime ^= bit
        case 2: transaction.inputs[input].sequence ^= bit
        case 3:
            let outpoint = transaction.inputs[input].outpoint
            transaction.inputs[input].outpoint = Outpoint(outpoint.transaction, outpoint.index ^ bit)
        case 4:
            let old = transaction.outputs[output]
            transaction.outputs[output] = Output(value: old.value ^ UInt64(bit), script: old.script)
        case 5:
            let old = transaction.outputs[output]
            var script = old.script.bytes
            script[generator.int(0...script.count - 1)] ^= UInt8(1 << generator.int(0...7))
            transaction.outputs[output] = Output(value: old.value, script: Script(script))
        default: transaction.outputs.append(transaction.outputs[output])
        }
    }

    /// One bit of an input's script or witness.
    private static func changeProof(_ input: inout Transaction.Input, _ generator: inout SeededGenerator) {
        let bit = UInt8(1 << generator.int(0...7))
        let places =
            input.scriptSig.indices.map { (nil as Int?, $0) }
            + input.witness.indices.flatMap { item in input.witness[item].indices.map { (item, $0) } }
        let (item, place) = places[generator.int(0...places.count - 1)]
        if let item { input.witness[item][place] ^= bit } else { input.scriptSig[place] ^= bit }
    }
}
