import Encodings
import Groups
import KeyFiles
import Signatures
import TestSupport
import Testing

/// Keys that are one word with a checksum or a public half.
@Suite struct WordFormTests {
    private static let wif: [(String, KeyFormat)] = [
        ("KyskgcRvyZAZksBmd9xWsRb4MQsy1sdkywNU3vUTQSMpk2P8Bzsy", .wif),
        ("5JRBoarbtL4yp6UpGSbL16a6HrpLwaDrqhQttsBJJzraUVBSKdr", .wifUncompressed),
        ("cQEk9XRnQcrpvJf31ZmeEk67yeBNgKjT3yWwALvxuZ1pzmRPmf7F", .wifTestnet),
    ]
    private let stellar = "SCOWDMM5576VUYF2QRFPJEXMFTCEISOFNF5TE2IZOA52YAY4VZ7WBQNO"

    @Test(arguments: wif)
    func readsAndWritesTheWIFOfGanache(content: String, format: KeyFormat) throws {
        let key = try read(content + "\n")
        #expect(key.format == format)
        #expect(Hex.encode(plain(try key.key.encoded())) == ganache)
        #expect(text(try written(key.key, format)) == content + "\n")
        #expect(try read("\"\(content)\"").notes == [.quotes])
    }

    @Test(arguments: [
        (KeyFormat.wif, BitcoinForm.Network.main, true, "KL"), (.wifUncompressed, .main, false, "5"),
        (.wifTestnet, .test, true, "c"), (.wifTestnetUncompressed, .test, false, "9"),
    ])
    func tellsNetworkAndCompressionOfAWIF(
        format: KeyFormat, network: BitcoinForm.Network, isCompressed: Bool, letters: String
    ) throws {
        #expect(format.bitcoinForm?.network == network)
        #expect(format.bitcoinForm?.isCompressed == isCompressed)
        let key = try PrivateKey.random(.secp256k1)
        let file = text(try written(key, format))
        #expect(letters.contains(try #require(file.first)))
        #expect(KeyFormat.hex.bitcoinForm == nil)
    }

    @Test(arguments: wif.map(\.0))
    func refusesEveryMistypedLetterOfAWIF(content: String) {
        let letters = Array(content.utf8)
        for place in 1..<letters.count {
            var altered = letters
            altered[place] = altered[place] == UInt8(ascii: "z") ? UInt8(ascii: "y") : UInt8(ascii: "z")
            guard case .wrongChecksum = refusal(altered) else {
                // An altered last letter may not fit into the bytes that there are.
                guard case .malformed = refusal(altered) else {
                    Issue.record("letter \(place + 1)")
                    continue
                }
                continue
            }
        }
        // A letter that Base58 does not have makes it no WIF at all.
        #expect(refusal(content.dropLast() + "0") == .notRecognised(byteCount: content.utf8.count))
    }

    @Test func readsAndWritesTheStellarSeedOfRFC8032() throws {
        let key = try read(stellar)
        #expect(key.format == .stellar)
        #expect(Hex.encode(plain(try key.key.encoded())) == seedOfRFC8032)
        #expect(text(try written(key.key, .stellar)) == stellar + "\n")
        #expect(
            try StellarAddress(key.verifyingKey).text == "GDLVVGABQKYQVN6VJP7NHSLEA45A5YLS6PNKMIZFV4BBU2HXA5IRVHUR")
        let other = try PrivateKey.random(.p256).verifyingKey()
        #expect(throws: KeyFilesError.otherGroup(told: .ed25519, found: .p256)) { try StellarAddress(other) }
    }

    @Test func refusesEveryMistypedLetterOfAStellarSeed() {
        let letters = Array(stellar.utf8)
        for place in 1..<letters.count {
            var altered = letters
            altered[place] = altered[place] == UInt8(ascii: "Q") ? UInt8(ascii: "R") : UInt8(ascii: "Q")
            #expect(refusal(altered) == .wrongChecksum(.stellar), "letter \(place + 1)")
        }
        // The version of another kind of text begins with S too: 144 … 151.
        let first = Array("SA".utf8) + letters[2...]
        #expect(refusal(first) == .wrongChecksum(.stellar))
    }

    @Test func readsAndWritesTheSolanaWordOfRFC8032() throws {
        let key = try key(Hex.decode(seedOfRFC8032), .ed25519)
        let word = text(try written(key, .solanaBase58))
        #expect(word == Base58.encode(try Hex.decode(seedOfRFC8032 + keyOfRFC8032)) + "\n")
        let again = try read(word)
        #expect(again.format == .solanaBase58)
        #expect(Hex.encode(plain(try again.key.encoded())) == seedOfRFC8032)
        // The same number with another letter in front is another number of bytes.
        guard case .malformed(.solanaBase58, _) = refusal("z" + word.dropFirst()) else {
            Issue.record("a number of more than 64 bytes")
            return
        }
        var pair = try Hex.decode(seedOfRFC8032 + keyOfRFC8032)
        pair[63] ^= 1
        #expect(refusal(Base58.encode(pair)) == .publicHalfNotItsOwn(.solanaBase58))
    }
}
