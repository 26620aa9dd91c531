package import Groups

/// A point of whichever group: holders of one dealing can have keys of different ones. Never the neutral element.
package struct AnyElement: Hashable, Sendable {
    package let curve: CurveName
    /// The canonical form in that group.
    package let encoded: [UInt8]
    private let element: any GroupElement

    /// - Parameter element: Not the neutral element.
    package init<H: Group>(_ element: H.Element, in group: H.Type) {
        curve = H.curve
        encoded = element.encoded
        self.element = element
    }

    /// Reads the canonical form of a point of the group's prime-order part.
    /// - Throws: As `Group.element(decoding:)`.
    package init(decoding bytes: [UInt8], in curve: CurveName) throws(GroupsError) {
        self = try AnyElement.read(bytes, curve.group)
    }

    /// The point of secp256k1 with this x and an even y, where no more is known of a key (BIP-340).
    /// - Parameter bytes: x in 32 bytes, big-endian.
    /// - Throws: `GroupsError.elementNotCanonical` where no point has it.
    package init(xOnly bytes: [UInt8]) throws(GroupsError) {
        guard bytes.count == 32 else { throw .elementNotCanonical(.secp256k1) }
        try self.init(decoding: [2] + bytes, in: .secp256k1)
    }

    private static func read<H: Group>(_ bytes: [UInt8], _ group: H.Type) throws(GroupsError) -> AnyElement {
        AnyElement(try H.element(decoding: bytes), in: group)
    }

    /// H, the generator of a group.
    static func generator(of curve: CurveName) -> AnyElement {
        func generator<H: Group>(_ group: H.Type) -> AnyElement { AnyElement(H.generator, in: group) }
        return generator(curve.group)
    }

    /// The point with its own type again.
    /// - Parameter group: That of `curve`.
    package func element<H: Group>(in group: H.Type) -> H.Element {
        guard let element = element as? H.Element else { preconditionFailure("a point is asked for in its own group") }
        return element
    }

    /// The same for a point and its opposite, and for no other.
    package var withoutSign: UnsignedElement {
        switch curve {
        case .secp256k1, .p256: UnsignedElement(curve: curve, bytes: Array(encoded.dropFirst()))
        case .ed25519: UnsignedElement(curve: curve, bytes: encoded.dropLast() + [encoded[31] & 0x7F])
        }
    }

    package static func == (a: AnyElement, b: AnyElement) -> Bool { a.curve == b.curve && a.encoded == b.encoded }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(curve)
        hasher.combine(encoded)
    }
}

/// A point and its opposite.
package struct UnsignedElement: Hashable, Sendable {
    fileprivate let curve: CurveName
    fileprivate let bytes: [UInt8]
}
