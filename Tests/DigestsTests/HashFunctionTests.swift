import Digests
import Encodings
import TestSupport
import Testing

@Suite struct HashFunctionTests {
    /// The digests of "abc": FIPS 180-4's example pages, the RIPEMD-160 page of its authors, and Keccak's known answers.
    @Test func abcHasItsPublishedDigests() {
        let abc = Array("abc".utf8)
        #expect(
            Hex.encode(SHA256.hash(abc)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Hex.encode(SHA512.hash(abc))
                == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                + "454d4423643ce80e2a9ac94fa54ca49f")
        #expect(Hex.encode(RIPEMD160.hash(abc)) == "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")
        #expect(
            Hex.encode(Keccak256.hash(abc)) == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")
    }

    /// The classic long message of FIPS 180-2 and the RIPEMD-160 page: a million times "a".
    @Test func aMillionLettersHaveTheirPublishedDigests() {
        let letters = [UInt8](repeating: 0x61, count: 1_000_000)
        #expect(
            Hex.encode(SHA256.hash(letters)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        #expect(Hex.encode(RIPEMD160.hash(letters)) == "52783243c1697bdbe16d37f97f68f08325dc1528")
        #expect(
            Hex.encode(Keccak256.hash(letters)) == "fadae6b49f129bbb812be8407b7b2894f34aecf6dbd1f9b0f0c7e9853098fc96")
    }

    @Test func composedHashesAreWhatTheyAreMadeOf() {
        let message = Array("message".utf8)
        #expect(Hash160.hash(message) == RIPEMD160.hash(SHA256.hash(message)))
        #expect(DoubleSHA256.hash(message) == SHA256.hash(SHA256.hash(message)))
    }

    @Test func digestsOfTheEthersSetAreTheSame() throws {
        guard let cases = try OutsideVectors.value("ethereum/ethers-hashes.json")?.array else { return }
        for entry in cases {
            let data = try #require(entry["data"]).hexBytes
            #expect(SHA256.hash(data) == entry["sha256"]?.hexBytes)
            #expect(SHA512.hash(data) == entry["sha512"]?.hexBytes)
            #expect(RIPEMD160.hash(data) == entry["ripemd160"]?.hexBytes)
            #expect(Keccak256.hash(data) == entry["keccak256"]?.hexBytes)
        }
        OutsideVectors.account("ethereum/ethers-hashes", passed: 4 * cases.count, refused: 0)
        #expect(cases.count == 70)
    }

    /// Lengths around the blocks of every function: 64 (SHA-256, RIPEMD-160), 128 (SHA-512), 136 (Keccak).
    @Test(arguments: Seed.fresh(8)) func piecesGiveTheDigestOfTheWhole(seed: Seed) {
        var generator = seed.generator
        for length in Array(0...20) + Array(50...70) + Array(110...140) + [271, 272, 273, 1000] {
            let message = generator.bytes(length)
            var sha256 = SHA256.Stream()
            var sha512 = SHA512.Stream()
            var ripemd160 = RIPEMD160.Stream()
            var keccak256 = Keccak256.Stream()
            var rest = message[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(generator.int(0...90)))
                rest = rest.dropFirst(piece.count)
                sha256.update(piece)
                sha512.update(piece)
                ripemd160.update(piece)
                keccak256.update(piece)
            }
            let digests = (sha256.finalize(), sha512.finalize(), ripemd160.finalize(), keccak256.finalize())
            #expect(digests.0 == SHA256.hash(message))
            #expect(digests.1 == SHA512.hash(message))
            #expect(digests.2 == RIPEMD160.hash(message))
            #expect(digests.3 == Keccak256.hash(message))
        }
    }

    @Test func theFormForSecretsGivesTheSameAndMayOverwriteItsInput() {
        for function in [SHA256.self, SHA512.self, RIPEMD160.self, Keccak256.self, Hash160.self, DoubleSHA256.self]
            as [any HashFunction.Type]
        {
            let message = Array(0..<UInt8(function.digestCount))
            let digest = function.hash(message)
            var place = message
            place.withUnsafeMutableBytes { function.hash(UnsafeRawBufferPointer($0), into: $0) }
            #expect(place == digest)
            #expect(digest.count == function.digestCount)
        }
    }
}

@Suite struct TaggedHashTests {
    /// BIP-340, "Tagged Hashes", word for word; of some tags the beginning is kept.
    @Test(arguments: [
        "BIP0340/challenge", "TapSighash", "TapTweak", "TapLeaf", "TapBranch", "BIP0322-signed-message",
    ])
    func hashesTheTagTwiceBeforeTheMessage(name: String) {
        let tag = SHA256.hash(Array(name.utf8))
        for message in [[], Array("message".utf8), [UInt8](repeating: 7, count: 200)] {
            let expected = SHA256.hash(tag + tag + message)
            #expect(TaggedHash.hash(tag: name, message) == expected)
            let raw = message.withUnsafeBytes { input in
                written(32) { TaggedHash.hash(tag: name, input, into: $0) }
            }
            #expect(raw == expected)
        }
    }
}
