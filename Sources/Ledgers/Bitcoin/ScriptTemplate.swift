/// The forms of scripts that are understood, byte for byte; Bitcoin Core, `Solver` in `script/solver.cpp`.
package enum ScriptTemplate: Hashable, Sendable {
    /// 33 bytes that begin with 2 or 3, or 65 that begin with 4, 6 or 7; whether they name a point is not asked.
    case p2pk(key: [UInt8])
    case p2pkh(hash: [UInt8])
    case p2sh(hash: [UInt8])
    case p2wpkh(hash: [UInt8])
    case p2wsh(hash: [UInt8])
    case p2tr(outputKey: [UInt8])
    case multisig(Multisig)
    /// As a leaf of a script tree, `<32 bytes> OP_CHECKSIG` (BIP-342). As an output nobody can spend it.
    case singleKeyLeaf(key: [UInt8])
    /// Begins with OP_RETURN; what it carries, where that is pushes alone.
    case opReturn(data: [[UInt8]]?)
    /// A witness program that no rule speaks of yet: anyone can spend it.
    case futureWitness(version: Int, program: [UInt8])
    case other

    /// For people and programs: `p2wpkh`.
    package var name: String {
        switch self {
        case .p2pk: "p2pk"
        case .p2pkh: "p2pkh"
        case .p2sh: "p2sh"
        case .p2wpkh: "p2wpkh"
        case .p2wsh: "p2wsh"
        case .p2tr: "p2tr"
        case .multisig(let multisig): "\(multisig.threshold)-of-\(multisig.keys.count) multisig"
        case .singleKeyLeaf: "single-key leaf"
        case .opReturn: "op-return"
        case .futureWitness(let version, _): "witness version \(version)"
        case .other: "other script"
        }
    }
}

extension Script {
    /// Which form this script has.
    package var template: ScriptTemplate {
        if let program = witnessProgram { return template(of: program) }
        switch (bytes.count, bytes.first) {
        case (25, Opcode.duplicate)
        where bytes[1] == Opcode.hash160 && bytes[2] == 20 && bytes[23] == Opcode.equalVerify
            && bytes[24] == Opcode.checkSignature:
            return .p2pkh(hash: Array(bytes[3..<23]))
        case (23, Opcode.hash160) where bytes[1] == 20 && bytes[22] == Opcode.equal:
            return .p2sh(hash: Array(bytes[2..<22]))
        case (34, 32) where bytes[33] == Opcode.checkSignature:
            return .singleKeyLeaf(key: Array(bytes[1..<33]))
        case (35, 33), (67, 65):
            let key = Array(bytes[1..<bytes.count - 1])
            return bytes.last == Opcode.checkSignature && hasKeyForm(key) ? .p2pk(key: key) : .other
        case (_, Opcode.return):
            return .opReturn(data: Script(Array(bytes.dropFirst())).pushes)
        default:
            return Multisig(self).map(ScriptTemplate.multisig) ?? .other
        }
    }

    /// BIP-141, "Witness program": a version from 0 to 16 and one direct push of 2 … 40 bytes; `nil` for other scripts.
    package var witnessProgram: (version: Int, program: [UInt8])? {
        guard (4...42).contains(bytes.count), Int(bytes[1]) == bytes.count - 2 else { return nil }
        switch bytes[0] {
        case Opcode.zero: return (0, Array(bytes[2...]))
        case Opcode.one...Opcode.sixteen: return (Int(bytes[0] - Opcode.one) + 1, Array(bytes[2...]))
        default: return nil
        }
    }

    private func template(of program: (version: Int, program: [UInt8])) -> ScriptTemplate {
        switch (program.version, program.program.count) {
        case (0, 20): .p2wpkh(hash: program.program)
        case (0, 32): .p2wsh(hash: program.program)
        // "a v0 witness program … of other lengths … fails": no one can spend it.
        case (0, _): .other
        case (1, 32): .p2tr(outputKey: program.program)
        default: .futureWitness(version: program.version, program: program.program)
        }
    }
}

/// Whether bytes have the length and the first byte of a public key, hybrid ones too: Bitcoin Core, `CPubKey::ValidSize`.
func hasKeyForm(_ key: [UInt8]) -> Bool {
    switch (key.first, key.count) {
    case (2, 33), (3, 33), (4, 65), (6, 65), (7, 65): true
    default: false
    }
}
