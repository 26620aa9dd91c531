import Digests
import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// What others published about personal messages, typed data and authorizations.
@Suite struct MessageVectorTests {
    /// Every danger is taken on: many of the vectors name no chain.
    private static let terms = Terms(accepting: Set(Risk.allCases))

    /// Who signed, by the ledger's own way; `nil` for a bad signature.
    private static func signer(
        of signature: [UInt8], over message: [UInt8], expected: String? = nil
    ) throws -> String? {
        let read = try EVMLedger.readSignature(signature, ofMessage: message, signer: expected, under: terms)
        let verdict = try #require(try read.verified(under: terms).signatures.first)
        if case .valid = verdict.status { return verdict.signer }
        return nil
    }

    @Test func personalMessages() throws {
        guard let cases = try OutsideVectors.value("ethereum/eip191-generated.json")?["cases"]?.array else { return }
        var passed = 0
        var otherVersion = 0
        for vector in cases {
            guard vector["kind"]?.string == "personal_sign (0x45)" else {
                otherVersion += 1
                continue
            }
            passed += 1
            let message = try #require(vector["message_hex"]).hexBytes
            let signature = try #require(vector["signature"]).hexBytes
            let address = try #require(vector["address"]?.string)
            guard vector["expect"]?.string == "accept" else {
                #expect(try Self.signer(of: signature, over: message, expected: address) == nil, "\(vector)")
                continue
            }
            #expect(try PersonalMessage(message).signingHash == vector["digest"]?.hexBytes)
            #expect(try Self.signer(of: signature, over: message, expected: address) == address)
            let key = try testKey(try #require(vector["private_key"]?.string))
            let signed = try EVMLedger.readMessage(message, under: Terms()).signed(by: key, under: Terms())
            #expect(signed.text == "0x" + Hex.encode(signature))
            #expect(signed.signer == address && signed.hash == nil)
        }
        OutsideVectors.account(
            "ethereum/eip191-generated", passed: passed, refused: otherVersion,
            reason: "version 0x00 of EIP-191 (for one contract to validate) is no personal message")
    }

    /// The JSON of eth_signTypedData_v4 from what ethers takes, which names no type for the domain.
    private static func json(_ vector: JSONValue) throws -> [UInt8] {
        let domain = try #require(vector["domain"]?.object)
        let types = [
            ("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"),
            ("salt", "bytes32"),
        ]
        var all = JSONObject([
            (
                "EIP712Domain",
                .array(
                    types.filter { domain[$0.0] != nil }.map {
                        ["name": .string($0.0), "type": .string($0.1)] as JSONValue
                    })
            )
        ])
        for member in try #require(vector["types"]?.object).members { all.append(member.name, member.value) }
        let typedData: JSONValue = [
            "types": .object(all), "primaryType": try #require(vector["primaryType"]), "domain": .object(domain),
            "message": try #require(vector["data"]),
        ]
        return Array(JSONWriter.text(typedData, .compact).utf8)
    }

    @Test func typedDataOfEthers() throws {
        guard let cases = try OutsideVectors.value("ethereum/ethers-typed-data.json")?.array else { return }
        for vector in cases {
            let name = vector["name"]?.string ?? ""
            let json = try Self.json(vector)
            let data = try TypedData(parsing: json)
            #expect(data.signingHash == vector["digest"]?.hexBytes, "\(name)")
            #expect(data.structHash == Keccak256.hash(try #require(vector["encoded"]).hexBytes), "\(name)")
            let hasChain = vector["domain"]?["chainId"] != nil
            #expect(
                data.refusals(signer: nil, under: Terms()).map(\.code) == (hasChain ? [] : ["no-chain-id"]), "\(name)")
            guard let digits = vector["privateKey"]?.string, let signature = vector["signature"]?.string else {
                continue
            }
            let signed = try data.signed(by: try testKey(digits), under: Self.terms)
            #expect(signed.text == signature, "\(name)")
            #expect(try Self.signer(of: Array(signature.utf8), over: json) == signed.signer, "\(name)")
        }
        OutsideVectors.account("ethereum/ethers-typed-data", passed: cases.count, refused: 0)
    }

