/// `m <key> … <key> n OP_CHECKMULTISIG`: m signatures in the order of their keys spend it.
package struct Multisig: Hashable, Sendable {
    /// 1 … the number of keys.
    package let threshold: Int
    /// 1 … 20 keys of 33 or 65 bytes; whether they name points is not asked.
    package let keys: [[UInt8]]

    /// Bitcoin Core, `script/script.h`, `MAX_PUBKEYS_PER_MULTISIG`.
    package static let mostKeys = 20

    /// - Parameters:
    ///   - threshold: 1 … the number of keys.
    ///   - keys: 1 … 20 keys of 33 or 65 bytes.
    package init(threshold: Int, keys: [[UInt8]]) {
        precondition((1...Multisig.mostKeys).contains(keys.count), "1 to 20 keys")
        precondition((1...keys.count).contains(threshold), "a threshold that can be met")
        precondition(keys.allSatisfy(hasKeyForm), "keys of 33 or 65 bytes")
        self.threshold = threshold
        self.keys = keys
    }

    /// `nil` where the script has another form; every push in it has to be the shortest, as in Bitcoin Core's
    /// `MatchMultisig`.
    package init?(_ script: Script) {
        guard script.bytes.last == Opcode.checkMultisig, let all = script.wholeInstructions, all.count >= 4,
            all.allSatisfy(\.isMinimal)
        else { return nil }
        let pushed = all.dropLast().compactMap(\.pushed)
        guard pushed.count == all.count - 1, let threshold = Multisig.number(pushed[0]),
            let count = Multisig.number(pushed[pushed.count - 1])
        else { return nil }
        let keys = Array(pushed[1..<pushed.count - 1])
        guard keys.count == count, count <= Multisig.mostKeys, (1...count).contains(threshold),
            keys.allSatisfy(hasKeyForm)
        else { return nil }
        self.threshold = threshold
        self.keys = keys
    }

    package var script: Script {
        let keyPushes = keys.flatMap { Script.push($0) }
        return Script(
            Script.push([UInt8(threshold)]) + keyPushes + Script.push([UInt8(keys.count)]) + [Opcode.checkMultisig])
    }

    /// A number from 1 to 127 in one byte.
    private static func number(_ pushed: [UInt8]) -> Int? {
        pushed.count == 1 && (1...127).contains(pushed[0]) ? Int(pushed[0]) : nil
    }
}
