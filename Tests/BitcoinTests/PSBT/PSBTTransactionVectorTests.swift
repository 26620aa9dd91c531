import Bitcoin
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// `bitcoin-tx`: PSBTs that lead to given transactions bit by bit, and PSBTs that must not be signed.
@Suite struct PSBTTransactionVectorTests {
    @Test func reproducesEveryTransaction() throws {
        guard let cases = try OutsideVectors.value("bitcoin-tx/transactions.json")?["cases"]?.array else { return }
        var passed = 0
        for vector in cases where vector["expect"]?.string == "accept" {
            let id = try #require(vector["id"]?.string)
            let text = try #require(vector["unsigned_psbt"]?.string)
            var psbt = try PSBT(parsing: Array(text.utf8))
            let keys = try #require(vector["inputs"]?.array).flatMap { $0["private_keys"]?.array ?? [] }
            var last: SignedContent?
            for (position, key) in keys.enumerated() {
                let isLast = position == keys.count - 1
                let terms = Terms(
                    accepting: [.sighash, .unprovenFee, .highFee], form: isLast ? .network : .usual)
                let signed = try psbt.signed(by: try testKey(try #require(key.string)), under: terms)
                if isLast { last = signed } else { psbt = try PSBT(parsing: signed.file) }
            }
            #expect(last?.text == vector["tx"]?.string, "\(id)")
            #expect(last?.hash == vector["txid"]?.string, "\(id)")
            passed += 1
        }
        #expect(passed > 0)
        OutsideVectors.account("bitcoin-tx/transactions unsigned_psbt", passed: passed, refused: 0)
    }

    @Test func refusesForTheVectorsReason() throws {
        guard let cases = try OutsideVectors.value("bitcoin-tx/psbt-signer-refusals.json")?["cases"]?.array else {
            return
        }
        let codes = [
            "utxo-txid": "previous-transaction-id", "utxo-amount": "utxo-amount", "utxo-script": "utxo-script",
            "sighash-none": "sighash", "no-utxo": "no-utxo", "internal-key": "internal-key",
            "redeem-script": "redeem-script", "witness-script": "witness-script",
            "witness-utxo-for-legacy": "witness-utxo-for-legacy",
        ]
        for vector in cases {
            let id = try #require(vector["id"]?.string)
            let kind = try #require(vector["kind"]?.string)
            let psbt = try PSBT(parsing: Array(try #require(vector["psbt"]?.string).utf8))
            for digits in try #require(vector["private_keys"]?.array) {
                let key = try testKey(try #require(digits.string))
                // Nothing but the one risk that such a PSBT may ask for.
                let terms = Terms(accepting: kind == "sighash-none" ? [.highFee, .unprovenFee] : Set(Risk.allCases))
                let refusals = psbt.refusals(signer: try key.verifyingKey(), under: terms)
                #expect(refusals.map(\.code).contains(try #require(codes[kind])), "\(id)")
                let named = refusals.compactMap { $0 as? PSBTError }.first { $0.code == codes[kind] }
                #expect(named?.inputNumber == vector["input"]?.integer, "\(id)")
                #expect(throws: (any Error).self, "\(id)") { try psbt.signed(by: key, under: terms) }
            }
        }
        #expect(!cases.isEmpty)
        OutsideVectors.account("bitcoin-tx/psbt-signer-refusals", passed: cases.count, refused: 0)
    }
}
