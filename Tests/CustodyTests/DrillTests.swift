import Custody
import KeyFiles
import ShareFiles
import TestSupport
import Testing

@Suite struct DrillTests {
    @Test(arguments: CurveName.allCases)
    func rebuildsAndSaysWhoTookPart(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let outcome = drill(try check(dealt.shares(0, 2, 3, 4)))
        #expect(outcome.hasPassed)
        #expect(outcome.used == [1, 3, 4])
        #expect(outcome.tookPart.map(\.name) == ["Aino", "Chiara", "Dev", "Eli"])
        #expect(outcome.report.missing.map(\.name) == ["Bram"])
        #expect(outcome.spare == 1)
        #expect(outcome.facts?.publicKey == dealt.facts.publicKey)
    }

    @Test func aBadShareAmongEnoughCostsNothing() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        let forged = try remade(dealt.shares[1], adding: 1)
        let outcome = drill(try check(dealt.shares(0, 2, 3) + [forged]))
        #expect(outcome.hasPassed)
        #expect(outcome.spare == 0)
        #expect(outcome.report.shares.filter { $0.status == .invalid }.map(\.holder) == ["Bram"])
    }

    @Test func tooFewFailAndSayHowManyAreMissing() throws {
        let dealt = try DealtKey.fresh(.p256)
        let forged = try remade(dealt.shares[1], adding: 1)
        let outcome = drill(try check(dealt.shares(0, 2) + [forged]))
        #expect(!outcome.hasPassed)
        #expect(outcome.refusal?.code == "not-enough-shares")
        #expect(outcome.refusal?.kind == .notEnoughShares)
        #expect(outcome.used.isEmpty)
        #expect(outcome.facts == nil)
        #expect(outcome.spare == 0)
        #expect(outcome.tookPart.map(\.name) == ["Aino", "Chiara"])
    }

    /// The dealer sealed another file than that of the key: in earnest `rebuild` would withhold it.
    @Test func anOriginalOfAnotherKeyFails() throws {
        let key = try generateKey(group: .secp256k1, format: .hex)
        let other = try generateKey(group: .secp256k1, format: .hex)
        let crafted = try CraftedDealing(key, original: other.file.content, format: "hex")
        let outcome = drill(try check(crafted.shares))
        #expect(outcome.refusal?.code == "original-other-key")
    }

    /// An encrypted original is opened too, and a passphrase that nobody has fails the drill.
    @Test func anEncryptedOriginalNeedsItsPassphrase() throws {
        let key = try generateKey(group: .p256, format: .encryptedPKCS8PEM, passphrase: passphrase("sesame"))
        let dealt = try DealtKey(key)
        let collection = try check(dealt.shares(0, 1, 2))
        #expect(drill(collection).refusal?.code == "passphrase-missing")
        #expect(drill(collection, passphrase: passphrase("other")).refusal?.code == "passphrase-wrong")
        #expect(drill(collection, passphrase: passphrase("sesame")).hasPassed)
    }

    @Test func severalDealingsAndNothingThatDecidesFail() throws {
        let one = try DealtKey.fresh(.secp256k1), other = try DealtKey.fresh(.secp256k1)
        let outcome = drill(try check(one.shares(0, 1, 2) + other.shares(0, 1, 2)))
        #expect(outcome.refusal?.code == "dealings-differ")
        #expect(outcome.spare == nil)
        #expect(outcome.tookPart.isEmpty)
    }
}
