import EVM
import Encodings
import Foundation
import TestSupport
import Testing
import Transactions

/// Members of a transaction, changed by a test; `nil` takes one out.
private func json(_ changes: [String: String?] = [:], base: [String: String] = dynamicBase) -> [UInt8] {
    var members = base
    for (name, value) in changes { members[name] = value }
    let texts = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    return Array("{\(texts.joined(separator: ", "))}".utf8)
}

private let receiver = "\"0x09616C3d61b3331fc4109a9E41a8BDB7d9776609\""
private let dynamicBase = [
    "chainId": "246", "nonce": "7", "to": receiver, "value": "1", "gas": "21000", "maxFeePerGas": "2",
    "maxPriorityFeePerGas": "1",
]
private let legacyBase = [
    "chainId": "246", "nonce": "7", "to": receiver, "value": "1", "gas": "21000", "gasPrice": "2",
]

private func parse(_ input: [UInt8]) throws(EVMError) -> Transaction { try Transaction(parsing: input) }
private func fault(_ changes: [String: String?], base: [String: String] = dynamicBase) -> EVMError? {
    evmError { () throws(EVMError) in try parse(json(changes, base: base)) }
}

@Suite struct TransactionJSONTests {
    @Test func theFeesTellTheType() throws {
        #expect(try parse(json()).kind == .eip1559)
        #expect(try parse(json(base: legacyBase)).kind == .legacy)
        #expect(try parse(json(["accessList": "[]"], base: legacyBase)).kind == .eip2930)
        #expect(try parse(json(["type": "\"0x0\""], base: legacyBase)).kind == .legacy)
        #expect(try parse(json(["type": "1"], base: legacyBase)).kind == .eip2930)
        #expect(try parse(json(["type": "\"2\""])).kind == .eip1559)
        #expect(try parse(json(["type": "null", "accessList": "null"], base: legacyBase)).kind == .legacy)
    }

    @Test func numbersHaveFourForms() throws {
        let expected = try parse(json())
        for gas in ["21000", "\"21000\"", "\"0x5208\"", "\"0x005208\""] {
            #expect(try parse(json(["gas": gas])) == expected)
        }
        // 2⁵³ + 1, which a floating-point reader would change.
        #expect(try parse(json(["value": "9007199254740993"])).value.amount.decimal == "9007199254740993")
    }

    @Test(arguments: [
        "\"0x\"", "\"\"", "-1", "\"-1\"", "1.0", "1e3", "\"010\"", "\"0X10\"", "\" 1\"", "\"1 \"", "true", "[]", "{}",
        "\"0xg\"", "\"1,000\"",
    ])
    func refusesOtherNumbersByName(_ text: String) {
        for name in ["nonce", "gas", "value", "maxFeePerGas", "maxPriorityFeePerGas", "chainId", "type"] {
            guard case .quantityForm(.member(name), _)? = fault([name: text]) else {
                Issue.record("\(name): \(text)")
                continue
            }
        }
    }

    @Test func refusesNumbersOutOfRange() {
        #expect(fault(["nonce": "18446744073709551615"])?.code == "number-too-large")
        #expect(fault(["nonce": "18446744073709551614"]) == nil)
        #expect(fault(["gas": "18446744073709551616"])?.code == "number-too-large")
        #expect(fault(["chainId": "9223372036854775772"])?.code == "number-too-large")
        #expect(fault(["chainId": "9223372036854775771"]) == nil)
        let limit = "\"0x1\(String(repeating: "0", count: 64))\""
        let last = "\"0x\(String(repeating: "f", count: 64))\""
        for name in ["value", "maxFeePerGas", "maxPriorityFeePerGas"] {
            #expect(fault([name: limit]) == .numberTooLarge(.member(name), largest: "2^256 - 1"))
        }
        #expect(fault(["value": last]) == nil)
        #expect(fault(["maxFeePerGas": last]) == .feeTooLarge)
        #expect(fault(["maxFeePerGas": last, "gas": "1"]) == nil)
        #expect(fault(["gasPrice": last], base: legacyBase) == .feeTooLarge)
    }

    @Test func namesMissingFields() {
        for name in ["nonce", "value", "gas", "maxFeePerGas", "maxPriorityFeePerGas"] {
            #expect(fault([name: nil]) == .missingFields([name]))
            #expect(fault([name: "null"]) == .missingFields([name]))
        }
        #expect(fault(["gasPrice": nil], base: legacyBase) == .missingFields(["gasPrice"]))
        #expect(fault(["nonce": nil, "gas": nil]) == .missingFields(["nonce", "gas"]))
        #expect(fault(["to": nil]) == .creationWithoutData)
        #expect(fault(["chainId": nil]) == nil)  // refused before signing, unless that is accepted
    }

