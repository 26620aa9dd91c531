import Digests
import Encodings
import Groups
package import Secrets

/// The words of a mnemonic (BIP-39), known to be of one list and to have the right checksum.
///
/// Words are found, put together and hashed without a branch or an address that depends on one. Released are how many there
/// are, the list, whether the checksum is right, how long the sentence is; and of words that are refused, their places.
package struct Mnemonic: ~Copyable, Sendable {
    /// 12, 15, 18, 21 or 24 (BIP-39, "Generating the mnemonic").
    package static let wordCounts = [12, 15, 18, 21, 24]

    package let list: WordList
    package let wordCount: Int
    /// The place of each word in the list, 0 … 2047, eight bytes each.
    private let positions: LockedBytes

    /// Reads words of any of the ten lists, in capitals or not, with accents in either form; of lists with Latin letters also
    /// without accents, and the first four letters of each.
    /// - Throws: `KeyFilesError.mnemonicWordCount`, `.mnemonicWords` with the places of words that the list does not have,
    ///   `.mnemonicChecksum`; `.notSupported(.electrumSeed)` for words that Electrum chose; `.memory`.
    package init(parsing text: UnsafeRawBufferPointer) throws(KeyFilesError) {
        guard text.count <= WordSlots.mostBytes else { throw .tooLong(found: text.count, most: WordSlots.mostBytes) }
        let words = try WordSlots(text)
        guard Self.wordCounts.contains(words.count) else { throw .mnemonicWordCount(found: words.count) }
        var nearest: (list: WordList, unknown: [Int])?
        var withoutChecksum: WordList?
        for list in WordList.allCases {
            let reading = try Reading(words, list)
            if reading.isWhole {
                if reading.hasChecksum {
                    self.init(reading.end(), words.count, list)
                    return
                }
                if withoutChecksum == nil { withoutChecksum = list }
            } else if withoutChecksum == nil, reading.unknown.count < nearest?.unknown.count ?? .max {
                nearest = (list, reading.unknown)
            }
        }
        if let list = withoutChecksum {
            let found = Mnemonic(try Reading(words, list).end(), words.count, list)
            throw try found.isElectrumSeed() ? .notSupported(.electrumSeed) : .mnemonicChecksum(list)
        }
        // Some list knows at least as many of the words as any other: `nearest` is set with the first.
        throw .mnemonicWords(places: nearest?.unknown ?? [], list: nearest?.list ?? .english)
    }

    private init(_ positions: consuming LockedBytes, _ wordCount: Int, _ list: WordList) {
        self.positions = positions
        self.wordCount = wordCount
        self.list = list
    }

    /// Whether a text has as many words as a mnemonic and most of them are of one list: to be refused by name where one is
    /// damaged, rather than as anything.
    package static func isLike(_ text: UnsafeRawBufferPointer) throws(KeyFilesError) -> Bool {
        guard text.count <= WordSlots.mostBytes else { return false }
        let words = try WordSlots(text)
        guard wordCounts.contains(words.count) else { return false }
        for list in WordList.allCases where try Reading(words, list).unknown.count * 4 <= words.count { return true }
        return false
    }

    /// The 64 bytes that every wallet key is derived from: PBKDF2-HMAC-SHA-512, 2048 times, of the words in NFKD with a
    /// blank between them, under the salt `mnemonic` ‖ passphrase (BIP-39, "From mnemonic to seed").
    /// - Parameter passphrase: The wallet's own, which is no part of the words, in NFKD; `nil` for none.
    package func seed(passphrase: borrowing LockedBytes?) throws(KeyFilesError) -> LockedBytes {
        let sentence = try sentence()
        let salt = try Self.salt(passphrase)
        var seed = try locked(64)
        do {
            try seed.withUnsafeMutableBytes { (seed) throws(DigestsError) in
                try sentence.withUnsafeBytes { (sentence) throws(DigestsError) in
                    try salt.withUnsafeBytes { (salt) throws(DigestsError) in
                        try PBKDF2.derive(
                            .hmacSHA512, passphrase: sentence, salt: salt, iterations: 2048, into: seed)
                    }
                }
            }
        } catch { throw .derivation(facts: error.description) }
        return seed
    }

    private static func salt(_ passphrase: borrowing LockedBytes?) throws(KeyFilesError) -> LockedBytes {
        let word = "mnemonic"
        switch passphrase {
        case .some(let passphrase):
            var writer = try SecretWriter(capacity: word.utf8.count + passphrase.count)
            writer.append(word)
            passphrase.withUnsafeBytes { writer.append($0) }
            return writer.finish()
        case .none:
            var writer = try SecretWriter(capacity: word.utf8.count)
            writer.append(word)
            return writer.finish()
        }
    }

    /// Whether Electrum made these words: their HMAC-SHA-512 under `Seed version` begins with 01 or 10 (Electrum,
    /// "Electrum Seed Version System"), which says what BIP-39 has a checksum for.
    private func isElectrumSeed() throws(KeyFilesError) -> Bool {
        let sentence = try sentence()
        var code = try locked(HMACSHA512.codeCount)
        code.withUnsafeMutableBytes { code in
            sentence.withUnsafeBytes { sentence in
                Array("Seed version".utf8).withUnsafeBytes {
                    HMACSHA512.authenticate(sentence, key: $0, into: code)
                }
            }
        }
        // 01, or 100, 101, 102 as hexadecimal digits.
        return code.withUnsafeBytes { code in
            let second = UInt64(code[1] &>> 4)
            let isLater = maskIfEqual(UInt64(code[0]), 0x10) & maskIfWithin(second, 0, 2)
            return MemoryChecker.released((maskIfEqual(UInt64(code[0]), 0x01) | isLater) & 1) == 1
        }
    }

    /// The words in NFKD, one blank between them.
    private func sentence() throws(KeyFilesError) -> LockedBytes {
        let table = list.table(list.forms.last ?? .composed)
        var room = try locked(WordSlots.most * (WordSlot.byteCount + 1))
        var count: UInt64 = 0
        room.withUnsafeMutableBytes { bytes in
            let limbs = bytes.assumingMemoryBound(to: UInt64.self)
            withPositions { positions in
                for word in 0..<wordCount {
                    if word > 0 { Self.append(0x20, to: limbs, &count) }
                    table.withEntry(at: positions[word]) { entry in
                        for place in 0..<WordSlot.byteCount {
                            Self.append(entry[place / 8] &>> UInt64(8 * (place % 8)) & 0xFF, to: limbs, &count)
                        }
                    }
                }
            }
        }
        room.truncate(to: Int(MemoryChecker.released(count)))
        return room
    }

    /// Adds a letter at a place that is not known, touching all of them; 0 adds nothing.
    private static func append(_ letter: UInt64, to limbs: UnsafeMutableBufferPointer<UInt64>, _ count: inout UInt64) {
        let shifted = letter &<< (8 &* (count & 7))
        for limb in limbs.indices { limbs[limb] |= shifted & maskIfEqual(count &>> 3, UInt64(limb)) }
        count &+= 1 ^ isZeroBit(letter)
    }

    private func withPositions<R>(_ body: (UnsafePointer<UInt64>) -> R) -> R {
        positions.withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: UInt64.self)) }
    }
}

