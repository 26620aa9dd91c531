import Digests
import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

private func transaction(_ members: String) throws -> Transaction {
    try Transaction(parsing: Array("{\(members), \"nonce\": 3, \"gas\": 90000}".utf8))
}

private let payment =
    "\"to\": \"0x09616C3d61b3331fc4109a9E41a8BDB7d9776609\", \"value\": \"1500000000000000000\", \"gasPrice\": 1000000000"
private let ganacheAccount = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"

@Suite struct TransactionRefusalTests {
    private func refusal(_ members: String, _ terms: Terms = .init()) throws -> EVMError? {
        let transaction = try transaction(members)
        let key = try testKey(ganacheKey)
        return evmError { () throws(EVMError) in try transaction.signedTransaction(by: key, under: terms) }
    }

    @Test func withoutChainIDOnlyWhereThatIsAccepted() throws {
        let refused = try refusal(payment)
        #expect(refused == .noChainID(kind: "legacy"))
        #expect(refused?.nature == .refused)
        #expect(refused?.liftedBy == .replayable)
        #expect(try refusal(payment, .init(accepting: [.replayable])) == nil)
        #expect(try refusal(payment, .init(accepting: [.emptyContract])) == .noChainID(kind: "legacy"))
        #expect(try refusal(payment + ", \"chainId\": 0") == .noChainID(kind: "legacy"))
        // What is signed then is Homestead's form.
        let signed = try transaction(payment).signedTransaction(
            by: try testKey(ganacheKey), under: .init(accepting: [.replayable]))
        #expect(signed.transaction.chainID == nil)
        #expect(signed.summary().warnings.map(\.code) == ["replayable"])
    }

    @Test func tooLongToBeReadAgain() throws {
        func codes(_ count: Int) throws -> [String] {
            let data = String(repeating: "01", count: count)
            let members = payment + ", \"chainId\": 246, \"data\": \"0x\(data)\""
            return try transaction(members).refusals(account: nil, under: .init()).map(\.code)
        }
        #expect(try codes(Transaction.largestSize - 200) == [])
        #expect(try codes(Transaction.largestSize) == ["too-long"])
    }

