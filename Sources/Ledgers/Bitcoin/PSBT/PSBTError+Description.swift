import Encodings
import Signatures
import Transactions

extension PSBTError {
    /// What is wrong with its facts, and what to do.
    package var description: String {
        switch self {
        case .notAPSBT: "this is no PSBT, neither in bytes nor in base64; check which file this is"
        case .tooLong(let limit, let found):
            "the PSBT has \(found) bytes and no more than \(limit) are read; check which file this is"
        case .base64(let facts): "the PSBT is not base64: \(facts)"
        case .transaction(let facts): facts.description
        case .duplicateKey(let place): "\(place) stands there twice; make the PSBT again"
        case .keyForm(let place, let needed):
            "the key of \(place) is not \(needed); make the PSBT again"
        case .valueForm(let place, let needed):
            "\(place) is not \(needed); make the PSBT again"
        case .content(let place, let facts): "\(place), counted from there: \(facts)"
        case .unknownVersion(let found): "PSBT version \(found) is not known; make one of version 0 or 2"
        case .fieldOfOtherVersion(let place, let version):
            "\(place) does not belong into a PSBT of version \(version); make the PSBT again"
        case .missingField(let place): "\(place) is missing; make the PSBT again"
        case .scriptInUnsigned(let place, let input):
            "\(place) has a script at input \(input), and has to be without any; make the PSBT again"
        case .locktimesConflict:
            """
            one input needs a locktime in blocks and another one a time, which no transaction has; \
            spend them in two transactions
            """
        case .noUTXO, .previousTransactionID, .noSuchOutput, .utxoAmount, .utxoScript, .witnessUTXOForLegacy:
            previousOutputWords
        case .redeemScript, .witnessScript, .internalKey, .leafScript: scriptWords
        case .sighashType, .singleWithoutOutput, .sighash: sighashWords
        case .ownSignature, .foreignSignature, .finalScript: signatureWords
        case .negativeFee, .spentTooLarge, .unprovenFee, .highFee: feeWords
        case .hiddenMessage:
            """
            this is no payment: it signs a message (BIP-322) of which only the hash is here; \
            sign the message itself, with --message
            """
        case .previousOutputsNeeded(let input, let missing):
            """
            input \(input) is taproot, whose signature covers the amounts and scripts of all inputs, and \
            \(numbered("input", missing)) \(missing.count == 1 ? "has" : "have") no UTXO; have the wallet add it
            """
        case .nothingToSign(let inputs):
            """
            this key signs none of the inputs (\(PSBTError.listed(inputs.map { "input \($0.input): \($0.reason)" }, "; "))); \
            bring the key whose outputs are spent
            """
        case .incomplete(let missing):
            "the transaction is not complete (\(PSBTError.listed(missing, "; "))); let the others sign the PSBT first"
        case .key(let facts): facts.description
        case .signing(let facts): facts.description
        case .signedDiffers(let input):
            "input \(input) was signed and does not verify when read back, so nothing was given out; report this as a bug"
        }
    }

    private var previousOutputWords: String {
        switch self {
        case .noUTXO(let input):
            "input \(input) comes without the output it spends; have the wallet add the previous transaction"
        case .previousTransactionID(let input, let needed, let found):
            """
            the previous transaction of input \(input) is \(found) and not \(needed), which is spent; \
            do not trust this PSBT, and make it again
            """
        case .noSuchOutput(let input, let index, let outputs):
            """
            input \(input) spends output \(index) of a transaction that has \(outputs); \
            do not trust this PSBT, and make it again
            """
        case .utxoAmount(let input, let claimed, let found):
            """
            input \(input) is claimed to spend \(claimed) sat and spends \(found) sat; \
            do not trust this PSBT, and make it again
            """
        case .utxoScript(let input):
            """
            input \(input) is claimed to spend another script than it does; \
            do not trust this PSBT, and make it again
            """
        default:
            """
            input \(inputNumber) is not segwit and comes with a witness UTXO, by which its amount cannot be known \
            (BIP-174); have the wallet give the previous transaction instead
            """
        }
    }

