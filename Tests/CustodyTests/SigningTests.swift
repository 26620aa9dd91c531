import Custody
import Encodings
import Groups
import Signatures
import Testing

@Suite("Signing from shares")
struct SigningTests {
    private func transaction(
        chain: Int? = 246, _ fees: String = #""maxFeePerGas":"100000000","maxPriorityFeePerGas":"1000000""#,
        more: String = ""
    ) throws -> SecretFile {
        let chainID = chain.map { #""chainId":\#($0),"# } ?? ""
        let text = """
            {\(chainID)"nonce":7,"to":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","value":"1500000000000000000",
            "gas":21000,\(fees)\(more)}
            """
        return try SecretFile("payout.json", Array(text.utf8))
    }

    @Test("gives what the key file gives, from any t shares, in all three forms")
    func sameSignature() throws {
        let key = try generateKey(group: .secp256k1, format: .hex)
        let publicKey = key.facts.publicKey
        let account = key.facts.addresses[0].text
        let dealt = try DealtKey(key)
        let signer = try Signer(key)
        for fees in [
            #""maxFeePerGas":"100000000","maxPriorityFeePerGas":"1000000""#, #""gasPrice":"100000000""#,
            #""gasPrice":"100000000","accessList":[]"#,
        ] {
            let unsigned = try readTransaction(try transaction(fees))
            let alone = try sign(unsigned, with: signer, under: Terms(chain: "energy-web"))
            for positions in everySet(of: 3, among: [0, 1, 2, 3, 4]) {
                let rebuilt = try Signer(rebuilding: try check(positions.map { dealt.shares[$0] }))
                let result = try sign(unsigned, with: rebuilt, under: Terms(chain: "energy-web"))
                #expect(result.text == alone.text)
                #expect(result.hash == alone.hash)
                #expect(result.signer == account)
            }
            let signed = try SecretFile("signed", Array(alone.text.utf8))
            for text in [account, publicKey] {
                let report = try verify(
                    SignedInput(try PublicFile(signed)), signer: try Expectation(text),
                    under: Terms(chain: "energy-web"))
                #expect(report.verification.signatures.map(\.signer) == [account])
                #expect(report.verification.hash == alone.hash)
                #expect(report.fault == nil)
            }
        }
    }

    @Test("what will be signed is shown before any key exists")
    func shownBefore() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        let collection = try check(dealt.shares)
        let unsigned = try readTransaction(try transaction())
        let summary = try unsigned.summary(signer: try collection.requireSigner())
        let shown = Dictionary(uniqueKeysWithValues: summary.facts.map { ($0.label, $0.text) })
        #expect(shown["from"] == dealt.facts.addresses[0].text)
        #expect(shown["to"]?.contains("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") == true)
        #expect(shown["value"]?.contains("1.5 EWT") == true)
        #expect(shown["chain"]?.contains("246") == true)
        let result = try sign(unsigned, with: try Signer(rebuilding: collection))
        #expect(result.summary == summary)
    }

