import Digests
import Encodings
import Groups
import Sealing
import Secrets
import Signatures

/// Ethereum's key file (Web3 Secret Storage, version 3): JSON with the key under a passphrase, as geth and others keep it.
enum EthereumKeystore {
    private static let cipher = "aes-128-ctr"
    private static let known = ["version", "id", "address", "crypto", "Crypto"]

    /// Fields that other programs put beside, such as ethers' `x-ethers`, are noted and left aside.
    static func read(
        _ text: KeyText, _ passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        let fields = try JSONFields(text.bytes, .ethereumKeystore)
        try requireVersion(fields)
        let secret = try secret(try fields.object(fields.has("Crypto") ? "Crypto" : "crypto"))
        let address = fields.has("address") ? try fields.text("address") : nil
        let notes = text.notes + fields.names.filter { !known.contains($0) }.map { KeyFileNote.otherField(name: $0) }
        switch passphrase {
        case .none: throw .passphraseMissing
        case .some(let passphrase):
            let opened: LockedBytes
            do { opened = try secret.open(passphrase: passphrase) } catch {
                throw KeyFilesError(opening: error, .ethereumKeystore)
            }
            return try key(opened, address, notes)
        }
    }

    private static func requireVersion(_ fields: JSONFields) throws(KeyFilesError) {
        // Some programs wrote the number as a text.
        let version: String
        if let number = try? fields.number("version") {
            version = "\(number)"
        } else {
            version = try fields.text("version")
        }
        guard version == "3" else {
            throw .malformed(.ethereumKeystore, facts: "its version is '\(printable(version))' instead of 3")
        }
    }

    private static func secret(_ crypto: JSONFields) throws(KeyFilesError) -> Web3Secret {
        let cipher = try crypto.text("cipher")
        guard cipher == self.cipher else {
            throw .encryption(
                .ethereumKeystore,
                facts: "the cipher '\(printable(cipher))' is not supported; open it with the program that made it")
        }
        let parameters = try crypto.object("kdfparams")
        let count = try parameters.number("dklen")
        let possible = UInt64(Web3Secret.leastDerivedCount)...UInt64(Web3Secret.mostDerivedCount)
        guard possible.contains(count) else {
            throw .malformed(.ethereumKeystore, facts: "a derived key of \(count) bytes, where 32 are used")
        }
        let vector = try crypto.object("cipherparams").hex("iv")
        let check = try crypto.hex("mac")
        guard vector.count == Web3Secret.vectorCount, check.count == Web3Secret.checkCount else {
            throw .malformed(
                .ethereumKeystore, facts: "its iv has \(vector.count) bytes of 16, its mac \(check.count) of 32")
        }
        return Web3Secret(
            keyDerivation: try keyDerivation(try crypto.text("kdf"), parameters), derivedCount: Int(count),
            initializationVector: vector, ciphertext: try crypto.hex("ciphertext"), check: check)
    }

    private static func keyDerivation(
        _ name: String, _ parameters: JSONFields
    ) throws(KeyFilesError) -> PBES2.KeyDerivation {
        let salt = try parameters.hex("salt")
        switch name {
        case "scrypt":
            return .scrypt(
                salt: salt, n: try parameters.number("n"), r: try parameters.number("r"), p: try parameters.number("p"))
        case "pbkdf2":
            let function = try parameters.text("prf")
            guard function == "hmac-sha256" else { throw unsupported("the function '\(printable(function))'") }
            return .pbkdf2(.hmacSHA256, salt: salt, iterations: try parameters.number("c"))
        default: throw unsupported("the key derivation '\(printable(name))'")
        }
    }

    private static func unsupported(_ what: String) -> KeyFilesError {
        .encryption(.ethereumKeystore, facts: "\(what) is not supported; open it with the program that made it")
    }

    /// The key inside, compared with the address beside it.
    ///
    /// Old Parity left out leading zero bytes. They are put back only where the address confirms it: without one, a
    /// shortened key cannot be told from a damaged file.
    private static func key(
        _ opened: borrowing LockedBytes, _ address: String?, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        let missing = 32 - opened.count
        guard missing == 0 || (1...31).contains(missing) && address != nil else {
            throw .keyLength(.ethereumKeystore, expected: 32, found: opened.count)
        }
        var bytes = try locked(32)
        bytes.withUnsafeMutableBytes { bytes in
            opened.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: bytes[missing...]).copyMemory(from: $0) }
        }
        let notes = missing == 0 ? notes : notes + [.leadingZeros(count: missing)]
        let file = try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            try KeyFile(.ethereumKeystore, bytes: bytes, .secp256k1, notes)
        }
        if let address {
            let digits = address.hasPrefix("0x") ? String(address.dropFirst(2)) : address
            guard digits.lowercased() == (try self.address(of: file.verifyingKey)) else {
                throw .addressNotItsOwn(.ethereumKeystore, field: "address")
            }
        }
        return file
    }

    /// 40 lower-case digits: the last 20 bytes of Keccak-256 of the point (Yellow Paper, appendix F).
    private static func address(of key: VerifyingKey) throws(KeyFilesError) -> String {
        let point: [UInt8]
        do { point = try key.uncompressed() } catch { throw .signatures(error) }
        return Hex.encode(Keccak256.hash(Array(point.dropFirst()))[12...])
    }

    /// As geth writes it: one line, no newline at its end.
    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey, _ passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> LockedBytes {
        let secret: Web3Secret
        do {
            secret = try key.withUnsafeBytes { (key) throws(SealingError) in
                try Web3Secret.sealing(key, passphrase: passphrase)
            }
        } catch { throw KeyFilesError(opening: error, .ethereumKeystore) }
        guard case .scrypt(let salt, let n, let r, let p) = secret.keyDerivation else {
            preconditionFailure("a fresh file is made with scrypt")
        }
        let text = """
            {"address":"\(try address(of: verifyingKey))","crypto":{"cipher":"\(cipher)",\
            "ciphertext":"\(Hex.encode(secret.ciphertext))",\
            "cipherparams":{"iv":"\(Hex.encode(secret.initializationVector))"},"kdf":"scrypt",\
            "kdfparams":{"dklen":\(secret.derivedCount),"n":\(n),"p":\(p),"r":\(r),"salt":"\(Hex.encode(salt))"},\
            "mac":"\(Hex.encode(secret.check))"},"id":"\(randomUUID())","version":3}
            """
        var writer = try SecretWriter(capacity: text.utf8.count)
        writer.append(text)
        return writer.finish()
    }

    /// A random UUID (RFC 9562, section 5.4).
    private static func randomUUID() -> String {
        var bytes = SecureRandom.publicBytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hex.encode(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
