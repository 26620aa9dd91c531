import CLibcrypto
import Secrets

/// Ciphers of libcrypto's EVP as they are, without padding.
package enum BlockCipher: Hashable, Sendable {
    case aes128CBC, aes192CBC, aes256CBC
    /// DES three times with three keys.
    case desEDE3CBC
    /// A key stream: any count of bytes, and the same both ways.
    case aes128CTR

    /// Bytes of an AES block.
    static let aesBlockCount = 16

    package enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    var keyCount: Int {
        switch self {
        case .aes128CBC, .aes128CTR: 16
        case .aes192CBC, .desEDE3CBC: 24
        case .aes256CBC: 32
        }
    }

    /// Bytes of the initialization vector.
    var vectorCount: Int { self == .desEDE3CBC ? 8 : BlockCipher.aesBlockCount }

    /// What the bytes of a text must be a multiple of.
    var blockCount: Int { self == .aes128CTR ? 1 : vectorCount }

    /// - Parameters:
    ///   - key: As long as the cipher's.
    ///   - vector: As long as the cipher's.
    ///   - input: Whole blocks.
    ///   - output: As long as the input.
    package func apply(
        _ direction: Direction, key: UnsafeRawBufferPointer, _ vector: [UInt8], _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) throws(SealingError) {
        precondition(key.count == keyCount && vector.count == vectorCount, "key and vector have their lengths")
        precondition(input.count == output.count && input.count % blockCount == 0, "whole blocks")
        // Freeing the context overwrites the key schedule in it (EVP_CIPHER_CTX_free(3)).
        guard let context = EVP_CIPHER_CTX_new() else { throw BlockCipher.failure() }
        defer { EVP_CIPHER_CTX_free(context) }
        let began = EVP_CipherInit_ex(
            context, function, nil, key.baseAddress?.assumingMemoryBound(to: UInt8.self), vector, direction.rawValue)
        guard began == 1, EVP_CIPHER_CTX_set_padding(context, 0) == 1 else { throw BlockCipher.failure() }
        // The C function counts in an int.
        var position = 0
        while position < input.count {
            let part = min(input.count - position, 1 << 24)
            var written: Int32 = 0
            let result = EVP_CipherUpdate(
                context, output.baseAddress!.advanced(by: position).assumingMemoryBound(to: UInt8.self), &written,
                input.baseAddress!.advanced(by: position).assumingMemoryBound(to: UInt8.self), Int32(part))
            // Without padding every whole block comes out at once.
            guard result == 1, Int(written) == part else { throw BlockCipher.failure() }
            position += part
        }
    }

    /// libcrypto's name of it.
    var function: OpaquePointer? {
        switch self {
        case .aes128CBC: EVP_aes_128_cbc()
        case .aes192CBC: EVP_aes_192_cbc()
        case .aes256CBC: EVP_aes_256_cbc()
        case .desEDE3CBC: EVP_des_ede3_cbc()
        case .aes128CTR: EVP_aes_128_ctr()
        }
    }

    /// With these arguments only an allocation can fail.
    private static func failure() -> SealingError {
        ERR_clear_error()
        return .outOfMemory
    }
}

/// Text filled up to whole blocks with 1 … blockCount bytes that all tell their count (RFC 8018, section 6.1.1, step 4).
extension BlockCipher {
    /// Pads and encrypts.
    /// - Returns: The ciphertext, public.
    func encryptPadded(
        _ plaintext: UnsafeRawBufferPointer, key: borrowing LockedBytes, _ vector: [UInt8]
    ) throws(SealingError) -> [UInt8] {
        let padding = blockCount - plaintext.count % blockCount
        var padded = try locked(plaintext.count + padding)
        padded.withUnsafeMutableBytes { padded in
            padded.copyMemory(from: plaintext)
            for position in plaintext.count..<padded.count { padded[position] = UInt8(padding) }
        }
        var ciphertext = [UInt8](repeating: 0, count: padded.count)
        try ciphertext.withUnsafeMutableBufferPointer { (output) throws(SealingError) in
            let output = UnsafeMutableRawBufferPointer(output)
            try padded.withUnsafeBytes { (padded) throws(SealingError) in
                try key.withUnsafeBytes { (key) throws(SealingError) in
                    try apply(.encrypt, key: key, vector, padded, into: output)
                }
            }
            // A ciphertext may be known.
            MemoryChecker.markPublic(UnsafeRawBufferPointer(output))
        }
        return ciphertext
    }

    /// Decrypts, and takes the padding off.
    /// - Throws: `SealingError.noWholeBlocks`; `.wrongPassphrase` where there is no padding; `.memory`, `.outOfMemory`.
    func decryptPadded(
        _ ciphertext: UnsafeRawBufferPointer, key: borrowing LockedBytes, _ vector: [UInt8]
    ) throws(SealingError) -> LockedBytes {
        try requireBlocks(ciphertext)
        var plaintext = try locked(ciphertext.count)
        try plaintext.withUnsafeMutableBytes { (output) throws(SealingError) in
            try key.withUnsafeBytes { (key) throws(SealingError) in
                try apply(.decrypt, key: key, vector, ciphertext, into: output)
            }
        }
        guard let count = plaintext.withUnsafeBytes({ countWithoutPadding($0) }) else { throw .wrongPassphrase }
        plaintext.truncate(to: count)
        return plaintext
    }

    /// Whole blocks, one at least.
    /// - Throws: `SealingError.noWholeBlocks`.
    func requireBlocks(_ ciphertext: UnsafeRawBufferPointer) throws(SealingError) {
        guard !ciphertext.isEmpty, ciphertext.count % blockCount == 0 else {
            throw .noWholeBlocks(count: ciphertext.count, blockCount: blockCount)
        }
    }

    /// The length without padding; `nil` where there is none. The padding is released: it tells the length, which is known
    /// from then on, and of a wrong passphrase nothing.
    private func countWithoutPadding(_ padded: UnsafeRawBufferPointer) -> Int? {
        let padding = Int(MemoryChecker.released(UInt64(padded[padded.count - 1])))
        guard (1...blockCount).contains(padding) else { return nil }
        let difference = padded.suffix(padding).reduce(UInt8(0)) { $0 | $1 ^ UInt8(padding) }
        return MemoryChecker.released(UInt64(difference)) == 0 ? padded.count - padding : nil
    }
}
