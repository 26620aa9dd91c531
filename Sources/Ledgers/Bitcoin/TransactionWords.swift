import Digests
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
        case .multisig(let multisig): multisigWords(multisig)
        default: "a script without an address: \(script.bytes.isEmpty ? "empty" : script.wholeOrHash)"
        }
    }

    /// What a person types the end of to show that they looked at the receiver: it ends what `ownerWords` says. `nil` where
    /// nobody gets the money, or no name is long enough.
    func nameToType(_ address: Address?) -> String? {
        if let address { return address.text }
        return switch script.template {
        case .opReturn: nil
        case .p2pk(let key): Hex.encode(key)
        case .multisig(let multisig) where script.isShownWhole: Hex.encode(multisig.keys[multisig.keys.count - 1])
        default: script.bytes.count < 2 ? nil : script.isShownWhole ? Hex.encode(script.bytes) : script.hashText
        }
    }

    private func multisigWords(_ multisig: Multisig) -> String {
        guard script.isShownWhole else {
            return "any \(multisig.threshold) of \(multisig.keys.count) bare keys: \(script.wholeOrHash)"
        }
        return
            "any \(multisig.threshold) of the bare keys \(multisig.keys.map { Hex.encode($0) }.joined(separator: ", "))"
    }

    private func dataWords(_ data: [[UInt8]]?) -> String {
        guard let data else { return "OP_RETURN \(Script(Array(script.bytes.dropFirst())).wholeOrHash)" }
        let bytes = data.flatMap { $0 }
        guard bytes.count <= Script.mostShown else { return "data: \(Script(bytes).wholeOrHash)" }
        let isText = !bytes.isEmpty && bytes.allSatisfy { (0x20...0x7E).contains($0) }
        let content = isText ? "'\(String(decoding: bytes, as: UTF8.self))'" : Hex.encode(bytes)
        return "\(bytes.count) bytes of data \(content)"
    }
}

extension Script {
    /// The most bytes that are shown on one line; a longer script is cut off nowhere, but told by its hash.
    static let mostShown = 105

    /// Whether all bytes are shown.
    var isShownWhole: Bool { bytes.count <= Script.mostShown }

    /// The bytes in hexadecimal digits; of a long script how it begins, how long it is and what tells it from every other,
    /// last the hash.
    var wholeOrHash: String {
        guard !isShownWhole else { return Hex.encode(bytes) }
        return """
            \(Hex.encode(bytes.prefix(32)))... (the first 32 of \(bytes.count) bytes; \
            --json has them all), SHA-256 \(hashText)
            """
    }

    var hashText: String { Hex.encode(SHA256.hash(bytes)) }
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

    /// How old the output must be that an input spends, in words (BIP-68); `nil` where it need not be.
    package func ageWords(ofInput position: Int) -> String? {
        let sequence = inputs[position].sequence
        // Versions are compared as unsigned numbers: Bitcoin Core, `CalculateSequenceLocks`.
        guard version >= 2, sequence & Transaction.ageIsOff == 0, sequence & Transaction.ageMask != 0 else {
            return nil
        }
        let age = Int(sequence & Transaction.ageMask)
        guard sequence & Transaction.ageIsTime != 0 else {
            return "not before what it spends is \(age) \(age == 1 ? "block" : "blocks") old (BIP-68)"
        }
        let seconds = 512 * age
        return "not before what it spends is \(seconds) seconds old, about \(seconds / 3600) hours (BIP-68)"
    }

    /// BIP-68, "Specification": bits 31 and 22, and the lowest 16.
    private static let ageIsOff: UInt32 = 1 << 31
    private static let ageIsTime: UInt32 = 1 << 22
    private static let ageMask: UInt32 = 0xFFFF

    /// Whether the fee can still be raised by a replacement, in words (BIP-125).
    package var replacementWords: String {
        signalsReplacement
            ? "yes: whoever signed can replace it while it is in no block (BIP-125)"
            : "not signalled; many nodes replace it all the same while it is in no block"
    }
}
