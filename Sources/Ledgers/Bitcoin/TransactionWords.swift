import Encodings
import Transactions

extension Output {
    /// The amount, exactly, and where it goes: `0.01 BTC to bc1q…`.
    package func words(on network: Network) -> String { "\(amountWords) \(receiverWords(on: network))" }

    /// `0.01 BTC`; an impossible amount as it is.
    package var amountWords: String { amount?.text ?? "\(value) sat (more than there can be)" }

    /// `to bc1q…`, or to what kind of script where that has no address.
    package func receiverWords(on network: Network) -> String { "to \(ownerWords(on: network))" }

    /// `bc1q…`, or what kind of script it is where that has no address.
    package func ownerWords(on network: Network) -> String { ownerWords(Address(script, on: network)) }

    func ownerWords(_ address: Address?) -> String {
        if let address {
            guard case .futureWitness(let version, _) = script.template else { return address.text }
            return "\(address.text) (witness version \(version): anyone can spend it today)"
        }
        return switch script.template {
        case .opReturn(let data): "nobody: \(dataWords(data))"
        case .p2pk(let key): "the bare key \(Hex.encode(key))"
        case .multisig(let multisig):
            "any \(multisig.threshold) of the bare keys \(multisig.keys.map { Hex.encode($0) }.joined(separator: ", "))"
        default: "a script without an address: \(script.bytes.isEmpty ? "empty" : Hex.encode(script.bytes))"
        }
    }

    private func dataWords(_ data: [[UInt8]]?) -> String {
        guard let data else { return "OP_RETURN \(Hex.encode(script.bytes.dropFirst()))" }
        let bytes = data.flatMap { $0 }
        let isText = !bytes.isEmpty && bytes.allSatisfy { (0x20...0x7E).contains($0) }
        let content = isText ? "'\(String(decoding: bytes, as: UTF8.self))'" : Hex.encode(bytes)
        return "\(bytes.count) bytes of data \(content)"
    }
}

extension Transaction {
    /// The earliest that a block takes it, in words.
    package var locktimeWords: String {
        guard locktime != 0 else { return "none: may be mined at once" }
        guard locktimeCounts else { return "\(locktime), without effect: every input is final" }
        // Bitcoin Core, `script/script.h`, `LOCKTIME_THRESHOLD`.
        guard locktime >= 500_000_000 else { return "not before block \(Int(locktime) + 1)" }
        // Every number of 32 bits is a moment before the year 2107.
        let moment = UTCTime.text(secondsSince1970: Int(locktime)) ?? String(locktime)
        return "not before \(moment) (median time of eleven blocks)"
    }

    /// Whether the fee can still be raised by a replacement, in words (BIP-125).
    package var replacementWords: String {
        signalsReplacement
            ? "yes: whoever signed can replace it while it is in no block (BIP-125)"
            : "not signalled; many nodes replace it all the same while it is in no block"
    }
}
