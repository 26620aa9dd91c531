import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

private let account = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"
private let friend = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
private let token = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
private let maximum = "115792089237316195423570985008687907853269984665640564039457584007913129639935"

/// `uint256 value,address owner` as a list of members.
func members(_ text: String) -> String {
    let items = text.split(separator: ",").map { item in
        let parts = item.split(separator: " ")
        return "{\"type\": \"\(parts[0])\", \"name\": \"\(parts[1])\"}"
    }
    return "[\(items.joined(separator: ","))]"
}

/// Typed data with types as `Name: members` and a message in JSON.
func typedData(
    _ types: [String: String], _ primaryType: String, _ message: String,
    domainType: String = "string name,uint256 chainId,address verifyingContract",
    domain: String = "{\"name\": \"App\", \"chainId\": 1, \"verifyingContract\": \"\(token)\"}"
) -> [UInt8] {
    var all = types
    all["EIP712Domain"] = domainType
    let list = all.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \(members($0.value))" }.joined(separator: ",")
    return Array(
        "{\"types\": {\(list)}, \"primaryType\": \"\(primaryType)\", \"domain\": \(domain), \"message\": \(message)}"
            .utf8)
}

private func fault(_ json: [UInt8]) -> EVMError? {
    evmError { () throws(EVMError) in try TypedData(parsing: json) }
}

/// What comes of one member of a type.
private func fault(_ type: String, _ value: String) -> EVMError? {
    fault(typedData(["T": "\(type) x"], "T", "{\"x\": \(value)}"))
}

