import Digests
package import Groups
import Sealing
package import Secrets

extension SealedOriginal {
    /// What the sealing key and the box are bound to, before all that differs.
    private static let domain = "holdfast-original/1"

    /// Seals a key file under a scalar.
    /// - Parameters:
    ///   - file: 1 … `mostFileBytes` bytes, kept as they are.
    ///   - key: The scalar that is shared.
    ///   - kind: Whether the scalar is the node's key or a random one.
    ///   - format: The name of the file's format.
    /// - Throws: `ShareFilesError.originalTooLong`, also for an empty file; `.memory`.
    package static func sealing<G: Group>(
        _ file: borrowing LockedBytes, under key: borrowing SecretScalar<G>, kind: DealingFile.KeyKind, format: String
    ) throws(ShareFilesError) -> SealedOriginal {
        guard file.count >= 1, file.count <= mostFileBytes else {
            throw .originalTooLong(byteCount: file.count, most: mostFileBytes)
        }
        let publicKey = G.generator(times: key).encoded
        let bodyCount = paddedCount(lengthCount + file.count)
        var body = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: bodyCount) }
        let fileCount = file.count
        body.withUnsafeMutableBytes { body in
            for k in 0..<lengthCount { body[k] = UInt8(truncatingIfNeeded: fileCount >> (8 * (lengthCount - 1 - k))) }
            file.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: body[lengthCount...]).copyMemory(from: $0)
            }
        }
        // Two files under one key must not meet the same key stream, also where the system's randomness comes twice.
        let randomness = try mappingMemory { () throws(SecretsError) in
            try HedgedRandomness(
                secret: try key.encoded(), content: file,
                fresh: try LockedBytes(randomCount: HedgedRandomness.freshCount))
        }
        let salt = randomness.publicBytes(saltCount, for: "salt of the original")
        let nonce = randomness.publicBytes(nonceCount, for: "nonce of the original")
        let sealingKey = try sealingKey(key, salt: salt, publicKey: publicKey)
        let sealed = body.withUnsafeBytes {
            XChaCha20Poly1305.seal(
                $0, key: sealingKey, nonce: nonce, associatedData: associatedData(G.curve, publicKey, kind, format))
        }
        return try SealedOriginal(salt: salt, nonce: nonce, sealed: sealed)
    }

    /// Opens the key file.
    /// - Parameters:
    ///   - key: The rebuilt scalar.
    ///   - publicKey: A₀ of the dealing, in canonical form.
    ///   - kind: As the dealing says.
    ///   - format: As the dealing says.
    /// - Returns: The file, byte for byte. Whether it holds the key that was shared is for the caller to check.
    /// - Throws: `ShareFilesError.originalOfOtherKey` where the scalar is not the one of A₀; `.originalDamaged` where it
    ///   is and the box does not open; `.originalPadding`; `.memory`.
    package func opened<G: Group>(
        with key: borrowing SecretScalar<G>, publicKey: [UInt8], kind: DealingFile.KeyKind, format: String
    ) throws(ShareFilesError) -> LockedBytes {
        guard G.generator(times: key).encoded == publicKey else { throw .originalOfOtherKey }
        let sealingKey = try Self.sealingKey(key, salt: salt, publicKey: publicKey)
        let body: LockedBytes
        do {
            body = try XChaCha20Poly1305.open(
                sealed, key: sealingKey, nonce: nonce,
                associatedData: Self.associatedData(G.curve, publicKey, kind, format))
        } catch {
            if case .memory(let facts) = error { throw .memory(facts) }
            throw .originalDamaged
        }
        return try Self.unpadded(body)
    }

    private static func sealingKey<G: Group>(
        _ key: borrowing SecretScalar<G>, salt: [UInt8], publicKey: [UInt8]
    ) throws(ShareFilesError) -> LockedBytes {
        let secret = try mappingMemory { () throws(SecretsError) in try key.encoded() }
        var sealingKey = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: 32) }
        sealingKey.withUnsafeMutableBytes { sealingKey in
            secret.withUnsafeBytes {
                HKDFSHA256.derive(
                    secret: $0, salt: salt, info: Array(domain.utf8) + Array(G.curve.rawValue.utf8) + publicKey,
                    into: sealingKey)
            }
        }
        wipeStack()
        return sealingKey
    }

    private static func associatedData(
        _ group: CurveName, _ publicKey: [UInt8], _ kind: DealingFile.KeyKind, _ format: String
    ) -> [UInt8] {
        var encoding = FieldEncoding()
        encoding.append(field: domain)
        encoding.append(field: group.rawValue)
        encoding.append(field: publicKey)
        encoding.append(field: kind.rawValue)
        encoding.append(field: format)
        return encoding.bytes
    }

    /// The file without its length and its padding.
    private static func unpadded(_ body: borrowing LockedBytes) throws(ShareFilesError) -> LockedBytes {
        // The length and the verdict on the padding are released: both decide what happens next.
        let fileCount = body.withUnsafeBytes { body -> Int? in
            guard body.count >= lengthCount else { return nil }
            var count: UInt64 = 0
            for k in 0..<lengthCount { count = count << 8 | UInt64(body[k]) }
            count = MemoryChecker.released(count)
            guard count >= 1, count <= UInt64(mostFileBytes), paddedCount(lengthCount + Int(count)) == body.count else {
                return nil
            }
            var padding: UInt8 = 0
            for byte in body[(lengthCount + Int(count))...] { padding |= byte }
            return MemoryChecker.released(UInt64(padding)) == 0 ? Int(count) : nil
        }
        guard let fileCount else { throw .originalPadding }
        var file = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: fileCount) }
        file.withUnsafeMutableBytes { file in
            body.withUnsafeBytes {
                file.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[lengthCount..<lengthCount + fileCount]))
            }
        }
        // What kind of file it is, is looked at as with every key file; the reader marks the key in it again.
        file.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return file
    }
}

extension DealingFile {
    /// The key file as it was before the split.
    /// - Parameter key: The rebuilt scalar.
    /// - Throws: As `SealedOriginal.opened`; `ShareFilesError.dealingOfOtherGroup`.
    package func openOriginal<G: Group>(
        with key: borrowing SecretScalar<G>
    ) throws(ShareFilesError) -> LockedBytes {
        guard group == G.curve else { throw .dealingOfOtherGroup(expected: G.curve, found: group) }
        return try original.opened(with: key, publicKey: commitments[0], kind: self.key.kind, format: self.key.format)
    }
}
