import Bitcoin
import Encodings
import TestSupport
import Testing
import Transactions

/// Transactions that others judged, against what is judged here. Where a script is of no form that is judged, nothing is
/// said about it, and the account counts it.
@Suite struct SpendVectorTests {
    private typealias Transaction = Bitcoin.Transaction

    @Test func judgesEveryTransactionOfEveryCommonKind() throws {
        guard let cases = try OutsideVectors.value("bitcoin-tx/transactions.json")?["cases"]?.array else { return }
        var accepted = 0, rejected = 0
        for vector in cases {
            let id = try #require(vector["id"]?.string)
            let transaction = try Transaction(parsing: try #require(vector["tx"]).hexBytes)
            let spent = try #require(vector["prevouts"]?.array).map { output in
                Output(
                    value: UInt64(try #require(output["amount_sats"]?.integer)),
                    script: Script(try #require(output["script_pubkey"]).hexBytes))
            }
            let verdicts = verdictsOfInputs(transaction, spent)
            #expect(verdicts.joined().firstNotJudged == nil, "\(id)")
            if vector["expect"]?.string == "accept" {
                #expect(verdicts.joined().areValid, "\(id)")
                #expect(transaction.id.text == vector["txid"]?.string)
                #expect(transaction.witnessID.text == vector["wtxid"]?.string)
                accepted += 1
            } else {
                let input = try #require(vector["input"]?.integer)
                #expect(!verdicts[input].areValid, "\(id)")
                let isHighS = vector["kind"]?.string?.hasPrefix("high-s") ?? false
                #expect((vector["rule"]?.string == "policy") == isHighS)
                #expect(verdicts[input].contains { $0.code == "not-low-s" } == isHighS, "\(id)")
                rejected += 1
            }
        }
        #expect(accepted == 26 && rejected == 352)
        OutsideVectors.account("bitcoin-tx/transactions", passed: accepted + rejected, refused: 0)
    }

    @Test func acceptsTheSignaturesOfBIP341() throws {
        guard let file = try OutsideVectors.value("bips/bip341-wallet.json") else { return }
        var passed = 0
        for spending in try #require(file["keyPathSpending"]?.array) {
            let given = try #require(spending["given"])
            var transaction = try Transaction(parsing: try #require(given["rawUnsignedTx"]).hexBytes)
            let spent = try #require(given["utxosSpent"]?.array).map { output in
                Output(
                    value: UInt64(try #require(output["amountSats"]?.integer)),
                    script: Script(try #require(output["scriptPubKey"]).hexBytes))
            }
            for vector in try #require(spending["inputSpending"]?.array) {
                let input = try #require(vector["given"]?["txinIndex"]?.integer)
                transaction.inputs[input].witness = try #require(vector["expected"]?["witness"]?.array).map(\.hexBytes)
                let verdicts = InputVerifier(transaction, spending: spent).verdicts(ofInput: input)
                #expect(verdicts.areValid, "input \(input)")
                passed += 1
            }
        }
        #expect(passed == 4)
        OutsideVectors.account("bips/bip341-wallet signatures", passed: passed, refused: 0)
    }

    @Test func acceptsTheSignaturesOfBIP143() throws {
        guard let file = try OutsideVectors.value("bips/bip143.json") else { return }
        var passed = 0
        var unjudged: [String: Int] = [:]
        for example in try #require(file["examples"]?.array) {
            guard let signed = example["signed_tx"] else { continue }
            let transaction = try Transaction(parsing: signed.hexBytes)
            let spent = try #require(example["inputs"]?.array).map { output in
                let value = Double(try #require(output["value_btc"]?.string)) ?? 0
                return Output(
                    value: UInt64(value * 100_000_000), script: Script(try #require(output["script_pubkey"]).hexBytes))
            }
            for verdict in verdictsOfInputs(transaction, spent).joined() {
                if let code = [verdict].firstNotJudged {
                    unjudged[code, default: 0] += 1
                } else {
                    #expect([verdict].areValid, "\(example["name"]?.string ?? "") \(verdict)")
                    passed += 1
                }
            }
        }
        #expect(passed > 0)
        OutsideVectors.account(
            "bips/bip143 signatures", passed: passed, refused: unjudged.values.reduce(0, +), reason: account(unjudged))
    }

    @Test(arguments: ["keypath", "scriptpath"])
    func agreesWithBitcoinCoreOnTaproot(_ set: String) throws {
        guard let cases = try OutsideVectors.value("bitcoin-core/taproot_assets_\(set).json")?.array else { return }
        var passed = 0
        var unjudged: [String: Int] = [:]
        for vector in cases {
            let comment = try #require(vector["comment"]?.string)
            guard try #require(vector["flags"]?.string).contains("TAPROOT") else {
                unjudged["before taproot", default: 0] += 1
                continue
            }
            let transaction = try Transaction(parsing: try #require(vector["tx"]).hexBytes)
            let spent = try #require(vector["prevouts"]?.array).map(\.hexBytes).map(output)
            let index = try #require(vector["index"]?.integer)
            for (name, isGood) in [("success", true), ("failure", false)] {
                guard let shown = vector[name], shown["witness"] != nil else { continue }
                var transaction = transaction
                transaction.inputs[index].scriptSig = try #require(shown["scriptSig"]).hexBytes
                transaction.inputs[index].witness = try #require(shown["witness"]?.array).map(\.hexBytes)
                let verdicts = InputVerifier(transaction, spending: spent).verdicts(ofInput: index)
                if let code = verdicts.firstNotJudged {
                    unjudged[code, default: 0] += 1
                } else {
                    #expect(verdicts.areValid == isGood, "\(comment) \(name): \(verdicts)")
                    passed += 1
                }
            }
        }
        #expect(passed == (set == "keypath" ? 290 : 53))
        OutsideVectors.account(
            "bitcoin-core/taproot_assets_\(set)", passed: passed, refused: unjudged.values.reduce(0, +),
            reason: account(unjudged))
    }

    /// Valid under all rules but those that a row excludes: a row that excludes any is refused by all of them together.
    @Test func agreesWithBitcoinCoreOnValidTransactions() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/tx_valid.json")?.array else { return }
        var passed = 0
        var unjudged: [String: Int] = [:]
        for row in rows.compactMap(\.array) where row.count == 3 {
            let (transaction, spent) = try coreRow(row)
            let verdicts = verdictsOfInputs(transaction, spent).flatMap { $0 }
            let excluded = try #require(row[2].string)
            #expect(transaction.ruleFaults.filter { $0 != .coinbase } == [])
            if let code = verdicts.firstNotJudged {
                unjudged[code, default: 0] += 1
                #expect(excluded != "NONE" || !verdicts.haveInvalid, "\(row) \(verdicts)")
            } else {
                #expect(verdicts.areValid == (excluded == "NONE"), "\(row) \(verdicts)")
                passed += 1
            }
        }
        #expect(passed == 14)
        OutsideVectors.account(
            "bitcoin-core/tx_valid", passed: passed, refused: unjudged.values.reduce(0, +), reason: account(unjudged))
    }

    @Test func agreesWithBitcoinCoreOnInvalidTransactions() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/tx_invalid.json")?.array else { return }
        var passed = 0
        var unjudged: [String: Int] = [:]
        for row in rows.compactMap(\.array) where row.count == 3 {
            let (transaction, spent) = try coreRow(row)
            let verdicts = verdictsOfInputs(transaction, spent).flatMap { $0 }
            #expect(!verdicts.areValid || !transaction.ruleFaults.isEmpty, "\(row)")
            if transaction.ruleFaults.isEmpty, !verdicts.haveInvalid {
                unjudged[try #require(verdicts.firstNotJudged), default: 0] += 1
            } else {
                passed += 1
            }
        }
        #expect(passed == 14)
        OutsideVectors.account(
            "bitcoin-core/tx_invalid", passed: passed, refused: unjudged.values.reduce(0, +), reason: account(unjudged))
    }

    /// A row is judged under its own flags; all are in force here. What fails under some fails under all, and what passes
    /// under some may fail here only by a rule that the row leaves out.
    @Test func agreesWithBitcoinCoreOnScripts() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/script_tests.json")?.array else { return }
        var passed = 0
        var unjudged: [String: Int] = [:]
        for var row in rows.compactMap(\.array) where row.count > 3 {
            var witness: [[UInt8]] = []
            var value: UInt64 = 0
            if let shown = row[0].array {
                // Placeholders for what Bitcoin Core's own test fills in.
                guard !shown.contains(where: { $0.string?.hasPrefix("#") ?? false }) else {
                    unjudged["script to be filled in", default: 0] += 1
                    continue
                }
                witness = shown.dropLast().map(\.hexBytes)
                value = UInt64((Double(try #require(shown.last?.number)) ?? 0) * 100_000_000 + 0.5)
                row.removeFirst()
            }
            let flags = Set(try #require(row[2].string).split(separator: ",").map(String.init))
            let spent = Output(value: value, script: try script(inCoreNotation: try #require(row[1].string)))
            let scriptSig = try script(inCoreNotation: try #require(row[0].string)).bytes
            let verdicts = InputVerifier(try spending(spent, scriptSig, witness), spending: [spent]).verdicts(
                ofInput: 0)
            if let code = verdicts.firstNotJudged {
                unjudged[code, default: 0] += 1
            } else if row[3].string != "OK" {
                #expect(verdicts.haveInvalid, "\(row)")
                passed += 1
            } else {
                for code in verdicts.compactMap(\.code) {
                    let forbidding = try #require(rulesByCode[code], "\(code): \(row)")
                    #expect(flags.isDisjoint(with: forbidding), "\(code): \(row)")
                }
                passed += 1
            }
        }
        #expect(passed == 62)
        OutsideVectors.account(
            "bitcoin-core/script_tests", passed: passed, refused: unjudged.values.reduce(0, +),
            reason: account(unjudged)
        )
    }

    /// The flags by which Bitcoin Core refuses what we give these codes for.
    private let rulesByCode: [String: Set<String>] = [
        "signature-form": ["DERSIG", "STRICTENC", "LOW_S"], "sighash-type": ["STRICTENC"],
        "hybrid-key": ["STRICTENC"], "not-low-s": ["LOW_S"], "push-not-minimal": ["MINIMALDATA"],
        "script-sig-not-pushes": ["SIGPUSHONLY"], "stack-not-clean": ["CLEANSTACK"], "null-dummy": ["NULLDUMMY"],
        "key-not-compressed": ["WITNESS_PUBKEYTYPE"], "script-hash": ["P2SH"], "unexpected-witness": ["WITNESS"],
        "script-sig-not-empty": ["WITNESS"], "stack-size": ["WITNESS"], "no-signature": ["WITNESS"],
    ]

    private func account(_ unjudged: [String: Int]) -> String {
        unjudged.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    private func verdictsOfInputs(_ transaction: Transaction, _ spent: [Output?]) -> [[SignatureVerdict]] {
        let verifier = InputVerifier(transaction, spending: spent)
        return transaction.inputs.indices.map { verifier.verdicts(ofInput: $0) }
    }

    private func output(_ serialized: [UInt8]) throws -> Output {
        var reader = ByteReader(serialized)
        let value = try reader.uint64("amount")
        return Output(value: value, script: Script(try reader.prefixed("script")))
    }

    private func coreRow(_ row: [JSONValue]) throws -> (Transaction, [Output?]) {
        let transaction = try Transaction(parsing: row[1].hexBytes)
        var known: [Outpoint: Output] = [:]
        for spent in try #require(row[0].array).compactMap(\.array) {
            let id = try TransactionID(try #require(spent[0].string))
            let index = UInt32(bitPattern: Int32(try #require(spent[1].integer)))
            let value = spent.count > 3 ? UInt64(try #require(spent[3].integer)) : 0
            known[Outpoint(id, index)] = Output(
                value: value, script: try script(inCoreNotation: try #require(spent[2].string)))
        }
        return (transaction, transaction.inputs.map { known[$0.outpoint] })
    }

    /// Bitcoin Core, `BuildCreditingTransaction` and `BuildSpendingTransaction` in `src/test/util/transaction_utils.cpp`.
    private func spending(_ output: Output, _ scriptSig: [UInt8], _ witness: [[UInt8]]) throws -> Transaction {
        let nothing = Outpoint(try TransactionID(bytes: [UInt8](repeating: 0, count: 32)), .max)
        let credit = Transaction(
            version: 1, inputs: [.init(outpoint: nothing, scriptSig: [0, 0])], outputs: [output], locktime: 0)
        return Transaction(
            version: 1, inputs: [.init(outpoint: Outpoint(credit.id, 0), scriptSig: scriptSig, witness: witness)],
            outputs: [Output(value: output.value, script: Script([]))], locktime: 0)
    }
}

extension Sequence<SignatureVerdict> {
    var areValid: Bool { allSatisfy { $0.status == .valid } }
    var haveInvalid: Bool { contains { $0.isInvalid } }
    /// The code of the first one that was not judged.
    var firstNotJudged: String? { first { $0.isNotJudged }?.code }
}

extension SignatureVerdict {
    var isInvalid: Bool {
        if case .invalid = status { true } else { false }
    }

    var isNotJudged: Bool {
        if case .notJudged = status { true } else { false }
    }

    /// `nil` for a good signature.
    var code: String? {
        switch status {
        case .valid: nil
        case .invalid(let code, _), .notJudged(let code, _): code
        }
    }
}