    @Test func onAnotherChainThanAskedFor() throws {
        let members = payment + ", \"chainId\": 246"
        #expect(try refusal(members, .init(chain: "246")) == nil)
        #expect(
            try refusal(members, .init(accepting: Set(Risk.allCases), chain: "volta"))
                == .otherChain(needed: 73799, found: "246"))
    }

    @Test func fromAnotherAccountThanTheKeys() throws {
        let members = payment + ", \"chainId\": 246"
        let other = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
        #expect(try refusal(members + ", \"from\": \"\(ganacheAccount)\"") == nil)
        #expect(
            try refusal(members + ", \"from\": \"\(other)\"", .init(accepting: Set(Risk.allCases)))
                == .otherSender(stated: other, key: ganacheAccount))
    }

    @Test func aContractWithoutCode() throws {
        // Nonce 0, price 1, gas 21000, no receiver, value 1, no data, chain 246.
        let creation = try Transaction(parsing: Array("cc800182520880018081f68080".utf8))
        let key = try testKey(ganacheKey)
        let error = evmError { () throws(EVMError) in try creation.signedTransaction(by: key) }
        #expect(error == .emptyContract)
        #expect(error?.liftedBy == .emptyContract)
        let signed = try creation.signedTransaction(by: key, under: .init(accepting: [.emptyContract]))
        #expect(signed.summary().warnings.contains { $0.code == "empty-contract" })
    }

    @Test func aPriorityFeeAboveTheMaximum() throws {
        func fees(_ priority: Int) -> String {
            """
            "to": "\(ganacheAccount)", "value": 0, "chainId": 246, "maxFeePerGas": 2, \
            "maxPriorityFeePerGas": \(priority)
            """
        }
        #expect(try refusal(fees(2)) == nil)
        #expect(
            try refusal(fees(3), .init(accepting: Set(Risk.allCases)))
                == .priorityFeeAboveMaximum(priority: "3", maximum: "2"))
        #expect(try transaction(fees(3)).summary(account: nil).warnings.map(\.code) == ["priority-fee-above-maximum"])
    }

    @Test func keysOfOtherGroups() throws {
        let transaction = try transaction(payment + ", \"chainId\": 246")
        let key = try testKey(ganacheKey, .p256)
        let error = evmError { () throws(EVMError) in try transaction.signedTransaction(by: key) }
        #expect(error == .key(.keyOfOtherGroup(ledger: .evm, needed: .secp256k1, found: .p256)))
    }

    @Test func whatIsSignedAlready() throws {
        for golden in EnergyWebGoldenTests.cases {
            let unsigned = try Transaction(parsing: Array(golden.json.utf8))
            let signed = try unsigned.signedTransaction(by: try testKey(ganacheKey))
            let text = Array(Hex.encode(signed.raw).utf8)
            #expect(evmError { () throws(EVMError) in try Transaction(parsing: text) } == .alreadySigned)
            let bare = Array(golden.unsigned.utf8)
            #expect(evmError { () throws(EVMError) in try SignedTransaction(parsing: bare) } == .notSigned)
        }
    }

    @Test func allAtOnce() throws {
        let members = payment + ", \"from\": \"0x09616C3d61b3331fc4109a9E41a8BDB7d9776609\""
        let signer = try Address(ganacheAccount, at: .member("signer"))
        let found = try transaction(members).refusals(account: signer, under: .init(chain: "246"))
        #expect(found.map(\.code) == ["no-chain-id", "other-sender"])
    }

    @Test func everyErrorHasACodeAndASentence() {
        let errors: [EVMError] = [
            .notATransaction, .tooLong(limit: 1, found: 2), .messageTooLong(limit: 1, found: 2), .json("line 1"),
            .hex("letter 3"),
            .rlp(.cutOff, offset: 0), .unknownType(9), .notSigned, .blobSidecar,
            .listNeeded(.member("accessList")), .bytesNeeded(.byte(4, field: "to")),
            .fieldCount(kind: "legacy", needed: [6, 9], found: 7), .unknownFields(["memo"]),
            .missingFields(["nonce", "gas"]), .contradiction("gas", "gasLimit"),
            .fieldOfOtherType("gasPrice", kind: "eip1559"), .feesOfTwoTypes,
            .quantityForm(.member("nonce"), found: "x"), .leadingZero(.byte(1, field: "nonce")),
            .numberTooLarge(.member("nonce"), largest: "1"), .fieldLength(.member("to"), needed: 20, found: 19),
            .dataForm(.member("data")), .addressForm(.member("to"), found: "x"),
            .addressChecksum(.member("to"), found: "a", expected: "b"),
            .priorityFeeAboveMaximum(priority: "2", maximum: "1"), .feeTooLarge, .creationWithoutData, .alreadySigned,
            .creationNotPossible(kind: "eip7702"), .noBlobs, .blobVersion(.member("x"), found: 2), .noAuthorizations,
            .listLength(.member("x"), needed: 6), .signatureLength(found: 3), .signerForm("x"), .everyChain,
            .noDomainChain,
            .abi(file: "x.json", .notAList), .abi(file: "x.json", .json("y")),
            .abi(file: "x", .member("y", needed: "z")),
            .abi(file: "x", .type("y", place: "z")), .abi(file: "x", .tooMany("y", limit: 1)),
            .abi(file: "x", .tooDeep(limit: 1)), .typedData(.name("x")), .typedData(.memberTwice("x", type: "y")),
            .typedData(.unknownType("x", place: "y")), .typedData(.recursiveType("x")), .typedData(.primaryType("x")),
            .typedData(.domainMember("x")), .typedData(.emptyDomain), .typedData(.value("x", needed: "y", found: "z")),
            .typedData(.range("x", type: "y")), .typedData(.arrayLength("x", needed: 1, found: 2)),
            .typedData(.tooMany("x", limit: 1)), .typedData(.tooDeep(limit: 1)),
            .noChainID(kind: "legacy"), .otherChain(needed: 1, found: "2"), .unknownChain("x"),
            .otherSender(stated: "a", key: "b"), .emptyContract, .key(.keyWithoutTaprootOutput),
            .signing(.signatureNotLowS), .signatureParity(.member("v"), found: "29"), .signature(.nothingToRecover),
            .otherSigner(needed: "a", found: "b"), .signedDiffers,
        ]
        for error in errors {
            let sentence = error.description
            #expect(error.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(error.code)")
            #expect(sentence.count > 20 && !sentence.hasSuffix(".") && !sentence.contains("\n"), "\(sentence)")
        }
    }
}

