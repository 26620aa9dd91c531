package import Transactions

extension Summary.Warning {
    /// What all calls, outer and inner, warn of; each kind once.
    package static func about(_ calls: [Call]) -> [Summary.Warning] {
        let inner = calls.flatMap(\.inner)
        var warnings = aboutMeaning(calls)
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if inner.contains(where: \.isDelegate) { warnings.append(.delegateCall) }
        if inner.contains(where: { $0.itself != nil }) {
            warn(
                "receiver-zero",
                "a call inside has the receiver 0, by which newer contracts mean the account itself and older ones nobody"
            )
        }
        if inner.contains(where: \.losesCoins) || calls.contains(where: { $0.receiver?.isZero ?? false }) {
            warn("zero-address", "coins or tokens go to the zero address, where they are lost")
        }
        warnings += aboutReading(calls)
        if calls.contains(where: SummaryLines.leavesOut) { warnings.append(.notAllShown) }
        return warnings
    }

    /// What the functions do.
    private static func aboutMeaning(_ calls: [Call]) -> [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if calls.contains(where: \.isUnlimitedApproval) {
            warn("unlimited-approval", "UNLIMITED approval: another account may then take all of these tokens")
        }
        if calls.contains(where: { $0.known?.concern == .control }) { warnings.append(.control) }
        if calls.contains(where: { $0.known?.concern == .hash }) {
            warn("hash-approved", "a hash or a message is approved, and WHAT IT STANDS FOR IS NOT SEEN HERE")
        }
        if calls.contains(where: { $0.receiver != nil && $0.receiver == $0.contract }) {
            warn("to-the-token", "tokens go to the contract of the token itself, where they are lost as a rule")
        }
        if calls.contains(where: \.paysRefund) { warnings.append(.refund) }
        return warnings
    }

    /// How sure it is what the data say.
    private static func aboutReading(_ calls: [Call]) -> [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if calls.contains(where: { $0.function != nil && $0.arguments == nil }) {
            warn(
                "arguments-differ",
                "the data do not have the form that the function's name asks for: contracts may take them all the same, "
                    + "and WHAT THEY DO IS NOT SHOWN")
        } else if calls.contains(where: { $0.function != nil && $0.writing == .loose }) {
            warn(
                "arguments-differ",
                "the data are not written as tools write them: shown is what most contracts would read, "
                    + "and THE CONTRACT MAY DO SOMETHING ELSE OR NOTHING")
        }
        if calls.contains(where: { $0.writing == .withBytesLeftOver }) {
            warn("bytes-left-over", "bytes stand behind the arguments, which contracts overlook as a rule")
        }
        if calls.contains(where: \.hidesCalls) {
            warn(
                "calls-not-read",
                "the data hold calls that cannot be read here, and contracts may make them all the same")
        }
        for collision in Set(calls.flatMap(\.collisions)).sorted() {
            warn("selector-collision", "\(collision) has the same selector, so that the call may be for that function")
        }
        return warnings
    }

    static let delegateCall = Summary.Warning(
        code: "delegate-call",
        text: "DELEGATECALL: the code of another contract runs as the calling account and can take everything it has")

    static let control = Summary.Warning(
        code: "control-changes",
        text: "CONTROL CHANGES HANDS: who may act for a contract or an account is changed, or the code that it runs")

    static let refund = Summary.Warning(
        code: "safe-refund", text: "the Safe pays whoever sends this transaction back (gasPrice is not 0)")

    static let notAllShown = Summary.Warning(
        code: "not-all-shown",
        text: "NOT ALL IS SHOWN HERE: compare the hash of what is cut, or read the whole in the JSON form")
}

extension Call {
    /// Whether the Safe pays for its transaction: argument 6 of `execTransaction` is the price of gas.
    var paysRefund: Bool {
        guard function?.name == "execTransaction", let arguments, arguments.count == 10 else { return false }
        return !(arguments[6].value.number?.isZero ?? true)
    }
}
