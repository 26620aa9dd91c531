import CSodium

/// scrypt (RFC 7914), through libsodium: a key from a passphrase, made costly in time and memory.
///
/// Which memory it reads depends on the passphrase: that is the function (RFC 7914, section 5, step 3), and the memory
/// checker reports it.
package enum Scrypt {
    /// How much one derivation may cost; what a file from outside asks for is compared with it first.
    package struct Limits: Equatable, Sendable {
        /// 128·N·r bytes are needed at once.
        package var mostMemory: UInt64
        /// 128·N·r·p bytes are mixed.
        package var mostWork: UInt64

        package init(mostMemory: UInt64, mostWork: UInt64) {
            self.mostMemory = mostMemory
            self.mostWork = mostWork
        }

        /// 1 GiB of memory (N = 2²⁰, r = 8) and four times as much work: some ten seconds.
        package static let usual = Limits(mostMemory: 1 << 30, mostWork: 1 << 32)
    }

    /// Derives a key.
    /// - Parameters:
    ///   - passphrase: Any length, the empty one too.
    ///   - salt: Public.
    ///   - n: The cost N, a power of two, 2 … 2³¹.
    ///   - r: The block size in units of 128 bytes; 1 and up.
    ///   - p: How many blocks are mixed one after another; 1 and up; r·p below 2³⁰.
    ///   - output: The key; 1 byte or more.
    /// - Throws: `DigestsError.invalidScryptParameters`, `.tooMuchMemory`, `.tooMuchWork`, `.outOfMemory`.
    package static func derive(
        passphrase: UnsafeRawBufferPointer, salt: [UInt8], n: UInt64, r: UInt64, p: UInt64, limits: Limits = .usual,
        into output: UnsafeMutableRawBufferPointer
    ) throws(DigestsError) {
        precondition(!output.isEmpty, "a key has bytes")
        let needed = try cost(n: n, r: r, p: p, limits: limits)
        let result = salt.withUnsafeBytes { salt in
            crypto_pwhash_scryptsalsa208sha256_ll(
                passphrase.octets, passphrase.count, salt.octets, salt.count, n, UInt32(r), UInt32(p),
                output.baseAddress!.assumingMemoryBound(to: UInt8.self), output.count)
        }
        // libsodium leaves the last blocks of PBKDF2, which are the key, on the stack.
        sodium_stackzero(16384)
        // The parameters were looked at before, so only an allocation can have failed.
        guard result == 0 else { throw .outOfMemory(neededBytes: needed) }
    }

    /// Bytes of memory that a derivation needs, once its parameters are found good and within the limits.
    /// - Throws: `DigestsError.invalidScryptParameters`, `.tooMuchMemory`, `.tooMuchWork`.
    @discardableResult
    package static func cost(
        n: UInt64, r: UInt64, p: UInt64, limits: Limits = .usual
    ) throws(DigestsError) -> UInt64 {
        guard n >= 2, n <= 1 << 31, n & (n - 1) == 0, r >= 1, p >= 1, r < 1 << 30, p < 1 << 30, r * p < 1 << 30 else {
            throw .invalidScryptParameters(n: n, r: r, p: p)
        }
        // At most 2⁷ · 2³¹ · 2³⁰ = 2⁶⁸: saturate rather than wrap.
        let (memory, memoryOverflow) = (128 * r).multipliedReportingOverflow(by: n)
        let (work, workOverflow) = (128 * r * p).multipliedReportingOverflow(by: n)
        let needed = memoryOverflow ? UInt64.max : memory
        guard needed <= limits.mostMemory else {
            throw .tooMuchMemory(neededBytes: needed, mostBytes: limits.mostMemory)
        }
        let mixed = workOverflow ? UInt64.max : work
        guard mixed <= limits.mostWork else { throw .tooMuchWork(neededBytes: mixed, mostBytes: limits.mostWork) }
        return needed
    }
}
