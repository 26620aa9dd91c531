import CLibcrypto
import Secrets

/// AES-CBC over whole blocks, through libcrypto's EVP; padding is the caller's.
enum BlockCipher {
    static let blockCount = 16

    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    /// - Parameters:
    ///   - key: As long as the cipher's.
    ///   - vector: 16 bytes.
    ///   - output: As long as the input.
    static func apply(
        _ cipher: PBES2.Cipher, _ direction: Direction, key: borrowing LockedBytes, _ vector: [UInt8],
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(SealingError) {
        precondition(key.count == cipher.keyCount && vector.count == blockCount, "key and vector have their lengths")
        precondition(input.count == output.count && input.count % blockCount == 0, "whole blocks")
        // Freeing the context overwrites the key schedule in it (EVP_CIPHER_CTX_free(3)).
        guard let context = EVP_CIPHER_CTX_new() else { throw failure() }
        defer { EVP_CIPHER_CTX_free(context) }
        let began = key.withUnsafeBytes { key in
            EVP_CipherInit_ex(
                context, function(cipher), nil, key.baseAddress?.assumingMemoryBound(to: UInt8.self), vector,
                direction.rawValue)
        }
        guard began == 1, EVP_CIPHER_CTX_set_padding(context, 0) == 1 else { throw failure() }
        // The C function counts in an int.
        var position = 0
        while position < input.count {
            let part = min(input.count - position, 1 << 24)
            var written: Int32 = 0
            let result = EVP_CipherUpdate(
                context, output.baseAddress!.advanced(by: position).assumingMemoryBound(to: UInt8.self), &written,
                input.baseAddress!.advanced(by: position).assumingMemoryBound(to: UInt8.self), Int32(part))
            // Without padding every whole block comes out at once.
            guard result == 1, Int(written) == part else { throw failure() }
            position += part
        }
    }

    private static func function(_ cipher: PBES2.Cipher) -> OpaquePointer? {
        switch cipher {
        case .aes128CBC: EVP_aes_128_cbc()
        case .aes192CBC: EVP_aes_192_cbc()
        case .aes256CBC: EVP_aes_256_cbc()
        }
    }

    /// With these arguments only an allocation can fail.
    private static func failure() -> SealingError {
        ERR_clear_error()
        return .outOfMemory
    }
}
