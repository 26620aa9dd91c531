import Signatures
import Transactions

/// A PSBT as the holder of one key sees it: made once, and asked by everything that is said or done about it.
struct SigningView: Sendable {
    let psbt: PSBT
    /// `nil` where the key is not known: then every input could be its, and no output is.
    let own: OwnKey?
    /// What the key does with each input; `nil` where it is not known.
    let plans: [InputPlan]?
    let receivers: [Receiver]
    /// The inputs whose amounts could be lies.
    let unproven: [Int]

    /// - Throws: `PSBTError.key` for a key of another group.
    init(_ psbt: PSBT, _ key: VerifyingKey?) throws(PSBTError) {
        let (withTaproot, known) = (psbt.hasTaproot, psbt.knownKeys(with: nil))
        self.init(
            psbt, own: try key.map { (key) throws(PSBTError) in try OwnKey(key, withTaproot: withTaproot, known) })
    }

    init(_ psbt: PSBT, own: OwnKey?) {
        let plans: [InputPlan]? = own.map { psbt.plans(for: $0) }
        self.psbt = psbt
        self.own = own
        self.plans = plans
        receivers = psbt.receivers(own, plans)
        unproven = psbt.unprovenInputs(plans)
    }
}

extension PSBT {
    /// Whether an output that is spent or made is taproot.
    fileprivate var hasTaproot: Bool {
        func isTaproot(_ script: Script) -> Bool { if case .p2tr = script.template { true } else { false } }
        return checks.contains { $0.spending?.era == .taproot } || transaction.outputs.contains { isTaproot($0.script) }
    }
}
