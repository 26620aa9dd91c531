import Secrets

/// A point that is as secret as a share: one owner, its canonical form in locked memory.
///
/// What a private key makes of somebody's public point (Diffie–Hellman): whoever sees it can open what was made for that
/// key alone. Never the neutral element.
package struct SecretElement<G: Group>: ~Copyable, Sendable {
    private var storage: LockedBytes

    /// `scalar` times a public point, in constant time.
    /// - Throws: `GroupsError.scalarIsZero`, `.elementIsIdentity`: there is no secret in such a product;
    ///   `.elementOutsideSubgroup` for a point that was not read by `Group.element(decoding:)`; `.memory`.
    package init(_ scalar: borrowing SecretScalar<G>, times element: G.Element) throws(GroupsError) {
        guard !element.isIdentity else { throw .elementIsIdentity(G.curve) }
        // One bit that no private key and no nonce has.
        guard !scalar.isZero else { throw .scalarIsZero(G.curve) }
        var room = try SecretElement.room()
        try scalar.withLimbs { (limbs) throws(GroupsError) in
            try room.withUnsafeMutableBytes { (room) throws(GroupsError) in
                try G.product(limbs: limbs, element, into: room)
            }
        }
        storage = room
    }

    /// Reads the canonical form of a point that somebody handed in.
    ///
    /// In variable time, as it is done on the machine of whom it was sent to; nothing of it stays on heap or stack.
    /// - Parameter bytes: In locked memory; exactly `G.elementByteCount`.
    /// - Throws: `GroupsError.elementLength`, `.elementNotCanonical`, `.elementOutsideSubgroup`, `.elementIsIdentity`,
    ///   `.memory`.
    package init(decodingVariableTime bytes: UnsafeRawBufferPointer) throws(GroupsError) {
        defer { wipeStack() }
        try SecretElement.requireElement(bytes)
        do { storage = try LockedBytes(copying: bytes) } catch { throw .memory(error) }
    }

    /// a times a public point plus b times this one, in variable time: what a proof about this point is verified by.
    ///
    /// Nothing of it stays on heap or stack.
    /// - Throws: `GroupsError.elementIsIdentity` where the sum is the neutral element; `.memory`.
    package borrowing func sumVariableTime(
        _ a: PublicScalar<G>, _ point: G.Element, adding b: PublicScalar<G>
    ) throws(GroupsError) -> SecretElement {
        defer { wipeStack() }
        var room = try SecretElement.room()
        try storage.withUnsafeBytes { (mine) throws(GroupsError) in
            try room.withUnsafeMutableBytes { (room) throws(GroupsError) in
                try SecretElement.sum(a, point, b, mine, into: room)
            }
        }
        return SecretElement(room)
    }

    private init(_ room: consuming LockedBytes) { storage = room }

    /// Apart and not inlined, so that all it leaves on the stack is below its caller, who wipes there.
    @inline(never)
    private static func requireElement(_ bytes: UnsafeRawBufferPointer) throws(GroupsError) {
        _ = try G.element(decodingSecretVariableTime: bytes)
    }

    @inline(never)
    private static func sum(
        _ a: PublicScalar<G>, _ point: G.Element, _ b: PublicScalar<G>, _ mine: UnsafeRawBufferPointer,
        into room: UnsafeMutableRawBufferPointer
    ) throws(GroupsError) {
        let sum = G.secretSumVariableTime(a, point, b, try G.element(decodingSecretVariableTime: mine))
        guard !sum.isIdentity else { throw .elementIsIdentity(G.curve) }
        sum.encode(into: room)
    }

    private static func room() throws(GroupsError) -> LockedBytes {
        do { return try LockedBytes(count: G.elementByteCount) } catch { throw .memory(error) }
    }

    /// The canonical form, `G.elementByteCount` bytes.
    package borrowing func withUnsafeBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try storage.withUnsafeBytes(body)
    }

    /// Whether both are the same point, in constant time; the verdict is released.
    package borrowing func matches(_ other: borrowing SecretElement) -> Bool { storage.matches(other.storage) }
}
