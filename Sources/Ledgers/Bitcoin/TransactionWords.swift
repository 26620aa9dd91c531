import Encodings

extension Output {
    /// The amount, exactly, and where it goes: `0.01 BTC to bc1q…`.
    package func words(on network: Network) -> String { "\(amountWords) \(receiverWords(on: network))" }

    /// `0.01 BTC`; an impossible amount as it is.
    package var amountWords: String { amount?.text ?? "\(value) sat (more than there can be)" }

    /// `to bc1q…`, or to what kind of script where that has no address.
    package func receiverWords(on network: Network) -> String { "to \(ownerWords(on: network))" }

    /// `bc1q…`, or what kind of script it is where that has no address.
    package func ownerWords(on network: Network) -> String {
        if let address = Address(script, on: network) {
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
        return "not before \(UTCTime.text(secondsSince1970: Int(locktime))) (median time of eleven blocks)"
    }

    /// Whether the fee can still be raised by a replacement, in words (BIP-125).
    package var replacementWords: String {
        signalsReplacement
            ? "yes: whoever signed can replace it while it is in no block (BIP-125)"
            : "not signalled; many nodes replace it all the same while it is in no block"
    }
}

/// A moment in the calendar, without a time zone's rules.
enum UTCTime {
    /// `2025-01-31 12:00:00 UTC`.
    static func text(secondsSince1970 seconds: Int) -> String {
        let (days, second) = (seconds / 86_400, seconds % 86_400)
        // Years begin in March here, so that the odd day comes last; 719,468 days lie between 1 March of year 0 and 1970.
        let day = days + 719_468
        let era = day / 146_097
        let dayOfEra = day % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = [year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1].map(two).joined(separator: "-")
        let time = [second / 3600, second / 60 % 60, second % 60].map(two).joined(separator: ":")
        return "\(date) \(time) UTC"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
