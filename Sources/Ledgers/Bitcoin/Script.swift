import Digests

/// A Bitcoin script: what has to be shown to spend an output, or what is shown.
package struct Script: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    // All at once: byte by byte takes longer.
    package func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

    /// The most bytes that one item of a stack has before tapscript (Bitcoin Core, `script/script.h`,
    /// `MAX_SCRIPT_ELEMENT_SIZE`).
    package static let longestPush = 520

    /// One instruction of a script.
    package struct Instruction: Hashable, Sendable {
        package let opcode: UInt8
        /// What a push leaves on the stack; `nil` for all other instructions.
        package let pushed: [UInt8]?
        /// Where it stands in the script.
        package let range: Range<Int>

        /// Whether no shorter instruction pushes the same (BIP-62, rule 3; Bitcoin Core, `CheckMinimalPush`).
        package var isMinimal: Bool {
            guard let pushed else { return true }
            return range.count == Script.push(pushed).count
        }
    }

    /// The instructions, up to where a push reaches beyond the end.
    package var instructions: Instructions { Instructions(bytes: bytes) }

    /// The instructions of a script that is whole; `nil` where a push reaches beyond its end.
    package var wholeInstructions: [Instruction]? {
        var reader = instructions.makeIterator()
        var found: [Instruction] = []
        while let next = reader.next() { found.append(next) }
        return reader.isWhole ? found : nil
    }

    /// What a script of nothing but pushes leaves on the stack, the bottom first; `nil` for other scripts.
    package var pushes: [[UInt8]]? {
        guard let all = wholeInstructions else { return nil }
        let pushed = all.compactMap(\.pushed)
        return pushed.count == all.count ? pushed : nil
    }

    /// Whether every push is the shortest that there is.
    package var pushesAreMinimal: Bool { wholeInstructions?.allSatisfy(\.isMinimal) ?? false }

    /// The shortest instruction that pushes these bytes.
    package static func push(_ data: [UInt8]) -> [UInt8] {
        if data.isEmpty { return [Opcode.zero] }
        if data.count == 1 {
            if (1...16).contains(data[0]) { return [Opcode.one + data[0] - 1] }
            if data[0] == 0x81 { return [Opcode.minusOne] }
        }
        var bytes: [UInt8] = []
        switch data.count {
        case ..<Int(Opcode.pushData1): bytes.append(UInt8(data.count))
        case ...0xFF: bytes += [Opcode.pushData1, UInt8(data.count)]
        case ...0xFFFF:
            bytes.append(Opcode.pushData2)
            bytes.appendLittleEndian(UInt16(data.count))
        default:
            bytes.append(Opcode.pushData4)
            bytes.appendLittleEndian(UInt32(data.count))
        }
        return bytes + data
    }
}

extension Script {
    /// The instructions of a script, front to back.
    package struct Instructions: Sequence, Sendable {
        let bytes: [UInt8]

        package func makeIterator() -> Iterator { Iterator(bytes: bytes) }

        package struct Iterator: IteratorProtocol {
            let bytes: [UInt8]
            private var offset = 0

            init(bytes: [UInt8]) { self.bytes = bytes }

            /// Whether all was read.
            package var isWhole: Bool { offset == bytes.count }

            /// The next instruction; `nil` at the end, and where a push reaches beyond it.
            package mutating func next() -> Instruction? {
                guard offset < bytes.count else { return nil }
                let opcode = bytes[offset]
                guard let data = dataRange(of: opcode) else { return nil }
                let start = offset
                offset = data.upperBound
                return Instruction(opcode: opcode, pushed: pushed(opcode, data), range: start..<offset)
            }

            /// Where the data of the instruction at `offset` stands, empty for what has none.
            private func dataRange(of opcode: UInt8) -> Range<Int>? {
                let lengthBytes =
                    switch opcode {
                    case Opcode.pushData1: 1
                    case Opcode.pushData2: 2
                    case Opcode.pushData4: 4
                    default: 0
                    }
                let start = offset + 1 + lengthBytes
                guard start <= bytes.count else { return nil }
                var count = opcode < Opcode.pushData1 ? Int(opcode) : 0
                for place in (offset + 1..<start).reversed() { count = count << 8 | Int(bytes[place]) }
                return count <= bytes.count - start ? start..<start + count : nil
            }

            private func pushed(_ opcode: UInt8, _ data: Range<Int>) -> [UInt8]? {
                switch opcode {
                case ...Opcode.pushData4: Array(bytes[data])
                case Opcode.minusOne: [0x81]
                case Opcode.one...Opcode.sixteen: [opcode - Opcode.one + 1]
                default: nil
                }
            }
        }
    }
}

extension Script {
    /// Pay to a public key of 33 or 65 bytes.
    package static func p2pk(key: [UInt8]) -> Script { Script(push(key) + [Opcode.checkSignature]) }

    /// Pay to the HASH160 of a public key, 20 bytes.
    package static func p2pkh(hash: [UInt8]) -> Script {
        Script(
            [Opcode.duplicate, Opcode.hash160] + push(hash) + [Opcode.equalVerify, Opcode.checkSignature])
    }

    /// BIP-16: pay to the HASH160 of a script, 20 bytes.
    package static func p2sh(hash: [UInt8]) -> Script { Script([Opcode.hash160] + push(hash) + [Opcode.equal]) }
    package static func p2sh(of script: Script) -> Script { p2sh(hash: Hash160.hash(script.bytes)) }

    /// BIP-141: pay to the HASH160 of a compressed public key, 20 bytes.
    package static func p2wpkh(hash: [UInt8]) -> Script { witness(version: 0, program: hash) }

    /// BIP-141: pay to the SHA-256 of a script, 32 bytes.
    package static func p2wsh(hash: [UInt8]) -> Script { witness(version: 0, program: hash) }
    package static func p2wsh(of script: Script) -> Script { p2wsh(hash: SHA256.hash(script.bytes)) }

    /// BIP-341: pay to an output key, the x-coordinate in 32 bytes.
    package static func p2tr(outputKey: [UInt8]) -> Script { witness(version: 1, program: outputKey) }

    /// BIP-141, "Witness program".
    /// - Parameters:
    ///   - version: 0 … 16.
    ///   - program: 2 … 40 bytes.
    package static func witness(version: Int, program: [UInt8]) -> Script {
        precondition((0...16).contains(version) && (2...40).contains(program.count), "a witness program")
        return Script((version == 0 ? [Opcode.zero] : [Opcode.one + UInt8(version) - 1]) + push(program))
    }

    /// The leaf of a script tree that one key spends: `<32 bytes> OP_CHECKSIG` (BIP-342).
    package static func singleKeyLeaf(_ key: [UInt8]) -> Script { Script(push(key) + [Opcode.checkSignature]) }

    /// An output that nothing spends and that carries bytes.
    package static func data(_ bytes: [UInt8]) -> Script { Script([Opcode.return] + push(bytes)) }
}
