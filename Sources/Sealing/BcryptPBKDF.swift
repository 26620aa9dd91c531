import Digests
import Secrets

/// bcrypt_pbkdf of OpenBSD (`lib/libutil/bcrypt_pbkdf.c`): a key from a passphrase, as OpenSSH encrypts private keys.
///
/// PBKDF2 with bcrypt over SHA-512 as its function, and with the bytes of its blocks dealt out in turn rather than laid one
/// behind the other. Written here since no library at hand has it.
///
/// What it shows of the passphrase: its length, and through the cache, to who shares this processor, some of the places in
/// Blowfish's S-boxes that are read, which depend on the passphrase and the salt. That is the function, and the memory
/// checker reports it. SHA-512 comes first, so that those places tell of a digest and not of letters.
package enum BcryptPBKDF {
    /// OpenSSH writes 16 or 24 rounds; 2,048 take some 14 seconds (6.8 ms each, as long as in ssh-keygen).
    package static let usualMostRounds: UInt32 = 2048

    private static let blockCount = 32
    private static let digestCount = SHA512.digestCount

    /// Derives a key.
    /// - Parameters:
    ///   - passphrase: 1 byte or more.
    ///   - salt: Public; 1 byte or more.
    ///   - rounds: 1 … `mostRounds`.
    ///   - output: The key; 1 … 1024 bytes.
    /// - Throws: `SealingError.openSSH` (`noRounds`, `tooManyRounds`), `.passphraseEmpty`, `.memory`.
    package static func derive(
        passphrase: UnsafeRawBufferPointer, salt: [UInt8], rounds: UInt32, mostRounds: UInt32 = usualMostRounds,
        into output: UnsafeMutableRawBufferPointer
    ) throws(SealingError) {
        precondition((1...1024).contains(output.count) && !salt.isEmpty, "key and salt have bytes")
        guard !passphrase.isEmpty else { throw .passphraseEmpty }
        guard rounds >= 1 else { throw .openSSH(.noRounds) }
        guard rounds <= mostRounds else { throw .openSSH(.tooManyRounds(found: rounds, most: mostRounds)) }
        var work = try Work(passphrase: passphrase)
        // Byte k of block b stands at k · stride + b.
        let stride = (output.count + blockCount - 1) / blockCount
        for block in 0..<stride {
            try work.fill(block: block, salt: salt, rounds: rounds)
            work.withSum { sum in
                for place in 0..<blockCount where place * stride + block < output.count {
                    output[place * stride + block] = sum[place]
                }
            }
        }
        wipeStack()
    }

    /// All that depends on the passphrase, in locked memory.
    private struct Work: ~Copyable {
        private var cipher: Blowfish
        /// Digest of the passphrase and digest of the salt, as words; the hash; the sum of hashes.
        private var scratch: LockedBytes
        private static let salt = digestCount
        private static let hash = 2 * digestCount
        private static let sum = hash + blockCount

        init(passphrase: UnsafeRawBufferPointer) throws(SealingError) {
            let cipher = try Blowfish()
            var scratch = try locked(Work.sum + blockCount)
            scratch.withUnsafeMutableBytes { scratch in
                Work.digest(passphrase, into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<digestCount]))
            }
            self.cipher = cipher
            self.scratch = scratch
        }

        /// The sum of the hashes of all rounds, for the block with this number, from 0.
        mutating func fill(block: Int, salt: [UInt8], rounds: UInt32) throws(SealingError) {
            let numbered = salt + withUnsafeBytes(of: UInt32(block + 1).bigEndian) { Array($0) }
            numbered.withUnsafeBytes { takeSalt($0) }
            hash()
            scratch.withUnsafeMutableBytes { scratch in
                for place in 0..<blockCount { scratch[Work.sum + place] = scratch[Work.hash + place] }
            }
            for _ in 1..<rounds {
                takeHashAsSalt()
                hash()
                scratch.withUnsafeMutableBytes { scratch in
                    for place in 0..<blockCount { scratch[Work.sum + place] ^= scratch[Work.hash + place] }
                }
            }
        }

        func withSum(_ body: (UnsafeRawBufferPointer) -> Void) {
            scratch.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[Work.sum...])) }
        }

        private mutating func takeSalt(_ salt: UnsafeRawBufferPointer) {
            scratch.withUnsafeMutableBytes { scratch in
                Work.digest(salt, into: UnsafeMutableRawBufferPointer(rebasing: scratch[Work.salt..<Work.hash]))
            }
        }

        private mutating func takeHashAsSalt() {
            scratch.withUnsafeMutableBytes { scratch in
                let hash = UnsafeRawBufferPointer(rebasing: scratch[Work.hash..<Work.sum])
                Work.digest(hash, into: UnsafeMutableRawBufferPointer(rebasing: scratch[Work.salt..<Work.hash]))
            }
        }

        /// SHA-512 as 16 words, the first byte of each the highest: what Blowfish mixes in.
        private static func digest(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
            SHA512.hash(bytes, into: output)
            turnWords(output)
        }

        /// Exchanges big-endian words and the machine's.
        private static func turnWords(_ bytes: UnsafeMutableRawBufferPointer) {
            for place in stride(from: 0, to: bytes.count, by: 4) {
                let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                bytes.storeBytes(of: word.bigEndian, toByteOffset: place, as: UInt32.self)
            }
        }

        /// bcrypt with 64 double schedules, over a text of 32 bytes that is enciphered 64 times.
        private mutating func hash() {
            let text = Array("OxychromaticBlowfishSwatDynamite".utf8)
            cipher.reset()
            scratch.withUnsafeMutableBytes { scratch in
                let words = scratch.baseAddress!.assumingMemoryBound(to: UInt32.self)
                let (key, salt) = (words, words + Blowfish.keyWordCount)
                cipher.expand(salt: salt, key: key)
                for _ in 0..<64 {
                    cipher.expand(key: salt)
                    cipher.expand(key: key)
                }
                let hash = UnsafeMutableRawBufferPointer(rebasing: scratch[Work.hash..<Work.sum])
                hash.copyBytes(from: text)
                Work.turnWords(hash)
                let blocks = hash.baseAddress!.assumingMemoryBound(to: UInt32.self)
                for _ in 0..<64 { cipher.encipher(blocks, blocks: 4) }
                // Out the other way round: the lowest byte of each word first.
                for word in 0..<blockCount / 4 { blocks[word] = blocks[word].littleEndian }
            }
        }
    }
}
