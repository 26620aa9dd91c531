package import Digests
package import Groups
package import Secrets

extension HedgedRandomness {
    /// What a dealer draws.
    /// - Parameter secret: The key that is dealt.
    package init<G: Group>(secret: borrowing SecretScalar<G>) throws(SecretsError) {
        try self.init(
            secret: try secret.encoded(), content: try LockedBytes(count: 0),
            fresh: try LockedBytes(randomCount: Self.freshCount))
    }

    /// A number in 1 … q − 1: 64 bytes, big-endian, reduced.
    package borrowing func scalar<G: Group>(
        in group: G.Type, for use: String, _ context: [UInt8] = []
    ) throws(SecretsError) -> SecretScalar<G> {
        var wide = try LockedBytes(count: 64)
        // Of 2²⁵² one is zero.
        for attempt in UInt32.min... {
            wide.withUnsafeMutableBytes { fill($0, for: use, numbered(attempt, context, G.self)) }
            let scalar = try wide.withUnsafeBytes { (wide) throws(SecretsError) in
                try SecretScalar<G>(reducingWide: wide)
            }
            if !scalar.isZero { return scalar }
        }
        preconditionFailure("a number that is not zero comes soon")
    }

    /// Fills a table from a position on with numbers in 1 … q − 1.
    ///
    /// Each derived key stands for 64 numbers of 64 bytes, so that a number costs little more than its bytes.
    package borrowing func fill<G: Group>(
        _ table: inout ScalarTable<G>, from start: Int, for use: String, _ context: [UInt8]
    ) throws(SecretsError) {
        let wideCount = 64, numberCount = min(64, table.count - start)
        guard numberCount > 0 else { return }
        var seed = try LockedBytes(count: SecureRandom.seedCount)
        var numbers = try LockedBytes(count: wideCount * numberCount)
        var scratch = try LockedBytes(count: 96)
        var place = start
        for block in UInt32.min... {
            seed.withUnsafeMutableBytes { fill($0, for: use, numbered(block, context, G.self)) }
            numbers.withUnsafeMutableBytes { numbers in
                seed.withUnsafeBytes { SecureRandom.expand(seed: $0, into: numbers) }
                scratch.withUnsafeMutableBytes { scratch in
                    for number in 0..<numberCount where place < table.count {
                        let wide = UnsafeRawBufferPointer(
                            rebasing: numbers[wideCount * number..<wideCount * (number + 1)])
                        let isZero = table.withMutableLimbs(at: place) { limbs in
                            reduceWideNumber(wide, into: limbs, G.scalars, scratch: scratch)
                            // A number that is left out says nothing of the others.
                            return MemoryChecker.released(G.scalars.isZeroBit(limbs)) == 1
                        }
                        if !isZero { place += 1 }
                    }
                }
            }
            if place == table.count { break }
        }
        wipeStack()
    }
}

/// What sets one draw in a group apart from the next of its kind.
private func numbered<G: Group>(_ number: UInt32, _ context: [UInt8], _: G.Type) -> [UInt8] {
    var encoding = FieldEncoding()
    encoding.append(field: G.curve.rawValue)
    encoding.append(field: context)
    encoding.append(number)
    return encoding.bytes
}
