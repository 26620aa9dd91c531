import Encodings
import Signatures
import Transactions

extension BitcoinError {
    /// What is wrong with its facts, and what to do.
    package var description: String {
        switch self {
        case .notATransaction:
            "this is no Bitcoin transaction, neither in hexadecimal digits nor in bytes; check which file this is"
        case .tooLong(let limit, let found):
            "the transaction has \(found) bytes and no block takes more than \(limit); check which file this is"
        case .hex(let facts): "the transaction is not hexadecimal: \(facts)"
        case .cutOff(let place): "the transaction ends within \(place); get the whole of it"
        case .compactSizeNotMinimal(let place):
            "\(place): the number is written longer than it has to be, which Bitcoin refuses; make the transaction again"
        case .countTooLarge(let place, let found):
            "\(place): \(found) are announced and the bytes that follow cannot hold them; get the whole of the transaction"
        case .trailingBytes(let place, let found):
            "\(found) bytes follow after \(place); give one transaction and nothing else"
        case .witnessFlag(let place):
            "\(place) has to be 1 (BIP-144); this has no inputs or is no transaction, so make it again"
        case .witnessWithoutItems(let place):
            "\(place) is announced and empty for every input, which BIP-144 forbids; make the transaction again"
        case .transactionIDLength(let found): "a transaction id has 32 bytes and this has \(found); check it"
        case .transactionIDForm(let text):
            "'\(printable(text, most: 80))' is no transaction id, which has 64 hexadecimal digits; check it letter by letter"
        case .amountTooLarge(let value):
            "\(value) sat are more than the 21,000,000 BTC that there can be; check the amount"
        case .addressForm(let text):
            "'\(printable(text, most: 100))' is no Bitcoin address; check it letter by letter"
        case .address(let text, let facts):
            "'\(printable(text, most: 100))' is no Bitcoin address: \(facts)"
        case .addressOfOtherNetwork(let text, let needed, let found):
            """
            \(printable(text, most: 100)) is an address of \(found.map(\.rawValue).joined(separator: " or ")) and this \
            is about \(needed.rawValue); make sure which network is meant
            """
        case .unknownNetwork(let name):
            """
            no Bitcoin network '\(printable(name))' is known; use one of \
            \(Network.allCases.map(\.rawValue).joined(separator: ", "))
            """
        case .beside(let name, let facts): "\(printable(name)): \(facts.description)"
        case .previousOutputForm(let text):
            """
            '\(printable(text, most: 100))' is no previous output; write it as TXID:INDEX:SATOSHI:SCRIPT with the script in \
            hexadecimal digits
            """
        case .previousOutputsDisagree(let outpoint):
            "two of the files say different things of output \(outpoint.text); keep the one from a source you trust"
        case .rawTransactionToSign(let isSigned):
            isSigned
                ? "this transaction carries signatures already; verify it, or sign the PSBT that it was made from"
                : "a raw transaction does not say what the outputs hold that it spends; make a PSBT of it and sign that"
        case .noInputs: "the transaction has no inputs, so that it spends nothing; make it again"
        case .noOutputs: "the transaction has no outputs, which no node takes; make it again"
        case .tooHeavy(let limit, let found):
            "the transaction weighs \(found) units and a block holds \(limit); make smaller ones"
        case .outputTooLarge(let output, let found):
            "output \(output) has \(found) sat, more than the 21,000,000 BTC that there can be; make the transaction again"
        case .sumTooLarge:
            "the outputs together are more than the 21,000,000 BTC that there can be; make the transaction again"
        case .coinbase:
            "this is the first transaction of a block, which spends no output and has no signature; give another one"
        case .nullOutpoint(let input):
            "input \(input) names no output, which only the first transaction of a block may; make the transaction again"
        case .duplicateInput(let first, let second):
            "inputs \(first) and \(second) spend the same output, which no node takes; make the transaction again"
        case .outputsExceedInputs(let missing):
            "the outputs hold \(missing) more than the inputs bring, which no node takes; make the transaction again"
        case .previousOutputAbsent(let input, let outpoint, let outputs):
            """
            input \(input) spends output \(outpoint.index) of \(outpoint.transaction), which has \(outputs) outputs; make \
            the transaction again
            """
        case .emptySignature: "the signature is empty; whoever owns the key has to sign"
        case .signature(let facts): facts.description
        case .taprootSignatureLength(let found):
            "a taproot signature has 64 or 65 bytes and this has \(found); sign again"
        case .sighashType(let value):
            "the signature's type is 0x\(String(value, radix: 16)), which no rule defines; sign again with ALL"
        case .previousOutputsNeeded:
            "a taproot signature covers the amounts and scripts of all outputs that are spent; bring all of them"
        case .noOutputToSign(let input):
            "input \(input) is to be signed with its output alone (SINGLE) and there is no output \(input); use ALL"
        case .controlBlockLength(let found):
            "the control block has \(found) bytes, and needs 33 and a multiple of 32 up to 4129; spend the output again"
        }
    }
}
