import Encodings
package import Groups
package import Signatures

/// What can be wrong with bytes that are signed as they are.
@nonexhaustive
package enum RawError: LedgerError, Equatable {
    /// Nobody accepted that what is signed cannot be seen.
    case blind(RawScheme)
    /// The bytes are a known ledger's.
    case knownLedger(LedgerName)
    /// The bytes are a known ledger's, with a fault.
    case damagedLedger(LedgerName)
    case unknownScheme(String)
    case schemeForOtherKey(RawScheme, found: CurveName)
    case digestLength(found: Int)
    case tooLong(limit: Int, found: Int)
    /// There is no file that holds both.
    case signatureWithoutContent
    case signerForm
    case signatureForm
    case signature(SignaturesError)
    case signedDiffers

    package var code: String {
        switch self {
        case .blind: "blind"
        case .knownLedger, .damagedLedger: "known-ledger"
        case .unknownScheme: "unknown-scheme"
        case .schemeForOtherKey: "scheme-not-for-key"
        case .digestLength: "digest-length"
        case .tooLong: "message-too-long"
        case .signatureWithoutContent: "signature-without-content"
        case .signerForm: "signer-form"
        case .signatureForm: "signature-form"
        case .signature: "signature-invalid"
        case .signedDiffers: "signed-differs"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .blind, .knownLedger, .damagedLedger, .unknownScheme, .schemeForOtherKey, .tooLong,
            .signatureWithoutContent, .signerForm:
            .refused
        case .digestLength, .signatureForm: .malformed
        case .signature: .signatureInvalid
        case .signedDiffers: .ownFault
        }
    }

    package var liftedBy: Risk? {
        switch self {
        case .blind: .blind
        default: nil
        }
    }

    package var description: String {
        switch self {
        case .blind(let scheme) where scheme.signsDigest:
            """
            nobody can see what a digest stands for, and a false one gives everything away; sign the transaction itself \
            where its ledger is known
            """
        case .blind:
            """
            nobody can see what these bytes mean to whoever takes the signature; sign the transaction itself where its \
            ledger is known
            """
        case .knownLedger(let ledger):
            "these bytes are a transaction of \(ledger.rawValue), and are not signed unseen; sign them as what they are"
        case .damagedLedger(let ledger):
            """
            these bytes look like a transaction of \(ledger.rawValue) that has a fault, which its nodes may not mind; \
            name that ledger to learn the fault
            """
        case .unknownScheme(let name):
            "'\(printable(name))' is no way to sign; use one of \(RawScheme.allCases.map(\.rawValue).joined(separator: ", "))"
        case .schemeForOtherKey(let scheme, let found):
            "\(scheme.rawValue) is not for a key of \(found.rawValue); bring one of \(names(scheme.groups))"
        case .digestLength(let found):
            "a digest is 32 bytes or 64 hexadecimal digits and this has \(found) bytes; hash the content first"
        case .tooLong(let limit, let found):
            "the message has \(found) bytes, more than the \(limit) that anyone reads; sign a hash of it instead"
        case .signatureWithoutContent:
            "a raw signature does not hold what it is over; give that beside it"
        case .signerForm:
            "who must have signed is told by a public key in hexadecimal digits, and this is none; check it"
        case .signatureForm:
            "the signature is neither DER nor 64 bytes, in binary or hexadecimal digits; ask the signer for the original"
        case .signature(let facts): facts.description
        case .signedDiffers:
            "a signature just made does not verify and was not given out; check this machine's memory"
        }
    }

    private func names(_ curves: [CurveName]) -> String { curves.map(\.rawValue).joined(separator: " or ") }
}
