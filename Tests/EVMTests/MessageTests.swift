import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

private let account = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"

@Suite struct PersonalMessageTests {
    private func summary(_ bytes: [UInt8]) throws -> Summary {
        try EVMLedger.readMessage(bytes, under: Terms()).summary(
            signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
    }

    @Test func isShownWhole() throws {
        let long = String(repeating: "x", count: 1000)
        let summary = try summary(Array("hello\n\(long)\n".utf8))
        #expect(summary.text("message") == "hello")
        let lines = summary.facts.filter { $0.text.contains("x") && $0.label != "type" && $0.label != "length" }
        #expect(lines.map(\.text).joined().filter { $0 == "x" }.count >= 1000)
        #expect(summary.text("signer") == account && summary.kind == "eip191")
        #expect(summary.confirmation == .word("message"))
        #expect(summary.codes == [])
    }

    @Test func warnsOfWhatMayBeSomethingElse() throws {
        #expect(try summary([UInt8](repeating: 0xab, count: 32)).codes == ["looks-like-hash"])
        #expect(try summary(Array(("0x" + String(repeating: "ab", count: 32)).utf8)).codes == ["hexadecimal-text"])
        #expect(try summary([0x19, 0x01] + [UInt8](repeating: 7, count: 64)).codes == ["looks-like-typed-data"])
        let transaction = try hexBytes(EnergyWebGoldenTests.cases[0].unsigned)
        #expect(try summary(transaction).codes == ["looks-like-transaction"])
        #expect(try summary(Array(EnergyWebGoldenTests.cases[0].json.utf8)).codes == ["looks-like-transaction"])
        #expect(try summary([]).codes == [])
    }

    @Test func isNotTooLong() throws {
        _ = try PersonalMessage([UInt8](repeating: 0x61, count: PersonalMessage.largestSize))
        let error = evmError { () throws(EVMError) in
            try PersonalMessage([UInt8](repeating: 0x61, count: PersonalMessage.largestSize + 1))
        }
        #expect(error == .messageTooLong(limit: PersonalMessage.largestSize, found: PersonalMessage.largestSize + 1))
    }

    @Test func chainsThatAreNotKnownAreRefused() throws {
        let message = try PersonalMessage([1])
        #expect(message.refusals(signer: nil, under: Terms(chain: "nowhere")).map(\.code) == ["unknown-chain"])
        #expect(message.refusals(signer: nil, under: Terms(chain: "volta")).isEmpty)
        let other = try testKey(ganacheKey, .p256).verifyingKey()
        #expect(message.refusals(signer: other, under: Terms()).map(\.code) == ["key-of-other-group"])
    }
}

@Suite struct MessageSignatureTests {
    private static let message = Array("pay Aino 5".utf8)

    private func verdict(
        _ signature: [UInt8], signer: String? = nil, message: [UInt8] = message
    ) throws -> SignatureVerdict {
        let read = try EVMLedger.readSignature(signature, ofMessage: message, signer: signer, under: Terms())
        return try #require(try read.verified(under: Terms()).signatures.first)
    }

    private func signature() throws -> [UInt8] {
        let signed = try EVMLedger.readMessage(Self.message, under: Terms()).signed(
            by: try testKey(ganacheKey), under: Terms())
        return try hexBytes(signed.text)
    }

    @Test func isReadInAllItsForms() throws {
        let whole = try signature()
        #expect(whole.count == 65 && (27...28).contains(whole[64]))
        var compact = Array(whole.prefix(64))
        compact[32] |= (whole[64] - 27) << 7
        let bare = whole.prefix(64) + [whole[64] - 27]
        for form in [whole, compact, Array(bare)] {
            for text in [form, Array(Hex.encode(form).utf8), Array(" 0x\(Hex.encode(form, uppercase: true))\n".utf8)] {
                let verdict = try verdict(text)
                #expect(verdict.status == .valid && verdict.signer == account && verdict.place == "signature")
                #expect(verdict.key == (try testKey(ganacheKey).verifyingKey()))
            }
        }
    }

    @Test func theSignerIsComparedByAddressAndKey() throws {
        let signature = try signature()
        let key = try testKey(ganacheKey).verifyingKey()
        for name in [account, account.lowercased(), Hex.encode(key.encoded), "0x" + Hex.encode(try key.uncompressed())]
        {
            #expect(try verdict(signature, signer: name).status == .valid, "\(name)")
        }
        let other = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
        guard case .invalid("other-signer", let reason) = try verdict(signature, signer: other).status else {
            Issue.record("another signer was taken")
            return
        }
        #expect(reason.contains(account) && reason.contains(other))
        for (text, code) in [
            ("Aino", "signer-form"), ("0x1234", "signer-form"), (account.dropLast() + "2", "address-checksum"),
        ] as [(String, String)] {
            let error = #expect(throws: EVMError.self) { try verdict(signature, signer: text) }
            #expect(error?.code == code)
        }
    }

