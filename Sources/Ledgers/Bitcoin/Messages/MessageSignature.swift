import Encodings

/// The signature of a message, read but not judged.
package enum MessageSignature: Equatable, Sendable {
    /// `signmessage`: the header, and r ‖ s of 64 bytes.
    case classic(header: UInt8, compact: [UInt8])
    /// BIP-322, "Simple": the witness of the first input alone.
    case simple(witness: [[UInt8]])
    /// BIP-322, "Full": the whole transaction.
    case full(Transaction)
    /// BIP-322, "Full (Proof of Funds)": the transaction with other inputs, and what those spend.
    case proofOfFunds(PSBT)

    /// Three letters before the base64 (BIP-322, "Types of Signatures", since its version 1.0.0).
    enum Prefix: String, CaseIterable {
        case simple = "smp"
        case full = "ful"
        case proofOfFunds = "pof"
    }

    /// A transaction of the largest size in base64, and the prefix.
    static let mostLetters = 4 * Transaction.largestSize / 3 + 8

    /// Reads base64, with BIP-322's three letters before it or without, as signers wrote it before there were such.
    /// - Throws: `MessageError.signatureTooLong`, `.base64`, `.signatureForm`, `.witness`, `.transaction`, `.psbt`.
    package init(reading bytes: [UInt8]) throws(MessageError) {
        let letters = bytes.filter { !isSpace($0) }
        guard letters.count <= MessageSignature.mostLetters else {
            throw .signatureTooLong(limit: MessageSignature.mostLetters)
        }
        let text = String(decoding: letters, as: UTF8.self)
        // Letters of base64 come in fours, so that none that begins like this is meant without the prefix.
        if let prefix = Prefix.allCases.first(where: { text.hasPrefix($0.rawValue) && letters.count % 4 == 3 }) {
            let content = try MessageSignature.decode(String(text.dropFirst(3)))
            switch prefix {
            case .simple: self = .simple(witness: try MessageSignature.witness(content))
            case .full: self = .full(try MessageSignature.transaction(content))
            case .proofOfFunds: self = .proofOfFunds(try MessageSignature.psbt(content))
            }
            return
        }
        let content = try MessageSignature.decode(text)
        if content.count == 65, (27...42).contains(content[0]) {
            self = .classic(header: content[0], compact: Array(content[1...]))
        } else if PSBT.isMarked(content) {
            self = .proofOfFunds(try MessageSignature.psbt(content))
        } else if let witness = try? MessageSignature.witness(content) {
            self = .simple(witness: witness)
        } else if let transaction = try? MessageSignature.transaction(content) {
            self = .full(transaction)
        } else {
            throw .signatureForm
        }
    }

    package var kind: String {
        switch self {
        case .classic: "signmessage"
        case .simple: "bip322-simple"
        case .full: "bip322-full"
        case .proofOfFunds: "bip322-proof-of-funds"
        }
    }

    /// As signers write it now.
    package var text: String {
        switch self {
        case .classic(let header, let compact): return Base64.encode([header] + compact)
        case .simple(let witness):
            var bytes: [UInt8] = []
            bytes.appendCompactSize(witness.count)
            for item in witness { bytes.appendPrefixed(item) }
            return Prefix.simple.rawValue + Base64.encode(bytes)
        case .full(let transaction):
            return Prefix.full.rawValue + Base64.encode(transaction.serialized(withWitness: true))
        case .proofOfFunds(let psbt): return Prefix.proofOfFunds.rawValue + psbt.text
        }
    }

    private static func decode(_ text: String) throws(MessageError) -> [UInt8] {
        do { return try Base64.decode(text) } catch { throw .base64(error) }
    }

    private static func witness(_ bytes: [UInt8]) throws(MessageError) -> [[UInt8]] {
        var reader = ByteReader(bytes)
        do {
            var items: [[UInt8]] = []
            for place in 0..<(try reader.count("the number of witness items", bytesEach: 1)) {
                items.append(try reader.prefixed("witness item \(place)"))
            }
            try reader.requireEnd(of: "the witness")
            return items
        } catch { throw .witness(error) }
    }

    private static func transaction(_ bytes: [UInt8]) throws(MessageError) -> Transaction {
        do { return try Transaction(parsing: bytes) } catch { throw .transaction(error) }
    }
    private static func psbt(_ bytes: [UInt8]) throws(MessageError) -> PSBT {
        do { return try PSBT(parsing: bytes) } catch { throw .psbt(error) }
    }
}
