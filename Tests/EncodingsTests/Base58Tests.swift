import Encodings
import TestSupport
import Testing

@Suite struct Base58Tests {
    @Test func bitcoinCoresExamplesGoBothWays() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/base58_encode_decode.json")?.array else { return }
        for row in rows {
            let bytes = try #require(row.array?[0]).hexBytes
            let text = try #require(row.array?[1].string)
            #expect(Base58.encode(bytes) == text)
            #expect(try Base58.decode(text) == bytes)
        }
        OutsideVectors.account("bitcoin-core/base58_encode_decode", passed: rows.count, refused: 0)
        #expect(rows.count == 12)
    }

    /// Addresses and WIF keys that are no bech32: payload, checksum and prefix as the file says.
    @Test func bitcoinCoresValidKeysHaveTheirPayload() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/key_io_valid.json")?.array else { return }
        var (passed, others) = (0, 0)
        for row in rows {
            let text = try #require(row.array?[0].string)
            let content = try #require(row.array?[1]).hexBytes
            let facts = try #require(row.array?[2])
            guard let payload = try? Base58.decodeCheck(text) else {
                // Bech32 addresses stand in the same file.
                #expect(["bc1", "tb1", "bcrt1"].contains { text.lowercased().hasPrefix($0) })
                others += 1
                continue
            }
            if facts["isPrivkey"]?.bool == true {
                let compressed: [UInt8] = facts["isCompressed"]?.bool == true ? [1] : []
                #expect(Array(payload.dropFirst()) == content + compressed)
            } else {
                // The 20 bytes of P2PKH and P2SH stand in the script after its opcodes.
                let script = content.count == 25 ? content[3..<23] : content[2..<22]
                #expect(Array(payload.dropFirst()) == Array(script))
            }
            #expect(Base58.encodeCheck(payload) == text)
            passed += 1
        }
        OutsideVectors.account(
            "bitcoin-core/key_io_valid, base58", passed: passed, refused: others, reason: "bech32, not base58")
        #expect(passed + others == 31 && passed > 10)
    }

    /// No row is an address or key: either the checksum is wrong, or the payload is none of the kinds that exist.
    @Test func bitcoinCoresInvalidKeysHaveWrongChecksumsOrNoKnownPayload() throws {
        guard let rows = try OutsideVectors.value("bitcoin-core/key_io_invalid.json")?.array else { return }
        var refused = 0
        for row in rows {
            let text = try #require(row.array?[0].string)
            guard let payload = try? Base58.decodeCheck(text) else {
                refused += 1
                continue
            }
            let isAddress = [0, 5, 111, 196].contains(payload.first) && payload.count == 21
            let isKey =
                [128, 239].contains(payload.first) && (payload.count == 33 || payload.count == 34 && payload.last == 1)
            #expect(!isAddress && !isKey, "\(text)")
        }
        OutsideVectors.account(
            "bitcoin-core/key_io_invalid, base58", passed: 0, refused: rows.count,
            reason: "\(refused) by letters or checksum, the others by a payload of no known kind")
        #expect(rows.count == 30 && refused == 12)
    }

    @Test func leadingZeroBytesAreLeadingOnes() throws {
        #expect(Base58.encode([0, 0, 0]) == "111")
        #expect(try Base58.decode("111") == [0, 0, 0])
        #expect(Base58.encode([0, 0, 1]) == "112")
    }

    @Test(arguments: ["0", "O", "I", "l", " ", "+", "\u{E9}"]) func refusesForeignLetters(letter: String) {
        #expect(throws: EncodingsError.foreignLetter(.base58, position: 3)) { try Base58.decode("ab" + letter) }
    }

    @Test func refusesTextsThatTakeTooLong() {
        let text = String(repeating: "z", count: Base58.mostLetters + 1)
        #expect(throws: EncodingsError.tooLong(.base58, letters: 4097, most: 4096)) { try Base58.decode(text) }
    }

    @Test func noticesEachSingleWrongLetter() throws {
        let text = Array("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2".utf8)
        #expect(try Base58.decodeCheck(String(decoding: text, as: UTF8.self)).count == 21)
        for place in text.indices {
            var altered = text
            altered[place] = altered[place] == 0x7A ? 0x79 : 0x7A
            let altered2 = String(decoding: altered, as: UTF8.self)
            #expect(throws: EncodingsError.wrongChecksum(.base58)) { try Base58.decodeCheck(altered2) }
        }
        #expect(throws: EncodingsError.impossibleLength(.base58, letters: 3)) { try Base58.decodeCheck("1Bv") }
    }

    @Test(arguments: Seed.fresh(16)) func randomBytesComeBack(seed: Seed) throws {
        var generator = seed.generator
        for _ in 0..<50 {
            let bytes = [UInt8](repeating: 0, count: generator.int(0...3)) + generator.bytes(generator.int(0...80))
            #expect(try Base58.decode(Base58.encode(bytes)) == bytes)
            #expect(try Base58.decodeCheck(Base58.encodeCheck(bytes)) == bytes)
            let mutated = String(decoding: generator.mutated(Array(Base58.encode(bytes).utf8)), as: UTF8.self)
            if let other = try? Base58.decode(mutated) { #expect(Base58.encode(other) == mutated) }
        }
    }
}
