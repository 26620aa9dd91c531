/// Goes through what a command declares: once to learn it, and again to fill it with what was given.
package struct ArgumentReader {
    private(set) var arguments: [Argument] = []
    /// What was given for each argument, in the order of their declaration; nil while they are declared.
    private let given: [[GivenValue]]?
    private var invalid: UsageFault?
    private var missing: UsageFault?
    private var broken: UsageFault?

    private init(given: [[GivenValue]]?) { self.given = given }

    static func arguments<C: Command>(of type: C.Type) -> [Argument] {
        var reader = ArgumentReader(given: nil)
        var command = type.init()
        command.declare(&reader)
        return reader.arguments
    }

    /// Reads the words behind a command's name.
    /// - Returns: The command, filled; or what they ask for instead of it.
    /// - Throws: The first thing that is wrong, what stands in the way of the rest first.
    package static func read<C: Command>(_ type: C.Type, _ words: [String]) throws(UsageFault) -> Answer<C> {
        let arguments = self.arguments(of: type)
        let matched = MatchedWords(words, arguments + [.version, .help])
        if matched.wantsHelp { return .help }
        if matched.wantsVersion { return .version }
        if let fault = matched.fault { throw fault }
        var reader = ArgumentReader(given: matched.given)
        var command = type.init()
        command.declare(&reader)
        if let fault = reader.invalid ?? reader.missing { throw fault }
        if let fault = matched.unknown ?? matched.unexpected ?? reader.broken { throw fault }
        return .command(command)
    }

    package enum Answer<C> {
        case command(C)
        case help
        case version
    }

    // MARK: What a command declares

    package mutating func flag(_ value: inout Bool, _ names: String..., help: String) {
        if !take(Argument(kind: .flag, names: names, valueName: "", help: help)).isEmpty { value = true }
    }

    /// An option that must be there.
    package mutating func required<Value: ArgumentValue>(
        _ value: inout Value, _ names: String..., value valueName: String, help: String
    ) {
        read(
            Argument(
                kind: .option, names: names, valueName: valueName, help: help, isRequired: true,
                choices: Value.choices)
        ) { value = $0 }
    }

    /// An option whose property says what holds without it.
    package mutating func option<Value: ArgumentValue>(
        _ value: inout Value, _ names: String..., value valueName: String, help: String
    ) {
        read(
            Argument(
                kind: .option, names: names, valueName: valueName, help: help, choices: Value.choices,
                usual: value.argument)
        ) { value = $0 }
    }

    package mutating func option<Value: ArgumentValue>(
        _ value: inout Value?, _ names: String..., value valueName: String, help: String
    ) {
        read(Argument(kind: .option, names: names, valueName: valueName, help: help, choices: Value.choices)) {
            value = $0
        }
    }

    /// An option that may be repeated.
    package mutating func option(_ values: inout [String], _ names: String..., value valueName: String, help: String) {
        read(Argument(kind: .option, names: names, valueName: valueName, help: help, isRepeated: true)) {
            values.append($0)
        }
    }

    package mutating func operand<Value: ArgumentValue>(_ value: inout Value, _ valueName: String, help: String) {
        read(
            Argument(
                kind: .operand, names: [], valueName: valueName, help: help, isRequired: true, choices: Value.choices)
        ) { value = $0 }
    }

    package mutating func operand(_ value: inout String?, _ valueName: String, help: String) {
        read(Argument(kind: .operand, names: [], valueName: valueName, help: help)) { value = $0 }
    }

    /// All operands that are left.
    package mutating func operands(
        _ values: inout [String], _ valueName: String, isRequired: Bool = true, help: String
    ) {
        read(
            Argument(
                kind: .operand, names: [], valueName: valueName, help: help, isRequired: isRequired, isRepeated: true)
        ) { values.append($0) }
    }

    /// A rule about what was given, which is looked at when everything before it is filled in.
    package mutating func require(_ rule: Bool, _ message: String) {
        if !rule, given != nil, broken == nil { broken = .broken(message) }
    }

    // MARK: Both passes

    /// What was given for the next argument; nothing while they are declared.
    private mutating func take(_ argument: Argument) -> [GivenValue] {
        arguments.append(argument)
        return given?[arguments.count - 1] ?? []
    }

    private mutating func read<Value: ArgumentValue>(_ argument: Argument, _ store: (Value) -> Void) {
        let values = take(argument)
        if values.isEmpty, argument.isRequired, missing == nil { missing = .missing(argument) }
        for given in argument.isRepeated ? values[...] : values.suffix(1) {
            guard let value = Value(argument: given.text) else {
                invalid = invalid ?? .invalid(given.text, argument, name: given.name)
                return
            }
            store(value)
        }
    }
}
