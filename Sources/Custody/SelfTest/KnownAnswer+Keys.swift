import Digests
import Encodings
import Groups
import Sealing
import Secrets
import Signatures

// What works with keys: published ones, which are worth nothing.
extension KnownAnswer {
    /// RFC 8439, section 2.8.2, which the draft of XChaCha20 encrypts too.
    private static let letter = Array(
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
            .utf8)

    static let ciphers = [
        KnownAnswer("ChaCha20-Poly1305 (RFC 8439)", "1ae10b594f09e26a7e902ecbd0600691") {
            let key = try lockedCopy(of: Array(0x80...0x9F))
            let sealed = try letter.withUnsafeBytes { letter in
                ChaCha20Poly1305.seal(
                    letter, key: key, nonce: try Hex.decode("070000004041424344454647"),
                    associatedData: try Hex.decode("50515253c0c1c2c3c4c5c6c7"))
            }
            return Array(sealed.suffix(16))
        },
        KnownAnswer("XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03)", "c0875924c1c7987947deafd8780acf49") {
            let key = try lockedCopy(of: Array(0x80...0x9F))
            let sealed = try letter.withUnsafeBytes { letter in
                XChaCha20Poly1305.seal(
                    letter, key: key, nonce: Array(0x40...0x57),
                    associatedData: try Hex.decode("50515253c0c1c2c3c4c5c6c7"))
            }
            return Array(sealed.suffix(16))
        },
        KnownAnswer(
            "X25519 (RFC 7748)", "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
        ) {
            let scalar = try lockedCopy(
                of:
                    Hex.decode("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"))
            let product = try X25519.product(
                scalar, Hex.decode("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
            return product.withUnsafeBytes { Array($0) }
        },
    ]

    static let signatures = [
        KnownAnswer(
            "ECDSA on secp256k1 (RFC 6979)",
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
                + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"
        ) {
            let one = [UInt8](repeating: 0, count: 31) + [1]
            let digest = SHA256.hash(Array("Satoshi Nakamoto".utf8))
            return try signingKey(one, .secp256k1).signECDSA(digest: digest).compact
        },
        KnownAnswer(
            "ECDSA on P-256 (RFC 6979, section A.2.5)",
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9"
        ) {
            let key = try Hex.decode("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
            // The smaller of s and q - s, which the program always gives out.
            return try signingKey(key, .p256).signECDSA(digest: SHA256.hash(Array("sample".utf8))).compact
        },
        KnownAnswer(
            "Schnorr on secp256k1 (BIP-340)",
            "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
                + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0"
        ) {
            let three = [UInt8](repeating: 0, count: 31) + [3], zeros = [UInt8](repeating: 0, count: 32)
            return try signingKey(three, .secp256k1).signSchnorr(message: zeros, auxiliary: zeros).bytes
        },
        KnownAnswer(
            "Ed25519 (RFC 8032)",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ) {
            let seed = try Hex.decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
            return try signingKey(seed, .ed25519).signEdDSA(message: []).bytes
        },
    ]

    static func signingKey(_ bytes: [UInt8], _ group: CurveName) throws -> SigningKey {
        let copy = try lockedCopy(of: bytes)
        return try SigningKey(try copy.withUnsafeBytes { try PrivateKey.decoding($0, as: group) })
    }
}
