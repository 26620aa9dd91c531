import Encodings
import Sealing
import Secrets

// The ciphers of key files that others write.
extension KnownAnswer {
    static let keyFileCiphers = [
        aes(.aes128CBC, "AES-128-CBC (NIST SP 800-38A, F.2.1)", key128, counting, "7649abac8119b246cee98e9b12e9197d"),
        aes(.aes192CBC, "AES-192-CBC (NIST SP 800-38A, F.2.3)", key192, counting, "4f021db243bc633d7178183a9fa071e8"),
        aes(.aes256CBC, "AES-256-CBC (NIST SP 800-38A, F.2.5)", key256, counting, "f58c4c04d6e5f1ba779eabfb5f7bfbd6"),
        aes(.aes128CTR, "AES-128-CTR (NIST SP 800-38A, F.5.1)", key128, counter, "874d6191b620e3261bef6864990db6ce"),
        opened(
            .aes256CTR, "AES-256-CTR (NIST SP 800-38A, F.5.5)", key256 + counter, "601ec313775789a5b7a7f504bbf3d228",
            tag: "", block),
        // A key and a vector of zeros, over 16 zero bytes.
        opened(
            .aes128GCM, "AES-128-GCM (McGrew and Viega, test case 2)", zeros(16 + 12),
            "0388dace60b6a392f328c2b971b2fe78", tag: "ab6e47d42cec13bdf53a67b21257bddf", zeros(16)),
        opened(
            .aes256GCM, "AES-256-GCM (McGrew and Viega, test case 14)", zeros(32 + 12),
            "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919", zeros(16)),
        KnownAnswer(
            "XSalsa20-Poly1305 (Bernstein, Cryptography in NaCl, section 10)", "f3ffc7703f9400e52a7dfb4b3d3305d9"
        ) {
            let key = try lockedCopy(
                of: Hex.decode("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389"))
            let nonce = try Hex.decode("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37")
            let text = try Hex.decode(
                "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c6129"
                    + "6cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                    + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705")
            let sealed = text.withUnsafeBytes { XSalsa20Poly1305.seal($0, key: key, nonce: nonce) }
            let back = try XSalsa20Poly1305.open(sealed, key: key, nonce: nonce)
            let isBack = back.withUnsafeBytes { $0.elementsEqual(text) }
            return isBack ? Array(sealed.prefix(16)) : []
        },
    ]

    // The keys and the first block of SP 800-38A, appendix F.
    private static let key128 = "2b7e151628aed2a6abf7158809cf4f3c"
    private static let key192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b"
    private static let key256 = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"
    private static let block = "6bc1bee22e409f96e93d7e117393172a"
    private static let counting = "000102030405060708090a0b0c0d0e0f"
    private static let counter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"

    private static func zeros(_ count: Int) -> String { String(repeating: "00", count: count) }

    /// The published block encrypted; decrypting it again is tried with it.
    private static func aes(
        _ cipher: BlockCipher, _ name: String, _ key: String, _ vector: String, _ expected: String
    ) -> KnownAnswer {
        KnownAnswer(name, expected) {
            let key = try Hex.decode(key), vector = try Hex.decode(vector), text = try Hex.decode(block)
            func applied(_ direction: BlockCipher.Direction, _ input: [UInt8]) throws -> [UInt8] {
                try filled(input.count) { output in
                    try key.withUnsafeBytes { key in
                        try input.withUnsafeBytes { try cipher.apply(direction, key: key, vector, $0, into: output) }
                    }
                }
            }
            let encrypted = try applied(.encrypt, text)
            return try applied(.decrypt, encrypted) == text ? encrypted : []
        }
    }

    /// A published ciphertext decrypted.
    /// - Parameter secret: Key and vector.
    private static func opened(
        _ cipher: SSHCipher, _ name: String, _ secret: String, _ ciphertext: String, tag: String, _ expected: String
    ) -> KnownAnswer {
        KnownAnswer(name, expected) {
            let secret = try lockedCopy(of: Hex.decode(secret)), tag = try Hex.decode(tag)
            return try Hex.decode(ciphertext).withUnsafeBytes { ciphertext in
                let text = try cipher.decrypt(ciphertext, tag: tag, secret: secret)
                return text.withUnsafeBytes { Array($0) }
            }
        }
    }
}
