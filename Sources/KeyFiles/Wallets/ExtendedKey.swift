import Digests
import Groups
package import Secrets
package import Signatures

/// A private key from which others are derived, of secp256k1 (BIP-32): the key and its chain code.
package struct ExtendedKey: ~Copyable, Sendable {
    private let scalar: SecretScalar<Secp256k1>
    /// 32 bytes; with a public key they give all that key's normal children.
    private let chainCode: LockedBytes
    /// 0 for a master key.
    package let depth: UInt8

    /// The master key of a seed (BIP-32, "Master key generation").
    /// - Parameter seed: 16 … 64 bytes.
    /// - Throws: `KeyFilesError.noKeyThere` once in 2¹²⁷; `.memory`.
    package init(seed: borrowing LockedBytes) throws(KeyFilesError) {
        let code = try ChildCode(key: Array("Bitcoin seed".utf8), seed)
        let scalar = try code.scalar()
        guard !scalar.isZero else { throw .noKeyThere }
        self.init(scalar, try code.chainCode(), depth: 0)
    }

    /// - Parameters:
    ///   - key: 32 bytes, big-endian, 1 … n − 1.
    ///   - chainCode: 32 bytes.
    /// - Throws: `KeyFilesError.keyOutOfRange`, `.memory`.
    init(key: UnsafeRawBufferPointer, chainCode: UnsafeRawBufferPointer, depth: UInt8) throws(KeyFilesError) {
        let scalar: SecretScalar<Secp256k1>
        do { scalar = try SecretScalar.key(key) } catch {
            if case .memory(let facts) = error { throw .memory(facts) }
            throw .keyOutOfRange(.secp256k1, error)
        }
        let copy: LockedBytes
        do { copy = try LockedBytes(copying: chainCode) } catch { throw .memory(error) }
        self.init(scalar, copy, depth: depth)
    }

    private init(_ scalar: consuming SecretScalar<Secp256k1>, _ chainCode: consuming LockedBytes, depth: UInt8) {
        self.scalar = scalar
        self.chainCode = chainCode
        self.depth = depth
    }

    /// The key at the end of a path.
    /// - Throws: As `child(_:)`.
    package func key(at path: DerivationPath) throws(KeyFilesError) -> VerifyingKey {
        var key = try copy()
        for number in path.numbers { key = try key.child(number) }
        return try key.verifyingKey()
    }

    /// The first four bytes of the HASH160 of the public key, by which wallets name a key (BIP-32, "Key identifiers").
    package func fingerprint() -> [UInt8] {
        Array(Hash160.hash(Secp256k1.generator(times: scalar).encoded).prefix(4))
    }

    package func verifyingKey() throws(KeyFilesError) -> VerifyingKey {
        do {
            return try VerifyingKey(Secp256k1.generator(times: scalar), of: Secp256k1.self)
        } catch { throw .signatures(error) }
    }

    /// The child with a number (BIP-32, "Private parent key → private child key"): from 2³¹ on hardened, made of the private
    /// key, else of the public one.
    /// - Throws: `KeyFilesError.noKeyThere` once in 2¹²⁷, where BIP-32 goes on to the next number; `.memory`.
    func child(_ number: UInt32) throws(KeyFilesError) -> ExtendedKey {
        var message = try locked(37)
        if number < DerivationPath.hardened {
            let publicKey = Secp256k1.generator(times: scalar).encoded
            message.withUnsafeMutableBytes { $0.copyBytes(from: publicKey) }
        } else {
            message.withUnsafeMutableBytes {
                scalar.encode(into: UnsafeMutableRawBufferPointer(rebasing: $0[1..<33]))
            }
        }
        message.withUnsafeMutableBytes { $0.storeBytes(of: number.bigEndian, toByteOffset: 33, as: UInt32.self) }
        let code = try ChildCode(key: chainCode, message)
        var sum = try code.scalar()
        sum.add(scalar)
        guard !sum.isZero else { throw .noKeyThere }
        return ExtendedKey(sum, try code.chainCode(), depth: depth &+ 1)
    }

    private func copy() throws(KeyFilesError) -> ExtendedKey {
        do { return ExtendedKey(try scalar.copy(), try chainCode.copy(), depth: depth) } catch { throw .memory(error) }
    }
}

/// HMAC-SHA-512 in two halves: what is added to the key, and the chain code.
struct ChildCode: ~Copyable {
    private let bytes: LockedBytes

    /// - Parameter key: Public, as the word that starts a tree is.
    init(key: [UInt8], _ message: borrowing LockedBytes) throws(KeyFilesError) {
        var code = try locked(HMACSHA512.codeCount)
        code.withUnsafeMutableBytes { code in
            message.withUnsafeBytes { message in
                key.withUnsafeBytes { HMACSHA512.authenticate(message, key: $0, into: code) }
            }
        }
        bytes = code
    }

    init(key: borrowing LockedBytes, _ message: borrowing LockedBytes) throws(KeyFilesError) {
        var code = try locked(HMACSHA512.codeCount)
        code.withUnsafeMutableBytes { code in
            message.withUnsafeBytes { message in
                key.withUnsafeBytes { HMACSHA512.authenticate(message, key: $0, into: code) }
            }
        }
        bytes = code
    }

    func withLeft<R: ~Copyable>(
        _ body: (UnsafeRawBufferPointer) throws(KeyFilesError) -> R
    ) throws(KeyFilesError) -> R {
        try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in try body(bytes.part(0..<32)) }
    }

    /// The left half as a number below the order.
    /// - Throws: `KeyFilesError.noKeyThere` where it is not one.
    func scalar() throws(KeyFilesError) -> SecretScalar<Secp256k1> {
        try withLeft { (left) throws(KeyFilesError) in
            do throws(GroupsError) { return try SecretScalar(canonical: left) } catch {
                if case .memory(let facts) = error { throw KeyFilesError.memory(facts) }
                throw KeyFilesError.noKeyThere
            }
        }
    }

    func chainCode() throws(KeyFilesError) -> LockedBytes {
        do {
            return try bytes.withUnsafeBytes { (bytes) throws(SecretsError) in
                try LockedBytes(copying: bytes.part(32..<64))
            }
        } catch { throw .memory(error) }
    }
}

/// Keys of Ed25519 from a seed, all hardened (SLIP-10, "Master key generation", "Private parent key → private child key").
package enum Ed25519Tree {
    /// The key at the end of a path.
    /// - Parameter path: Hardened numbers only; there are no others on this curve.
    package static func key(
        of seed: borrowing LockedBytes, at path: DerivationPath
    ) throws(KeyFilesError) -> VerifyingKey {
        var code = try ChildCode(key: Array("ed25519 seed".utf8), seed)
        for number in path.numbers {
            precondition(number >= DerivationPath.hardened, "SLIP-10 derives Ed25519 keys hardened")
            var message = try locked(37)
            try code.withLeft { (left) throws(KeyFilesError) in
                message.withUnsafeMutableBytes { message in
                    UnsafeMutableRawBufferPointer(rebasing: message[1..<33]).copyMemory(from: left)
                }
            }
            message.withUnsafeMutableBytes { $0.storeBytes(of: number.bigEndian, toByteOffset: 33, as: UInt32.self) }
            code = try ChildCode(key: try code.chainCode(), message)
        }
        return try code.withLeft { (left) throws(KeyFilesError) in
            do throws(SignaturesError) { return try Ed25519Seed(left).verifyingKey() } catch {
                throw KeyFilesError.signatures(error)
            }
        }
    }
}