    @Test func theExampleOfEIP712() throws {
        guard let vector = try OutsideVectors.value("ethereum/eip712-mail.json") else { return }
        let json = Array(JSONWriter.text(try #require(vector["typed_data"]), .pretty).utf8)
        let data = try TypedData(parsing: json)
        #expect(data.encodedType == vector["encode_type"]?.string)
        #expect(data.structHash == vector["struct_hash"]?.hexBytes)
        #expect(data.domainSeparator == vector["domain_separator"]?.hexBytes)
        #expect(data.signingHash == vector["digest"]?.hexBytes)
        let signed = try EVMLedger.readUnsigned(json, under: Terms(chain: "ethereum"))
            .signed(by: try testKey(try #require(vector["private_key"]?.string)), under: Terms(chain: "ethereum"))
        #expect(signed.text == vector["signature"]?.string && signed.signer == vector["address"]?.string)
        OutsideVectors.account("ethereum/eip712-mail", passed: 1, refused: 0)
    }

    /// The signatures of Trust Wallet's library; three of its forms are its own and refused.
    @Test func messagesOfTrustWallet() throws {
        guard let cases = try OutsideVectors.value("ethereum/trustwallet-messages.json")?["cases"]?.array else {
            return
        }
        var passed = 0
        var loose: [String] = []
        for vector in cases {
            let name = try #require(vector["name"]?.string)
            let kind = try #require(vector["kind"]?.string)
            let message = try #require(vector["message"])
            let bytes = Array((message.string ?? JSONWriter.text(message, .compact)).utf8)
            if kind == "eip7702-authorization" {
                try Self.checkAuthorization(bytes, vector)
                passed += 1
                continue
            }
            let read: any Signable
            do { read = try EVMLedger.readMessage(bytes, under: Terms()) } catch {
                // An address without 0x, and bytes32 of fewer than 32 bytes, which Trust Wallet fills up.
                #expect(["address-form", "data-form", "field-length"].contains((error as? EVMError)?.code), "\(name)")
                loose.append(name)
                continue
            }
            if let hash = vector["data_hash"]?.hexBytes {
                #expect((read as? TypedData)?.signingHash == hash, "\(name)")
            } else {
                let signature = try #require(vector["signature"]).hexBytes
                let key = try testKey(try #require(vector["private_key"]?.string))
                let signed = try read.signed(by: key, under: Self.terms)
                #expect(signed.text.hasPrefix("0x" + Hex.encode(signature.prefix(64))), "\(name)")
                // A v of 35 and on says a chain, which nobody else writes beside messages.
                let isOurs = !kind.hasSuffix("-eip155-v")
                #expect((signed.text == "0x" + Hex.encode(signature)) == isOurs, "\(name)")
                #expect((try Self.signer(of: signature, over: bytes) == signed.signer) == isOurs, "\(name)")
            }
            passed += 1
        }
        #expect(loose.count == 4, "\(loose)")
        OutsideVectors.account(
            "ethereum/trustwallet-messages", passed: passed, refused: loose.count,
            reason: "typed data that EIP-712 does not allow: bytesN of fewer than N bytes, an address without 0x")
    }

    private static func checkAuthorization(_ json: [UInt8], _ vector: JSONValue) throws {
        let signature = try #require(vector["signature"]).hexBytes
        let key = try testKey(try #require(vector["private_key"]?.string))
        let signed = try EVMLedger.readUnsigned(json, under: Terms()).signed(
            by: key, under: Terms(accepting: [.delegation]))
        let result = try JSON.parse(signed.text)
        #expect(result["r"]?.string == UInt256(bigEndian: signature.prefix(32))?.quantity)
        #expect(result["s"]?.string == UInt256(bigEndian: signature[32..<64])?.quantity)
        #expect(result["yParity"]?.string == "0x\(signature[64])")
    }

    @Test func theAuthorizationOfTrustWallet() throws {
        guard let cases = try OutsideVectors.value("ethereum/eip7702-authorization.json")?.array else { return }
        for vector in cases {
            let members = ["chain_id": "chainId", "address": "address", "nonce": "nonce"]
            var json = JSONObject()
            for (theirs, ours) in members { json.append(ours, try #require(vector[theirs])) }
            let authorization = try Authorization(.object(json))
            #expect(authorization.signingHash == vector["signing_hash"]?.hexBytes)
            let signed = try authorization.signed(
                by: try testKey(try #require(vector["private_key"]?.string)),
                under: Terms(accepting: [.delegation], chain: "1"))
            let result = try JSON.parse(signed.text)
            #expect(result["yParity"]?.string == "0x1")
            #expect(result["r"] == vector["r"] && result["s"] == vector["s"])
            let verification = try EVMLedger.readSigned(signed.file, under: Terms()).verified(under: Terms())
            #expect(verification.signatures.map(\.signer) == [signed.signer])
        }
        OutsideVectors.account("ethereum/eip7702-authorization", passed: cases.count, refused: 0)
    }

    /// What is not of this ledger's transactions and messages.
    @Test func whatIsOutOfScope() throws {
        guard let cases = try OutsideVectors.value("ethereum/ethers-create2.json")?.array else { return }
        let count = cases.reduce(0) { $0 + ($1["creates"]?.array?.count ?? 0) }
        #expect(count > 0)
        OutsideVectors.account(
            "ethereum/ethers-create2", passed: 0, refused: count,
            reason: "CREATE2 is an instruction inside of contracts; no transaction names its salt")
    }
}
