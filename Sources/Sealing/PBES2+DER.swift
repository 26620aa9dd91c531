import Digests
import Encodings

/// The AlgorithmIdentifier in which an encrypted key says how it was encrypted (RFC 8018, appendix A.4; RFC 7914, section 7).
extension PBES2 {
    private static let scheme = ObjectIdentifier("1.2.840.113549.1.5.13")
    fileprivate static let pbkdf2 = ObjectIdentifier("1.2.840.113549.1.5.12")
    fileprivate static let scrypt = ObjectIdentifier("1.3.6.1.4.1.11591.4.11")

    /// Reads an AlgorithmIdentifier: the whole SEQUENCE and nothing after it.
    /// - Throws: `SealingError.parameters`, `.unsupported`, `.wrongKeyLength`, `.wrongVectorLength`.
    package init(algorithmIdentifier bytes: UnsafeRawBufferPointer) throws(SealingError) {
        // One kind of error inside, so that the reader's can be told from ours.
        let result: Result<PBES2, SealingError>
        do { result = try PBES2.read(bytes) } catch { throw .parameters(error) }
        self = try result.get()
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(EncodingsError) -> Result<PBES2, SealingError> {
        var outer = DERReader(bytes)
        var identifier = try outer.enter(.sequence)
        try outer.end()
        let scheme = try identifier.objectIdentifier()
        guard scheme == self.scheme else { return .failure(.unsupported(.scheme, scheme)) }
        var parameters = try identifier.enter(.sequence)
        try identifier.end()
        var derivation = try parameters.enter(.sequence)
        var encryption = try parameters.enter(.sequence)
        try parameters.end()
        let cipherIdentifier = try encryption.objectIdentifier()
        guard let cipher = Cipher.allCases.first(where: { $0.identifier == cipherIdentifier }) else {
            return .failure(.unsupported(.cipher, cipherIdentifier))
        }
        let vector = Array(bytes[try encryption.octetString()])
        try encryption.end()
        guard vector.count == BlockCipher.aesBlockCount else {
            return .failure(.wrongVectorLength(found: vector.count, needed: BlockCipher.aesBlockCount))
        }
        switch try readKeyDerivation(&derivation, keyCount: cipher.keyCount, bytes) {
        case .failure(let error): return .failure(error)
        case .success(let keyDerivation):
            return .success(
                PBES2(keyDerivation: keyDerivation, cipher: cipher, initializationVector: vector))
        }
    }

    private static func readKeyDerivation(
        _ derivation: inout DERReader, keyCount: Int, _ bytes: UnsafeRawBufferPointer
    ) throws(EncodingsError) -> Result<KeyDerivation, SealingError> {
        let identifier = try derivation.objectIdentifier()
        guard identifier == pbkdf2 || identifier == scrypt else {
            return .failure(.unsupported(.keyDerivation, identifier))
        }
        var parameters = try derivation.enter(.sequence)
        try derivation.end()
        let salt = Array(bytes[try parameters.octetString()])
        let keyDerivation: KeyDerivation
        let keyLength: UInt64?
        if identifier == scrypt {
            let n = try parameters.smallInteger()
            let r = try parameters.smallInteger()
            let p = try parameters.smallInteger()
            keyLength = parameters.peek() == .integer ? try parameters.smallInteger() : nil
            keyDerivation = .scrypt(salt: salt, n: n, r: r, p: p)
        } else {
            let iterations = try parameters.smallInteger()
            keyLength = parameters.peek() == .integer ? try parameters.smallInteger() : nil
            switch try readFunction(&parameters) {
            case .failure(let error): return .failure(error)
            case .success(let function):
                keyDerivation = .pbkdf2(function, salt: salt, iterations: iterations)
            }
        }
        try parameters.end()
        if let keyLength, keyLength != UInt64(keyCount) {
            return .failure(.wrongKeyLength(found: keyLength, needed: keyCount))
        }
        return .success(keyDerivation)
    }

    /// `prf AlgorithmIdentifier DEFAULT algid-hmacWithSHA1`. DER leaves a default out; some writers put it in, and leave
    /// out the NULL that RFC 8018 wants. Both say the same and are accepted.
    private static func readFunction(
        _ parameters: inout DERReader
    ) throws(EncodingsError) -> Result<PBKDF2.Function, SealingError> {
        guard var function = try parameters.enterIfPresent(.sequence) else { return .success(.hmacSHA1) }
        let identifier = try function.objectIdentifier()
        if !function.isAtEnd { try function.null() }
        try function.end()
        guard let known = PBKDF2.Function.allCases.first(where: { $0.identifier == identifier }) else {
            return .failure(.unsupported(.hash, identifier))
        }
        return .success(known)
    }

    /// The AlgorithmIdentifier in DER.
    package var algorithmIdentifier: [UInt8] {
        DER.sequence(
            DER.objectIdentifier(PBES2.scheme),
            DER.sequence(
                keyDerivation.algorithmIdentifier,
                DER.sequence(
                    DER.objectIdentifier(cipher.identifier), DER.octetString(initializationVector))))
    }
}

extension PBES2.KeyDerivation {
    fileprivate var algorithmIdentifier: [UInt8] {
        switch self {
        case .pbkdf2(let function, let salt, let iterations):
            // DER leaves the default out.
            let chosen =
                function == .hmacSHA1 ? [] : DER.sequence(DER.objectIdentifier(function.identifier), DER.null)
            return DER.sequence(
                DER.objectIdentifier(PBES2.pbkdf2),
                DER.sequence(DER.octetString(salt), DER.integer(iterations), chosen))
        case .scrypt(let salt, let n, let r, let p):
            return DER.sequence(
                DER.objectIdentifier(PBES2.scrypt),
                DER.sequence(DER.octetString(salt), DER.integer(n), DER.integer(r), DER.integer(p)))
        }
    }
}

extension PBES2.Cipher {
    /// NIST's arc for AES.
    fileprivate var identifier: ObjectIdentifier {
        switch self {
        case .aes128CBC: ObjectIdentifier("2.16.840.1.101.3.4.1.2")
        case .aes192CBC: ObjectIdentifier("2.16.840.1.101.3.4.1.22")
        case .aes256CBC: ObjectIdentifier("2.16.840.1.101.3.4.1.42")
        }
    }
}

extension PBKDF2.Function {
    /// RFC 8018, appendix B.1.
    fileprivate var identifier: ObjectIdentifier {
        switch self {
        case .hmacSHA1: ObjectIdentifier("1.2.840.113549.2.7")
        case .hmacSHA256: ObjectIdentifier("1.2.840.113549.2.9")
        case .hmacSHA512: ObjectIdentifier("1.2.840.113549.2.11")
        }
    }
}
