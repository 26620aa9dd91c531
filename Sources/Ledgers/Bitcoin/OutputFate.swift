import Digests
import Encodings
import Groups
import Signatures
import Transactions

/// What becomes of an output that no key guards.
enum OutputFate: Hashable, Sendable {
    /// Nobody can spend it, ever: why.
    case lost(reason: String)
    /// Whoever sees it first can spend it: why.
    case free(reason: String)
}

extension Output {
    /// What becomes of the money where no key guards it; `nil` for every script of keys and for those that are not understood.
    var fate: OutputFate? {
        switch script.template {
        case .opReturn: .lost(reason: "OP_RETURN")
        // Outside of a tree of scripts a key has 33 or 65 bytes.
        case .singleKeyLeaf: .lost(reason: "32 bytes are no key in an output")
        case .p2pk(let key): isPoint(key) ? nil : .lost(reason: "its key is no point of the curve")
        case .p2tr(let key):
            (try? XOnlyKey(key)) == nil ? .lost(reason: "its key is no point of the curve") : nil
        case .multisig(let multisig):
            multisig.keys.count(where: isPoint) < multisig.threshold
                ? .lost(reason: "too many of its keys are no points of the curve") : nil
        case .futureWitness(let version, _): .free(reason: "no rule speaks of witness version \(version) yet")
        case .other: script.fateOfOther
        case .p2pkh, .p2sh, .p2wpkh, .p2wsh: nil
        }
    }

    /// What Bitcoin Core's nodes relay at the least, in satoshi: what it costs at 3 sat/vB to make and to spend the output
    /// (`policy/policy.cpp`, `GetDustThreshold`). 0 for what nobody spends.
    var dustLimit: UInt64 {
        if case .opReturn = script.template { return 0 }
        let own = 8 + compactSizeCount(script.bytes.count) + script.bytes.count
        // Outpoint, length of the script, sequence; and 107 bytes of signature and key, a quarter of them in a witness.
        let spending = script.witnessProgram == nil ? 36 + 1 + 107 + 4 : 36 + 1 + 107 / 4 + 4
        return UInt64(3 * (own + spending))
    }

    private func isPoint(_ key: [UInt8]) -> Bool { (try? VerifyingKey(curve: .secp256k1, encoded: key)) != nil }
}

extension Output {
    /// What must not be overlooked about where the money goes.
    /// - Parameter number: The output's place in its transaction, from 0.
    func warning(number: Int) -> Summary.Warning? {
        switch fate {
        case .lost(let reason) where value > 0:
            return .init(
                code: "burnt",
                text: "output \(number) can be spent by nobody (\(reason)): \(amountWords) are lost")
        case .free(let reason):
            if case .futureWitness(let version, _) = script.template {
                return .init(
                    code: "unknown-witness-version",
                    text: "output \(number) has witness version \(version), which anyone can spend today")
            }
            return .init(code: "anyone-can-spend", text: "output \(number) can be spent by anyone: \(reason)")
        case .lost, nil:
            guard value < dustLimit else { return nil }
            return .init(
                code: "dust",
                text: """
                    output \(number) holds \(value) sat, and nodes relay no transaction with less than \
                    \(dustLimit) sat in such an output
                    """)
        }
    }
}

extension Script {
    /// The most bytes that a script has which is executed: Bitcoin Core, `script/script.h`, `MAX_SCRIPT_SIZE`.
    private static let longest = 10_000

    fileprivate var fateOfOther: OutputFate? {
        if witnessProgram != nil { return .lost(reason: "a program of witness version 0 has 20 or 32 bytes") }
        if bytes.count > Script.longest {
            return .lost(reason: "a script of more than \(Script.longest) bytes is never executed")
        }
        guard let pushes else { return nil }
        // Who spends an empty script pushes what it leaves out.
        guard let last = pushes.last else { return .free(reason: "the script is empty") }
        // Bitcoin Core, `CastToBool`: zeros are false, also where the last one has a sign.
        let isTrue = last.dropLast().contains { $0 != 0 } || last.last.map { $0 != 0 && $0 != 0x80 } ?? false
        return isTrue
            ? .free(reason: "the script asks for no signature") : .lost(reason: "the script always fails")
    }
}