@Suite struct TransactionSummaryTests {
    private func summary(_ members: String) throws -> Summary {
        try transaction(members).summary(account: try Address(ganacheAccount, at: .member("signer")))
    }

    @Test func showsAPaymentOnEnergyWeb() throws {
        let summary = try summary(payment + ", \"chainId\": 246")
        #expect(
            summary.facts.map { "\($0.label): \($0.text)" } == [
                "chain: Energy Web (246)", "from: \(ganacheAccount)",
                "to: 0x09616C3d61b3331fc4109a9E41a8BDB7d9776609", "value: 1.5 EWT (1500000000000000000 wei)",
                "fee at most: 0.00009 EWT (90000000000000 wei), 90000 gas at 1 gwei", "nonce: 3", "data: none",
                "type: legacy, EIP-155",
            ])
        #expect(summary.ledger == .evm && summary.kind == "legacy")
        #expect(summary.warnings.isEmpty)
        #expect(summary.confirmation.wanted == "6609")
        #expect(summary.members["value"] == .string("1500000000000000000"))
        #expect(summary.members["chain"] == .string("energy-web"))
        #expect(summary.members["chainId"] == .integer(246))
        #expect(summary.members["contractAddress"] == .null)
    }

    @Test func showsAContractCreationWithItsAddress() throws {
        let summary = try summary(
            "\"value\": 0, \"data\": \"0x6000\", \"chainId\": 73799, \"maxFeePerGas\": 2, \"maxPriorityFeePerGas\": 1")
        let created = try Address(ganacheAccount, at: .member("signer")).created(nonce: 3).text
        #expect(summary.facts.contains(Summary.Fact(label: "to", text: "contract creation, at \(created)")))
        let hash = "Keccak-256 0x" + Hex.encode(Keccak256.hash([0x60, 0x00]))
        #expect(summary.facts.contains(Summary.Fact(label: "data", text: "2 bytes of contract code, \(hash)")))
        #expect(summary.confirmation == .word("create"))
        #expect(summary.members["to"] == .null)
        #expect(summary.members["contractAddress"] == .string(created))
    }

    private func call(_ signature: String, _ words: String...) throws -> Summary {
        let data = signature + words.map { String(repeating: "0", count: 64 - $0.count) + $0 }.joined()
        return try summary(
            "\"to\": \"\(ganacheAccount)\", \"value\": 0, \"gasPrice\": 1, \"chainId\": 1, \"data\": \"0x\(data)\"")
    }

    @Test func readsTokenTransfers() throws {
        let summary = try call("a9059cbb", "09616c3d61b3331fc4109a9e41a8bdb7d9776609", "3e8")
        let facts = summary.facts.map { "\($0.label): \($0.text)" }
        #expect(facts.contains("data: 68 bytes, selector 0xa9059cbb, looks like transfer(address,uint256)"))
        #expect(facts.contains("  receiver: 0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"))
        #expect(facts.contains("  amount: 1000"))
        #expect(summary.warnings.isEmpty)
        #expect(summary.members["function"] == .string("transfer(address,uint256)"))
    }

    @Test func shoutsUnlimitedApprovals() throws {
        let spender = "09616c3d61b3331fc4109a9e41a8bdb7d9776609"
        let all = String(repeating: "f", count: 64)
        let summary = try call("095ea7b3", spender, all)
        #expect(summary.facts.contains(Summary.Fact(label: "  amount", text: "UNLIMITED (2^256 - 1)")))
        #expect(summary.warnings.map(\.code) == ["unlimited-approval"])
        #expect(try call("095ea7b3", spender, all.dropLast() + "e").warnings.map(\.code) == ["unlimited-approval"])
        #expect(try call("095ea7b3", spender, "64").warnings.isEmpty)
        #expect(try call("a22cb465", spender, "1").warnings.map(\.code) == ["unlimited-approval"])
        #expect(try call("a22cb465", spender, "0").warnings.isEmpty)
    }

    @Test func readsArgumentsThatDoNotFitAsOldContractsDo() throws {
        let long = try call("a9059cbb", "09616c3d61b3331fc4109a9e41a8bdb7d9776609", "3e8", "1")
        #expect(long.warnings.map(\.code) == ["bytes-left-over"])
        let wide = try call("a9059cbb", "1" + String(repeating: "0", count: 40), "3e8")
        #expect(wide.warnings.map(\.code) == ["zero-address", "arguments-differ"])
        let notFlag = try call("a22cb465", "09616c3d61b3331fc4109a9e41a8bdb7d9776609", "2")
        #expect(notFlag.warnings.map(\.code) == ["unlimited-approval", "arguments-differ"])
    }

    @Test func knowsSelectorsByTheirPublishedBytes() {
        let published = [
            ("a9059cbb", "transfer(address,uint256)"), ("23b872dd", "transferFrom(address,address,uint256)"),
            ("095ea7b3", "approve(address,uint256)"), ("39509351", "increaseAllowance(address,uint256)"),
            ("a22cb465", "setApprovalForAll(address,bool)"), ("42842e0e", "safeTransferFrom(address,address,uint256)"),
            ("d0e30db0", "deposit()"), ("2e1a7d4d", "withdraw(uint256)"), ("f2fde38b", "transferOwnership(address)"),
            (
                "6a761202",
                "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)"
            ),
        ]
        for (digits, signature) in published {
            #expect((try? hexBytes(digits)).flatMap { Call($0) }?.signature == signature)
        }
        #expect(Call([1, 2, 3]) == nil)
        #expect(Call([1, 2, 3, 4])?.signature == nil)
    }

    @Test func warnsOfChainsWithoutAName() throws {
        let summary = try summary(payment + ", \"chainId\": 424242")
        #expect(summary.warnings.map(\.code) == ["chain-not-known"])
        #expect(summary.facts[3].text == "1.5 coin (1500000000000000000 wei)")
    }

    @Test func theSummaryIsOfWhatIsSigned() throws {
        // What only stands beside the transaction changes nothing of it.
        let stated = try summary(payment + ", \"chainId\": 246, \"from\": \"\(ganacheAccount)\"")
        #expect(stated == (try summary(payment + ", \"chainId\": 246")))
        let signed = try transaction(payment + ", \"chainId\": 246").signedTransaction(by: try testKey(ganacheKey))
        #expect(signed.summary() == stated)
    }
}

