import Digests
import Encodings
import Groups
import Signatures
import Transactions

/// Bitcoin Core's `signmessage`: a signature that names its key, over a message that is no transaction.
enum ClassicMessage {
    /// SHA-256 twice over the text `Bitcoin Signed Message:` with a newline, and the message, each with its length before it
    /// (Bitcoin Core, `util/message.cpp`, `MessageHash`).
    static func digest(of message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendPrefixed(Array("Bitcoin Signed Message:\n".utf8))
        bytes.appendPrefixed(message)
        return DoubleSHA256.hash(bytes)
    }

    /// 27 and the recovery bit, 4 more for a compressed key.
    static func header(of signature: RecoverableSignature, for form: AddressForm) -> UInt8 {
        (form == .p2pkhUncompressed ? 27 : 31) + signature.yParity
    }

    /// The address that a signature is for.
    ///
    /// Headers to 30 are for keys that are not compressed, to 34 for compressed ones, to 38 and 42 for such keys behind
    /// P2SH-P2WPKH and P2WPKH (BIP-137); some wallets write one of the second kind for all of the last three. The key is
    /// proven either way, and it is the address that tells which form was meant.
    /// - Throws: `MessageError.classicHeader`, `.classicForOtherAddress`, `.signatures`, `.otherSigner`.
    static func verify(
        _ header: UInt8, _ compact: [UInt8], message: [UInt8], by address: Address
    ) throws(MessageError) -> VerifyingKey {
        guard (27...42).contains(header) else { throw .classicHeader(header) }
        let kind = (header - 27) / 4
        let key: VerifyingKey
        do {
            // Recovery bits 2 and 3 are for an x that is not below the order, one signature in 2¹²⁷.
            let signature = try RecoverableSignature(
                try ECDSASignature(.secp256k1, compact: compact), yParity: (header - 27) % 4)
            key = try ECDSA.recover(signature, digest: digest(of: message))
        } catch { throw .signatures(error) }
        let isOwner: Bool
        do {
            switch (address.script.template, kind) {
            case (.p2pkh(let hash), 0): isOwner = Hash160.hash(try key.uncompressed()) == hash
            case (.p2pkh(let hash), 1), (.p2wpkh(let hash), 1), (.p2wpkh(let hash), 3):
                isOwner = Hash160.hash(key.encoded) == hash
            case (.p2sh(let hash), 1), (.p2sh(let hash), 2):
                isOwner = Hash160.hash(Script.p2wpkh(hash: Hash160.hash(key.encoded)).bytes) == hash
            default: throw MessageError.classicForOtherAddress
            }
        } catch let error as MessageError {
            throw error
        } catch {
            preconditionFailure("a key of secp256k1 has an uncompressed form: \(error)")
        }
        guard isOwner else { throw .otherSigner(needed: address.text) }
        return key
    }
}
