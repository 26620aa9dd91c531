import Digests

extension SignatureHashes {
    /// The hash from before segwit: Bitcoin Core, `SignatureHash` in `script/interpreter.cpp` (`SigVersion::BASE`).
    ///
    /// A type with SINGLE and no output in the input's place gives the number 1, over which a signature is good for every
    /// transaction: the protocol's oldest mistake, kept by consensus. Who signs refuses it.
    /// - Parameters:
    ///   - input: An input's place, from 0.
    ///   - scriptCode: The script that is executed; OP_CODESEPARATOR is taken out of it.
    /// - Returns: 32 bytes.
    package func legacy(input: Int, scriptCode: [UInt8], type: SighashType) -> [UInt8] {
        if type.outputs == .single && input >= transaction.outputs.count {
            return [1] + [UInt8](repeating: 0, count: 31)
        }
        let scriptCode = Script(scriptCode).withoutCodeSeparators
        if type.outputs == .all && !type.anyoneCanPay { return legacyOfAll(input, scriptCode, type) }
        var message: [UInt8] = []
        message.reserveCapacity(
            50 + 41 * transaction.inputs.count + 43 * transaction.outputs.count + scriptCode.count)
        message.appendLittleEndian(transaction.version)
        appendInputs(to: &message, signing: input, scriptCode, type)
        appendOutputs(to: &message, signing: input, type)
        message.appendLittleEndian(transaction.locktime)
        message.appendLittleEndian(type.value)
        return DoubleSHA256.hash(message)
    }

    /// The hash over all inputs and outputs, which differs from one input to the next in one place only.
    private func legacyOfAll(_ input: Int, _ scriptCode: [UInt8], _ type: SighashType) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(50 + parts.blankInputs.count + parts.outputBytes.count + scriptCode.count)
        message.appendLittleEndian(transaction.version)
        message.appendCompactSize(transaction.inputs.count)
        let start = SharedParts.blankInputCount * input
        message += parts.blankInputs[..<start]
        message.append(outpoint: transaction.inputs[input].outpoint)
        message.appendPrefixed(scriptCode)
        message.appendLittleEndian(transaction.inputs[input].sequence)
        message += parts.blankInputs[(start + SharedParts.blankInputCount)...]
        message.appendCompactSize(transaction.outputs.count)
        message += parts.outputBytes
        message.appendLittleEndian(transaction.locktime)
        message.appendLittleEndian(type.value)
        return DoubleSHA256.hash(message)
    }

    private func appendInputs(
        to message: inout [UInt8], signing own: Int, _ scriptCode: [UInt8], _ type: SighashType
    ) {
        let covered = type.anyoneCanPay ? own..<own + 1 : transaction.inputs.indices
        message.appendCompactSize(covered.count)
        for position in covered {
            let input = transaction.inputs[position]
            message.append(outpoint: input.outpoint)
            message.appendPrefixed(position == own ? scriptCode : [])
            // Others may change the sequences of inputs that are signed with NONE or SINGLE.
            message.appendLittleEndian(position == own || type.outputs == .all ? input.sequence : 0)
        }
    }

    private func appendOutputs(to message: inout [UInt8], signing own: Int, _ type: SighashType) {
        switch type.outputs {
        case .none: message.appendCompactSize(0)
        case .all:
            message.appendCompactSize(transaction.outputs.count)
            for output in transaction.outputs { output.append(to: &message) }
        case .single:
            message.appendCompactSize(own + 1)
            // Outputs before the own one are blank: a value of −1 and no script.
            for _ in 0..<own { Output(value: .max, script: Script([])).append(to: &message) }
            transaction.outputs[own].append(to: &message)
        }
    }
}

extension Script {
    /// The script without OP_CODESEPARATOR; from where a push reaches beyond the end, all bytes stay.
    fileprivate var withoutCodeSeparators: [UInt8] {
        guard bytes.contains(Opcode.codeSeparator) else { return bytes }
        var kept: [UInt8] = []
        var end = 0
        for instruction in instructions {
            if instruction.opcode != Opcode.codeSeparator { kept += bytes[instruction.range] }
            end = instruction.range.upperBound
        }
        return kept + bytes[end...]
    }
}
