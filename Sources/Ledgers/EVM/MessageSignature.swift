import Encodings
import Groups
import Signatures
package import Transactions

/// A signature beside the message that it is for.
package struct MessageSignature: Sendable {
    private let message: any HashSigned
    /// 0 or 1, r and s, or what is wrong with the first.
    private let parity: Result<UInt8, EVMError>
    private let r: UInt256
    private let s: UInt256
    /// Who must have signed; `nil` where that was not told.
    private let expected: Address?

    /// r ‖ s ‖ v, 65 bytes, with v 27 or 28: how wallets write it.
    static func bytes(_ signature: RecoverableSignature) -> [UInt8] {
        signature.r + signature.s + [27 + signature.yParity]
    }

    /// - Parameters:
    ///   - signature: Hexadecimal digits with or without `0x`, or the bytes themselves: 65 with a v of 0, 1, 27 or 28, or 64
    ///     of EIP-2098's compact form.
    ///   - signer: An address, or a public key in hexadecimal.
    /// - Throws: `EVMError.signatureLength`, `.hex`, `.signerForm`, `.addressChecksum`.
    init(_ signature: [UInt8], of message: any HashSigned, signer: String?) throws(EVMError) {
        self.message = message
        expected = try signer.map { (text) throws(EVMError) in try Address(named: text) }
        let bytes = try Self.octets(signature)
        // EIP-2098: the highest bit of s is the y parity, which a low s leaves free.
        let isCompact = bytes.count == 64
        let tail = isCompact ? [bytes[32] & 0x7f] + bytes[33..<64] : Array(bytes[32..<64])
        guard let r = UInt256(bigEndian: bytes.prefix(32)), let s = UInt256(bigEndian: tail) else {
            throw .signatureLength(found: bytes.count)
        }
        (self.r, self.s) = (r, s)
        parity = isCompact ? .success(bytes[32] >> 7) : Self.parity(bytes[64])
    }

    private static func octets(_ input: [UInt8]) throws(EVMError) -> [UInt8] {
        if input.count == 64 || input.count == 65 { return input }
        let bytes: [UInt8]
        do throws(EVMError) { bytes = try Transaction.bytes(ofHex: try Transaction.trimmed(input)) } catch {
            if case .notATransaction = error { throw .signatureLength(found: input.count) }
            throw error
        }
        guard bytes.count == 64 || bytes.count == 65 else { throw .signatureLength(found: bytes.count) }
        return bytes
    }

    private static func parity(_ v: UInt8) -> Result<UInt8, EVMError> {
        switch v {
        case 0, 1: .success(v)
        case 27, 28: .success(v - 27)
        default: .failure(.signatureParity(.byte(64, field: "v"), found: String(v)))
        }
    }

    private func judged() throws(EVMError) -> (Address, VerifyingKey) {
        let (_, key) = try Recovery.signature(yParity: try parity.get(), r: r, s: s, of: message.signingHash)
        do { return (try Address(key), key) } catch { throw .key(error) }
    }
}

extension MessageSignature: Verifiable {
    /// - Throws: `EVMError.otherChain`, `.unknownChain`.
    package func verified(under terms: Terms) throws -> Verification {
        if let fault = message.chainFault(under: terms) { throw fault }
        let signer: Address?
        let verdict: SignatureVerdict
        do throws(EVMError) {
            let (account, key) = try judged()
            signer = account
            var status = SignatureVerdict.Status.valid
            if let expected, expected != account {
                let error = EVMError.otherSigner(needed: expected.text, found: account.text)
                status = .invalid(code: error.code, reason: error.description)
            }
            verdict = SignatureVerdict(place: "signature", signer: account.text, key: key, status)
        } catch {
            signer = nil
            verdict = SignatureVerdict(
                place: "signature", signer: nil, key: nil, .invalid(code: error.code, reason: error.description))
        }
        return Verification(
            ledger: .evm, kind: message.kind, hash: nil, signatures: [verdict],
            summary: message.summary(account: signer, under: terms))
    }
}

extension Address {
    /// An account as a person names it: its address, or its public key in hexadecimal.
    /// - Throws: `EVMError.signerForm`, `.addressChecksum`.
    init(named text: String) throws(EVMError) {
        let digits = text.hasPrefix("0x") ? String(text.dropFirst(2)) : text
        if text.hasPrefix("0x"), digits.utf8.count == 40 {
            try self.init(text, at: .member("the signer"))
            return
        }
        guard let bytes = try? Hex.decode(digits), let key = try? VerifyingKey(curve: .secp256k1, encoded: bytes),
            let address = try? Address(key)
        else { throw .signerForm(printable(text)) }
        self = address
    }
}
