import Groups
package import Signatures

/// An ECDSA signature as scripts carry it: strict DER (BIP-66), and a byte that says what it covers.
package struct ScriptSignature: Hashable, Sendable {
    package let signature: ECDSASignature
    package let type: SighashType

    package init(_ signature: ECDSASignature, _ type: SighashType) {
        self.signature = signature
        self.type = type
    }

    /// Reads one. A high s is taken: see `ECDSASignature.isLowS`.
    /// - Throws: `BitcoinError.emptySignature`; `.signature` for bytes that are not strict DER, or numbers that no
    ///   signature has; `.sighashType` for a byte that is none of the six.
    package init(_ bytes: [UInt8]) throws(BitcoinError) {
        guard let last = bytes.last else { throw .emptySignature }
        do { signature = try ECDSASignature(.secp256k1, der: Array(bytes.dropLast())) } catch {
            throw .signature(error)
        }
        type = SighashType(last)
        guard type.isDefined else { throw .sighashType(type.value) }
    }

    package var bytes: [UInt8] { signature.der + [UInt8(truncatingIfNeeded: type.value)] }
}

/// A BIP-340 signature as witnesses carry it: 64 bytes where it is of type DEFAULT, else a byte more that says what it
/// covers (BIP-341, "Script validation rules").
package struct TaprootSignature: Hashable, Sendable {
    package let signature: SchnorrSignature
    package let type: SighashType

    package init(_ signature: SchnorrSignature, _ type: SighashType) {
        self.signature = signature
        self.type = type
    }

    /// Reads one.
    /// - Throws: `BitcoinError.emptySignature`, `.taprootSignatureLength`; `.sighashType` for a byte that is none of the
    ///   six: 0 is never written.
    package init(_ bytes: [UInt8]) throws(BitcoinError) {
        guard let last = bytes.last else { throw .emptySignature }
        guard bytes.count == 64 || bytes.count == 65 else { throw .taprootSignatureLength(found: bytes.count) }
        do { signature = try SchnorrSignature(Array(bytes.prefix(64))) } catch { throw .signature(error) }
        type = bytes.count == 64 ? .default : SighashType(last)
        guard bytes.count == 64 || type.isDefined else { throw .sighashType(type.value) }
    }

    package var bytes: [UInt8] {
        type == .default ? signature.bytes : signature.bytes + [UInt8(truncatingIfNeeded: type.value)]
    }
}