    @Test func everyChangedBitIsNoticed() throws {
        let good = try signature()
        for place in good.indices {
            for bit in 0..<8 {
                var changed = good
                changed[place] ^= 1 << UInt8(bit)
                let verdict = try verdict(changed, signer: account)
                #expect(verdict.status != .valid, "byte \(place), bit \(bit)")
            }
        }
        for place in Self.message.indices {
            var changed = Self.message
            changed[place] ^= 1
            #expect(try verdict(good, signer: account, message: changed).status != .valid)
        }
        #expect(try verdict(good, signer: account, message: Self.message + [0x0a]).status != .valid)
    }

    @Test func otherValuesAreBadSignatures() throws {
        let good = try signature()
        func code(_ bytes: [UInt8]) throws -> String? {
            if case .invalid(let code, _) = try verdict(bytes).status { code } else { nil }
        }
        for v in [2, 26, 29, 35, 255] as [UInt8] { #expect(try code(good.dropLast() + [v]) == "signature-invalid") }
        #expect(try code([UInt8](repeating: 0, count: 65)) == "signature-invalid")
        #expect(try code([UInt8](repeating: 0xff, count: 64)) == "signature-invalid")
    }

    @Test(arguments: ["", "0x", "0x1234", "hello", "0x" + String(repeating: "ab", count: 66)])
    func otherLengthsAreNoSignatures(_ text: String) throws {
        let error = #expect(throws: EVMError.self) { try verdict(Array(text.utf8)) }
        #expect(error?.code == "signature-length" && error?.nature == .malformed)
    }
}

@Suite struct AuthorizationTests {
    private static let code = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"

    private let taken = Terms(accepting: [.delegation])

    private func json(_ chain: String = "1", _ address: String = code, _ nonce: String = "7") -> [UInt8] {
        Array("{\"chainId\": \(chain), \"address\": \"\(address)\", \"nonce\": \(nonce)}".utf8)
    }

    @Test func handsOverTheAccountAndSaysSo() throws {
        let read = try EVMLedger.readUnsigned(json(), under: Terms())
        let summary = read.summary(signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
        #expect(summary.text("hands over") == "THE WHOLE ACCOUNT \(account)")
        #expect(summary.text("to code of") == Self.code && summary.text("on") == "Ethereum (1)")
        #expect(summary.codes == ["delegation"])
        #expect(summary.warnings[0].text.hasPrefix("HANDS OVER THE ACCOUNT \(account)"))
        #expect(summary.confirmation == .word("delegate"))
    }

    @Test func handingOverIsRefusedUnlessThatIsTaken() throws {
        let read = try EVMLedger.readUnsigned(json(), under: Terms())
        let found = read.refusals(signer: nil, under: Terms())
        #expect(found.map(\.code) == ["delegation"])
        #expect(found[0].liftedBy == .delegation && found[0].nature == .refused)
        #expect(throws: EVMError.delegation(to: Self.code)) {
            try read.signed(by: try testKey(ganacheKey), under: Terms(accepting: [.replayable]))
        }
        #expect(read.refusals(signer: nil, under: taken).isEmpty)
        let revocation = try EVMLedger.readUnsigned(json("1", "0x" + String(repeating: "0", count: 40)), under: Terms())
        #expect(revocation.refusals(signer: nil, under: Terms()).isEmpty)
    }

    @Test func everyChainIsRefusedUnlessThatIsTaken() throws {
        let read = try EVMLedger.readUnsigned(json("0"), under: Terms())
        let found = read.refusals(signer: nil, under: taken)
        #expect(found.map(\.code) == ["every-chain"] && found[0].liftedBy == .replayable && found[0].nature == .refused)
        #expect(throws: EVMError.everyChain) { try read.signed(by: try testKey(ganacheKey), under: taken) }
        let signed = try read.signed(by: try testKey(ganacheKey), under: Terms(accepting: [.replayable, .delegation]))
        #expect(signed.summary.codes == ["delegation", "every-chain"])
        #expect(signed.summary.text("on") == "EVERY CHAIN (chain id 0)")
    }

