/// One thing that a command takes: a flag, an option with its value, or an operand.
package struct Argument: Sendable {
    enum Kind { case flag, option, operand }

    let kind: Kind
    /// With their dashes, the short one first; an operand has none.
    let names: [String]
    /// What stands for the value in a synopsis.
    let valueName: String
    let help: String
    var isRequired = false
    /// Whether every value is kept, rather than the last.
    var isRepeated = false
    /// The only values that there are; empty where any will do.
    var choices: [String] = []
    /// What holds where nothing is given; empty where the help says nothing of it.
    var usual = ""

    static let version = Argument(kind: .flag, names: ["--version"], valueName: "", help: "Show the version.")
    static let help = Argument(kind: .flag, names: ["-h", "--help"], valueName: "", help: "Show help information.")

    /// As a message shows it beside the value: the name as it was given.
    func shown(as name: String) -> String {
        switch kind {
        case .flag: name
        case .option: "\(name) <\(valueName)>"
        case .operand: "<\(valueName)>"
        }
    }

    /// As a synopsis has it, without the brackets of what may be left out.
    var synopsis: String {
        let name = names.first { $0.hasPrefix("--") } ?? names.first ?? ""
        return shown(as: name) + (kind == .operand && isRepeated ? " ..." : "")
    }

    /// Its names and value, as a list of arguments has them.
    var label: String { shown(as: names.joined(separator: ", ")) }

    /// The help, and which values there are.
    var wholeHelp: String {
        var facts: [String] = []
        if !choices.isEmpty { facts.append("values: " + choices.joined(separator: ", ")) }
        if !usual.isEmpty { facts.append("default: " + usual) }
        return facts.isEmpty ? help : "\(help) (\(facts.joined(separator: "; ")))"
    }
}

/// What an option or operand can be read as.
package protocol ArgumentValue {
    init?(argument: String)
    /// The only values that there are; empty where any will do.
    static var choices: [String] { get }
    var argument: String { get }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    package init?(argument: String) { self.init(rawValue: argument) }
    package static var choices: [String] { allCases.map(\.rawValue) }
    package var argument: String { rawValue }
}

extension String: ArgumentValue {
    package init?(argument: String) { self = argument }
    package static var choices: [String] { [] }
    package var argument: String { self }
}

extension ArgumentValue where Self: FixedWidthInteger {
    package init?(argument: String) { self.init(argument) }
    package static var choices: [String] { [] }
    package var argument: String { String(self) }
}

extension Int: ArgumentValue {}
extension Int32: ArgumentValue {}
