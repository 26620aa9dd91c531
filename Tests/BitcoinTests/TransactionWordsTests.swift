import Bitcoin
import TestSupport
import Testing

@Suite struct TransactionWordsTests {
    @Test func feesAreExactAndRoundedDown() throws {
        let fee = Fee(amount: try Satoshi(1580), sent: try Satoshi(1_000_000), virtualSize: 141)
        #expect(fee.words == "1580 sat (0.0000158 BTC), 11.2 sat/vB, 0.15 % of what is sent")
        let none = Fee(amount: .most, sent: .zero, virtualSize: 1)
        #expect(none.words == "2100000000000000 sat (21000000 BTC), 2100000000000000.0 sat/vB, and nothing is sent")
    }

    @Test func aHighFeeIsMoreThanAQuarterOrAThousandAByte() throws {
        func isHigh(_ fee: UInt64, of sent: UInt64, bytes: Int) throws -> Bool {
            Fee(amount: try Satoshi(fee), sent: try Satoshi(sent), virtualSize: bytes).isHigh
        }
        #expect(try !isHigh(25, of: 100, bytes: 100))
        #expect(try isHigh(26, of: 100, bytes: 100))
        #expect(try !isHigh(100_000, of: Satoshi.most.value, bytes: 100))
        #expect(try isHigh(100_001, of: Satoshi.most.value, bytes: 100))
    }

    @Test func locktimesAreBlocksOrMoments() {
        func words(_ locktime: UInt32, _ sequence: UInt32 = 0xFFFF_FFFE) -> String {
            Transaction(
                version: 2, inputs: [.init(outpoint: Outpoint(someID, 0), sequence: sequence)], outputs: [],
                locktime: locktime
            ).locktimeWords
        }
        #expect(words(0) == "none: may be mined at once")
        #expect(words(800_000) == "not before block 800001")
        #expect(words(800_000, .max) == "800000, without effect: every input is final")
        #expect(words(499_999_999) == "not before block 500000000")
        #expect(words(500_000_000) == "not before 1985-11-05 00:53:20 UTC (median time of eleven blocks)")
        #expect(words(1_709_251_199) == "not before 2024-02-29 23:59:59 UTC (median time of eleven blocks)")
        #expect(words(.max) == "not before 2106-02-07 06:28:15 UTC (median time of eleven blocks)")
    }

    @Test func aReplaceableTransactionSaysSo() {
        for (sequence, signals) in [(UInt32.max, false), (.max - 1, false), (.max - 2, true), (0, true)] {
            let transaction = Transaction(
                version: 2, inputs: [.init(outpoint: Outpoint(someID, 0), sequence: sequence)], outputs: [],
                locktime: 0)
            #expect(transaction.signalsReplacement == signals)
            #expect(transaction.replacementWords.hasPrefix("yes") == signals)
        }
    }

    @Test func outputsSayWhereTheMoneyGoes() {
        let hash = [UInt8](repeating: 0, count: 20)
        func words(_ script: Script) -> String { Output(value: 1_000_000, script: script).words(on: .mainnet) }
        #expect(words(.p2pkh(hash: hash)) == "0.01 BTC to 1111111111111111111114oLvT2")
        #expect(words(.data(Array("hello".utf8))) == "0.01 BTC to nobody: 5 bytes of data 'hello'")
        #expect(words(.data([0xFF])) == "0.01 BTC to nobody: 1 bytes of data ff")
        #expect(words(Script([0x51])) == "0.01 BTC to a script without an address: 51")
        #expect(words(Script([])) == "0.01 BTC to a script without an address: empty")
        #expect(
            words(.witness(version: 2, program: [1, 2])).hasSuffix("(witness version 2: anyone can spend it today)"))
        #expect(
            Output(value: .max, script: Script([])).words(on: .mainnet).hasPrefix(
                "18446744073709551615 sat (more than there can be)"))
    }

    private typealias Transaction = Bitcoin.Transaction
}
