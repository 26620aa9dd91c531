import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// Each rule for signed bytes, with the error and the place that name what breaks it.
@Suite struct SignedTransactionTests {
    private static let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
    private static let halfOrder = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0"

    /// A signed payment on Energy Web, legacy (nine fields) or EIP-1559 (twelve), with changed fields.
    private func fault(
        _ kind: TransactionKind, _ change: (inout [RLP.Item]) throws -> Void
    ) throws -> EVMError? {
        let golden = EnergyWebGoldenTests.cases[kind == .legacy ? 0 : 1]
        let signed = try Transaction(parsing: Array(golden.json.utf8)).signedTransaction(by: try testKey(ganacheKey))
        let type: [UInt8] = kind == .legacy ? [] : [kind.rawValue]
        guard case .list(var items) = try RLP.decode(Array(signed.raw.dropFirst(type.count))) else { return nil }
        try change(&items)
        let raw = type + RLP.encode(.list(items))
        return evmError { () throws(EVMError) in try SignedTransaction(raw) }
    }

    @Test(arguments: [0, 1, 2, 26, 29, 30, 34, 35, 36, .max - 36, .max] as [UInt64])
    func refusesOtherValuesOfV(_ v: UInt64) throws {
        // 35 and 36 would be chain 0; from 2⁶⁴ − 37 on the chain id leaves EIP-2294's range.
        let error = try fault(.legacy) { $0[6] = .number(v) }
        guard case .signatureParity(.byte(_, "v"), String(v))? = error else {
            Issue.record("\(v): \(String(describing: error))")
            return
        }
        #expect(error?.nature == .signatureInvalid)
    }

    @Test func takesTheLargestChainID() throws {
        let error = try fault(.legacy) { $0[6] = .number(35 + 2 * ChainID.largest) }
        if case .signatureParity? = error { Issue.record("the largest chain id was refused") }
    }

    @Test(arguments: [2, 27, 28, 527] as [UInt64])
    func refusesOtherParities(_ parity: UInt64) throws {
        let error = try fault(.eip1559) { $0[9] = .number(parity) }
        guard case .signatureParity(.byte(_, "yParity"), String(parity))? = error else {
            Issue.record("\(parity): \(String(describing: error))")
            return
        }
    }

    @Test(arguments: [TransactionKind.legacy, .eip1559])
    func refusesSignaturesOutOfRange(_ kind: TransactionKind) throws {
        let (r, s) = kind == .legacy ? (7, 8) : (10, 11)
        for place in [r, s] {
            #expect(try fault(kind) { $0[place] = .bytes([]) } == .signature(.signatureOutOfRange(.secp256k1)))
            let order = try hexBytes(Self.order)
            #expect(try fault(kind) { $0[place] = .bytes(order) } == .signature(.signatureOutOfRange(.secp256k1)))
            let error = try fault(kind) { $0[place] = .bytes([1] + order) }
            #expect(error?.code == "number-too-large")
        }
        let half = try #require(UInt256(hex: Self.halfOrder))
        let above = try #require(half.adding(UInt256(1)))
        #expect(try fault(kind) { $0[s] = .number(half) } == nil)
        #expect(try fault(kind) { $0[s] = .number(above) } == .signature(.signatureNotLowS))
        #expect(try fault(kind) { $0[r] = .number(UInt256(5)) } == .signature(.nothingToRecover))  // x = 5: no point
    }

    @Test func countsFields() throws {
        #expect(
            try fault(.legacy) { $0.append(.bytes([])) }
                == .fieldCount(kind: "legacy", needed: [6, 9], found: 10))
        #expect(
            try fault(.eip1559) { $0.append(.bytes([])) }
                == .fieldCount(kind: "eip1559", needed: [9, 12], found: 13))
        #expect(try fault(.eip1559) { $0.removeLast() } == .fieldCount(kind: "eip1559", needed: [9, 12], found: 11))
        #expect(try fault(.eip1559) { $0.removeLast(3) } == .notSigned)
        #expect(try fault(.legacy) { $0.removeLast(3) } == .notSigned)
    }

    @Test func namesTheFieldAndItsByte() throws {
        #expect(try fault(.eip1559) { $0[0] = .list([]) } == .bytesNeeded(.byte(3, field: "chainId")))
        #expect(try fault(.eip1559) { $0[1] = .bytes([0, 1]) } == .leadingZero(.byte(5, field: "nonce")))
        #expect(
            try fault(.eip1559) { $0[1] = .number(.max) }
                == .numberTooLarge(.byte(5, field: "nonce"), largest: "18446744073709551614"))
        #expect(
            try fault(.legacy) { $0[3] = .bytes([1, 2]) } == .fieldLength(.byte(11, field: "to"), needed: 20, found: 2))
        #expect(try fault(.eip1559) { $0[8] = .bytes([1]) }?.code == "field-form")
    }

    @Test(arguments: [
        ("", "not-a-transaction"), ("00c0", "unknown-type"), ("05c0", "unknown-type"),
        ("7fc0", "unknown-type"), ("03c0", "field-count"), ("04c0", "field-count"), ("04", "rlp"),
        ("03c1c0", "blob-sidecar"),
        ("80", "field-form"), ("b801", "field-form"), ("0180", "field-form"), ("02", "rlp"), ("c0", "field-count"),
        ("c000", "rlp"), ("01c000", "rlp"),
    ])
    func namesWhatIsNoTransaction(_ digits: String, _ code: String) throws {
        let raw = try hexBytes(digits)
        #expect(evmError { () throws(EVMError) in try SignedTransaction(raw) }?.code == code)
        #expect(evmError { () throws(EVMError) in try Transaction(unsigned: raw) }?.code == code)
    }

    @Test func theSignerIsCompared() throws {
        let golden = EnergyWebGoldenTests.cases[0]
        let signed = try Transaction(parsing: Array(golden.json.utf8)).signedTransaction(by: try testKey(ganacheKey))
        try signed.requireSigner(signed.sender)
        let error = evmError { () throws(EVMError) in try signed.requireSigner(.zero) }
        #expect(error == .otherSigner(needed: Address.zero.text, found: signed.sender.text))
    }
}
