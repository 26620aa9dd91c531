import EVM
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// Typed data, authorizations, messages and transactions of types 3 and 4, damaged: a result or an error, never a crash.
@Suite struct ContentDamageTests {
    private static let code = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
    private static let terms = Terms(accepting: Set(Risk.allCases))

    private static let typedData = """
        {"types": {"EIP712Domain": [{"name": "chainId", "type": "uint256"}],
        "Order": [{"name": "who", "type": "Person[2]"}, {"name": "n", "type": "int8"}, {"name": "raw", "type": "bytes"}],
        "Person": [{"name": "name", "type": "string"}, {"name": "account", "type": "address"}]},
        "primaryType": "Order", "domain": {"chainId": 246}, "message": {"n": -3, "raw": "0x0102",
        "who": [{"name": "A", "account": "\(code)"}, {"name": "B", "account": "\(code)"}]}}
        """
    private static let authorization = "{\"chainId\": 246, \"address\": \"\(code)\", \"nonce\": 4}"

    private static func transaction(_ rest: String) -> String {
        """
        {"chainId": 1, "nonce": 3, "to": "\(code)", "value": 1, "gas": 90000, "maxFeePerGas": 3, \
        "maxPriorityFeePerGas": 1, \(rest)}
        """
    }

    /// One of each kind; the authorization in the last one is signed here.
    private static func contents() throws -> [String] {
        let signed = try EVMLedger.readUnsigned(Array(authorization.utf8), under: terms)
            .signed(by: try testKey(ganacheKey), under: terms)
        let hash = "0x01" + String(repeating: "ab", count: 31)
        return [
            typedData, authorization, transaction("\"maxFeePerBlobGas\": 9, \"blobVersionedHashes\": [\"\(hash)\"]"),
            transaction("\"authorizationList\": [\(signed.text)]"),
        ]
    }

    @Test(arguments: Seed.fresh(16))
    func damageNeverCrashesReadersAndSigners(_ seed: Seed) throws {
        var generator = seed.generator
        let key = try testKey(ganacheKey)
        let signer = try key.verifyingKey()
        for content in try Self.contents() {
            for _ in 0..<60 {
                let damaged = generator.mutated(Array(content.utf8))
                _ = EVMLedger.look(at: damaged)
                let reads = [
                    try? EVMLedger.readUnsigned(damaged, under: Self.terms),
                    try? EVMLedger.readMessage(damaged, under: Self.terms),
                ]
                for case let read? in reads {
                    #expect(!read.summary(signer: signer, under: Self.terms).facts.isEmpty, "seed \(seed)")
                    guard let signed = try? read.signed(by: key, under: Self.terms) else { continue }
                    let other = generator.mutated(signed.file)
                    if let read = try? EVMLedger.readSigned(other, under: Self.terms) {
                        _ = try? read.verified(under: Self.terms)
                    }
                    if let read = try? EVMLedger.readSignature(
                        other, ofMessage: damaged, signer: nil, under: Self.terms)
                    {
                        _ = try? read.verified(under: Self.terms)
                    }
                }
            }
        }
    }

    @Test func everyChangedBitOfTypes3And4IsNoticed() throws {
        for content in try Self.contents().suffix(2) {
            let signed = try Transaction(parsing: Array(content.utf8)).signedTransaction(by: try testKey(ganacheKey))
            for place in signed.raw.indices {
                for bit in 0..<8 {
                    var raw = signed.raw
                    raw[place] ^= 1 << UInt8(bit)
                    let error = evmError { () throws(EVMError) in
                        try SignedTransaction(raw).requireSigner(signed.sender)
                    }
                    #expect(error != nil, "\(signed.transaction.kind.name), byte \(place), bit \(bit)")
                }
            }
        }
    }
}
