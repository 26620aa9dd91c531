import Encodings
import Sealing
import Secrets

/// EncryptedPrivateKeyInfo (RFC 5958, section 3) with PBES2 (RFC 8018, section 6.2).
enum EncryptedPKCS8 {
    /// The form has no integrity check but the padding, which one wrong passphrase in 256 passes; what comes out then is
    /// no PKCS#8 either, and is answered alike.
    static func read(
        _ der: UnsafeRawBufferPointer, _ format: KeyFormat, _ notes: [KeyFileNote],
        _ passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        let parts: Parts
        do { parts = try Parts(der) } catch { throw .malformed(format, facts: error.description) }
        let scheme: PBES2
        do { scheme = try PBES2(algorithmIdentifier: der.part(parts.algorithm)) } catch {
            throw .encryption(format, facts: error.description)
        }
        switch passphrase {
        case .none: throw .passphraseMissing
        case .some(let passphrase):
            let opened: LockedBytes
            do { opened = try scheme.decrypt(der.part(parts.ciphertext), passphrase: passphrase) } catch {
                throw KeyFilesError(opening: error, format)
            }
            return try opened.withUnsafeBytes { (bytes) throws(KeyFilesError) in try readOpened(bytes, format, notes) }
        }
    }

    private static func readOpened(
        _ bytes: UnsafeRawBufferPointer, _ format: KeyFormat, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        do { return try PKCS8.read(bytes, format, notes) } catch {
            if case .malformed = error { throw .passphraseWrong }
            throw error
        }
    }

    private struct Parts {
        let algorithm: Range<Int>
        let ciphertext: Range<Int>

        init(_ der: UnsafeRawBufferPointer) throws(EncodingsError) {
            var outer = DERReader(der)
            var reader = try outer.enter(.sequence)
            try outer.end()
            algorithm = try reader.next(.sequence).whole
            ciphertext = try reader.octetString()
            try reader.end()
        }
    }

    /// Encrypts PKCS#8 under a passphrase, with a fresh salt and the cost of today.
    static func write(
        _ plain: borrowing LockedBytes, _ format: KeyFormat, _ passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> [UInt8] {
        do {
            let scheme = PBES2.fresh()
            let ciphertext = try plain.withUnsafeBytes { (bytes) throws(SealingError) in
                try scheme.encrypt(bytes, passphrase: passphrase)
            }
            return DER.sequence(scheme.algorithmIdentifier, DER.octetString(ciphertext))
        } catch { throw KeyFilesError(opening: error, format) }
    }
}