@Suite struct ChainTests {
    @Test(
        arguments: [
            ("energy-web", 246), ("Energy-Web", 246), ("ewc", 246), ("246", 246), ("0xf6", 246), ("volta", 73799),
            ("ethereum", 1), ("mainnet", 1), ("sepolia", 11_155_111), ("polygon", 137), ("gnosis", 100), ("bsc", 56),
            ("arbitrum", 42161), ("optimism", 10), ("base", 8453), ("avalanche", 43114), ("local-1337", 1337),
            ("anvil", 31337), ("99999", 99999),
        ] as [(String, UInt64)])
    func areFoundByNameAndNumber(_ text: String, _ id: UInt64) throws {
        #expect(try Chain.id(of: text).value == id)
    }

    @Test(arguments: ["", "energy web", "0", "0x", "-1", "9223372036854775772", "00246"])
    func othersAreRefused(_ text: String) {
        #expect(evmError { () throws(EVMError) in try Chain.id(of: text) } == .unknownChain(text))
    }

    @Test func haveOneNameAndOneNumberEach() {
        let names = Chain.known.flatMap { [$0.name] + $0.otherNames }
        #expect(Set(names).count == names.count)
        #expect(Set(Chain.known.map(\.id)).count == Chain.known.count)
        #expect(Chain.known.allSatisfy { $0.coin.decimals == 18 })
        #expect(ChainID(246).flatMap(Chain.init)?.coin.symbol == "EWT")
        #expect(ChainID(73799).flatMap(Chain.init)?.coin.symbol == "VT")
    }

    @Test func amountsAreExact() {
        let coin = Coin(symbol: "EWT", decimals: 18, smallestUnit: "wei")
        #expect(coin.text(ofSmallestUnits: "0") == "0 EWT")
        #expect(coin.text(ofSmallestUnits: "1") == "0.000000000000000001 EWT")
        #expect(coin.text(ofSmallestUnits: "1000000000000000000") == "1 EWT")
        #expect(coin.text(ofSmallestUnits: "1500000000000000000") == "1.5 EWT")
        #expect(coin.text(ofSmallestUnits: "123456789012345678901") == "123.456789012345678901 EWT")
        #expect(Coin(symbol: "x", decimals: 0, smallestUnit: "x").text(ofSmallestUnits: "7") == "7 x")
    }
}
