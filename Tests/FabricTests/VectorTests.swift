import Certificates
import Digests
import Encodings
import Fabric
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct VectorTests {
    private func envelope(_ vector: JSONValue) throws -> [UInt8] {
        Proto.bytes(1, try #require(vector["payload"]).hexBytes)
            + Proto.bytes(2, try #require(vector["signature"]).hexBytes)
    }

    private func isGood(_ verdict: SignatureVerdict) -> Bool { verdict.status == .valid }

    @Test func judgesEnvelopesOfRealLedgers() throws {
        guard let file = try OutsideVectors.value("fabric/envelopes.json"), let cases = file["cases"]?.array else {
            return
        }
        var passed = 0
        for vector in cases {
            let isAccepted = vector["expect"]?.string == "accept"
            let agrees = try agrees(vector)
            #expect(agrees == isAccepted, "\(vector["id"]?.string ?? "")")
            passed += agrees == isAccepted ? 1 : 0
        }
        OutsideVectors.account("fabric/envelopes", passed: passed, refused: cases.count - passed)
        #expect(passed == 65)
    }

    /// Whether the envelope is good, and all that the vector says beside it.
    private func agrees(_ vector: JSONValue) throws -> Bool {
        let bytes = try envelope(vector)
        guard let content = try? Content(parsing: bytes) else { return false }
        if let whole = vector["envelope"] { #expect(whole.hexBytes == bytes) }
        let verdicts = try content.verified(under: Terms()).signatures
        guard verdicts.allSatisfy(isGood), content.transactionID == vector["tx_id"]?.string,
            content.channel == vector["channel"]?.string,
            content.creator.mspID == vector["creator"]?["msp_id"]?.string,
            let creator = vector["creator"],
            try identity(creator).status(
                of: content.signature, over: content.signedBytes) == .valid
        else { return false }
        let endorsements = try #require(vector["endorsements"]?.array)
        #expect(endorsements.count == verdicts.count - 1)
        return try endorsements.allSatisfy { one in
            try identity(one).status(
                of: try #require(one["signature"]).hexBytes, over: try #require(one["signed_bytes"]).hexBytes) == .valid
        }
    }

    private func identity(_ vector: JSONValue) throws -> Identity {
        try Identity(
            Proto.text(1, try #require(vector["msp_id"]?.string))
                + Proto.text(2, try #require(vector["cert_pem"]?.string)),
            "identity")
    }

    @Test func judgesBlocksOfRealLedgers() throws {
        guard let file = try OutsideVectors.value("fabric/blocks.json"), let cases = file["cases"]?.array else {
            return
        }
        var passed = 0
        for vector in cases {
            let chain = try BlockChain(parsing: try block(vector))
            let verdicts = try chain.verified(under: Terms()).signatures.filter { !$0.place.hasPrefix("transaction") }
            let isGood = verdicts.allSatisfy(isGood)
            let isAccepted = vector["expect"]?.string == "accept"
            #expect(isGood == isAccepted, "\(vector["id"]?.string ?? ""): \(verdicts)")
            #expect(chain.blocks[0].headerBytes == vector["header_der"]?.hexBytes)
            #expect(chain.blocks[0].hash == vector["header_hash"]?.hexBytes)
            passed += isGood == isAccepted ? 1 : 0
        }
        OutsideVectors.account("fabric/blocks", passed: passed, refused: cases.count - passed)
        #expect(passed == 20)
    }

    private func block(_ vector: JSONValue) throws -> [UInt8] {
        let number = UInt64(try #require(vector["number"]?.integer))
        let header =
            Proto.number(1, number) + Proto.bytes(2, try #require(vector["previous_hash"]).hexBytes)
            + Proto.bytes(3, try #require(vector["data_hash"]).hexBytes)
        let data = try #require(vector["data"]?.array).flatMap { Proto.bytes(1, $0.hexBytes) }
        // All of one value, as the metadata has them.
        let signatures = try #require(vector["orderer_signatures"]?.array)
        let value = signatures.first?["metadata_value"]?.hexBytes ?? []
        let metadata =
            (value.isEmpty ? [] : Proto.bytes(1, value))
            + (try signatures.flatMap { one in
                Proto.bytes(
                    2,
                    Proto.bytes(1, try #require(one["signature_header"]).hexBytes)
                        + Proto.bytes(2, try #require(one["signature"]).hexBytes))
            })
        return Proto.bytes(1, header) + Proto.bytes(2, data) + Proto.bytes(3, Proto.bytes(1, metadata))
    }

    @Test func aChainOfRealBlocksHoldsAndABrokenOneIsNamed() throws {
        guard let file = try OutsideVectors.value("fabric/blocks.json"), let cases = file["cases"]?.array else {
            return
        }
        let blocks = try cases.filter { ($0["id"]?.string ?? "").wholeMatch(of: /prod-[1-7]/) != nil }.map(block)
        let chain = blocks.flatMap { Proto.varint(UInt64($0.count)) + $0 }
        let good = try BlockChain(parsing: chain).verified(under: Terms())
        #expect(good.signatures.allSatisfy(isGood))
        let holed = [blocks[0], blocks[2]].flatMap { Proto.varint(UInt64($0.count)) + $0 }
        let bad = try BlockChain(parsing: holed).verified(under: Terms()).signatures.filter { !isGood($0) }
        #expect(bad.map(\.place) == ["block 3, previous hash"])
    }

    @Test func keysBelongToTheirCertificates() throws {
        guard let file = try OutsideVectors.value("fabric/msp-keys.json"), let keys = file["keys"]?.array else {
            return
        }
        var passed = 0
        for vector in keys {
            let key = try VerifyingKey(curve: .p256, encoded: try #require(vector["public_key_compressed"]).hexBytes)
            if let pem = vector["cert_pem"]?.string {
                #expect(try Certificate(Array(pem.utf8)).verifyingKey == key)
            }
            #expect(try SubjectKeyIdentifier(key).bytes == vector["ski"]?.hexBytes)
            let own = try testKey(try #require(vector["private_key"]?.string), .p256).verifyingKey()
            #expect(own == key)
            passed += own == key ? 1 : 0
        }
        OutsideVectors.account("fabric/msp-keys", passed: passed, refused: keys.count - passed)
    }

    @Test func signaturesAreDeterministicAndLow() throws {
        guard let file = try OutsideVectors.value("fabric/p256-deterministic.json"), let cases = file["cases"]?.array
        else {
            return
        }
        var passed = 0
        for vector in cases {
            let key = try testKey(try #require(vector["private_key"]?.string), .p256)
            let made = try FabricSignature.make(over: try #require(vector["message"]).hexBytes, by: SigningKey(key))
            #expect(made == vector["signature_der_low_s"]?.hexBytes)
            passed += made == vector["signature_der_low_s"]?.hexBytes ? 1 : 0
        }
        OutsideVectors.account("fabric/p256-deterministic", passed: passed, refused: cases.count - passed)
        #expect(passed == 15)
    }
}