    @Test func namesUnknownAndDoubledFields() {
        #expect(fault(["gasprice": "1"]) == .unknownFields(["gasprice"]))
        #expect(fault(["Nonce": "1", "memo": "1"]) == .unknownFields(["Nonce", "memo"]))
        #expect(fault(["hash": "\"0x00\""]) == .unknownFields(["hash"]))
        let doubled = Array("{\"nonce\": 1, \"nonce\": 1}".utf8)
        let error = evmError { () throws(EVMError) in try parse(doubled) }
        #expect(error?.code == "json")
        #expect(error?.description.contains("nonce") == true)
    }

    @Test func twoNamesForOneFieldMustAgree() throws {
        #expect(try parse(json(["gasLimit": "\"0x5208\""])) == (try parse(json())))
        #expect(fault(["gasLimit": "21001"]) == .contradiction("gas", "gasLimit"))
        let data = try parse(json(["data": "\"0xABcd\""]))
        #expect(try parse(json(["data": "\"0xabcd\"", "input": "\"0xabcd\""])) == data)
        #expect(try parse(json(["input": "\"0xabcd\""])) == data)
        #expect(fault(["data": "\"0xabcd\"", "input": "\"0xabce\""]) == .contradiction("input", "data"))
        #expect(fault(["data": "\"0xabcd\"", "input": "\"0x\""]) == .contradiction("input", "data"))
    }

