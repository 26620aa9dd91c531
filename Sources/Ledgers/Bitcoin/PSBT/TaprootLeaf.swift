/// A leaf of a script tree with what shows that it is one.
struct TaprootLeaf: Hashable, Sendable {
    let script: Script
    let version: UInt8
    let controlBlock: ControlBlock
    /// The control block as it goes into a witness.
    let controlBlockBytes: [UInt8]
    /// 32 bytes.
    let hash: [UInt8]
    /// The keys of a leaf that signatures alone spend; `nil` for every other script and leaf version.
    let signers: LeafSigners?

    /// - Parameter scriptAndVersion: The script, and its leaf version in the last byte (BIP-371).
    /// - Returns: `nil` where the control block has no control block's length, or there is no version.
    init?(controlBlock bytes: [UInt8], scriptAndVersion: [UInt8]) {
        guard let version = scriptAndVersion.last, let controlBlock = try? ControlBlock(bytes) else { return nil }
        self.script = Script(scriptAndVersion.dropLast())
        self.version = version
        self.controlBlock = controlBlock
        controlBlockBytes = bytes
        hash = Taproot.leafHash(of: script, version: version)
        signers = version == Taproot.tapscriptVersion ? LeafSigners(script) : nil
    }

    /// Whether the leaf is in the tree below this output key.
    func isBelow(_ outputKey: [UInt8]) -> Bool {
        version == controlBlock.leafVersion && controlBlock.commits(outputKey, to: hash)
    }
}

/// Keys of which so many have to sign: `<key> OP_CHECKSIG`, or `<key> OP_CHECKSIG <key> OP_CHECKSIGADD … m OP_NUMEQUAL`
/// (BIP-342, "Rationale", how multisig is written in tapscript).
struct LeafSigners: Hashable, Sendable {
    let threshold: Int
    /// x-coordinates of 32 bytes, in the order of the script.
    let keys: [[UInt8]]

    /// `OP_CHECKSIGADD` (BIP-342).
    private static let checkSignatureAdd: UInt8 = 0xBA
    /// `OP_NUMEQUAL`.
    private static let numberEqual: UInt8 = 0x9C

    init?(_ script: Script) {
        if case .singleKeyLeaf(let key) = script.template {
            threshold = 1
            keys = [key]
            return
        }
        guard let all = script.wholeInstructions, all.count >= 4, all.count % 2 == 0,
            all.last?.opcode == LeafSigners.numberEqual, all.allSatisfy(\.isMinimal)
        else { return nil }
        var keys: [[UInt8]] = []
        for place in stride(from: 0, to: all.count - 2, by: 2) {
            let needed = place == 0 ? Opcode.checkSignature : LeafSigners.checkSignatureAdd
            guard let key = all[place].pushed, key.count == 32, all[place + 1].opcode == needed else { return nil }
            keys.append(key)
        }
        // Numbers above 16 are pushed in one byte up to 127; more signatures than that are not asked for here.
        guard let number = all[all.count - 2].pushed, number.count == 1, (1...127).contains(number[0]),
            Int(number[0]) <= keys.count
        else { return nil }
        threshold = Int(number[0])
        self.keys = keys
    }
}
