import EVM
import Encodings
import Foundation
import Signatures
import TestSupport
import Testing
import Transactions

/// What others published about transactions.
@Suite struct EVMVectorTests {
    /// ethereum/tests: each case as the newest fork that it names judges it, on chain 1.
    @Test func agreesWithEthereumTransactionTests() throws {
        for name in OutsideVectors.files(in: "ethereum/transaction-tests") {
            let path = "ethereum/transaction-tests/\(name)"
            guard let cases = try OutsideVectors.json(path) as? [String: [String: Any]] else { continue }
            var passed = 0
            var belowIntrinsicGas = 0
            for (id, vector) in cases {
                let results = try #require(vector["result"] as? [String: [String: Any]])
                let forks = ["Osaka", "Prague", "Cancun", "Shanghai", "Paris", "London", "Berlin"]
                let result = try #require(forks.lazy.compactMap { results[$0] }.first, "\(id)")
                let raw = try hexBytes(try #require(vector["txbytes"] as? String))
                if try Self.agrees(raw, result, "\(name) \(id)") { passed += 1 } else { belowIntrinsicGas += 1 }
            }
            OutsideVectors.account(
                "ethereum/transaction-tests/\(name)", passed: passed, refused: belowIntrinsicGas,
                reason: belowIntrinsicGas == 0
                    ? nil : "gas limit below the intrinsic gas, a rule of the chain: read, and warned of before signing"
            )
        }
    }

    /// - Returns: `false` where only the gas limit is against it.
    private static func agrees(_ raw: [UInt8], _ result: [String: Any], _ id: String) throws -> Bool {
        guard let exception = result["exception"] as? String else {
            let signed = try SignedTransaction(raw)
            #expect("0x" + Hex.encode(signed.hash) == result["hash"] as? String, "\(id)")
            #expect("0x" + Hex.encode(signed.sender.bytes) == result["sender"] as? String, "\(id)")
            #expect(signed.raw == raw, "\(id)")
            let gas = try #require(result["intrinsicGas"] as? String)
            #expect(UInt256(signed.transaction.intrinsicGas) == UInt256(hex: gas.dropFirst(2)), "\(id)")
            #expect(signed.transaction.gasLimit >= signed.transaction.intrinsicGas, "\(id)")
            let terms = Terms(accepting: Set(Risk.allCases), chain: "1")
            #expect(signed.transaction.refusals(account: nil, under: terms).isEmpty, "\(id)")
            return true
        }
        if exception.hasSuffix("INTRINSIC_GAS_TOO_LOW") {
            let signed = try SignedTransaction(raw)
            #expect(signed.transaction.gasLimit < signed.transaction.intrinsicGas, "\(id)")
            #expect(signed.summary().warnings.contains { $0.code == "gas-too-low" }, "\(id)")
            return false
        }
        let error = evmError { () throws(EVMError) in
            let transaction = try SignedTransaction(raw).transaction
            let terms = Terms(accepting: Set(Risk.allCases), chain: "1")
            if let refusal = transaction.refusals(account: nil, under: terms).first { throw refusal }
        }
        #expect(error != nil, "\(id): \(exception)")
        if case .otherChain = error { #expect(exception.hasSuffix("INVALID_CHAINID"), "\(id): \(exception)") }
        return true
    }

    @Test func signsAsEthersDoes() throws {
        guard let cases = try OutsideVectors.json("ethereum/ethers-transactions.json") as? [[String: Any]] else {
            return
        }
        var passed = 0
        for vector in cases {
            let name = try #require(vector["name"] as? String)
            let key = try testKey(try #require(vector["privateKey"] as? String))
            for form in ["Legacy", "Eip155", "Berlin", "London", "Cancun"] {
                guard let unsigned = vector["unsigned" + form] as? String, !unsigned.isEmpty,
                    let expected = vector["signed" + form] as? String
                else { continue }
                let transaction = try Transaction(parsing: Array(unsigned.utf8))
                #expect("0x" + Hex.encode(transaction.signingPayload) == unsigned, "\(name) \(form)")
                // Half of these have no chain id, and many neither receiver nor data: both risks are taken.
                let terms = Terms(accepting: Set(Risk.allCases))
                let signed = try transaction.signedTransaction(by: key, under: terms)
                #expect("0x" + Hex.encode(signed.raw) == expected, "\(name) \(form)")
                #expect(try SignedTransaction(parsing: Array(expected.utf8)) == signed, "\(name) \(form)")
                passed += 1
            }
        }
        OutsideVectors.account("ethereum/ethers-transactions (forms)", passed: passed, refused: 0)
    }

    /// The JSON that gives a transaction of the published sets.
    private static func json(_ vector: [String: Any]) throws -> [UInt8] {
        var members: [String: Any] = [:]
        let names = [
            ("type", "type"), ("nonce", "nonce"), ("gas_price", "gasPrice"),
            ("max_priority_fee_per_gas", "maxPriorityFeePerGas"), ("max_fee_per_gas", "maxFeePerGas"),
            ("gas_limit", "gas"), ("to", "to"), ("value", "value"), ("data", "input"), ("chain_id", "chainId"),
            ("max_fee_per_blob_gas", "maxFeePerBlobGas"), ("blob_versioned_hashes", "blobVersionedHashes"),
        ]
        for (theirs, ours) in names { members[ours] = vector[theirs] }
        if let list = vector["access_list"] as? [[String: Any]] {
            members["accessList"] = list.map { ["address": $0["address"], "storageKeys": $0["storage_keys"]] }
        }
        if let list = vector["authorization_list"] as? [[String: Any]] {
            members["authorizationList"] = list.map {
                [
                    "chainId": $0["chain_id"], "address": $0["address"], "nonce": $0["nonce"],
                    "yParity": $0["y_parity"], "r": $0["r"], "s": $0["s"],
                ]
            }
        }
        return Array(try JSONSerialization.data(withJSONObject: members))
    }

    @Test(arguments: ["evmtx-published", "evmtx-generated"])
    func readsSignsAndRefusesRawTransactions(_ set: String) throws {
        guard let file = try OutsideVectors.json("ethereum/\(set).json") as? [String: Any] else { return }
        var passed = 0
        for vector in try #require(file["cases"] as? [[String: Any]]) {
            let id = try #require(vector["id"] as? String)
            let raw = try hexBytes(try #require(vector["raw"] as? String))
            passed += 1
            switch try #require(vector["expect"] as? String) {
            case "invalid": #expect(throws: EVMError.self, "\(id)") { try SignedTransaction(raw) }
            case "wrong-sender":
                let expected = try Address(try #require(vector["expected_sender"] as? String), at: .member("sender"))
                let signed = try SignedTransaction(raw)
                let error = evmError { () throws(EVMError) in try signed.requireSigner(expected) }
                #expect(error == .otherSigner(needed: expected.text, found: signed.sender.text), "\(id)")
                #expect(error?.nature == .signatureInvalid)
            case "valid": try Self.checkValid(raw, vector, id)
            case let other: Issue.record("\(id): \(other)")
            }
        }
        OutsideVectors.account("ethereum/\(set)", passed: passed, refused: 0)
    }

    private static func checkValid(_ raw: [UInt8], _ vector: [String: Any], _ id: String) throws {
        func text(_ name: String) throws -> String { try #require(vector[name] as? String, "\(id): \(name)") }
        let signed = try SignedTransaction(raw)
        let transaction = signed.transaction
        #expect(signed.raw == raw, "\(id)")
        #expect("0x" + Hex.encode(signed.hash) == (try text("tx_hash")), "\(id)")
        #expect(signed.sender.text == (try text("sender")), "\(id)")
        #expect("0x" + Hex.encode(transaction.signingPayload) == (try text("signing_payload")), "\(id)")
        #expect("0x" + Hex.encode(transaction.signingHash) == (try text("signing_hash")), "\(id)")
        #expect("0x" + Hex.encode(signed.signature.r) == (try text("r")), "\(id)")
        #expect("0x" + Hex.encode(signed.signature.s) == (try text("s")), "\(id)")
        for (index, authorization) in (vector["authorization_list"] as? [[String: Any]] ?? []).enumerated() {
            let ours = transaction.form.authorizations[index]
            #expect(
                "0x" + Hex.encode(ours.authorization.signingHash) == authorization["signing_hash"] as? String, "\(id)")
            #expect((try? ours.authority().0.text) == authorization["authority"] as? String, "\(id)")
        }
        // The same fields in JSON are the same transaction.
        let needsCode = transaction.to == nil && transaction.data.isEmpty
        let json = try json(vector)
        if needsCode {
            #expect(evmError { () throws(EVMError) in try Transaction(parsing: json) } == .creationWithoutData, "\(id)")
        } else {
            #expect(try Transaction(parsing: json).asSigned == transaction, "\(id)")
        }
        if let digits = vector["private_key"] as? String {
            let key = try testKey(digits)
            let terms = Terms(accepting: Set(Risk.allCases), chain: transaction.chainID?.description)
            // One published case asks for a priority fee above the maximum: read, and not signed (EIP-1559).
            let refusal = transaction.refusals(account: signed.sender, under: terms).first
            if let refusal {
                #expect(refusal.code == "priority-fee-above-maximum", "\(id)")
                #expect(
                    evmError { () throws(EVMError) in try transaction.signedTransaction(by: key, under: terms) }
                        == refusal)
            } else {
                #expect(try transaction.signedTransaction(by: key, under: terms) == signed, "\(id)")
            }
        }
    }

    @Test func signsTheExampleOfEIP155() throws {
        guard let vector = try OutsideVectors.json("ethereum/eip155-example.json") as? [String: Any] else { return }
        let unsigned = try hexBytes(try #require(vector["signing_data"] as? String))
        let transaction = try Transaction(unsigned: unsigned)
        #expect("0x" + Hex.encode(transaction.signingHash) == vector["signing_hash"] as? String)
        let key = try testKey(try #require(vector["private_key"] as? String))
        let signed = try transaction.signedTransaction(by: key)
        #expect("0x" + Hex.encode(signed.raw) == vector["signed_tx"] as? String)
        #expect(UInt256(bigEndian: signed.signature.r)?.decimal == vector["r"] as? String)
        #expect(UInt256(bigEndian: signed.signature.s)?.decimal == vector["s"] as? String)
        OutsideVectors.account("ethereum/eip155-example", passed: 1, refused: 0)
    }

    @Test func signsTheOldTransactionWithoutChainID() throws {
        guard let cases = try OutsideVectors.json("ethereum/txtest.json") as? [[String: Any]] else { return }
        for vector in cases {
            let transaction = try Transaction(parsing: Array(try #require(vector["unsigned"] as? String).utf8))
            #expect(transaction.chainID == nil)
            #expect(Hex.encode(try #require(transaction.to).bytes) == vector["to"] as? String)
            let expected = try hexBytes(try #require(vector["signed"] as? String))
            let signed = try SignedTransaction(expected)
            #expect(signed.transaction == transaction)
            let key = try testKey(try #require(vector["key"] as? String))
            #expect(signed.sender == (try Address(try key.verifyingKey())))
            // The nonce of this old signature is not RFC 6979's, so that ours differs and both verify.
            let ours = try transaction.signedTransaction(by: key, under: Terms(accepting: [.replayable]))
            #expect(ours.transaction == signed.transaction && ours.sender == signed.sender)
        }
        OutsideVectors.account("ethereum/txtest", passed: cases.count, refused: 0)
    }
}

/// Made with eth-account: 1234567890 wei from ganache's first account, nonce 0, gas 21000.
@Suite struct EnergyWebGoldenTests {
    struct Golden: Sendable {
        let json: String
        let unsigned: String
        let signingHash: String
        let hash: String
    }

    private static func legacy(_ chain: Int) -> String {
        """
        {"chainId":\(chain),"nonce":0,"to":"0x09616C3d61b3331fc4109a9E41a8BDB7d9776609","value":1234567890,\
        "gas":21000,"gasPrice":"1000000000"}
        """
    }

    private static func dynamic(_ chain: Int) -> String {
        """
        {"chainId":\(chain),"nonce":"0x0","to":"0x09616c3d61b3331fc4109a9e41a8bdb7d9776609","value":"0x499602d2",\
        "gasLimit":"0x5208","maxPriorityFeePerGas":"0x3b9aca00","maxFeePerGas":"2000000000"}
        """
    }

    static let cases = [
        Golden(
            json: legacy(246),
            unsigned: "e880843b9aca008252089409616c3d61b3331fc4109a9e41a8bdb7d977660984499602d28081f68080",
            signingHash: "c5fe7ede6529ee267123f2f3226fef0e2142605385423c7d9cbcabcc3bf133fd",
            hash: "2bc4d925dba6c0150c0a9e61f1ea62752bf87d4ad405050acadde71a197783a4"),
        Golden(
            json: dynamic(246),
            unsigned: "02ec81f680843b9aca0084773594008252089409616c3d61b3331fc4109a9e41a8bdb7d977660984499602d280c0",
            signingHash: "a15d54bdc68d2330d485a33bd7f951d4d7b677e00d66c2ef85e158d950a0796d",
            hash: "6c18bc590492bc89d02e82490d632aa40de9b3acfa251a8c9d429ff8cdf4c6cc"),
        Golden(
            json: legacy(73799),
            unsigned: "ea80843b9aca008252089409616c3d61b3331fc4109a9e41a8bdb7d977660984499602d280830120478080",
            signingHash: "76226caa33c3b0ebb72095d5b02be1e19b8d3779f641296c79db5a28a80dab47",
            hash: "49c04134376bfadb26f05a3191f2e3b78f67c52504a726c63a190dbcaba6af62"),
        Golden(
            json: dynamic(73799),
            unsigned:
                "02ee8301204780843b9aca0084773594008252089409616c3d61b3331fc4109a9e41a8bdb7d977660984499602d280c0",
            signingHash: "08a2b8e0f5e6c0911f52aa11c242a6c73019382911ee182ad77a217ba9d7b8c6",
            hash: "180c34d1f0ae04299c1c1b9928a7acae2f15962d9752bffdc0e3e62f21ea48d0"),
    ]

    @Test(arguments: cases)
    func signsOnEnergyWebAndVolta(_ golden: Golden) throws {
        let key = try testKey(ganacheKey)
        let fromJSON = try Transaction(parsing: Array(golden.json.utf8))
        #expect(Hex.encode(fromJSON.signingPayload) == golden.unsigned)
        #expect(Hex.encode(fromJSON.signingHash) == golden.signingHash)
        for text in [golden.unsigned, "0x" + golden.unsigned, "  0x\(golden.unsigned.uppercased())\r\n"] {
            #expect(try Transaction(parsing: Array(text.utf8)) == fromJSON.asSigned)
        }
        let signed = try fromJSON.signedTransaction(by: key, under: Terms(chain: fromJSON.chainID?.description))
        #expect(Hex.encode(signed.hash) == golden.hash)
        #expect(signed.sender.text == "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1")
        #expect(try fromJSON.signed(by: key, under: Terms()).hash == "0x" + golden.hash)
    }
}