    private var scriptWords: String {
        let fault =
            switch self {
            case .redeemScript: "redeem script of input \(inputNumber) does not hash to the script that is spent"
            case .witnessScript: "witness script of input \(inputNumber) does not hash to the program that is spent"
            case .internalKey:
                "internal key of input \(inputNumber), with its Merkle root, does not give the output key that is spent"
            default: "leaf script of input \(inputNumber) is not in the tree of the output that is spent"
            }
        return "the \(fault); do not trust this PSBT, and make it again"
    }

    private var sighashWords: String {
        switch self {
        case .sighashType(let input, let type):
            "input \(input) asks for the sighash type \(type.name), which no rule defines; have it ask for ALL"
        case .sighash(let input, let type):
            """
            input \(input) asks for a signature with \(type.name), which covers \(type.words); \
            have it ask for ALL, or make sure that this is meant
            """
        default:
            """
            input \(inputNumber) asks for a signature with its own output (SINGLE) and there is no output \
            \(inputNumber), so that the signature could be used for anything; have it ask for ALL
            """
        }
    }

    private var signatureWords: String {
        switch self {
        case .ownSignature(let input, let reason):
            """
            input \(input) already has a signature of this key that is not good (\(reason)); \
            the transaction was altered after it was signed, so make the PSBT again
            """
        case .foreignSignature(let input, let key, let reason):
            """
            input \(input) has a signature by \(key) that is not good (\(reason)); \
            the transaction may have been altered after it was signed, so ask the others for theirs
            """
        case .finalScript(_, let reason):
            "input \(inputNumber) is said to be final and is not good (\(reason)); make the PSBT again"
        default: ""
        }
    }

    private var feeWords: String {
        switch self {
        case .negativeFee(let spent, let paid):
            "the inputs are worth \(spent) sat and the outputs \(paid) sat, which is more; make the transaction again"
        case .spentTooLarge(let input):
            """
            \(input.map { "input \($0) spends" } ?? "the inputs together spend") more than the 21,000,000 BTC that there can \
            be; do not trust this PSBT, and make it again
            """
        case .unprovenFee(let inputs):
            """
            the fee is not provable: \(numbered("input", inputs)) \(inputs.count == 1 ? "comes" : "come") without \
            the previous transaction, so that the amount can be a lie; have the wallet add it
            """
        case .highFee(let words): "the fee is \(words), which is very high; make sure that this is meant"
        default: ""
        }
    }

    /// Which input this is about, where it is about one.
    package var inputNumber: Int {
        switch self {
        case .noUTXO(let input), .previousTransactionID(let input, _, _), .noSuchOutput(let input, _, _),
            .utxoAmount(let input, _, _), .utxoScript(let input), .witnessUTXOForLegacy(let input),
            .redeemScript(let input), .witnessScript(let input), .internalKey(let input), .leafScript(let input),
            .sighashType(let input, _), .singleWithoutOutput(let input), .previousOutputsNeeded(let input, _),
            .ownSignature(let input, _), .foreignSignature(let input, _, _), .finalScript(let input, _),
            .sighash(let input, _), .signedDiffers(let input):
            input
        case .spentTooLarge(let input): input ?? 0
        default: 0
        }
    }

    private func numbered(_ noun: String, _ numbers: [Int]) -> String {
        (numbers.count == 1 ? noun : noun + "s") + " " + PSBTError.listed(numbers)
    }

    /// Numbers one after the other, and how many more there are: ten thousand inputs make no message.
    static func listed(_ numbers: [Int]) -> String { listed(numbers.map(String.init), ", ") }

    fileprivate static func listed(_ items: [String], _ separator: String) -> String {
        let most = 16
        let more = items.count > most ? "\(separator)and \(items.count - most) more" : ""
        return items.prefix(most).joined(separator: separator) + more
    }
}
