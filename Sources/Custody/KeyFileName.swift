import Digests
import Encodings
import KeyFiles
import Signatures

/// What the name of a key file says of the key in it.
enum KeyFileName {
    /// Hyperledger Fabric's key store names a file `SKI_sk`, by the subject key identifier of its key.
    private static let fabricEnding = "_sk"

    /// Refuses a file whose name is the identifier of another key.
    /// - Throws: `Refusal` with code `address-not-its-own`.
    static func requireOwn(_ path: String, _ key: VerifyingKey) throws(Refusal) {
        guard let named = fabricIdentifier(path), key.curve != .secp256k1 else { return }
        let point = try refusing { () throws in key.curve == .ed25519 ? key.encoded : try key.uncompressed() }
        guard named == Hex.encode(SHA256.hash(point)) else {
            throw Refusal(
                .damaged, code: "address-not-its-own", "the name of \(path) is not the identifier of the key in it",
                advice: "do not use this file before you know why; under another name it is read")
        }
    }

    /// 64 lower-case digits before the ending.
    private static func fabricIdentifier(_ path: String) -> Substring? {
        let name = path.split(separator: "/").last ?? ""
        guard name.hasSuffix(fabricEnding) else { return nil }
        let digits = name.dropLast(fabricEnding.count)
        let isHex = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return digits.utf8.count == 64 && isHex ? digits : nil
    }
}

extension [SecretFile] {
    /// The file among several whose key a certificate is for, as Fabric looks its own up.
    /// - Throws: `Refusal` with code `unexpected-key` where there is none, or what is wrong with the only one.
    public func keyFile(
        of expected: Expectation, passphrase: PassphraseSource? = nil
    ) throws(Refusal) -> SecretFile {
        if count == 1 {
            _ = try readKey(self[0], expected: expected, passphrase: passphrase)
            return self[0]
        }
        for file in self {
            if (try? readKey(file, expected: expected, passphrase: passphrase)) != nil { return file }
        }
        throw Refusal(
            .answerIsNo, code: "unexpected-key", "none of the \(count) key files is of the certificate",
            advice: "bring the key of that certificate, or name its file alone")
    }
}