/// Words as one list has them.
private struct Reading: ~Copyable {
    /// The places of words that the list does not have, counted from 1; released.
    let unknown: [Int]
    /// Whether the last bits are those of the hash of the others; false where a word is unknown.
    let hasChecksum: Bool
    private let positions: LockedBytes

    var isWhole: Bool { unknown.isEmpty }

    init(_ words: borrowing WordSlots, _ list: WordList) throws(KeyFilesError) {
        var positions = try locked(8 * words.count)
        var unknown: [Int] = []
        let tables = list.wordsAndStarts
        positions.withUnsafeMutableBytes { bytes in
            let positions = bytes.assumingMemoryBound(to: UInt64.self)
            for word in 0..<words.count {
                var found: UInt64 = 0
                for table in tables {
                    let match = words.position(of: word, in: table)
                    positions[word] |= match.position
                    found |= match.found
                }
                if MemoryChecker.released(found & 1) == 0 { unknown.append(word + 1) }
            }
        }
        let hasChecksum = unknown.isEmpty ? try Self.checksumIsRight(positions) : false
        self.unknown = unknown
        self.hasChecksum = hasChecksum
        self.positions = positions
    }

    consuming func end() -> LockedBytes { positions }

    /// 11 bits a word, of which the last 1 in 33 are the first of the SHA-256 of the others.
    private static func checksumIsRight(_ positions: borrowing LockedBytes) throws(KeyFilesError) -> Bool {
        let wordCount = positions.count / 8
        let checksumBits = wordCount / 3
        let entropyCount = (11 * wordCount - checksumBits) / 8
        var bits = try locked(entropyCount + 1)
        var digest = try locked(SHA256.digestCount)
        let difference = bits.withUnsafeMutableBytes { bits in
            positions.withUnsafeBytes { bytes in
                let positions = bytes.assumingMemoryBound(to: UInt64.self)
                for place in 0..<11 * wordCount {
                    let bit = positions[place / 11] &>> UInt64(10 - place % 11) & 1
                    bits[place / 8] |= UInt8(truncatingIfNeeded: bit &<< UInt64(7 - place % 8))
                }
            }
            return digest.withUnsafeMutableBytes { digest in
                SHA256.hash(UnsafeRawBufferPointer(rebasing: bits[..<entropyCount]), into: digest)
                return UInt64(digest[0] ^ bits[entropyCount]) &>> UInt64(8 - checksumBits)
            }
        }
        return MemoryChecker.released(isZeroBit(difference)) == 1
    }
}

extension [UInt64] {
    /// Lends the word at a place of a table, read by looking at all of them.
    fileprivate func withEntry(at position: UInt64, _ body: (UnsafeMutablePointer<UInt64>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: WordSlot.limbCount) { entry in
            entry.initialize(repeating: 0)
            for candidate in 0..<WordList.wordCount {
                let isThis = maskIfEqual(position, UInt64(candidate))
                for limb in 0..<WordSlot.limbCount {
                    entry[limb] |= self[candidate * WordSlot.limbCount + limb] & isThis
                }
            }
            body(entry.baseAddress!)
            wipe(UnsafeMutableRawBufferPointer(entry))
        }
    }
}