    @Test func refusesFieldsOfTwoTypes() {
        #expect(fault(["gasPrice": "1"]) == .feesOfTwoTypes)
        #expect(fault(["maxFeePerGas": "1"], base: legacyBase) == .feesOfTwoTypes)
        #expect(fault(["type": "0"]) == .fieldOfOtherType("maxFeePerGas", kind: "legacy"))
        #expect(fault(["type": "1"]) == .fieldOfOtherType("maxFeePerGas", kind: "eip2930"))
        #expect(fault(["type": "2"], base: legacyBase) == .fieldOfOtherType("gasPrice", kind: "eip1559"))
        #expect(
            fault(["type": "0", "accessList": "[]"], base: legacyBase)
                == .fieldOfOtherType("accessList", kind: "legacy"))
    }

    @Test func theLastMembersTellTheType() {
        #expect(fault(["type": "3"]) == .missingFields(["maxFeePerBlobGas", "blobVersionedHashes"]))
        #expect(fault(["type": "\"0x4\""]) == .missingFields(["authorizationList"]))
        #expect(fault(["blobVersionedHashes": "[]"]) == .missingFields(["maxFeePerBlobGas"]))
        #expect(fault(["maxFeePerBlobGas": "1"]) == .missingFields(["blobVersionedHashes"]))
        #expect(fault(["authorizationList": "[]"]) == .noAuthorizations)
        #expect(fault(["blobVersionedHashes": "[]", "maxFeePerBlobGas": "1"]) == .noBlobs)
        #expect(fault(["blobs": "[]"]) == .blobSidecar)
        #expect(
            fault(["type": "2", "authorizationList": "[]"])
                == .fieldOfOtherType("authorizationList", kind: "eip1559"))
        #expect(
            fault(["type": "4", "authorizationList": "[]", "maxFeePerBlobGas": "1"])
                == .fieldOfOtherType("maxFeePerBlobGas", kind: "eip7702"))
        #expect(fault(["type": "5"]) == .unknownType(5))
        #expect(fault(["type": "128"])?.code == "number-too-large")
    }

    @Test func aCreationNeedsData() throws {
        for to in ["null", "\"\"", "\"0x\"", nil] {
            let created = try parse(json(["to": to, "data": "\"0x6000\""]))
            #expect(created.to == nil)
            #expect(fault(["to": to]) == .creationWithoutData)
            #expect(fault(["to": to, "data": "\"0x\""]) == .creationWithoutData)
        }
        // Twenty zero bytes are an account, and say so in the summary.
        let burnt = try parse(json(["to": "\"0x\(String(repeating: "0", count: 40))\""]))
        #expect(burnt.to == .zero)
        #expect(burnt.summary(account: nil).warnings.map(\.code).first == "zero-address")
    }

    @Test func readsAccessListsStrictly() throws {
        let key = "\"0x\(String(repeating: "ab", count: 32))\""
        let entry = "{\"address\": \(receiver), \"storageKeys\": [\(key), \(key)]}"
        let list = try parse(json(["accessList": "[\(entry)]"])).form.accessList
        #expect(list.count == 1 && list[0].storageKeys.count == 2)
        #expect(fault(["accessList": "{}"]) == .listNeeded(.member("accessList")))
        #expect(fault(["accessList": "[1]"]) == .listNeeded(.member("accessList[0]")))
        #expect(
            fault(["accessList": "[\(entry), {\"address\": \(receiver)}]"])
                == .missingFields(["accessList[1].storageKeys"]))
        #expect(
            fault(["accessList": "[{\"address\": \(receiver), \"storageKeys\": [], \"x\": 1}]"])
                == .unknownFields(["accessList[0].x"]))
        #expect(
            fault(["accessList": "[{\"address\": \(receiver), \"storageKeys\": [\(key), \"0x00\"]}]"])
                == .fieldLength(.member("accessList[0].storageKeys[1]"), needed: 32, found: 1))
        #expect(
            fault(["accessList": "[{\"address\": \"0x00\", \"storageKeys\": []}]"])
                == .addressForm(.member("accessList[0].address"), found: "0x00"))
    }

    @Test func refusesWrongChecksumsByName() {
        let wrong = "0x09616c3d61b3331fc4109a9E41a8BDB7d9776609"
        let right = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
        for name in ["to", "from"] {
            #expect(
                fault([name: "\"\(wrong)\""])
                    == .addressChecksum(.member(name), found: wrong, expected: right))
        }
    }

    @Test func refusesWhatIsSignedAlready() {
        #expect(fault(["r": "\"0x1\"", "s": "\"0x1\"", "v": "\"0x0\""]) == .alreadySigned)
        // go-ethereum's eth_fillTransaction writes the places of the signature with zeros.
        #expect(fault(["r": "\"0x0\"", "s": "\"0x0\"", "v": "\"0x0\"", "yParity": "\"0x0\""]) == nil)
    }

    @Test func toleratesBlanksAndAByteOrderMark() throws {
        let plain = json()
        #expect(try parse([0xef, 0xbb, 0xbf] + plain + [0x0d, 0x0a]) == (try parse(plain)))
        #expect(try parse([0x20, 0x0a] + plain) == (try parse(plain)))
    }

    @Test(arguments: ["", " ", "{", "[]", "null", "hello", "0x", "-", "\"0x00\"", "{}{}", "\u{feff}\u{feff}{}"])
    func refusesWhatIsNoTransaction(_ text: String) {
        let error = evmError { () throws(EVMError) in try parse(Array(text.utf8)) }
        #expect(error?.nature == .malformed)
    }

    @Test func tellsTransactionsFromOtherTexts() throws {
        #expect(EVMLedger.look(at: json()) == Look(.certain, .unsigned))
        #expect(EVMLedger.look(at: Array("{\"priv_key\": {}}".utf8)) == nil)
        #expect(EVMLedger.look(at: Array("cHNidP8B".utf8)) == nil)
        #expect(EVMLedger.look(at: Array(ganacheKey.utf8)) == nil)
        // A key that begins like a type, and a type without fields.
        for digits in ["03", "04"] {
            #expect(EVMLedger.look(at: Array((digits + ganacheKey.dropFirst(2)).utf8)) == nil)
        }
        #expect(EVMLedger.look(at: Array("03c0".utf8)) == nil)
        let unsigned = Array(EnergyWebGoldenTests.cases[0].unsigned.utf8)
        #expect(EVMLedger.look(at: unsigned) == Look(.certain, .unsigned))
        let signed = try Transaction(parsing: unsigned).signedTransaction(by: try testKey(ganacheKey))
        #expect(EVMLedger.look(at: Array(Hex.encode(signed.raw).utf8)) == Look(.certain, .signed))
    }

    @Test func refusesTextThatIsTooLong() {
        let long = [UInt8](repeating: 0x20, count: 4 * Transaction.largestSize + 1)
        #expect(evmError { () throws(EVMError) in try parse(long) }?.code == "too-long")
        let digits = [UInt8](repeating: 0x30, count: 2 * Transaction.largestSize + 2)
        #expect(evmError { () throws(EVMError) in try parse(digits) }?.code == "too-long")
    }
}
