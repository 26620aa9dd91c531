import Bitcoin
import Encodings
import TestSupport
import Testing
import Transactions

@Suite struct TransactionParsingTests {
    private typealias Transaction = Bitcoin.Transaction

    @Test func agreesWithBitcoinJSOnFormAndIdentifiers() throws {
        guard let file = try OutsideVectors.value("bitcoinjs/transaction.json") else { return }
        var passed = 0
        for vector in try #require(file["valid"]?.array) {
            let form = try #require(
                vector["whex"]?.string.flatMap { $0.isEmpty ? nil : vector["whex"] } ?? vector["hex"])
            let transaction = try Transaction(parsing: form.hexBytes)
            #expect(transaction.serialized(withWitness: true) == form.hexBytes)
            #expect(transaction.id.text == vector["id"]?.string)
            #expect(transaction.weight == vector["weight"]?.integer)
            #expect(transaction.virtualSize == vector["virtualSize"]?.integer)
            #expect(transaction.isCoinbase == vector["coinbase"]?.bool)
            passed += 1
        }
        #expect(passed > 0)
        OutsideVectors.account("bitcoinjs/transaction valid", passed: passed, refused: 0)
    }

    @Test(arguments: Seed.fresh(64))
    func whatIsReadIsWrittenBackOrRefused(_ seed: Seed) throws {
        var generator = seed.generator
        let bytes = try hexBytes(oneInputOneOutput)
        for _ in 0..<50 {
            let damaged = generator.mutated(bytes)
            if let transaction = try? Transaction(parsing: damaged) {
                #expect(transaction.serialized(withWitness: true) == damaged)
                _ = transaction.ruleFaults
            }
        }
    }

    @Test func everyCutIsNamedWithItsPlace() throws {
        let bytes = try hexBytes(oneInputOneOutput)
        for length in 0..<bytes.count {
            do throws(BitcoinError) {
                _ = try Transaction(parsing: Array(bytes[..<length]))
                Issue.record("\(length) bytes were read as a transaction")
            } catch {
                switch error {
                case .cutOff(.byte(let offset, _)), .countTooLarge(.byte(let offset, _), _):
                    #expect(offset <= length)
                default: Issue.record("\(error)")
                }
                #expect(error.nature == .malformed)
            }
        }
        #expect(throws: BitcoinError.trailingBytes(.byte(bytes.count, field: "the end of the transaction"), found: 1)) {
            try Transaction(parsing: bytes + [0])
        }
    }

    @Test func refusesNumbersThatAreLongerThanTheyHaveToBe() throws {
        let bytes = try hexBytes(oneInputOneOutput)
        #expect(
            throws: BitcoinError.compactSizeNotMinimal(.byte(4, field: "the number of inputs"))
        ) { try Transaction(parsing: Array(bytes[..<4]) + [0xFD, 1, 0] + bytes[5...]) }
    }

    @Test func refusesAWitnessOfNothing() throws {
        let bytes = try hexBytes(oneInputOneOutput)
        let form = bytes[..<4] + [0, 1] + bytes[4..<bytes.count - 4] + [0] + bytes.suffix(4)
        #expect(throws: BitcoinError.witnessWithoutItems(.byte(form.count - 4, field: "the witness"))) {
            try Transaction(parsing: Array(form))
        }
        let otherFlag = bytes[..<4] + [0, 2] + bytes[4..<bytes.count - 4] + [0] + bytes.suffix(4)
        #expect(throws: BitcoinError.witnessFlag(.byte(5, field: "the witness flag"))) {
            try Transaction(parsing: Array(otherFlag))
        }
    }

    @Test func namesWhatConsensusForbids() throws {
        let input = Transaction.Input(outpoint: Outpoint(someID, 0))
        let output = Output(value: Satoshi.most.value, script: Script([]))
        func faults(_ inputs: [Transaction.Input], _ outputs: [Output]) -> [BitcoinError] {
            Transaction(version: 2, inputs: inputs, outputs: outputs, locktime: 0).ruleFaults
        }
        #expect(faults([input], [output]) == [])
        #expect(faults([], []) == [.noInputs, .noOutputs])
        #expect(faults([input, input], [output]) == [.duplicateInput(first: 0, second: 1)])
        #expect(faults([input], [output, output]) == [.sumTooLarge])
        let tooMuch = Satoshi.most.value + 1
        #expect(
            faults([input], [Output(value: tooMuch, script: Script([]))])
                == [.outputTooLarge(output: 0, found: tooMuch)])
        let nothing = Transaction.Input(
            outpoint: Outpoint(try TransactionID(bytes: [UInt8](repeating: 0, count: 32)), .max))
        #expect(faults([nothing], [output]) == [.coinbase])
        #expect(faults([input, nothing], [output]) == [.nullOutpoint(input: 1)])
    }
}

/// bitcoinjs-lib, `test/fixtures/transaction.json`, the first: one P2PKH input, one P2PKH output.
let oneInputOneOutput = """
    0100000001f1fefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefe000000006b4830450221008732a460737d956fd9\
    4d49a31890b2908f7ed7025a9c1d0f25e43290f1841716022004fa7d608a291d44ebbbebbadaac18f943031e7de39ef3bf9920998c43e60c04\
    01210279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798ffffffff01a0860100000000001976a914c42e7ef92f\
    db603af844d064faad95db9bcdfd3d88ac00000000
    """
