import Encodings
import TestSupport
import Testing

/// Base 58, base 32 and CRC-16 for letters that may be secret, beside the plain way of doing the same.
@Suite struct SecretWordTests {
    private func decode58(_ text: String, count: Int) throws(EncodingsError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xAA, count: count)
        let letters = Array(text.utf8)
        try letters.withUnsafeBufferPointer { (letters) throws(EncodingsError) in
            try bytes.withUnsafeMutableBufferPointer { (bytes) throws(EncodingsError) in
                try Base58.decode(UnsafeRawBufferPointer(letters), into: UnsafeMutableRawBufferPointer(bytes))
            }
        }
        return bytes
    }

    private func encode58(_ bytes: [UInt8]) -> String {
        var scratch = [UInt8](repeating: 0, count: bytes.count)
        var letters = [UInt8](repeating: 0, count: Base58.encodedCapacity(bytes.count))
        let count = bytes.withUnsafeBytes { bytes in
            scratch.withUnsafeMutableBytes { scratch in
                letters.withUnsafeMutableBytes { Base58.encode(bytes, scratch: scratch, into: $0) }
            }
        }
        return String(decoding: letters[..<count], as: UTF8.self)
    }

    @Test(arguments: Seed.fresh(16))
    func base58AsTheTableDoesIt(seed: Seed) throws {
        var random = seed.generator
        for count in [1, 2, 33, 37, 38, 64] {
            for zeros in [0, 0, 0, 1, 2, count] where zeros <= count {
                let bytes = [UInt8](repeating: 0, count: zeros) + random.bytes(count - zeros)
                let text = Base58.encode(bytes)
                #expect(encode58(bytes) == text)
                #expect(try decode58(text, count: count) == bytes)
                for other in [count - 1, count + 1] where other > 0 {
                    #expect(throws: EncodingsError.impossibleLength(.base58, letters: text.utf8.count)) {
                        _ = try decode58(text, count: other)
                    }
                }
            }
        }
    }

    @Test func base58ReadsEveryLetterAndNoOther() throws {
        for letter in UInt8.min...UInt8.max {
            let text = String(decoding: [UInt8(ascii: "2"), letter], as: UTF8.self)
            let plain = letter < 0x80 ? try? Base58.decode(text) : nil
            guard let plain else {
                guard letter < 0x80 else { continue }
                #expect(throws: EncodingsError.foreignLetter(.base58, position: 2)) { _ = try decode58(text, count: 1) }
                continue
            }
            #expect(try decode58(text, count: plain.count) == plain)
        }
    }

    @Test func base58RefusesMoreLettersThanItsBytesTake() {
        let long = String(repeating: "1", count: 1000)
        #expect(throws: EncodingsError.impossibleLength(.base58, letters: 1000)) { _ = try decode58(long, count: 38) }
    }

    private func decode32(_ text: String) throws(EncodingsError) -> [UInt8] {
        let letters = Array(text.utf8)
        var bytes = [UInt8](repeating: 0xAA, count: letters.count / 8 * 5)
        try letters.withUnsafeBufferPointer { (letters) throws(EncodingsError) in
            try bytes.withUnsafeMutableBufferPointer { (bytes) throws(EncodingsError) in
                try Base32.decode(UnsafeRawBufferPointer(letters), into: UnsafeMutableRawBufferPointer(bytes))
            }
        }
        return bytes
    }

    @Test func base32OfRFC4648() throws {
        // Section 10, the one vector of whole groups.
        #expect(Base32.encode(Array("fooba".utf8)) == "MZXW6YTB")
        #expect(try decode32("MZXW6YTB") == Array("fooba".utf8))
        #expect(Base32.encode([]) == "")
        #expect(throws: EncodingsError.impossibleLength(.base32, letters: 7)) { _ = try decode32("MZXW6YT") }
        for letter in "018=a[@ " {
            #expect(throws: EncodingsError.foreignLetter(.base32, position: 3)) { _ = try decode32("MZ\(letter)W6YTB") }
        }
    }

    @Test(arguments: Seed.fresh(8))
    func base32ReadsWhatItWrites(seed: Seed) throws {
        var random = seed.generator
        let bytes = random.bytes(35)
        #expect(try decode32(Base32.encode(bytes)) == bytes)
    }

    @Test func crc16OfXMODEM() {
        let check = Array("123456789".utf8).withUnsafeBytes { CRC16.checksum($0) }
        #expect(check == 0x31C3)
        var written = [UInt8](repeating: 0, count: 2)
        Array("123456789".utf8).withUnsafeBytes { bytes in
            written.withUnsafeMutableBytes { CRC16.write(bytes, into: $0) }
        }
        #expect(written == [0xC3, 0x31])
    }
}
