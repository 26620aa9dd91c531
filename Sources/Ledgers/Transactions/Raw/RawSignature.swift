import Encodings
import Groups
import Signatures

/// A signature over bytes as they are, and whose it has to be.
package struct RawSignature: Sendable {
    private let bytes: [UInt8]
    private let signature: [UInt8]
    /// Every way in which the public key can be read; several where its digits are those of keys of two groups.
    private let readings: [Reading]

    private struct Reading: Hashable, Sendable {
        let scheme: RawScheme
        let key: VerifyingKey
    }

    /// - Parameters:
    ///   - signature: DER or 64 bytes; or such in hexadecimal digits.
    ///   - signer: A public key in hexadecimal digits: 33 or 65 bytes, for Ed25519 and BIP-340 32.
    ///   - scheme: `nil` where the key decides.
    /// - Throws: `RawError.signatureForm`, `.signerForm`, `.schemeForOtherKey`; `.digestLength` where a digest is wanted.
    package init(
        _ signature: [UInt8], of bytes: [UInt8], signer: String, scheme: RawScheme?
    ) throws(RawError) {
        self.bytes = bytes
        self.signature = try RawSignature.octets(signature)
        guard let digits = try? Hex.decode(signer.hasPrefix("0x") ? String(signer.dropFirst(2)) : signer) else {
            throw .signerForm
        }
        let all = RawScheme.allCases.flatMap { RawSignature.readings(of: digits, in: $0) }
        guard let any = all.first else { throw .signerForm }
        let wanted = all.filter { scheme == nil || $0.scheme == scheme }
        guard let first = wanted.first else { throw .schemeForOtherKey(scheme ?? any.scheme, found: any.key.curve) }
        // Where a digest is wanted whichever way it is read, the content has to be one.
        let possible = wanted.filter { (try? RawContent.signed(bytes, with: $0.scheme)) != nil }
        guard !possible.isEmpty else {
            _ = try RawContent.signed(bytes, with: first.scheme)
            preconditionFailure("the content is refused in every reading")
        }
        readings = possible
    }

    /// - Parameters:
    ///   - signature: DER or 64 bytes; or such in hexadecimal digits.
    ///   - key: Who must have signed.
    /// - Throws: `RawError.signatureForm`, `.digestLength`.
    init(_ signature: [UInt8], of bytes: [UInt8], by key: VerifyingKey, scheme: RawScheme) throws(RawError) {
        self.bytes = bytes
        self.signature = try RawSignature.octets(signature)
        _ = try RawContent.signed(bytes, with: scheme)
        readings = [Reading(scheme: scheme, key: key)]
    }

    private static func octets(_ input: [UInt8]) throws(RawError) -> [UInt8] {
        // The longest DER form has 72 bytes; 64 or 72 of them that are all hexadecimal digits are digits.
        let digits = RawContent.textWithoutBlanks(input)
        if let bytes = try? Hex.decode(digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits), !bytes.isEmpty {
            return bytes
        }
        guard (8...72).contains(input.count) else { throw .signatureForm }
        return input
    }

    private static func readings(of digits: [UInt8], in scheme: RawScheme) -> [Reading] {
        // An x-coordinate alone stands for the even one of its two points (BIP-340).
        let encoded = scheme == .schnorr && digits.count == 32 ? [2] + digits : digits
        return scheme.groups.compactMap { curve in
            (try? VerifyingKey(curve: curve, encoded: encoded)).map { Reading(scheme: scheme, key: $0) }
        }
    }

    var isValid: Bool { verdict.status == .valid }

    /// The first reading in which it verifies; else what is wrong with it in the first.
    private var verdict: SignatureVerdict { judged.verdict }

    private var judged: (reading: Reading, verdict: SignatureVerdict) {
        var first: RawError?
        for reading in readings {
            do {
                try verify(reading)
                return (reading, verdict(reading, .valid))
            } catch { first = first ?? error }
        }
        let error = first ?? .signatureForm
        return (readings[0], verdict(readings[0], .invalid(code: error.code, reason: error.description)))
    }

    private func verdict(_ reading: Reading, _ status: SignatureVerdict.Status) -> SignatureVerdict {
        SignatureVerdict(
            place: "signature", signer: RawLedger.name(of: reading.key, in: reading.scheme), key: reading.key, status)
    }

    private func verify(_ reading: Reading) throws(RawError) {
        let content = try RawContent.signed(bytes, with: reading.scheme)
        do {
            switch reading.scheme {
            case .ecdsa:
                try ECDSA.verify(try ecdsa(reading.key.curve), digest: content, by: reading.key, lowS: .accepted)
            case .schnorr:
                try Schnorr.verify(try SchnorrSignature(signature), message: content, by: try XOnlyKey(reading.key))
            case .ed25519:
                try EdDSA.verify(try EdDSASignature(signature), message: content, by: reading.key)
            }
        } catch { throw .signature(error) }
    }

    /// r ‖ s, or DER; 64 bytes that are both are rarer than one in 2⁴⁰, and read as DER.
    private func ecdsa(_ curve: CurveName) throws(SignaturesError) -> ECDSASignature {
        if let der = try? ECDSASignature(curve, der: signature) { return der }
        return signature.count == 64
            ? try ECDSASignature(curve, compact: signature) : try ECDSASignature(curve, der: signature)
    }
}

extension RawSignature: Verifiable {
    package func verified(under terms: Terms) -> Verification {
        let (reading, verdict) = judged
        return Verification(
            ledger: .raw, kind: reading.scheme.kind, hash: nil, signatures: [verdict],
            summary: RawContent.summary(of: bytes, with: reading.scheme, signer: verdict.signer), notes: notes(reading),
            members: JSONObject([
                ("scheme", .string(reading.scheme.rawValue)), ("curve", .string(reading.key.curve.rawValue)),
            ]))
    }

    private func notes(_ reading: Reading) -> [String] {
        guard reading.scheme == .ecdsa, let ecdsa = try? ecdsa(reading.key.curve) else { return [] }
        // (e, r, s) follow from R = u·G + v·P for any public key P: r = x(R), s = r/v, e = r·u/v.
        let digest = """
            the digest was not computed here: anyone can make a digest that fits a signature by any public key, so it proves \
            nothing until you have hashed the content yourself
            """
        return [digest] + (ecdsa.isLowS ? [] : ["s is above half of the group order, which many ledgers refuse"])
    }
}
