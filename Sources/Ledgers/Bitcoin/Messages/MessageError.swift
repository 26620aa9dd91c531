package import Encodings
package import Signatures
package import Transactions

/// What can be wrong with a message to sign, or with the signature of one.
@nonexhaustive
package enum MessageError: LedgerError, Equatable {
    // What was asked for
    case tooLong(limit: Int, found: Int)
    case unknownAddressForm(String)
    case unknownScheme(String)
    case classicForOtherForm(AddressForm)
    case signer(SignaturesError)

    // The form of a signature
    case signatureTooLong(limit: Int)
    case base64(EncodingsError)
    /// Neither a header with r and s, nor a witness, nor a transaction.
    case signatureForm
    case witness(BitcoinError)
    case transaction(BitcoinError)
    case psbt(PSBTError)

    // What a signature says
    case classicHeader(UInt8)
    case classicForOtherAddress
    case signatures(SignaturesError)
    case otherSigner(needed: String)
    case simpleForOtherForm
    case otherMessage
    case outputs
    case notFinal(input: Int)
    case funds(PSBTError)
    case sighash(String)
    case version(UInt32)

    /// A signature just made does not read back.
    case signedDiffers

    package var code: String {
        switch self {
        case .tooLong: "message-too-long"
        case .unknownAddressForm: "unknown-address-form"
        case .unknownScheme: "unknown-scheme"
        case .classicForOtherForm: "scheme-not-for-address"
        case .signer: "signer-form"
        case .signatureTooLong, .base64, .signatureForm, .witness, .transaction, .psbt: "signature-form"
        case .classicHeader: "signature-header"
        case .classicForOtherAddress, .simpleForOtherForm: "signature-not-for-address"
        case .signatures: "signature-invalid"
        case .otherSigner: "other-signer"
        case .otherMessage: "other-message"
        case .outputs: "message-outputs"
        case .notFinal: "not-final"
        case .funds(let facts): facts.code
        case .sighash: "sighash"
        case .version: "transaction-version"
        case .signedDiffers: "signed-differs"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .signatureTooLong, .base64, .signatureForm, .witness, .transaction, .psbt: .malformed
        case .tooLong, .unknownAddressForm, .unknownScheme, .classicForOtherForm, .signer: .refused
        case .classicHeader, .classicForOtherAddress, .signatures, .otherSigner, .simpleForOtherForm, .otherMessage,
            .outputs, .notFinal, .funds, .sighash, .version:
            .signatureInvalid
        case .signedDiffers: .ownFault
        }
    }

    package var liftedBy: Risk? { nil }
}

extension MessageError {
    package var description: String {
        switch self {
        case .tooLong(let limit, let found):
            "the message has \(found) bytes, more than the \(limit) that anyone reads; sign a hash of it instead"
        case .unknownAddressForm(let name):
            "'\(printable(name))' is no form of address; use one of \(AddressForm.allCases.map(\.rawValue).joined(separator: ", "))"
        case .unknownScheme(let name):
            "'\(printable(name))' is no way to sign a Bitcoin message; use bip322 or signmessage"
        case .classicForOtherForm(let form):
            "signmessage is for p2pkh addresses and this is \(form.rawValue); use bip322, or the p2pkh address"
        case .signer(let facts): "whose signature it must be is not told: \(facts.description)"
        case .signatureTooLong(let limit):
            "the signature has more than \(limit) letters, and none is so long; check which file this is"
        case .base64(let facts): "the signature is not base64: \(facts)"
        case .signatureForm:
            "the signature is neither of signmessage's form nor of BIP-322's; ask the signer for the original"
        case .witness(let facts): "the signature's witness is damaged: \(facts.description)"
        case .transaction(let facts): "the signature's transaction is damaged: \(facts.description)"
        case .psbt(let facts): "the signature's PSBT is damaged: \(facts.description)"
        case .classicHeader(let header):
            "the signature begins with \(header), and signmessage's with 27 to 42; ask the signer for the original"
        case .classicForOtherAddress:
            "a signature of signmessage is for the hash of one key and this address is of another form; ask for BIP-322's"
        case .signatures(let facts): facts.description
        case .otherSigner(let needed):
            "the signature is not by \(needed) over this message; check the message to the letter, and who must sign"
        case .simpleForOtherForm:
            "a simple signature of BIP-322 is for segwit addresses and this is none; ask the signer for a full one"
        case .otherMessage:
            "the signature is for another message or another address; check the message to the letter, and who must sign"
        case .outputs:
            "the signature's transaction has other outputs than BIP-322 gives it; refuse what it came with"
        case .notFinal(let input):
            "input \(input) of the proof of funds has no final script; ask the signer to finalize it"
        case .funds(let facts): "the proof of funds contradicts itself: \(facts.description)"
        case .sighash(let name):
            "the signature covers \(name) and BIP-322 wants ALL; ask the signer for another one"
        case .version(let version):
            "the signature's transaction has version \(version), and BIP-322 knows 0 and 2; verify it with newer software"
        case .signedDiffers:
            "a signature just made does not verify and was not given out; check this machine's memory"
        }
    }
}