    @Test("another chain, another sender and no chain at all are refused, before and at signing")
    func refusedAsUnsafe() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        let collection = try check(dealt.shares)
        let publicKey = try collection.requireSigner()
        let signer = try Signer(rebuilding: collection)
        let from = #","from":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed""#
        let legacy = #""gasPrice":"100000000""#
        let cases: [(SecretFile, Terms, String)] = [
            (try transaction(), Terms(chain: "volta"), "other-chain"),
            (try transaction(), Terms(chain: "1"), "other-chain"),
            (try transaction(), Terms(chain: "atlantis"), "unknown-chain"),
            (try transaction(more: from), Terms(), "other-sender"),
            (try transaction(chain: nil, legacy), Terms(), "no-chain-id"),
        ]
        for (file, terms, code) in cases {
            let unsigned = try readTransaction(file)
            for refused in [
                refusal { try unsigned.requireSignable(by: publicKey, under: terms) },
                refusal { _ = try sign(unsigned, with: signer, under: terms) },
            ] {
                #expect(refused?.code == code)
                #expect(refused?.kind == .unsafe)
            }
        }
        let replayable = try readTransaction(try transaction(chain: nil, legacy))
        let result = try sign(replayable, with: signer, under: Terms(accepting: [.replayable]))
        #expect(result.signer == dealt.facts.addresses[0].text)
    }

    @Test("keys of another group are refused", arguments: [CurveName.p256, .ed25519])
    func otherGroup(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let collection = try check(dealt.shares)
        let publicKey = try collection.requireSigner()
        let unsigned = try readTransaction(try transaction())
        let signer = try Signer(rebuilding: collection)
        for refused in [
            refusal { _ = try unsigned.summary(signer: publicKey) },
            refusal { try unsigned.requireSignable(by: publicKey, under: Terms()) },
            refusal { _ = try sign(unsigned, with: signer) },
        ] {
            #expect(refused?.code == "key-of-other-group")
            #expect(refused?.kind == .unsafe)
        }
    }

    @Test("a secret in place of a transaction is refused, and nothing of it is said")
    func secretInstead() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        let key = try SecretFile("node.key", dealt.original)
        for file in [key, dealt.shares[0], try dealt.bareLine(0)] {
            for refused in [refusal { _ = try readTransaction(file) }, refusal { _ = try PublicFile(file) }] {
                #expect(refused?.code == "secret-instead")
                #expect(refused?.kind == .damaged)
                #expect(refused?.description.contains(dealt.line(0)) == false)
            }
        }
        #expect(looksSecret(String(decoding: dealt.original, as: UTF8.self)))
        #expect(looksSecret(dealt.line(0)))
        #expect(!looksSecret("payout.json"))
        #expect(!looksSecret(String(decoding: dealt.dealing.content, as: UTF8.self)))
    }

    @Test("a signature by somebody else, a changed one and none at all do not verify")
    func notVerified() throws {
        let key = try generateKey(group: .secp256k1, format: .hex)
        let signer = try Signer(key)
        let unsigned = try readTransaction(try transaction())
        let result = try sign(unsigned, with: signer)
        let account = try Expectation(result.signer)
        let signed = try SecretFile("signed", Array(result.text.utf8))
        let other = try Expectation(try generateKey(group: .secp256k1, format: .hex).facts.addresses[0].text)
        let input = SignedInput(try PublicFile(signed))
        let fault = try verify(input, signer: other).fault
        #expect(fault?.code == "other-signer")
        #expect(fault?.kind == .answerIsNo)
        #expect(refusal { _ = try verify(input, under: Terms(chain: "volta")) }?.code == "other-chain")
        let transaction = SignedInput(try PublicFile(try transaction()))
        #expect(refusal { _ = try verify(transaction) }?.code == "not-signed")
        // Each changed digit of the signature: unreadable, invalid, or by an account that nobody expects.
        let digits = Array(result.text)
        for place in (digits.count - 128)..<digits.count {
            var changed = digits
            changed[place] = changed[place] == "7" ? "8" : "7"
            let outcome = verifyAll(
                [SignedInput(PublicFile(name: "changed", bytes: Array(String(changed).utf8)))], signer: account)
            #expect(outcome[0].fault != nil)
        }
    }

    @Test("many are verified in their order, whatever the number of cores")
    func many() throws {
        let signer = try Signer(generateKey(group: .secp256k1, format: .hex))
        var inputs: [SignedInput] = []
        for nonce in 0..<50 {
            let text = """
                {"chainId":246,"nonce":\(nonce),"to":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","value":"1","gas":21000,
                "gasPrice":"1"}
                """
            let unsigned = try readTransaction(try SecretFile("payout.json", Array(text.utf8)))
            var signed = Array(try sign(unsigned, with: signer).text.utf8)
            if nonce % 7 == 0 { signed.removeLast() }
            inputs.append(SignedInput(PublicFile(name: "\(nonce)", bytes: signed)))
        }
        let outcomes = verifyAll(inputs)
        #expect(outcomes.map(\.name) == (0..<50).map(String.init))
        #expect(outcomes.map { $0.fault == nil } == (0..<50).map { $0 % 7 != 0 })
    }

    @Test("a content of another ledger than the named one is refused")
    func otherLedger() throws {
        for ledger in [LedgerName.bitcoin, .fabric, .solana, .cosmos] {
            let file = try transaction()
            #expect(refusal { _ = try readTransaction(file, ledger: ledger) } != nil)
        }
    }

    @Test("a term that means nothing for the ledger is refused")
    func uselessTerm() throws {
        let refused = refusal { _ = try readTransaction(try transaction(), under: Terms(network: "testnet")) }
        #expect(refused?.code == "term-not-understood")
        #expect(refused?.kind == .unsafe)
    }

    @Test("a key whose public half is another one signs nothing", arguments: CurveName.allCases)
    func otherPublicHalf(curve: CurveName) throws {
        let other = try PrivateKey.random(curve).verifyingKey()
        let refused = refusal { _ = try Signer(.random(curve), other) }
        #expect(refused?.kind == .internalFault)
    }
}
