import Encodings
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

/// The layouts: solana-offchain-message, `serialize` before and since 3.0, the latter as the proposal has it.
@Suite struct OffchainMessageTests {
    private let domain = [0xff] + Array("solana offchain".utf8)

    private func full(_ signers: [Address], _ text: [UInt8], format: UInt8 = 0, application: UInt8 = 0x42) -> [UInt8] {
        domain + [0] + [UInt8](repeating: application, count: 32) + [format, UInt8(signers.count)]
            + signers.flatMap(\.bytes) + [UInt8(text.count & 0xff), UInt8(text.count >> 8)] + text
    }

    private func short(_ text: [UInt8], format: UInt8 = 0, version: UInt8 = 0) -> [UInt8] {
        domain + [version, format, UInt8(text.count & 0xff), UInt8(text.count >> 8)] + text
    }

    @Test func bothLayoutsAreReadAndSignedAsTheyAre() throws {
        let key = try solanaKey(firstSeed)
        let me = try address(firstSeed)
        for bytes in [short(Array("hello".utf8)), full([me, filler(3)], Array("hello".utf8))] {
            let message = try SolanaLedger.readMessage(bytes, under: Terms())
            let made = try message.signed(by: key, under: Terms())
            #expect(Base58.encode(try key.signEdDSA(message: bytes).bytes) == made.text)
            let verified = try SolanaLedger.readSignature(
                Array(made.text.utf8), ofMessage: bytes, signer: me.text, under: Terms()
            ).verified(under: Terms())
            #expect(verified.signatures[0].status == .valid && verified.kind == "off-chain-message")
            #expect(SolanaLedger.look(at: bytes) == Look(.certain, .unsigned))
        }
    }

    @Test func theFullLayoutShowsApplicationAndSigners() throws {
        let me = try address(firstSeed)
        let bytes = full([filler(3), me], Array("a\nb".utf8), format: 1)
        let shown = try SolanaLedger.readMessage(bytes, under: Terms()).summary(
            signer: try solanaKey(firstSeed).verifyingKey(), under: Terms())
        #expect(shown.texts("text") == ["a", "b"])
        #expect(shown.texts("application") == [filler(0x42).text])
        #expect(shown.texts("must sign") == [filler(3).text, "\(me.text) (this key)"])
    }

    @Test func aSignerThatTheMessageDoesNotNameIsRefused() throws {
        let message = try SolanaLedger.readMessage(full([filler(3)], Array("hi".utf8)), under: Terms())
        #expect(
            solanaError { try message.signed(by: try solanaKey(firstSeed), under: Terms()) }?.code
                == "key-does-not-sign")
    }

    /// A text that the tools since 3.0 sign for one signer and no application is found by the text alone.
    @Test func verifiesTheFullLayoutOfABareText() throws {
        let key = try solanaKey(firstSeed)
        let me = try address(firstSeed)
        let signed = try key.signEdDSA(message: full([me], Array("hello".utf8), application: 0))
        let verified = try SolanaLedger.readSignature(
            signed.bytes, ofMessage: Array("hello".utf8), signer: me.text, under: Terms()
        ).verified(under: Terms())
        #expect(verified.signatures[0].status == .valid && verified.notes.isEmpty)
    }

    @Test func refusesWhatHasAnotherEncoding() throws {
        let text = Array("hello".utf8)
        let me = try address(firstSeed)
        let cases: [([UInt8], String)] = [
            (short(text, version: 1), "message-version"), (short(text, format: 3), "message-format"),
            (short(text, format: 1), "message-of-other-format"), (short(text) + [0], "message-length"),
            (short(text).dropLast(), "message-length"), (short([]), "message-empty"),
            (short([0xff, 0xfe], format: 1), "message-not-text"), (full([], text), "message-signers"),
            (full([me, me], text), "message-signers"), (full([me], text, format: 2), "message-of-other-format"),
            (full([me], text) + [0], "message-length"), (domain + [0], "cut-off"), (domain, "cut-off"),
            (short([UInt8](repeating: 0x61, count: 1300)), "message-of-other-format"),
            ([UInt8](domain) + [UInt8](repeating: 0, count: 65_600), "message-too-long"),
        ]
        for (bytes, code) in cases {
            #expect(solanaError { try OffchainMessage(parsing: bytes) }?.code == code, "\(bytes.prefix(80))")
            #expect(solanaError { try SolanaLedger.readMessage(bytes, under: Terms()) } != nil)
        }
        #expect(
            try OffchainMessage(parsing: short([UInt8](repeating: 0x61, count: 1300), format: 2)).format
                == .extendedUTF8)
    }

    /// What is signed begins with a byte that begins no transaction and no message of one.
    @Test func noOffchainMessageIsATransaction() throws {
        let transaction = try content(try payment()).transaction
        for inner in [transaction.bytes, transaction.message.bytes] {
            let error = solanaError { try SolanaLedger.readMessage(inner, under: Terms()) }
            #expect(error?.code == "transaction-as-message")
        }
        let text = try OffchainMessage(text: Array(Base64.encode(transaction.bytes).utf8))
        #expect(solanaError { try Transaction(parsing: text.bytes) } != nil)
        #expect(solanaError { try Message(parsing: text.bytes) } != nil)
    }
}
