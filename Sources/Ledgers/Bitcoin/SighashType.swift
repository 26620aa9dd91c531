/// Which parts of a transaction a signature covers (Bitcoin Core, `script/interpreter.h`; BIP-341, "Common signature
/// message").
package struct SighashType: Hashable, Sendable {
    /// As it is hashed: one byte in signatures, four in the oldest hash.
    package let value: UInt32

    package init(_ byte: UInt8) { value = UInt32(byte) }
    package init(value: UInt32) { self.value = value }

    /// Taproot's type without a byte: covers what `all` covers.
    package static let `default` = SighashType(0)
    package static let all = SighashType(1)
    package static let none = SighashType(2)
    package static let single = SighashType(3)
    package static let anyoneCanPayBit: UInt8 = 0x80

    /// Which outputs are covered.
    package enum Outputs: Hashable, Sendable { case all, none, single }

    /// By the lowest five bits, of which consensus takes all that are neither 2 nor 3 for `all`.
    package var outputs: Outputs {
        switch value & 0x1F {
        case SighashType.none.value: .none
        case SighashType.single.value: .single
        default: .all
        }
    }

    /// Whether only the own input is covered, so that anyone can add others.
    package var anyoneCanPay: Bool { value & UInt32(SighashType.anyoneCanPayBit) != 0 }

    /// Whether it is one of the six that ECDSA signatures may have: Bitcoin Core, `IsDefinedHashtypeSignature`.
    package var isDefined: Bool { (1...3).contains(value & ~UInt32(SighashType.anyoneCanPayBit)) }

    /// Whether it is one of the seven of BIP-341.
    package var isDefinedForTaproot: Bool { value == 0 || isDefined }

    /// Whether the whole transaction is covered: `ALL` or `DEFAULT`.
    package var coversAll: Bool { value <= SighashType.all.value }

    /// As Bitcoin Core writes it: `ALL|ANYONECANPAY`.
    package var name: String {
        guard isDefinedForTaproot else { return "0x" + String(value, radix: 16) }
        if value == 0 { return "DEFAULT" }
        let base =
            switch outputs {
            case .all: "ALL"
            case .none: "NONE"
            case .single: "SINGLE"
            }
        return anyoneCanPay ? base + "|ANYONECANPAY" : base
    }

    /// What the signature covers, and what others can change.
    package var words: String {
        switch (anyoneCanPay, outputs) {
        case (false, .all): "all inputs and all outputs"
        case (false, .none): "all inputs and no output: anyone can send the money elsewhere"
        case (false, .single): "all inputs and one output: anyone can change the others"
        case (true, .all): "one input and all outputs: anyone can add inputs"
        case (true, .none): "one input and no output: anyone can take the money"
        case (true, .single): "one input and one output: anyone can add inputs and change the other outputs"
        }
    }
}
