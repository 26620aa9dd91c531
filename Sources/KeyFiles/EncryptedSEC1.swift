import Encodings
import Groups
import Sealing
import Secrets

/// `EC PRIVATE KEY` with `Proc-Type: 4,ENCRYPTED`, as old OpenSSL encrypts it.
enum EncryptedSEC1 {
    /// What its headers say.
    static func scheme(of headers: [PEMBlock.Header]) throws(KeyFilesError) -> LegacyPEM {
        guard headers.count == 2, headers[0].name == "Proc-Type", headers[1].name == "DEK-Info" else {
            throw .malformed(.encryptedSEC1PEM, facts: "its headers are not Proc-Type and DEK-Info")
        }
        guard headers[0].value == "4,ENCRYPTED" else {
            throw .malformed(.encryptedSEC1PEM, facts: "its Proc-Type is not '4,ENCRYPTED'")
        }
        do { return try LegacyPEM(dekInfo: headers[1].value) } catch {
            throw KeyFilesError(opening: error, .encryptedSEC1PEM)
        }
    }

    /// As with PKCS#8, padding is the only check of the form: what is no key after a padding that fits is answered as a wrong
    /// passphrase.
    static func read(
        _ ciphertext: UnsafeRawBufferPointer, _ scheme: LegacyPEM, _ notes: [KeyFileNote], blockCurve: CurveName?,
        _ passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        switch passphrase {
        case .none: throw .passphraseMissing
        case .some(let passphrase):
            let opened: LockedBytes
            do { opened = try scheme.decrypt(ciphertext, passphrase: passphrase) } catch {
                throw KeyFilesError(opening: error, .encryptedSEC1PEM)
            }
            return try opened.withUnsafeBytes { (der) throws(KeyFilesError) in
                try readOpened(der, notes, blockCurve)
            }
        }
    }

    private static func readOpened(
        _ der: UnsafeRawBufferPointer, _ notes: [KeyFileNote], _ blockCurve: CurveName?
    ) throws(KeyFilesError) -> KeyFile {
        do { return try SEC1.read(der, .encryptedSEC1PEM, notes, blockCurve: blockCurve) } catch {
            if case .malformed = error { throw .passphraseWrong }
            throw error
        }
    }

    static func write(
        _ plain: borrowing LockedBytes, _ passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> LockedBytes {
        let scheme = LegacyPEM.fresh()
        let ciphertext: [UInt8]
        do {
            ciphertext = try plain.withUnsafeBytes { (bytes) throws(SealingError) in
                try scheme.encrypt(bytes, passphrase: passphrase)
            }
        } catch { throw KeyFilesError(opening: error, .encryptedSEC1PEM) }
        let lines = PEM.encode(label: PEMKeyFile.Form.sec1.rawValue, ciphertext).split(separator: "\n").map(String.init)
        let headers = ["Proc-Type: 4,ENCRYPTED", "DEK-Info: \(scheme.dekInfo)", ""]
        let text = ([lines[0]] + headers + lines[1...] + [""]).joined(separator: "\n")
        var writer = try SecretWriter(capacity: text.utf8.count)
        writer.append(text)
        return writer.finish()
    }
}

extension KeyFilesError {
    /// What is wrong with a key of OpenSSH.
    private init(_ fault: OpenSSHFault, _ format: KeyFormat) {
        switch fault {
        case .severalKeys(let count): self = .severalKeys(count: count)
        case .publicHalfNotItsOwn: self = .publicHalfNotItsOwn(format)
        case .unsupportedKind("ssh-rsa"): self = .notSupported(.rsa)
        case .unsupportedKind("ssh-dss"): self = .notSupported(.dsa)
        case .unsupportedKind("ecdsa-sha2-nistp384"): self = .notSupported(.otherCurve("P-384"))
        case .unsupportedKind("ecdsa-sha2-nistp521"): self = .notSupported(.otherCurve("P-521"))
        case .unsupportedCipher, .unsupportedKeyDerivation, .noRounds, .tooManyRounds:
            self = .encryption(format, facts: fault.description)
        default: self = .malformed(format, facts: fault.description)
        }
    }

    /// What an error of encryption means for a key file.
    init(opening error: SealingError, _ format: KeyFormat) {
        switch error {
        case .wrongPassphrase: self = .passphraseWrong
        case .memory(let facts): self = .memory(facts)
        case .passphraseMissing: self = .passphraseMissing
        // Nothing is encrypted under an empty one.
        case .passphraseEmpty: self = .passphraseWrong
        case .openSSH(let fault): self = KeyFilesError(fault, format)
        default: self = .encryption(format, facts: error.description)
        }
    }
}
