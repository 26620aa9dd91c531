/// A value as it was given; a flag's is empty.
struct GivenValue {
    let text: String
    /// The name that it was given by; empty for an operand.
    let name: String
}

/// The words of a command line, each laid to the argument that it is of.
///
/// As in the utility syntax guidelines of POSIX (XBD 12.2), with long names: `--name value`, `--name=value`, `-n value`,
/// flags of one letter together, and nothing but operands behind `--`. A word that begins with a dash is no value, save
/// `-` alone and behind `=`.
struct MatchedWords {
    /// For each argument what it was given, in order.
    private(set) var given: [[GivenValue]]
    /// A value that is missing, or one too many: nothing behind it is read for sure.
    private(set) var fault: UsageFault?
    private(set) var unknown: UsageFault?
    private(set) var unexpected: UsageFault?

    private let arguments: [Argument]
    private var rest: ArraySlice<String>

    init(_ words: [String], _ arguments: [Argument]) {
        self.arguments = arguments
        given = arguments.map { _ in [] }
        rest = words[...]
        var operands: [String] = []
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            if MatchedWords.isOption(word) { matchOption(word) } else { operands.append(word) }
        }
        matchOperands(operands[...])
    }

    var wantsHelp: Bool { wasGiven("--help") }
    var wantsVersion: Bool { wasGiven("--version") }

    static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }

    private func wasGiven(_ name: String) -> Bool { index(of: name).map { !given[$0].isEmpty } ?? false }

    private func index(of name: String) -> Int? {
        let asked = ["-help", "--help-hidden"].contains(name) ? "--help" : name
        return arguments.firstIndex { $0.names.contains(asked) }
    }

    private mutating func matchOption(_ word: String) {
        let equals = word.firstIndex(of: "=")
        let name = String(word[..<(equals ?? word.endIndex)])
        let value = equals.map { String(word[word.index(after: $0)...]) }
        if let index = index(of: name) {
            match(index, name, value)
        } else if name.hasPrefix("--") || value != nil || name.count == 2 {
            unknown = unknown ?? .unknown(name, known: arguments)
        } else {
            matchLetters(name)
        }
    }

    /// `-qo FILE`: as if each letter had a dash of its own.
    private mutating func matchLetters(_ word: String) {
        for letter in word.dropFirst() {
            let name = "-\(letter)"
            guard let index = index(of: name) else {
                unknown = unknown ?? .unknown(name, known: arguments)
                return
            }
            match(index, name, nil)
        }
    }

    private mutating func match(_ index: Int, _ name: String, _ value: String?) {
        let argument = arguments[index]
        if argument.kind == .flag {
            if let value, !value.isEmpty {
                fault = fault ?? .takesNoValue(name, value)
            } else {
                given[index].append(GivenValue(text: "", name: name))
            }
        } else if let value, !value.isEmpty {
            given[index].append(GivenValue(text: value, name: name))
        } else if value == nil, let next = rest.first, !MatchedWords.isOption(next) {
            rest.removeFirst()
            given[index].append(GivenValue(text: next, name: name))
        } else {
            fault = fault ?? .noValue(argument, name: name)
        }
    }

    private mutating func matchOperands(_ words: ArraySlice<String>) {
        var left = words
        for (index, argument) in arguments.enumerated() where argument.kind == .operand {
            let taken = left.prefix(argument.isRepeated ? left.count : 1)
            given[index] = taken.map { GivenValue(text: $0, name: "") }
            left = left.dropFirst(taken.count)
        }
        if !left.isEmpty { unexpected = .unexpected(Array(left)) }
    }
}
