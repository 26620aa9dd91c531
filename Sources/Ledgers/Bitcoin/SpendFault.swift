import Encodings
import Signatures
import Transactions

/// Why an input, or one of its signatures, is not good or not judged.
enum SpendFault: Error, Equatable {
    enum ScriptPlace: String, Sendable { case output, redeem, witness, leaf }

    // The shape of what is shown
    case unexpectedWitness
    case scriptSigNotEmpty
    case scriptSigNotPushes
    case scriptSigNotOnePush
    case pushNotMinimal
    case stackSize(needed: Int, found: Int)
    case stackNotClean(needed: Int, found: Int)
    case redeemScriptTooLong(found: Int)
    case nullDummy
    case keyHash
    case scriptHash(ScriptPlace)
    case notALeaf
    case unspendable
    case witnessProgramLength
    case form(BitcoinError)

    // Keys and signatures
    case hybridKey
    case keyNotCompressed
    case key(SignaturesError)
    case notLowS
    case doesNotVerify
    case noKeyLeft

    // Outside of what is judged here
    case previousOutputMissing(Outpoint)
    case otherOutputsMissing
    case unknownScript(ScriptPlace)
    case unknownWitnessVersion(Int)
    case unknownLeafVersion(UInt8)
    case coinbase

    var code: String {
        switch self {
        case .unexpectedWitness: "unexpected-witness"
        case .scriptSigNotEmpty, .scriptSigNotOnePush: "script-sig-not-empty"
        case .scriptSigNotPushes: "script-sig-not-pushes"
        case .pushNotMinimal: "push-not-minimal"
        case .stackSize: "stack-size"
        case .stackNotClean: "stack-not-clean"
        case .redeemScriptTooLong: "redeem-script-too-long"
        case .nullDummy: "null-dummy"
        case .keyHash: "key-hash"
        case .scriptHash: "script-hash"
        case .notALeaf: "not-a-leaf"
        case .unspendable, .witnessProgramLength: "unspendable"
        case .form(let facts): facts.code
        case .hybridKey: "hybrid-key"
        case .keyNotCompressed: "key-not-compressed"
        case .key: "public-key"
        case .notLowS: "not-low-s"
        case .doesNotVerify, .noKeyLeft: "signature-invalid"
        case .previousOutputMissing, .otherOutputsMissing: "previous-output-missing"
        case .unknownScript: "unknown-script"
        case .unknownWitnessVersion: "unknown-witness-version"
        case .unknownLeafVersion: "unknown-leaf-version"
        case .coinbase: "coinbase"
        }
    }

    /// Whether nothing is said about the signature: what would have to be known is missing, or not understood here.
    var isNotJudged: Bool {
        switch self {
        case .previousOutputMissing, .otherOutputsMissing, .unknownScript, .unknownWitnessVersion,
            .unknownLeafVersion, .coinbase:
            true
        default: false
        }
    }

    var status: SignatureVerdict.Status {
        isNotJudged ? .notJudged(code: code, reason: reason) : .invalid(code: code, reason: reason)
    }
}

extension SpendFault {
    /// One sentence with the facts, for a person.
    var reason: String {
        switch self {
        case .unexpectedWitness: "there is a witness and the output that is spent takes none"
        case .scriptSigNotEmpty: "the input's script has to be empty for a segwit output"
        case .scriptSigNotPushes:
            "the input's script does more than push: consensus forbids it to P2SH, and nodes don't relay it elsewhere"
        case .scriptSigNotOnePush: "the input's script has to be one push of the redeem script (BIP-141)"
        case .pushNotMinimal:
            "a push in the input's script is longer than it has to be: consensus takes it, nodes don't relay it"
        case .stackSize(let needed, let found): "\(needed) items have to be shown and \(found) are"
        case .stackNotClean(let needed, let found):
            """
            \(found) items are shown and \(needed) are used: consensus forbids it to segwit, and nodes don't relay it \
            elsewhere
            """
        case .redeemScriptTooLong(let found):
            "the redeem script has \(found) bytes and \(Script.longestPush) is the most that is pushed (BIP-16)"
        case .nullDummy: "the item before the signatures has to be empty (BIP-147)"
        case .keyHash: "the key that is shown is not the one that the output was sent to"
        case .scriptHash(let place): "the \(place.rawValue) script is not the one that the output was sent to"
        case .notALeaf: "the script is no leaf below the output key (BIP-341)"
        case .unspendable: "the output is marked as one that nobody can spend (OP_RETURN)"
        case .witnessProgramLength: "the output's witness program of version 0 has a length that nobody can spend"
        case .form(let facts): facts.description
        case .hybridKey: "the public key is in the hybrid form: consensus takes it, nodes don't relay it"
        case .keyNotCompressed:
            "the public key in a witness is not compressed: consensus takes it, nodes don't relay it (BIP-143)"
        case .key(let facts): facts.description
        case .notLowS: "s is above half of the group order: consensus takes it, nodes don't relay it (BIP-146)"
        case .doesNotVerify: "the signature is not by this key over this transaction"
        case .noKeyLeft: "the signature is by none of the keys that its place leaves to it"
        case .previousOutputMissing(let outpoint): "output \(outpoint.text), which it spends, is not known"
        case .otherOutputsMissing:
            "a taproot signature covers all outputs that are spent, and not all of them are known"
        case .unknownScript(let place):
            "the \(place.rawValue) script is of no form that is judged here"
        case .unknownWitnessVersion(let version):
            "no rule speaks of witness version \(version) yet: anyone can spend the output"
        case .unknownLeafVersion(let version):
            "no rule speaks of leaf version 0x\(Hex.encode([version])) yet: anyone can spend the output with it"
        case .coinbase: "this is the first transaction of a block, which spends no output"
        }
    }
}
