import CLibcrypto
import Secrets

/// Decrypting with a cipher of libcrypto's EVP that may authenticate, and whose vector is derived with its key.
enum EVPCipher {
    /// Decrypts one text; padding is the caller's.
    /// - Parameters:
    ///   - function: What libcrypto calls the cipher, such as `EVP_aes_256_ctr()`.
    ///   - key: As long as the cipher's.
    ///   - vector: As long as the cipher's.
    ///   - input: Whole blocks where the cipher has blocks.
    ///   - output: As long as the input.
    ///   - tag: What decrypting compares with, where the cipher authenticates; empty otherwise.
    /// - Throws: `SealingError.notAuthentic`, `.outOfMemory`.
    static func decrypt(
        _ function: OpaquePointer?, key: UnsafeRawBufferPointer, vector: UnsafeRawBufferPointer,
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, tag: [UInt8]
    ) throws(SealingError) {
        precondition(input.count == output.count, "a text is as long as its ciphertext")
        // Freeing the context overwrites the key schedule in it (EVP_CIPHER_CTX_free(3)).
        guard let context = EVP_CIPHER_CTX_new() else { throw failure() }
        defer { EVP_CIPHER_CTX_free(context) }
        guard EVP_DecryptInit_ex(context, function, nil, key.octets, vector.octets) == 1,
            EVP_CIPHER_CTX_set_padding(context, 0) == 1
        else { throw failure() }
        // The C function counts in an int.
        var position = 0
        while position < input.count {
            let part = min(input.count - position, 1 << 24)
            var written: Int32 = 0
            let result = EVP_DecryptUpdate(
                context, output.octets + position, &written, input.octets + position, Int32(part))
            // Without padding every whole block comes out at once.
            guard result == 1, Int(written) == part else { throw failure() }
            position += part
        }
        if !tag.isEmpty { try finish(context, tag) }
    }

    private static func finish(_ context: OpaquePointer, _ tag: [UInt8]) throws(SealingError) {
        var tag = tag
        var written: Int32 = 0
        var rest = [UInt8](repeating: 0, count: 16)
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else { throw failure() }
        guard EVP_DecryptFinal_ex(context, &rest, &written) == 1 else {
            ERR_clear_error()
            throw .notAuthentic
        }
    }

    /// With these arguments only an allocation can fail.
    private static func failure() -> SealingError {
        ERR_clear_error()
        return .outOfMemory
    }
}