@Suite struct TypedDataFormTests {
    @Test func membersAreNeitherMissingNorExtra() {
        let types = ["Mail": "Person from,string text", "Person": "string name"]
        func mail(_ message: String) -> EVMError? { fault(typedData(types, "Mail", message)) }
        #expect(mail("{\"from\": {\"name\": \"Cow\"}, \"text\": \"x\"}") == nil)
        #expect(mail("{\"from\": {\"name\": \"Cow\"}}") == .missingFields(["message.text"]))
        #expect(mail("{\"from\": {\"name\": null}, \"text\": \"x\"}") == .missingFields(["message.from.name"]))
        #expect(
            mail("{\"from\": {\"name\": \"Cow\", \"age\": 3}, \"text\": \"x\"}")
                == .unknownFields(["message.from.age"]))
        #expect(mail("{\"from\": {\"name\": \"Cow\"}, \"text\": \"x\", \"y\": 0}") == .unknownFields(["message.y"]))
        #expect(
            mail("{\"from\": [], \"text\": \"x\"}")
                == .typedData(.value("message.from", needed: "an object of type Person", found: "an array")))
        // The Kelvin sign is a K to Unicode, and no member of this type.
        let kelvin = typedData(["T": "bool K"], "T", "{\"K\": true, \"\u{212a}\": false}")
        #expect(fault(kelvin) == .unknownFields(["message.\u{212a}"]))
    }

    @Test func theTopHasFourMembers() {
        let good = "\"types\": {\"EIP712Domain\": [], \"T\": []}, \"primaryType\": \"T\", \"domain\": {}"
        #expect(fault(Array("{\(good), \"message\": {}, \"extra\": 1}".utf8)) == .unknownFields(["extra"]))
        #expect(fault(Array("{\(good)}".utf8)) == .missingFields(["message"]))
        #expect(fault(Array("{\(good), \"message\": {}}".utf8)) == .typedData(.emptyDomain))
        let twice = "{\"types\": {}, \"types\": {}, \"primaryType\": \"T\", \"domain\": {}, \"message\": {}}"
        #expect(fault(Array(twice.utf8))?.code == "json")
        let noDomain = "{\"types\": {\"T\": []}, \"primaryType\": \"T\", \"domain\": {}, \"message\": {}}"
        #expect(fault(Array(noDomain.utf8)) == .missingFields(["types.EIP712Domain"]))
    }

    @Test func typesAreDefinedAndNotRecursive() {
        #expect(fault("Thing", "1") == .typedData(.unknownType("Thing", place: "T.x")))
        for type in [
            "uint", "int", "uint7", "uint264", "bytes0", "bytes33", "fixed128x18", "T[", "bool[0]", "bool[01]",
            "bool[-1]",
        ] {
            #expect(fault(type, "1") == .typedData(.unknownType(type, place: "T.x")), "\(type)")
        }
        #expect(fault("T", "{}") == .typedData(.recursiveType("T")))
        #expect(fault("T[]", "[]") == .typedData(.recursiveType("T")))
        let circle = typedData(["A": "B b", "B": "C[2] c", "C": "A a", "T": "bool x"], "T", "{\"x\": true}")
        guard case .typedData(.recursiveType)? = fault(circle) else {
            Issue.record("a circle that is not used was taken")
            return
        }
        #expect(fault(typedData(["T": "bool x"], "U", "{}")) == .typedData(.primaryType("U")))
        #expect(fault(typedData(["T": "bool x"], "EIP712Domain", "{}")) == .typedData(.primaryType("EIP712Domain")))
    }

    @Test func typesThatAreNotUsedDoNoHarm() throws {
        // The examples of wallets bring them, and no hash covers them.
        let plain = try TypedData(parsing: typedData(["T": "bool x"], "T", "{\"x\": true}"))
        let more = try TypedData(parsing: typedData(["T": "bool x", "Group": "T[] all"], "T", "{\"x\": true}"))
        #expect(plain.signingHash == more.signingHash)
    }

    @Test func namesAreIdentifiers() {
        for name in ["A B", "A(", "1A", "", "Ä", "uint256", "bytes5", "address", "bool", "string", "function", "tuple"]
        {
            let json = typedData([name: "bool x", "T": "bool x"], "T", "{\"x\": true}")
            #expect(fault(json) == .typedData(.name(name.isEmpty ? "" : printable(name))), "\(name)")
        }
        #expect(fault(typedData(["T": "bool x-y"], "T", "{}")) == .typedData(.name("x-y")))
        #expect(fault(typedData(["T": "bool x,bool x"], "T", "{}")) == .typedData(.memberTwice("x", type: "T")))
    }

    @Test func numbersAreInTheirRange() {
        for (type, good, bad) in [
            ("uint8", ["0", "255", "\"0xff\"", "\"255\""], ["256", "\"0x100\""]),
            ("int8", ["-128", "127", "\"-128\"", "\"0x7f\""], ["128", "-129", "\"0x80\""]),
            ("uint256", [maximum, "\"0x\(String(repeating: "f", count: 64))\""], []),
            (
                "int256",
                [
                    "-57896044618658097711785492504343953926634992332820282019728792003956564819968",
                    "57896044618658097711785492504343953926634992332820282019728792003956564819967",
                ],
                [
                    "-57896044618658097711785492504343953926634992332820282019728792003956564819969",
                    "57896044618658097711785492504343953926634992332820282019728792003956564819968", maximum,
                    "-" + maximum,
                ]
            ),
        ] as [(String, [String], [String])] {
            for value in good { #expect(fault(type, value) == nil, "\(type) \(value)") }
            for value in bad {
                #expect(fault(type, value) == .typedData(.range("message.x", type: type)), "\(type) \(value)")
            }
        }
        for value in ["1.0", "1e2", "\"\"", "\"0x\"", "\"01\"", "\"-0\"", "-0", "\"--1\"", "\"-0x1\"", "true", "[1]"] {
            #expect(fault("int64", value)?.code == "quantity-form", "\(value)")
        }
        #expect(fault("uint8", "-1")?.code == "quantity-form")
    }

    @Test func otherValuesAreOfTheirTypes() {
        #expect(fault("bool", "true") == nil)
        for value in ["\"true\"", "1", "0"] { #expect(fault("bool", value)?.code == "typed-data-value") }
        #expect(fault("string", "1")?.code == "typed-data-value")
        #expect(fault("address", "\"\(token)\"") == nil)
        #expect(fault("address", "\"0xa\(token.dropFirst(3))\"")?.code == "address-checksum")
        #expect(fault("address", "\"\(token.dropLast(1))\"")?.code == "address-form")
        #expect(fault("address", "\"\(token.dropFirst(2))\"")?.code == "address-form")
        #expect(fault("bytes4", "\"0x01020304\"") == nil)
        #expect(fault("bytes4", "\"0x010203\"") == .fieldLength(.member("message.x"), needed: 4, found: 3))
        #expect(fault("bytes", "\"0x\"") == nil)
        #expect(fault("bytes", "\"text\"") == .dataForm(.member("message.x")))
        #expect(fault("uint8[2]", "[1]") == .typedData(.arrayLength("message.x", needed: 2, found: 1)))
        #expect(fault("uint8[]", "{}")?.code == "typed-data-value")
        #expect(fault("uint8[][2]", "[[1], [2, 256]]") == .typedData(.range("message.x[1][1]", type: "uint8")))
    }

    @Test func domainsHaveTheMembersOfTheSpecification() {
        func domain(_ type: String, _ value: String) -> EVMError? {
            fault(typedData(["T": "bool x"], "T", "{\"x\": true}", domainType: type, domain: value))
        }
        #expect(domain("string name", "{\"name\": \"A\"}") == nil)
        #expect(domain("string name", "{\"name\": \"A\", \"chainId\": 1}") == .unknownFields(["domain.chainId"]))
        #expect(domain("string name,uint256 chainId", "{\"name\": \"A\"}") == .missingFields(["domain.chainId"]))
        #expect(domain("uint8 chainId", "{\"chainId\": 1}") == .typedData(.domainMember("uint8 chainId")))
        #expect(domain("string title", "{\"title\": \"A\"}") == .typedData(.domainMember("string title")))
    }

    @Test func sizesAreBounded() {
        let values = Array(repeating: "0", count: 1 << 12).joined(separator: ",")
        #expect(fault("uint8[]", "[\(values)]")?.code == "typed-data-limit")
        // A type that holds the next one twice, so that a walk without memory would never end.
        var types = ["T": "bool x"]
        for level in 0..<100 { types["L\(level)"] = "L\(level + 1) a,L\(level + 1) b" }
        types["L100"] = "bool x"
        #expect(fault(typedData(types, "T", "{\"x\": true}"))?.code == "typed-data-limit")
        for level in 0..<100 { types["L\(level)"] = level % 20 == 19 ? "bool x" : types["L\(level)"] }
        #expect(fault(typedData(types, "T", "{\"x\": true}")) == nil)
        let many = Dictionary(uniqueKeysWithValues: (0..<200).map { ("X\($0)", "bool x") })
        #expect(fault(typedData(many, "X1", "{\"x\": true}"))?.code == "typed-data-limit")
    }
}

@Suite struct TypedDataSummaryTests {
    private func summary(_ json: [UInt8], besides: [SideFile] = []) throws -> Summary {
        let terms = Terms(besides: besides)
        let read = try EVMLedger.readUnsigned(json, under: terms)
        return read.summary(signer: try testKey(ganacheKey).verifyingKey(), under: terms)
    }

    @Test func showsEveryFieldWithItsPath() throws {
        let summary = try summary(
            typedData(
                ["Mail": "Person from,uint8[2] n,bytes raw", "Person": "string name"], "Mail",
                "{\"from\": {\"name\": \"Cow\\n\"}, \"n\": [1, 2], \"raw\": \"0x0102\"}"))
        #expect(
            summary.facts.map { "\($0.label): \($0.text)" }.dropLast(2) == [
                "typed data: Mail", "domain: 'App'", "chain: Ethereum (1)", "contract: \(token)", "signer: \(account)",
                "  field: from.name: 'Cow\\u{a}'", "  field: n[0]: 1", "  field: n[1]: 2", "  field: raw: 0x0102",
            ])
        #expect(summary.kind == "eip712" && summary.codes == [])
        #expect(summary.confirmation == .lastLetters(of: token, which: "the contract"))
        #expect(summary.members["message"]?["from"]?["name"] == "Cow\n")
        #expect(
            summary.members["encodedType"] == "Mail(Person from,uint8[2] n,bytes raw)Person(string name)")
    }

    private static let permit = ["Permit": "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"]

    @Test func permitsInWords() throws {
        func permit(_ owner: String, _ value: String, _ deadline: String) throws -> Summary {
            try summary(
                typedData(
                    Self.permit, "Permit",
                    "{\"owner\": \"\(owner)\", \"spender\": \"\(friend)\", \"value\": \"\(value)\", \"nonce\": 0, \"deadline\": \"\(deadline)\"}"
                ))
        }
        let all = try permit(account, maximum, "1893456000")
        #expect(
            all.text("asks to")
                == "let \(friend) take UNLIMITED amounts of the token \(token) from \(account), until 2030-01-01 00:00:00 UTC"
        )
        #expect(all.codes == ["unlimited-approval"])
        #expect(all.texts("  field").contains("value: UNLIMITED (2^256 - 1)"))
        #expect(all.confirmation == .lastLetters(of: friend, which: "the spender"))
        let some = try permit(friend, "5", maximum)
        #expect(some.text("asks to") == "let \(friend) take 5 units of the token \(token) from \(friend), with no end")
        #expect(some.codes == ["other-owner"])
        // Another order of members is another type, and no permit.
        let other = try summary(
            typedData(
                ["Permit": "address spender,address owner"], "Permit",
                "{\"owner\": \"\(account)\", \"spender\": \"\(friend)\"}"))
        #expect(other.text("asks to") == nil)
    }

    @Test func permitsOfDAI() throws {
        func permit(_ allowed: Bool) throws -> Summary {
            try summary(
                typedData(
                    ["Permit": "address holder,address spender,uint256 nonce,uint256 expiry,bool allowed"], "Permit",
                    "{\"holder\": \"\(account)\", \"spender\": \"\(friend)\", \"nonce\": 1, \"expiry\": 0, \"allowed\": \(allowed)}"
                ))
        }
        #expect(try permit(true).codes == ["unlimited-approval"])
        #expect(try permit(true).text("asks to")?.hasSuffix("with no end") ?? false)
        #expect(try permit(false).text("asks to")?.hasPrefix("take back") ?? false)
        #expect(try permit(false).codes == [])
    }

    @Test func permit2InWords() throws {
        let details = "address token,uint160 amount,uint48 expiration,uint48 nonce"
        func one(_ amount: String) -> String {
            "{\"token\": \"\(token)\", \"amount\": \"\(amount)\", \"expiration\": 281474976710655, \"nonce\": 0}"
        }
        let all = "1461501637330902918203684832716283019655932542975"
        let batch = try summary(
            typedData(
                [
                    "PermitBatch": "PermitDetails[] details,address spender,uint256 sigDeadline",
                    "PermitDetails": details,
                ],
                "PermitBatch",
                "{\"details\": [\(one("7")), \(one(all))], \"spender\": \"\(friend)\", \"sigDeadline\": 1893456000}"))
        #expect(
            batch.texts("asks to") == [
                "let \(friend) take 7 units of the token \(token) from the signer, with no end",
                "let \(friend) take UNLIMITED amounts of the token \(token) from the signer, with no end",
            ])
        #expect(batch.codes == ["unlimited-approval"])
        #expect(batch.texts("  field").contains("details[1].amount: UNLIMITED (\(all))"))
        let single = try summary(
            typedData(
                [
                    "PermitSingle": "PermitDetails details,address spender,uint256 sigDeadline",
                    "PermitDetails": details,
                ],
                "PermitSingle",
                "{\"details\": \(one("7")), \"spender\": \"\(friend)\", \"sigDeadline\": 1893456000}"))
        #expect(single.texts("asks to").count == 1 && single.codes == [])
        let transfer = try summary(
            typedData(
                [
                    "PermitWitnessTransferFrom":
                        "TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Order witness",
                    "TokenPermissions": "address token,uint256 amount", "Order": "bool x",
                ], "PermitWitnessTransferFrom",
                "{\"permitted\": {\"token\": \"\(token)\", \"amount\": 9}, \"spender\": \"\(friend)\", \"nonce\": 0, \"deadline\": 1893456000, \"witness\": {\"x\": true}}"
            ))
        #expect(
            transfer.texts("asks to") == [
                "let \(friend) take 9 units of the token \(token) from the signer ONCE, until 2030-01-01 00:00:00 UTC"
            ])
    }

    @Test func safeTransactionsWithTheCallInside() throws {
        let type =
            "address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce"
        let approve =
            "0x095ea7b300000000000000000000000009616c3d61b3331fc4109a9e41a8bdb7d9776609"
            + String(repeating: "f", count: 64)
        func safe(_ operation: Int, gasPrice: Int = 0) throws -> Summary {
            let zero = "0x" + String(repeating: "0", count: 40)
            return try summary(
                typedData(
                    ["SafeTx": type], "SafeTx",
                    "{\"to\": \"\(token)\", \"value\": 1, \"data\": \"\(approve)\", \"operation\": \(operation), \"safeTxGas\": 0, \"baseGas\": 0, \"gasPrice\": \(gasPrice), \"gasToken\": \"\(zero)\", \"refundReceiver\": \"\(zero)\", \"nonce\": 4}",
                    domainType: "uint256 chainId,address verifyingContract",
                    domain: "{\"chainId\": 246, \"verifyingContract\": \"\(account)\"}"))
        }
        let call = try safe(0)
        #expect(call.text("asks to") == "have the Safe \(account) call \(token)")
        #expect(
            call.text("  >asks to")
                == "let \(friend) take UNLIMITED amounts of the token \(token), or its piece of that number, from the Safe \(account)"
        )
        #expect(call.codes == ["unlimited-approval"])
        #expect(call.confirmation == .lastLetters(of: friend, which: "the spender"))
        #expect(call.members["call"]?["function"] == "approve(address,uint256)")
        let delegate = try safe(1, gasPrice: 3)
        #expect(delegate.text("asks to") == "run the code of \(token) AS THE SAFE \(account)")
        #expect(delegate.codes == ["delegate-call", "unlimited-approval", "safe-refund"])
        #expect(delegate.texts("  field").contains("operation: 1, DELEGATECALL: the receiver's code runs AS THE SAFE"))
    }

    @Test func domainsWithoutAChainAreRefusedUnlessThatIsTaken() throws {
        let json = typedData(
            ["T": "bool x"], "T", "{\"x\": true}", domainType: "string name", domain: "{\"name\": \"vote\"}")
        let data = try TypedData(parsing: json)
        #expect(data.refusals(signer: nil, under: Terms()).map(\.code) == ["no-chain-id"])
        #expect(data.refusals(signer: nil, under: Terms())[0].liftedBy == .replayable)
        let taken = Terms(accepting: [.replayable])
        #expect(data.refusals(signer: nil, under: taken).isEmpty)
        #expect(
            data.refusals(signer: nil, under: Terms(chain: "nowhere")).map(\.code) == ["unknown-chain", "no-chain-id"])
        #expect(try summary(json).codes == ["replayable", "no-contract"])
        let signed = try data.signed(by: try testKey(ganacheKey), under: taken)
        #expect(throws: EVMError.noDomainChain) { try data.signed(by: try testKey(ganacheKey), under: Terms()) }
        #expect(signed.signer == account)
        // Chain 0 is none either.
        let zero = typedData(
            ["T": "bool x"], "T", "{\"x\": true}", domainType: "uint256 chainId", domain: "{\"chainId\": 0}")
        #expect(try TypedData(parsing: zero).refusals(signer: nil, under: Terms()).map(\.code) == ["no-chain-id"])
    }

    @Test func otherChainsThanAskedForAreRefused() throws {
        let json = typedData(["T": "bool x"], "T", "{\"x\": true}")
        let data = try TypedData(parsing: json)
        let other = Terms(accepting: Set(Risk.allCases), chain: "energy-web")
        #expect(data.refusals(signer: nil, under: other).map(\.code) == ["other-chain"])
        #expect(throws: EVMError.otherChain(needed: 246, found: "1")) {
            try data.signed(by: try testKey(ganacheKey), under: other)
        }
        let signed = try data.signed(by: try testKey(ganacheKey), under: Terms(chain: "ethereum"))
        let read = try EVMLedger.readSignature(signed.file, ofMessage: json, signer: nil, under: other)
        #expect(throws: EVMError.otherChain(needed: 246, found: "1")) { try read.verified(under: other) }
        #expect(try read.verified(under: Terms(chain: "1")).signatures.map(\.signer) == [account])
    }
}
