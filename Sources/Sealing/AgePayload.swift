import Secrets

/// The content of an age file (C2SP age.md, "Payload"): chunks of 64 KiB, each sealed by itself with its number and whether it
/// is the last one (STREAM, Hoang, Reyhanitabar, Rogaway, Vizár 2015).
enum AgePayload {
    static let nonceCount = 16
    static let chunkCount = 1 << 16
    private static let sealedChunkCount = chunkCount + ChaCha20Poly1305.tagCount

    /// Nonce and chunks.
    static func seal(
        _ plaintext: borrowing LockedBytes, _ fileKey: borrowing AgeFileKey, nonce: [UInt8]
    ) throws(SealingError) -> [UInt8] {
        let key = try fileKey.payloadKey(nonce: nonce)
        var payload = nonce
        plaintext.withUnsafeBytes { plaintext in
            var (start, number) = (0, 0)
            repeat {
                let end = min(start + chunkCount, plaintext.count)
                payload += ChaCha20Poly1305.seal(
                    UnsafeRawBufferPointer(rebasing: plaintext[start..<end]), key: key,
                    nonce: chunkNonce(number, isLast: end == plaintext.count))
                (start, number) = (end, number + 1)
            } while start < plaintext.count
        }
        return payload
    }

    /// The whole plaintext, and nothing of it before the last chunk was found right.
    /// - Parameter most: Bytes of plaintext.
    /// - Throws: `SealingError.age` (`payload`, `tooLarge`), `.memory`.
    static func open(
        _ payload: ArraySlice<UInt8>, _ fileKey: borrowing AgeFileKey, most: Int
    ) throws(SealingError) -> LockedBytes {
        guard payload.count >= nonceCount else { throw .age(.payload(.noNonce)) }
        let sealed = payload.dropFirst(nonceCount)
        let key = try fileKey.payloadKey(nonce: Array(payload.prefix(nonceCount)))
        let (chunks, count) = try lengths(sealed.count)
        guard count <= most else { throw .age(.tooLarge(found: count, most: most)) }
        var plaintext = try locked(count)
        try sealed.withUnsafeBufferPointer { (sealed) throws(SealingError) in
            let sealed = UnsafeRawBufferPointer(sealed)
            try plaintext.withUnsafeMutableBytes { (plaintext) throws(SealingError) in
                for number in 0..<chunks {
                    let (from, to) = (number * sealedChunkCount, number * chunkCount)
                    let chunk = sealed[from..<min(from + sealedChunkCount, sealed.count)]
                    let output = plaintext[to..<min(to + chunkCount, plaintext.count)]
                    do throws(SealingError) {
                        try ChaCha20Poly1305.open(
                            UnsafeRawBufferPointer(rebasing: chunk), key: key,
                            nonce: chunkNonce(number, isLast: number == chunks - 1),
                            into: UnsafeMutableRawBufferPointer(rebasing: output))
                    } catch .notAuthentic {
                        throw .age(.payload(.notAuthentic(chunk: number + 1, of: chunks)))
                    }
                }
            }
        }
        // Only the one chunk of an empty content may be empty. Said after all chunks were found authentic.
        guard count > (chunks - 1) * chunkCount || chunks == 1 else { throw .age(.payload(.emptyLastChunk)) }
        return plaintext
    }

    /// How many chunks, and bytes of plaintext, sealed bytes stand for.
    private static func lengths(_ sealed: Int) throws(SealingError) -> (chunks: Int, plaintext: Int) {
        let chunks = (sealed + sealedChunkCount - 1) / sealedChunkCount
        guard chunks > 0 else { throw .age(.payload(.missing)) }
        let last = sealed - (chunks - 1) * sealedChunkCount
        guard last >= ChaCha20Poly1305.tagCount else {
            throw .age(.payload(.notAuthentic(chunk: chunks, of: chunks)))
        }
        return (chunks, sealed - chunks * ChaCha20Poly1305.tagCount)
    }

    /// The number in eleven bytes, the highest first, and 1 for the last chunk.
    private static func chunkNonce(_ number: Int, isLast: Bool) -> [UInt8] {
        [0, 0, 0] + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } + [isLast ? 1 : 0]
    }
}
