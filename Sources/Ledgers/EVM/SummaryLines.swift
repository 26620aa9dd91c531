import Encodings
import Transactions

/// Facts that take more than one line, and those of calls inside of calls.
enum SummaryLines {
    /// How many values of one call are shown one by one.
    static let mostValues = 1000
    /// How many calls inside of one call are shown.
    static let mostCalls = 200

    /// Whether `facts(of:)` leaves something out, or shows bytes by their hash only.
    static func leavesOut(_ call: Call) -> Bool {
        let leaves = shownLeaves(of: call)
        return leaves.count > mostValues || leaves.contains(where: \.value.isCut) || call.inner.count > mostCalls
            || call.inner.contains { inner in
                inner.call.map(leavesOut) ?? false || isShownAsBytes(inner.call) && ABIValue.bytes(inner.data).isCut
            }
    }

    /// Whether the data of a call are shown as they are, since they cannot be read, or not for sure, or not to their end.
    static func isShownAsBytes(_ call: Call?) -> Bool { call?.arguments == nil || call?.writing != .canonical }

    /// The values of a call, less those that are shown as calls of their own.
    private static func shownLeaves(of call: Call) -> [ABILeaf] {
        let hidden = call.inner.isEmpty ? nil : InnerCall.dataArgument(of: call.signature)
        return (call.arguments ?? []).enumerated().flatMap { index, field in
            index == hidden ? [] : ABILeaf.leaves(of: field, index: index)
        }
    }

    /// A value under its name: as the label where the name is this library's own, else before the value, so that no stranger
    /// chooses what stands on the left.
    static func field(_ name: String, _ text: String, depth: Int, isOurs: Bool = true) -> [Summary.Fact] {
        let mark = "  " + String(repeating: ">", count: depth)
        if isOurs, mark.count + name.count <= 12 { return MessageText.whole(mark + name, text) }
        return MessageText.whole(mark + "field", "\(name): \(text)")
    }

    /// Every value of a call and of the calls inside.
    static func facts(of call: Call, coin: Coin, caller: String, depth: Int = 0) -> [Summary.Fact] {
        var facts: [Summary.Fact] = []
        if let words = call.words(by: caller) { facts += field("asks to", words, depth: depth) }
        let leaves = shownLeaves(of: call)
        let isUnlimited = call.isUnlimitedApproval
        for leaf in leaves.prefix(mostValues) {
            let words =
                isUnlimited && leaf.value.isUnlimitedAmount ? "UNLIMITED (\(leaf.value.words))" : words(leaf, of: call)
            facts += field(leaf.path, words, depth: depth, isOurs: call.file == nil)
        }
        if leaves.count > mostValues {
            facts += field("more", "\(leaves.count - mostValues) values that are not shown", depth: depth)
        }
        let inside = call.callerInside(outer: caller)
        for inner in call.inner.prefix(mostCalls) {
            facts += self.facts(of: inner, coin: coin, caller: inside, depth: depth + 1)
        }
        if call.inner.count > mostCalls {
            facts += field("more", "\(call.inner.count - mostCalls) calls that are not shown", depth: depth)
        }
        for other in call.otherwise {
            facts += field("or", "\(other.signature ?? ""), whose selector is the same", depth: depth)
            facts += self.facts(of: other, coin: coin, caller: caller, depth: depth)
        }
        return facts
    }

    private static func words(_ leaf: ABILeaf, of call: Call) -> String {
        guard leaf.path == "operation", call.file == nil, call.function?.name.hasPrefix("execTransaction") ?? false
        else {
            return leaf.path == "deadline" ? deadline(leaf.value) : leaf.value.words
        }
        return operation(leaf.value.number ?? .zero)
    }

    /// Safe, `Enum.Operation`.
    static func operation(_ number: UInt256) -> String {
        number.isZero ? "0, a call" : "\(number.decimal), DELEGATECALL: the receiver's code runs AS THE SAFE"
    }

    /// A time in seconds, as a date.
    static func deadline(_ value: ABIValue) -> String {
        value.number == nil ? value.words : "\(value.words), \(date(value) ?? "which never comes")"
    }

    /// `nil` for what is no number, and for a time that never comes.
    static func date(_ value: ABIValue) -> String? {
        value.number?.asUInt64.flatMap { Int(exactly: $0) }.flatMap { UTCTime.text(secondsSince1970: $0) }
    }

    static func facts(of inner: InnerCall, coin: Coin, caller: String, depth: Int) -> [Summary.Fact] {
        let mark = "  " + String(repeating: ">", count: depth)
        let act = inner.isDelegate ? "DELEGATECALL to" : "call of"
        let value = inner.value.isZero ? "" : ", with \(coin.text(ofSmallestUnits: inner.value.decimal))"
        var facts = MessageText.whole(
            mark + "call", "\(act) \(inner.receiverWords)\(value), \(words(inner.data, inner.call))")
        if let call = inner.call { facts += self.facts(of: call, coin: coin, caller: caller, depth: depth) }
        if !inner.data.isEmpty, isShownAsBytes(inner.call) {
            facts += field("data", ABIValue.bytes(inner.data).words, depth: depth)
        }
        return facts
    }

    static func size(_ bytes: [UInt8]) -> String { bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes" }

    /// The data of a call in a few words.
    static func words(_ data: [UInt8], _ call: Call?) -> String {
        if data.isEmpty { return "no data" }
        let size = size(data)
        guard let call else { return "\(size), no selector" }
        let name =
            call.signature.map { signature in
                call.file.map { "\(signature) in \(printable($0))" } ?? "looks like \(signature)"
            } ?? "not known by name"
        return "\(size), selector 0x\(Hex.encode(call.selector)), \(name)"
    }
}
