import Bitcoin
import Encodings
import TestSupport
import Testing

@Suite struct SignatureHashTests {
    /// Rows of a transaction, a script, an input, a type of 32 bits and the hash as printed, the last byte first.
    @Test func agreesWithBitcoinCoreBeforeSegwit() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/sighash.json")?.array else { return }
        var passed = 0
        for row in rows.compactMap(\.array) where row.count == 5 {
            let transaction = try Bitcoin.Transaction(parsing: row[0].hexBytes)
            #expect(transaction.serialized(withWitness: true) == row[0].hexBytes)
            let type = SighashType(value: UInt32(bitPattern: Int32(try #require(row[3].integer))))
            let hash = SignatureHashes(transaction, spending: nil)
                .legacy(input: try #require(row[2].integer), scriptCode: row[1].hexBytes, type: type)
            #expect(Hex.encode(hash.reversed()) == row[4].string)
            passed += 1
        }
        #expect(passed == 250)
        OutsideVectors.account("bitcoin-core/sighash", passed: passed, refused: 0)
    }

    @Test func agreesWithBIP143() throws {
        guard let file = try OutsideVectors.value("bips/bip143.json") else { return }
        var passed = 0
        for example in try #require(file["examples"]?.array) {
            let transaction = try Bitcoin.Transaction(parsing: try #require(example["unsigned_tx"]).hexBytes)
            let hashes = SignatureHashes(transaction, spending: nil)
            for vector in try #require(example["sighashes"]?.array) {
                // What BIP-143 hashes tells which input it is for, the script and the amount.
                let preimage = try #require(vector["preimage"]).hexBytes
                var reader = ByteReader(preimage, from: 68)
                let own = Outpoint(
                    try TransactionID(bytes: try reader.bytes(32, "id")), try reader.uint32("index"))
                let scriptCode = try reader.prefixed("script code")
                let value = try reader.uint64("amount")
                let input = try #require(transaction.inputs.firstIndex { $0.outpoint == own })
                let type = SighashType(preimage[preimage.count - 4])
                let hash = hashes.witnessV0(input: input, scriptCode: scriptCode, value: value, type: type)
                #expect(Hex.encode(hash) == vector["sighash"]?.string)
                passed += 1
            }
        }
        #expect(passed == 6)
        OutsideVectors.account("bips/bip143 sighashes", passed: passed, refused: 0)
    }

    @Test func agreesWithBIP341() throws {
        guard let file = try OutsideVectors.value("bips/bip341-wallet.json") else { return }
        var passed = 0
        for spending in try #require(file["keyPathSpending"]?.array) {
            let given = try #require(spending["given"])
            let transaction = try Bitcoin.Transaction(parsing: try #require(given["rawUnsignedTx"]).hexBytes)
            let spent = try #require(given["utxosSpent"]?.array).map { output in
                Output(
                    value: UInt64(try #require(output["amountSats"]?.integer)),
                    script: Script(try #require(output["scriptPubKey"]).hexBytes))
            }
            let hashes = SignatureHashes(transaction, spending: spent)
            for vector in try #require(spending["inputSpending"]?.array) {
                let input = try #require(vector["given"]?["txinIndex"]?.integer)
                let type = SighashType(UInt8(try #require(vector["given"]?["hashType"]?.integer)))
                #expect(
                    Hex.encode(try hashes.taproot(input: input, type: type))
                        == vector["intermediary"]?["sigHash"]?.string)
                passed += 1
            }
        }
        #expect(passed == 4)
        OutsideVectors.account("bips/bip341-wallet sighashes", passed: passed, refused: 0)
    }

    @Test func agreesWithBitcoinJS() throws {
        guard let file = try OutsideVectors.value("bitcoinjs/transaction.json") else { return }
        var passed = 0, outOfRange = 0
        for vector in try #require(file["hashForSignature"]?.array) {
            let transaction = try Bitcoin.Transaction(parsing: try #require(vector["txHex"]).hexBytes)
            let input = try #require(vector["inIndex"]?.integer)
            guard input < transaction.inputs.count else {
                outOfRange += 1
                continue
            }
            let hash = SignatureHashes(transaction, spending: nil).legacy(
                input: input, scriptCode: try script(inASM: try #require(vector["script"]?.string)).bytes,
                type: SighashType(UInt8(try #require(vector["type"]?.integer))))
            #expect(Hex.encode(hash) == vector["hash"]?.string)
            passed += 1
        }
        for vector in try #require(file["hashForWitnessV0"]?.array) {
            let transaction = try Bitcoin.Transaction(parsing: try #require(vector["txHex"]).hexBytes)
            let hash = SignatureHashes(transaction, spending: nil).witnessV0(
                input: try #require(vector["inIndex"]?.integer),
                scriptCode: try script(inASM: try #require(vector["script"]?.string)).bytes,
                value: UInt64(try #require(vector["value"]?.integer)),
                type: SighashType(UInt8(try #require(vector["type"]?.integer))))
            #expect(Hex.encode(hash) == vector["hash"]?.string)
            passed += 1
        }
        for vector in try #require(file["taprootSigning"]?.array) {
            let transaction = try Bitcoin.Transaction(parsing: try #require(vector["txHex"]).hexBytes)
            let spent = try #require(vector["utxos"]?.array).map { output in
                Output(
                    value: UInt64(try #require(output["value"]?.integer)),
                    script: Script(try #require(output["scriptHex"]).hexBytes))
            }
            let hashes = SignatureHashes(transaction, spending: spent)
            for entry in try #require(vector["cases"]?.array) {
                let hash = try hashes.taproot(
                    input: try #require(entry["vin"]?.integer),
                    type: SighashType(try #require(entry["typeHex"]).hexBytes[0]),
                    leafHash: entry["leafHash"]?.hexBytes)
                #expect(Hex.encode(hash) == entry["hash"]?.string)
                passed += 1
            }
        }
        for vector in try #require(file["invalid"]?["fromBuffer"]?.array) {
            #expect(throws: BitcoinError.self) {
                try Bitcoin.Transaction(parsing: try #require(vector["hex"]).hexBytes)
            }
            passed += 1
        }
        for vector in try #require(file["invalid"]?["addInput"]?.array) {
            #expect(throws: BitcoinError.self) { try TransactionID(bytes: try #require(vector["hash"]).hexBytes) }
            passed += 1
        }
        OutsideVectors.account(
            "bitcoinjs/transaction hashes", passed: passed, refused: outOfRange,
            reason: "an input that the transaction does not have")
    }

    @Test func taprootRefusesWhatBIP341DoesNotDefine() throws {
        let transaction = twoInputsOneOutput
        let spent = [Output](
            repeating: Output(value: 1, script: .p2tr(outputKey: .init(repeating: 1, count: 32))), count: 2)
        let hashes = SignatureHashes(transaction, spending: spent)
        for byte in UInt8.min ... .max {
            let type = SighashType(byte)
            let isGood = [0, 1, 2, 3, 0x81, 0x82, 0x83].contains(byte)
            #expect(type.isDefinedForTaproot == isGood)
            let hash = try? hashes.taproot(input: 0, type: type)
            #expect((hash != nil) == isGood)
        }
        #expect(throws: BitcoinError.noOutputToSign(input: 1)) { try hashes.taproot(input: 1, type: .single) }
        #expect(throws: BitcoinError.previousOutputsNeeded) {
            try SignatureHashes(transaction, spending: nil).taproot(input: 0, type: .default)
        }
    }

    /// What all inputs share is hashed at once only where an output that is spent can ask for it.
    @Test(arguments: [SighashType.all, .none, .single, SighashType(0x81)])
    func whatNoOutputAsksForIsHashedTheSame(type: SighashType) throws {
        let legacy = Output(value: 7, script: .p2pkh(hash: [UInt8](repeating: 1, count: 20)))
        let taproot = Output(value: 8, script: .p2tr(outputKey: [UInt8](repeating: 2, count: 32)))
        let asked = SignatureHashes(twoInputsOneOutput, spending: [legacy, taproot])
        let notAsked = SignatureHashes(twoInputsOneOutput, spending: [legacy, legacy])
        let ready = SignatureHashes(twoInputsOneOutput, spending: nil)
        #expect(
            notAsked.witnessV0(input: 0, scriptCode: [1, 2], value: 7, type: type)
                == ready.witnessV0(input: 0, scriptCode: [1, 2], value: 7, type: type))
        // Of the outputs that are spent, ANYONECANPAY covers its own alone.
        let own = SighashType(UInt8(truncatingIfNeeded: type.value) | 0x80)
        #expect(try notAsked.taproot(input: 0, type: own) == asked.taproot(input: 0, type: own))
    }

    @Test func singleWithoutItsOutputHashesToOne() {
        let hash = SignatureHashes(twoInputsOneOutput, spending: nil).legacy(input: 1, scriptCode: [], type: .single)
        #expect(hash == [1] + [UInt8](repeating: 0, count: 31))
    }

    private var twoInputsOneOutput: Bitcoin.Transaction {
        Bitcoin.Transaction(
            version: 2,
            inputs: (0..<2).map { .init(outpoint: Outpoint(someID, UInt32($0))) },
            outputs: [Output(value: 1, script: Script([]))], locktime: 0)
    }
}

/// Some transaction's id.
let someID: TransactionID = {
    do { return try TransactionID(bytes: [UInt8](repeating: 7, count: 32)) } catch {
        preconditionFailure("an id has 32 bytes: \(error)")
    }
}()