    @Test func otherChainsAreRefused() throws {
        let read = try EVMLedger.readUnsigned(json("\"0xf6\""), under: Terms())
        func codes(_ chain: String) -> [String] {
            read.refusals(signer: nil, under: Terms(accepting: [.delegation], chain: chain)).map(\.code)
        }
        #expect(codes("volta") == ["other-chain"])
        #expect(codes("energy-web") == [])
        #expect(read.summary(signer: nil, under: Terms()).codes == ["delegation", "type-not-established"])
    }

    @Test func theZeroAddressTakesBack() throws {
        let read = try EVMLedger.readUnsigned(json("1", "0x" + String(repeating: "0", count: 40)), under: Terms())
        let summary = read.summary(signer: nil, under: Terms())
        #expect(summary.text("takes back") == "an earlier delegation of the account of the key")
        #expect(summary.codes == [] && summary.confirmation == .word("revoke"))
    }

    @Test func comesOutAsToolsTakeIt() throws {
        let signed = try EVMLedger.readUnsigned(json(), under: Terms()).signed(
            by: try testKey(ganacheKey), under: taken)
        let value = try JSON.parse(signed.text)
        #expect(value.object?.names == ["chainId", "address", "nonce", "yParity", "r", "s"])
        #expect(value["chainId"] == "0x1" && value["nonce"] == "0x7" && value["address"]?.string == Self.code)
        #expect(signed.members["authorization"] == value)
        #expect(signed.kind == "eip7702-authorization" && signed.hash == nil && signed.signer == account)
        #expect(EVMLedger.look(at: signed.file) == Look(.certain, .signed))
        let verified = try EVMLedger.readSigned(signed.file, under: Terms()).verified(under: Terms(chain: "1"))
        #expect(verified.signatures.map(\.signer) == [account] && verified.signatures[0].status == .valid)
        #expect(throws: EVMError.alreadySigned) { try EVMLedger.readUnsigned(signed.file, under: Terms()) }
        let read = try EVMLedger.readSigned(signed.file, under: Terms())
        #expect(throws: EVMError.otherChain(needed: 246, found: "1")) { try read.verified(under: Terms(chain: "246")) }
    }

    @Test(arguments: [
        ("chainId", "\"0x1\"", "2"), ("nonce", "\"0x7\"", "8"), ("yParity", "\"0x", "\"0x2\""), ("r", "\"0x", "1"),
    ])
    func aChangedMemberIsNoticed(_ name: String, _ old: String, _ new: String) throws {
        let signed = try EVMLedger.readUnsigned(json(), under: Terms()).signed(
            by: try testKey(ganacheKey), under: taken)
        var members = try #require(try JSON.parse(signed.text).object).members.map { ($0.name, $0.value) }
        let index = try #require(members.firstIndex { $0.0 == name })
        members[index].1 = try JSON.parse(new)
        let text = JSONWriter.text(.object(JSONObject(members.map { (name: $0.0, value: $0.1) })), .compact)
        let verdict = try EVMLedger.readSigned(Array(text.utf8), under: Terms()).verified(under: Terms()).signatures[0]
        #expect(verdict.status != .valid || verdict.signer != account)
    }

    @Test func strictMembers() throws {
        func code(_ text: String) -> String? {
            do {
                _ = try Authorization(try JSON.parse(text))
                return nil
            } catch { return (error as? EVMError)?.code }
        }
        let address = "\"address\": \"\(Self.code)\""
        #expect(code("{\(address), \"nonce\": 1}") == "missing-field")
        #expect(code("{\(address), \"nonce\": 1, \"chainId\": 1, \"memo\": 1}") == "unknown-field")
        #expect(code("{\(address), \"nonce\": 18446744073709551615, \"chainId\": 1}") == "number-too-large")
        #expect(code("{\(address), \"nonce\": 1, \"chainId\": 18446744073709551615}") == "number-too-large")
        #expect(code("{\"address\": null, \"nonce\": 1, \"chainId\": 1}") == "missing-field")
        #expect(code("[]") == "field-form")
        // A v beside the y parity has to say the same.
        let signed = "{\(address), \"nonce\": 1, \"chainId\": 1, \"yParity\": 1, \"r\": 1, \"s\": 1, \"v\": "
        #expect(evmError { () throws(EVMError) in try SignedAuthorization(try JSONText.parse(signed + "28}")) } == nil)
        #expect(
            evmError { () throws(EVMError) in try SignedAuthorization(try JSONText.parse(signed + "27}")) }
                == .contradiction("v", "yParity"))
    }
}

/// JSON that a test wrote itself.
private enum JSONText {
    static func parse(_ text: String) throws(EVMError) -> JSONValue {
        do { return try JSON.parse(text) } catch { throw .json(error.description) }
    }
}
