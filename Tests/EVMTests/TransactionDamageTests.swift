import EVM
import Encodings
import Foundation
import TestSupport
import Testing
import Transactions

/// Whatever comes in, parsers give a result or an error; nothing that was changed passes for the original.
@Suite struct TransactionDamageTests {
    @Test(arguments: Seed.fresh(32))
    func damagedSignedTransactionsAreRefusedOrReadAsAnother(_ seed: Seed) throws {
        var generator = seed.generator
        let golden = EnergyWebGoldenTests.cases[generator.int(0...3)]
        let signed = try Transaction(parsing: Array(golden.json.utf8)).signedTransaction(by: try testKey(ganacheKey))
        for _ in 0..<200 {
            let damaged = generator.mutated(signed.raw)
            guard damaged != signed.raw, let other = try? SignedTransaction(damaged) else { continue }
            #expect(other.raw == damaged, "seed \(seed)")
            // One signature of one key: a changed byte gives another sender, never the same one.
            #expect(other.sender != signed.sender, "seed \(seed)")
        }
    }

    @Test func everyChangedByteOfASignedTransactionIsNoticed() throws {
        for golden in EnergyWebGoldenTests.cases {
            let signed = try Transaction(parsing: Array(golden.json.utf8)).signedTransaction(
                by: try testKey(ganacheKey))
            for place in signed.raw.indices {
                for bit in 0..<8 {
                    var raw = signed.raw
                    raw[place] ^= 1 << UInt8(bit)
                    let error = evmError { () throws(EVMError) in
                        try SignedTransaction(raw).requireSigner(signed.sender)
                    }
                    #expect(error != nil, "byte \(place), bit \(bit)")
                }
            }
            for count in signed.raw.indices {
                #expect(throws: EVMError.self) { try SignedTransaction(Array(signed.raw.prefix(count))) }
            }
        }
    }

    @Test(arguments: Seed.fresh(32))
    func damagedTextNeverCrashesTheReaders(_ seed: Seed) throws {
        var generator = seed.generator
        let texts = EnergyWebGoldenTests.cases.flatMap { [$0.json, $0.unsigned] }
        for _ in 0..<300 {
            var text = Array(texts[generator.int(0...texts.count - 1)].utf8)
            for _ in 0..<generator.int(1...3) { text = generator.mutated(text) }
            _ = EVMLedger.look(at: text)
            _ = try? SignedTransaction(parsing: text)
            guard let transaction = try? Transaction(parsing: text) else { continue }
            // What reads is signed as it is shown.
            let again = try Transaction(unsigned: transaction.signingPayload)
            #expect(again.signingHash == transaction.signingHash, "seed \(seed)")
            #expect(!transaction.summary(account: nil).facts.isEmpty, "seed \(seed)")
        }
    }

    @Test(arguments: Seed.fresh(16))
    func damagedUnsignedBytesReadAsThemselvesOrNotAtAll(_ seed: Seed) throws {
        var generator = seed.generator
        let golden = EnergyWebGoldenTests.cases[generator.int(0...3)]
        let bytes = try hexBytes(golden.unsigned)
        for _ in 0..<300 {
            let damaged = generator.mutated(bytes)
            guard let transaction = try? Transaction(unsigned: damaged) else { continue }
            // A chain id of zero in nine fields is the one second way of writing: it means none.
            if transaction.chainID != nil || transaction.kind != .legacy {
                #expect(transaction.signingPayload == damaged, "seed \(seed)")
            }
        }
    }

    @Test(arguments: Seed.fresh(8))
    func randomBytesNeverCrashTheReaders(_ seed: Seed) {
        var generator = seed.generator
        for _ in 0..<300 {
            let bytes = generator.bytes(generator.int(0...200))
            _ = try? SignedTransaction(bytes)
            _ = try? Transaction(unsigned: bytes)
            _ = try? Transaction(parsing: bytes)
            _ = try? RLP.decode(bytes)
            _ = Call(bytes)
        }
    }
}
