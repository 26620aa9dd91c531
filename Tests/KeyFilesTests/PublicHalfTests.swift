import Encodings
import Groups
import KeyFiles
import Signatures
import TestSupport
import Testing

/// A public key or an address that is not the key's own: the mark of a file that was put together, or damaged.
@Suite struct PublicHalfTests {
    @Test(arguments: [KeyFormat.pkcs8DER, .sec1DER], [CurveName.secp256k1, .p256])
    func refusesAnotherPublicKeyInDER(format: KeyFormat, curve: CurveName) throws {
        let own = try PrivateKey.random(curve)
        let other = try PrivateKey.random(curve)
        let file = try written(own, format)
        let half = try own.verifyingKey().uncompressed()
        let otherHalf = try other.verifyingKey().uncompressed()
        // It stands at the end of both forms.
        #expect(Array(file.suffix(65)) == half)
        #expect(refusal(file.dropLast(65) + otherHalf) == .publicHalfNotItsOwn(format))
        var altered = file
        altered[file.count - 1] ^= 1
        #expect(refusal(altered) == .publicHalfNotItsOwn(format))
    }

    @Test(arguments: [CurveName.secp256k1, .p256])
    func takesACompressedPublicKey(curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let expected = try key.verifyingKey()
        let name = ObjectIdentifier(curve == .p256 ? "1.2.840.10045.3.1.7" : "1.3.132.0.10")
        let file = DER.sequence(
            DER.integer(1), DER.octetString(plain(try key.encoded())),
            DER.element(.context(0, constructed: true), content: DER.objectIdentifier(name)),
            DER.element(.context(1, constructed: true), content: DER.bitString(expected.encoded)))
        #expect(try read(file).verifyingKey == expected)
        let bare = DER.sequence(
            DER.integer(1), DER.octetString(plain(try key.encoded())),
            DER.element(.context(0, constructed: true), content: DER.objectIdentifier(name)))
        #expect(try read(bare).verifyingKey == expected)
        let nameless = DER.sequence(DER.integer(1), DER.octetString(plain(try key.encoded())))
        #expect(refusal(nameless) == .malformed(.sec1DER, facts: "the curve is not named"))
    }

    @Test func comparesThePublicKeyOfVersion2() throws {
        let key = try PrivateKey.random(.ed25519)
        let other = try PrivateKey.random(.ed25519)
        let own = try key.verifyingKey().encoded
        let foreign = try other.verifyingKey().encoded
        #expect(try read(version2(key, own)).verifyingKey.encoded == own)
        #expect(refusal(try version2(key, foreign)) == .publicHalfNotItsOwn(.pkcs8DER))
        #expect(refusal(try version2(key, Array(own.dropLast()))) == .publicHalfNotItsOwn(.pkcs8DER))
        #expect(refusal(try version2(key, [])) == .publicHalfNotItsOwn(.pkcs8DER))
        #expect(
            refusal(try version2(key, own, version: 0))
                == .malformed(.pkcs8DER, facts: "a public key needs version 2"))
        #expect(refusal(try version2(key, own, version: 2)) == .malformed(.pkcs8DER, facts: "version 2 is not known"))
    }

    @Test func leavesAttributesAside() throws {
        let key = try PrivateKey.random(.ed25519)
        let attributes = DER.element(.context(0, constructed: true), content: DER.sequence())
        let file = DER.sequence(
            DER.integer(0), DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.3.101.112"))),
            DER.octetString(DER.octetString(plain(try key.encoded()))), attributes)
        #expect(try read(file).notes == [.attributes])
    }

    @Test func refusesAnotherPublicKeyOrAddressInCometBFT() throws {
        let key = try key(Hex.decode(seedOfRFC8032), .ed25519)
        let file = text(try written(key, .cometBFTValidator))
        // The last group of the public half, and of the pair.
        #expect(
            refusal(file.replacing("aPcHURo=", with: "aPcHURs=")) == .publicHalfNotItsOwn(.cometBFTValidator))
        #expect(
            refusal(file.replacing("aPcHURo", with: "bPcHURo")) == .publicHalfNotItsOwn(.cometBFTValidator))
        #expect(
            refusal(file.replacing("o9wdRGg==", with: "o9wdRGQ==")) == .publicHalfNotItsOwn(.cometBFTValidator))
        #expect(
            refusal(file.replacing("7BED4B", with: "7BED4C"))
                == .addressNotItsOwn(.cometBFTValidator, field: "address"))
        let node = text(try written(key, .cometBFTNode))
        let id = "21fe31dfa154a261626bf854046fd2271b7bed4b"
        let named = node.replacing(#"{"priv_key""#, with: #"{"id":"\#(id)","priv_key""#)
        #expect(try read(named).format == .cometBFTNode)
        #expect(
            refusal(named.replacing(id, with: id.uppercased())) == .addressNotItsOwn(.cometBFTNode, field: "id"))
        #expect(refusal(node.replacing("o9wdRGg==", with: "o9wdRGQ==")) == .publicHalfNotItsOwn(.cometBFTNode))
    }

    @Test func refusesAnotherPublicKeyInSolana() throws {
        let key = try PrivateKey.random(.ed25519)
        let other = try PrivateKey.random(.ed25519)
        let half = try key.verifyingKey().encoded.map { "\($0)" }.joined(separator: ",")
        let otherHalf = try other.verifyingKey().encoded.map { "\($0)" }.joined(separator: ",")
        let file = text(try written(key, .solana))
        #expect(file.hasSuffix(half + "]"))
        #expect(refusal(file.replacing(half, with: otherHalf)) == .publicHalfNotItsOwn(.solana))
    }

    /// OneAsymmetricKey with a public key (RFC 5958, section 2; RFC 8410, section 10.3).
    private func version2(
        _ key: borrowing PrivateKey, _ publicKey: [UInt8], version: UInt64 = 1
    ) throws -> [UInt8] {
        DER.sequence(
            DER.integer(version), DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.3.101.112"))),
            DER.octetString(DER.octetString(plain(try key.encoded()))),
            DER.element(.context(1, constructed: false), content: [0] + publicKey))
    }
}
