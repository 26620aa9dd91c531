import Encodings
import Foundation
import Groups
import KeyFiles
import Secrets
import Signatures
import TestSupport
import Testing

/// Shards that are made here as Horcrux makes them: f(x) = a + b·x + … modulo ℓ.
@Suite struct HorcruxTests {
    private struct Shards {
        let texts: [String]
        let publicKey: VerifyingKey
    }

    private func shards(threshold: Int, count: Int, tag: [UInt8] = [0x0A, 0x20]) throws -> Shards {
        var coefficients: [PublicScalar<Ed25519>] = []
        for _ in 0..<threshold {
            let scalar = try SecretScalar<Ed25519>.random()
            coefficients.append(try PublicScalar(canonical: plain(try scalar.encoded())))
        }
        let secret = try locked(coefficients[0].encoded)
        let scalar = try secret.withUnsafeBytes { try SecretScalar<Ed25519>(canonical: $0) }
        let publicKey = try PrivateKey.ed25519Scalar(scalar).verifyingKey()
        let texts = (1...count).map { place in
            let value = coefficients.reversed().reduce(PublicScalar<Ed25519>.zero) {
                $0 * PublicScalar(UInt64(place)) + $1
            }
            let key = Base64.encode(tag + publicKey.encoded)
            return #"{"pubKey":"\#(key)","privateShard":"\#(Base64.encode(value.encoded))","id":\#(place)}"#
        }
        return Shards(texts: texts, publicKey: publicKey)
    }

    @Test func givesTheScalarFromAnyThresholdOfShards() throws {
        let made = try shards(threshold: 2, count: 3)
        for places in [[0, 1], [1, 0], [0, 2], [2, 1], [0, 1, 2]] {
            let file = places.map { made.texts[$0] }.joined(separator: "\n") + "\n"
            let key = try read(file)
            #expect(key.format == .horcrux)
            #expect(key.verifyingKey == made.publicKey)
            #expect(key.notes == [.seedGone])
            let isBareScalar = key.key.isBareScalar
            #expect(isBareScalar)
            #expect(throws: KeyFilesError.seedNotKnown(.cometBFTValidator)) {
                _ = try written(key.key, .cometBFTValidator)
            }
            #expect(throws: KeyFilesError.onlyRead(.horcrux)) { _ = try written(key.key, .horcrux) }
        }
        let together = try read(made.texts.joined())
        #expect(together.verifyingKey == made.publicKey)
        let recognised = Array(made.texts[0].utf8).withUnsafeBytes { KeyFile.recognise($0) }
        #expect(recognised == .horcrux)
    }

    @Test func readsThePublicKeyAsAminoWroteIt() throws {
        let made = try shards(threshold: 2, count: 2, tag: [0x16, 0x24, 0xDE, 0x64, 0x20])
        #expect(try read(made.texts.joined()).verifyingKey == made.publicKey)
    }

    @Test func refusesTooFewAlteredAndMixedShards() throws {
        let made = try shards(threshold: 3, count: 4)
        let other = try shards(threshold: 3, count: 4)
        #expect(refusal(made.texts[0]) == .shardsDoNotFit(count: 1))
        #expect(refusal(made.texts[..<2].joined(separator: " ")) == .shardsDoNotFit(count: 2))
        #expect(
            refusal(made.texts[0] + made.texts[1] + made.texts[2].replacing("\"id\":3", with: "\"id\":4"))
                == .shardsDoNotFit(count: 3))
        #expect(
            refusal(made.texts[0] + made.texts[0]) == .shardsDisagree(facts: "two shards have the place 1"))
        #expect(
            refusal(made.texts[0] + other.texts[1])
                == .shardsDisagree(facts: "the shards at places 1 and 2 are of two keys"))
    }

    @Test func refusesWhatIsNoShard() throws {
        let text = try shards(threshold: 2, count: 2).texts[0]
        let value = try #require(text.firstRange(of: "\"privateShard\":\""))
        let end = try #require(text.firstRange(of: "\",\"id\""))
        func with(_ bytes: [UInt8]) -> String {
            text.replacingCharacters(in: value.upperBound..<end.lowerBound, with: Base64.encode(bytes))
        }
        #expect(refusal(with([1, 2, 3])) == .keyLength(.horcrux, expected: 32, found: 3))
        #expect(
            refusal(with([UInt8](repeating: 0xFF, count: 32)))
                == .keyOutOfRange(.ed25519, .scalarNotBelowOrder(.ed25519)))
        #expect(refusal(with([UInt8](repeating: 0, count: 32))) == .shardsDoNotFit(count: 1))
        #expect(refusal(text.replacing("\"id\":1", with: "\"x\":1")) == .unknownField(.horcrux, name: "x"))
        #expect(refusal(text.replacing(",\"id\":1", with: "")) == .missingField(.horcrux, name: "id"))
        for altered in [
            text.replacing("\"id\":1", with: "\"id\":0"), text.replacing("\"id\":1", with: "\"id\":256"),
            text.replacing("\"id\":1", with: "\"id\":\"1\""), text.replacing("\"pubKey\":\"C", with: "\"pubKey\":\"D"),
            text + "x", text + text.dropLast(),
        ] {
            guard case .malformed(.horcrux, _) = refusal(altered) else {
                Issue.record("\(altered)")
                continue
            }
        }
    }
}
