import Digests

/// What the signatures of one transaction are made over.
///
/// BIP-143 and BIP-341 hash what all inputs have in common separately; it is computed here once, so that many inputs don't
/// cost the square of their number. The oldest hash has no such part; what it repeats for each input is kept as bytes.
package struct SignatureHashes: Sendable {
    package let transaction: Transaction
    let parts: SharedParts
    /// `nil` where not all outputs that are spent are known.
    private let spent: SpentParts?

    /// - Parameter spent: The outputs that are spent, in the order of the inputs; `nil` where not all are known.
    package init(_ transaction: Transaction, spending spent: [Output]?) {
        precondition(spent == nil || spent?.count == transaction.inputs.count, "an output for each input")
        self.transaction = transaction
        parts = SharedParts(transaction)
        self.spent = spent.map(SpentParts.init)
    }

    /// The hash for witness version 0: BIP-143, "Specification".
    /// - Parameters:
    ///   - input: An input's place, from 0.
    ///   - scriptCode: The witness script; for P2WPKH, the P2PKH script of the same hash.
    ///   - value: The amount of the output that is spent, in satoshi.
    /// - Returns: 32 bytes.
    package func witnessV0(input: Int, scriptCode: [UInt8], value: UInt64, type: SighashType) -> [UInt8] {
        let own = transaction.inputs[input]
        let zero = [UInt8](repeating: 0, count: 32)
        var message: [UInt8] = []
        message.reserveCapacity(165 + scriptCode.count)
        message.appendLittleEndian(transaction.version)
        message += type.anyoneCanPay ? zero : parts.twice.outpoints
        message += type.anyoneCanPay || type.outputs != .all ? zero : parts.twice.sequences
        message.append(outpoint: own.outpoint)
        message.appendPrefixed(scriptCode)
        message.appendLittleEndian(value)
        message.appendLittleEndian(own.sequence)
        switch type.outputs {
        case .all: message += parts.twice.outputs
        case .single where input < transaction.outputs.count:
            message += DoubleSHA256.hash(transaction.outputs[input].serialized)
        case .single, .none: message += zero
        }
        message.appendLittleEndian(transaction.locktime)
        message.appendLittleEndian(type.value)
        return DoubleSHA256.hash(message)
    }

    /// The hash for taproot: BIP-341, "Common signature message"; with a leaf, BIP-342's extension to it.
    /// - Parameters:
    ///   - input: An input's place, from 0.
    ///   - annex: The annex with its first byte 0x50; `nil` where there is none.
    ///   - leafHash: The hash of the leaf that is executed, without OP_CODESEPARATOR; `nil` for the key path.
    /// - Returns: 32 bytes.
    /// - Throws: `BitcoinError.previousOutputsNeeded`; `.sighashType` for none of the seven; `.noOutputToSign` for SINGLE
    ///   without an output in the input's place.
    package func taproot(
        input: Int, type: SighashType, annex: [UInt8]? = nil, leafHash: [UInt8]? = nil
    ) throws(BitcoinError) -> [UInt8] {
        guard let spent else { throw .previousOutputsNeeded }
        guard type.isDefinedForTaproot else { throw .sighashType(type.value) }
        guard type.outputs != .single || input < transaction.outputs.count else { throw .noOutputToSign(input: input) }

        // "the hash_type, then the transaction", after the epoch of 0.
        var message: [UInt8] = [0, UInt8(type.value)]
        message.appendLittleEndian(transaction.version)
        message.appendLittleEndian(transaction.locktime)
        if !type.anyoneCanPay { message += parts.outpoints + spent.amounts + spent.scripts + parts.sequences }
        if type.outputs == .all { message += parts.outputs }
        message.append((leafHash == nil ? 0 : 2) + (annex == nil ? 0 : 1))
        if type.anyoneCanPay {
            let own = transaction.inputs[input]
            message.append(outpoint: own.outpoint)
            spent.outputs[input].append(to: &message)
            message.appendLittleEndian(own.sequence)
        } else {
            message.appendLittleEndian(UInt32(input))
        }
        if let annex {
            var content: [UInt8] = []
            content.appendPrefixed(annex)
            message += SHA256.hash(content)
        }
        if type.outputs == .single { message += SHA256.hash(transaction.outputs[input].serialized) }
        // Key version 0; no OP_CODESEPARATOR was executed.
        if let leafHash { message += leafHash + [0, 0xFF, 0xFF, 0xFF, 0xFF] }
        return TaggedHash.hash(tag: "TapSighash", message)
    }
}

/// What every input has in common.
struct SharedParts: Sendable {
    /// SHA-256 of all outpoints.
    let outpoints: [UInt8]
    let sequences: [UInt8]
    let outputs: [UInt8]
    /// The three hashed once more, as BIP-143 does.
    let twice: (outpoints: [UInt8], sequences: [UInt8], outputs: [UInt8])
    /// All inputs on the wire with an empty script, `blankInputCount` bytes each.
    let blankInputs: [UInt8]
    static let blankInputCount = 41
    /// All outputs on the wire, without their number.
    let outputBytes: [UInt8]

    init(_ transaction: Transaction) {
        var outpoints: [UInt8] = []
        var sequences: [UInt8] = []
        var blank: [UInt8] = []
        outpoints.reserveCapacity(36 * transaction.inputs.count)
        sequences.reserveCapacity(4 * transaction.inputs.count)
        blank.reserveCapacity(SharedParts.blankInputCount * transaction.inputs.count)
        for input in transaction.inputs {
            outpoints.append(outpoint: input.outpoint)
            sequences.appendLittleEndian(input.sequence)
            blank.append(outpoint: input.outpoint)
            blank.append(0)
            blank.appendLittleEndian(input.sequence)
        }
        var outputBytes: [UInt8] = []
        for output in transaction.outputs { output.append(to: &outputBytes) }
        self.outpoints = SHA256.hash(outpoints)
        self.sequences = SHA256.hash(sequences)
        outputs = SHA256.hash(outputBytes)
        twice = (SHA256.hash(self.outpoints), SHA256.hash(self.sequences), SHA256.hash(outputs))
        blankInputs = blank
        self.outputBytes = outputBytes
    }
}

/// What only BIP-341 hashes: amounts and scripts of all outputs that are spent.
private struct SpentParts: Sendable {
    let outputs: [Output]
    let amounts: [UInt8]
    let scripts: [UInt8]

    init(_ outputs: [Output]) {
        self.outputs = outputs
        var bytes: [UInt8] = []
        for output in outputs { bytes.appendLittleEndian(output.value) }
        amounts = SHA256.hash(bytes)
        bytes.removeAll(keepingCapacity: true)
        for output in outputs { bytes.appendPrefixed(output.script.bytes) }
        scripts = SHA256.hash(bytes)
    }
}
