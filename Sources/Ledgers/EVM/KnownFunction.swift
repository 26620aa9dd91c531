/// A function that many contracts have, with what it means for whoever calls it.
struct KnownFunction: Hashable, Sendable {
    /// Why a person must look twice.
    enum Concern: Hashable, Sendable {
        /// Another account may take of a token, as many as this argument says.
        case allowance(amount: Int)
        /// Another account may take all, if this argument is true; always where there is none.
        case operation(flag: Int?)
        /// Who may act for a contract changes, or what code it runs.
        case control
        /// A hash is approved, of something that is not seen.
        case hash
    }

    /// Who gets something by the call.
    struct Gain: Hashable, Sendable {
        let argument: Int
        let words: String
    }

    let function: ABIFunction
    /// What the call asks for, with places in braces; `nil` where the names of the arguments tell enough.
    let words: String?
    let gain: Gain?
    let concern: Concern?

    /// What the places of `words` stand for.
    enum Place: Hashable, Sendable {
        case contract
        case caller
        /// `{0}`
        case value(Int)
        /// `{units 1}`: a number of smallest units.
        case units(Int)
        /// `{until 3}`: seconds since 1970.
        case end(Int)
        /// `{role 0}`
        case role(Int)

        init?(_ text: Substring) {
            let parts = text.split(separator: " ")
            switch (parts.first, parts.count) {
            case ("contract", 1): self = .contract
            case ("caller", 1): self = .caller
            case ("units", 2): self = .units(Int(parts[1]) ?? 0)
            case ("until", 2): self = .end(Int(parts[1]) ?? 0)
            case ("role", 2): self = .role(Int(parts[1]) ?? 0)
            case (let number?, 1): self = .value(Int(number) ?? 0)
            default: return nil
            }
        }
    }

    /// The words with every place filled in.
    func sentence(_ fill: (Place) -> String) -> String? {
        guard let words else { return nil }
        var sentence = ""
        var rest = words[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            sentence += rest[..<open]
            sentence += Place(rest[rest.index(after: open)..<close]).map(fill) ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return sentence + rest
    }
}

extension KnownFunction {
    /// - Parameters:
    ///   - head: `approve(address spender,uint256 amount)`: a name, and a type, a blank and a name for each argument.
    ///   - gain: The argument that is the account which gets something, and what a person calls it.
    init(
        _ head: String, _ words: String? = nil, gain: (Int, String)? = nil, _ concern: Concern? = nil
    ) {
        let parts = head.dropLast().split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
        precondition(parts.count == 2, "the table has functions only")
        let inputs = parts[1].split(separator: ",").map(KnownFunction.parameter)
        self.init(ABIFunction(name: String(parts[0]), inputs: inputs), words, gain: gain, concern)
    }

    init(_ function: ABIFunction, _ words: String? = nil, gain: (Int, String)? = nil, _ concern: Concern? = nil) {
        self.function = function
        self.words = words
        self.gain = gain.map { Gain(argument: $0.0, words: $0.1) }
        self.concern = concern
    }

    private static func parameter(_ text: Substring) -> ABIParameter {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let (name, lengths) = ArraySuffix.split(String(parts[0])),
            let type = ABIType(builtIn: name)
        else { preconditionFailure("the table has types and names only") }
        return ABIParameter(name: String(parts[1]), type: lengths.isEmpty ? type : .list(type))
    }
}
