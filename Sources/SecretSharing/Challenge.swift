import Digests
package import Groups
package import Secrets

/// Numbers that nobody could know before every index and every share was fixed.
///
/// A hash rather than fresh randomness, so that every checker reaches the same verdict. It is made from the shares and
/// released, the one named declassification of the check: a digest of uniform shares tells nothing about them, and
/// f(z) stays as secret as a share.
package struct Challenge: Sendable {
    /// SHA-256 over domain, id, number of shares, and index and value of each.
    fileprivate let seed: [UInt8]

    /// - Parameter binding: The id of the dealing.
    package init<G: Group>(domain: String, binding: [UInt8], shares: borrowing ShareTable<G>) throws(SecretsError) {
        var stream = SHA256.BulkStream()
        stream.update(Array(domain.utf8) + [0])
        stream.update(binding)
        stream.update(bigEndian(UInt32(shares.count)))
        // Many shares at a time, since each call costs something; but no more than small secrets have room for.
        let entry = 36, most = 28
        var room = try LockedBytes(count: entry * min(most, shares.count))
        for start in stride(from: 0, to: shares.count, by: most) {
            let end = min(start + most, shares.count)
            room.withUnsafeMutableBytes { room in
                for position in start..<end {
                    let offset = entry * (position - start)
                    let index = UInt32(shares.holders[position].value)
                    room.storeBytes(of: index.bigEndian, toByteOffset: offset, as: UInt32.self)
                    shares.encode(
                        position, into: UnsafeMutableRawBufferPointer(rebasing: room[offset + 4..<offset + entry]))
                }
                stream.update(UnsafeRawBufferPointer(rebasing: room[..<(entry * (end - start))]))
            }
        }
        let digest: [UInt8] = stream.finalize()
        wipeStack()
        digest.withUnsafeBytes { MemoryChecker.markPublic($0) }
        seed = digest
    }

    /// One of many dealings that are checked in one sum: nobody knows it before all shares of all of them are fixed.
    /// - Parameter place: Which of the dealings, from 0.
    package init(of place: Int, in several: DealingsSeed) {
        seed = SHA256.hash(several.bytes + Array("dealing".utf8) + bigEndian(UInt32(place)))
    }

    /// z: the first of SHA-256(seed ‖ "point" ‖ counter) modulo q that is no holder's index and not zero.
    package func point(_ modulus: PublicModulus) -> Limbs {
        for counter in UInt32.min... {
            let digest = SHA256.hash(seed + Array("point".utf8) + bigEndian(counter))
            let candidate = modulus.montgomery(modulus.one, Limbs(bytes: digest, .bigEndian))
            if candidate.l3 | candidate.l2 | candidate.l1 != 0 || candidate.l0 > 65535 { return candidate }
        }
        preconditionFailure("one of 2³² digests is above 65535")
    }

    /// The non-zero weights of the shares at these positions, below q: each stands for 128 bits.
    package func weights<G: Group>(_ positions: [Int], in group: G.Type, on cores: Cores = .one) -> [Limbs] {
        let prefix = seed + Array("weight".utf8)
        // A hash each.
        return cores.map(positions.count, least: 1024) { part in
            positions[part].map { position in
                let bits = weight(prefix, UInt32(position))
                return G.weight(bits.l1, bits.l0)
            }
        }.flatMap { $0 }
    }

    /// The weight of the whole dealing in a sum over several: that of a share behind the last one.
    package func weight<G: Group>(ofDealingWith shareCount: Int, in group: G.Type) -> PublicScalar<G> {
        let bits = weight(seed + Array("weight".utf8), UInt32(shareCount))
        return PublicScalar(reducing: G.weight(bits.l1, bits.l0))
    }

    /// 128 bits, not all zero.
    private func weight(_ prefix: [UInt8], _ position: UInt32) -> Limbs {
        for counter in UInt32.min... {
            let digest = SHA256.hash(prefix + bigEndian(position) + bigEndian(counter))
            let number = Limbs(bytes: [UInt8](repeating: 0, count: 16) + digest.prefix(16), .bigEndian)
            if number != .zero { return number }
        }
        preconditionFailure("one of 2³² digests is not zero")
    }
}

/// What the challenges of many dealings, checked in one sum, are made from.
package struct DealingsSeed: Sendable {
    fileprivate let bytes: [UInt8]

    /// SHA-256 over domain, number of dealings, and the seed of each one's own challenge.
    package init(_ challenges: [Challenge]) {
        bytes = SHA256.hash(
            Array("holdfast-check-several/1".utf8) + [0] + bigEndian(UInt32(challenges.count))
                + challenges.flatMap(\.seed))
    }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
