import Digests

/// What the signatures of one transaction are made over.
///
/// BIP-143 and BIP-341 hash what all inputs have in common separately; it is computed here once, so that many inputs don't
/// cost the square of their number. The oldest hash has no such part; what it repeats for each input is kept as bytes.
package struct SignatureHashes: Sendable {
    package let transaction: Transaction
    let parts: SharedParts
    /// `nil` where not all outputs that are spent are known.
    private let spent: [Output]?
    /// `nil` where no output that is spent is known to ask for it.
    private let spentParts: SpentParts?

    /// - Parameter spent: The outputs that are spent, in the order of the inputs; `nil` where one is not known.
    package init(_ transaction: Transaction, spending spent: [Output?]) {
        precondition(spent.count == transaction.inputs.count, "an output, or its absence, for each input")
        let known = spent.compactMap { $0 }
        self.init(transaction, spending: known.count == spent.count ? known : nil, expecting: HashedForms(known))
    }

    /// - Parameter spent: The outputs that are spent, in the order of the inputs; `nil` where not all are known.
    package init(_ transaction: Transaction, spending spent: [Output]?) {
        precondition(spent == nil || spent?.count == transaction.inputs.count, "an output for each input")
        self.init(transaction, spending: spent, expecting: spent.map { HashedForms($0) } ?? [.witnessV0, .taproot])
    }

    /// - Parameter forms: What is hashed now; everything else is when it is asked for, for every input anew.
    private init(_ transaction: Transaction, spending spent: [Output]?, expecting forms: HashedForms) {
        self.transaction = transaction
        parts = SharedParts(transaction, forms)
        self.spent = spent
        spentParts = forms.contains(.taproot) ? spent.map(SpentParts.init) : nil
    }

    /// The hash for witness version 0: BIP-143, "Specification".
    /// - Parameters:
    ///   - input: An input's place, from 0.
    ///   - scriptCode: The witness script; for P2WPKH, the P2PKH script of the same hash.
    ///   - value: The amount of the output that is spent, in satoshi.
    /// - Returns: 32 bytes.
    package func witnessV0(input: Int, scriptCode: [UInt8], value: UInt64, type: SighashType) -> [UInt8] {
        let own = transaction.inputs[input]
        let twice = parts.twice ?? SharedParts.Hashed(transaction, parts.outputBytes).again
        let zero = [UInt8](repeating: 0, count: 32)
        var message: [UInt8] = []
        message.reserveCapacity(165 + scriptCode.count)
        message.appendLittleEndian(transaction.version)
        message += type.anyoneCanPay ? zero : twice.outpoints
        message += type.anyoneCanPay || type.outputs != .all ? zero : twice.sequences
        message.append(outpoint: own.outpoint)
        message.appendPrefixed(scriptCode)
        message.appendLittleEndian(value)
        message.appendLittleEndian(own.sequence)
        switch type.outputs {
        case .all: message += twice.outputs
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

        let once = parts.once ?? SharedParts.Hashed(transaction, parts.outputBytes)
        // "the hash_type, then the transaction", after the epoch of 0.
        var message: [UInt8] = []
        message.reserveCapacity(SignatureHashes.mostOfTaproot)
        message.append(0)
        message.append(UInt8(type.value))
        message.appendLittleEndian(transaction.version)
        message.appendLittleEndian(transaction.locktime)
        if !type.anyoneCanPay {
            let parts = spentParts ?? SpentParts(spent)
            message += once.outpoints
            message += parts.amounts
            message += parts.scripts
            message += once.sequences
        }
        if type.outputs == .all { message += once.outputs }
        message.append((leafHash == nil ? 0 : 2) + (annex == nil ? 0 : 1))
        if type.anyoneCanPay {
            let own = transaction.inputs[input]
            message.append(outpoint: own.outpoint)
            spent[input].append(to: &message)
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

    /// BIP-341, "Common signature message": "at most 206 bytes" with the epoch's one, and BIP-342's extension of 37; more
    /// where SIGHASH_ANYONECANPAY brings a long script.
    private static let mostOfTaproot = 244
}

/// The ways of hashing that have something in common for all inputs, which is worth to be hashed before it is asked for.
private struct HashedForms: OptionSet, Sendable {
    let rawValue: UInt8

    static let witnessV0 = HashedForms(rawValue: 1)
    static let taproot = HashedForms(rawValue: 2)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What signatures that spend these outputs can ask for, by their scripts' first bytes: never too little, so that many
    /// inputs don't cost the square of their number.
    init(_ spent: [Output]) {
        self = []
        for output in spent {
            switch output.script.bytes.first {
            // What a P2SH output hides can be a witness program.
            case Opcode.zero, Opcode.hash160: insert(.witnessV0)
            case Opcode.one: insert(.taproot)
            default: break
            }
        }
    }
}

/// What every input has in common.
struct SharedParts: Sendable {
    /// As BIP-341 has it; `nil` where no input is known to ask for it.
    let once: Hashed?
    /// As BIP-143 has it; `nil` where no input is known to ask for it.
    let twice: Hashed?
    /// All inputs on the wire with an empty script, `blankInputCount` bytes each.
    let blankInputs: [UInt8]
    static let blankInputCount = 41
    /// All outputs on the wire, without their number.
    let outputBytes: [UInt8]

    fileprivate init(_ transaction: Transaction, _ forms: HashedForms) {
        var blank: [UInt8] = []
        blank.reserveCapacity(SharedParts.blankInputCount * transaction.inputs.count)
        for input in transaction.inputs {
            blank.append(outpoint: input.outpoint)
            blank.append(0)
            blank.appendLittleEndian(input.sequence)
        }
        var outputBytes: [UInt8] = []
        outputBytes.reserveCapacity(43 * transaction.outputs.count)
        for output in transaction.outputs { output.append(to: &outputBytes) }
        let once = forms.isEmpty ? nil : Hashed(transaction, outputBytes)
        self.once = once
        twice = forms.contains(.witnessV0) ? once?.again : nil
        blankInputs = blank
        self.outputBytes = outputBytes
    }

    /// SHA-256 of all outpoints, of all sequences, and of all outputs; or the same hashed once more.
    struct Hashed: Sendable {
        let outpoints: [UInt8]
        let sequences: [UInt8]
        let outputs: [UInt8]

        /// - Parameter outputBytes: All outputs on the wire.
        init(_ transaction: Transaction, _ outputBytes: [UInt8]) {
            var outpoints: [UInt8] = []
            var sequences: [UInt8] = []
            outpoints.reserveCapacity(36 * transaction.inputs.count)
            sequences.reserveCapacity(4 * transaction.inputs.count)
            for input in transaction.inputs {
                outpoints.append(outpoint: input.outpoint)
                sequences.appendLittleEndian(input.sequence)
            }
            self.init(outpoints, sequences, outputBytes)
        }

        private init(_ outpoints: [UInt8], _ sequences: [UInt8], _ outputs: [UInt8]) {
            self.outpoints = SHA256.hash(outpoints)
            self.sequences = SHA256.hash(sequences)
            self.outputs = SHA256.hash(outputs)
        }

        var again: Hashed { Hashed(outpoints, sequences, outputs) }
    }
}

/// What only BIP-341 hashes: amounts and scripts of all outputs that are spent.
private struct SpentParts: Sendable {
    let amounts: [UInt8]
    let scripts: [UInt8]

    init(_ outputs: [Output]) {
        var bytes: [UInt8] = []
        for output in outputs { bytes.appendLittleEndian(output.value) }
        amounts = SHA256.hash(bytes)
        bytes.removeAll(keepingCapacity: true)
        for output in outputs { bytes.appendPrefixed(output.script.bytes) }
        scripts = SHA256.hash(bytes)
    }
}
