/// What is wrong with a command line, as a sentence without capital and full stop.
package struct UsageFault: Error, Equatable {
    package let message: String

    private init(_ message: String) { self.message = message }

    static func broken(_ message: String) -> UsageFault { UsageFault(message) }

    static func missing(_ argument: Argument) -> UsageFault {
        UsageFault("missing expected argument '\(argument.synopsis)'")
    }

    static func noValue(_ argument: Argument, name: String) -> UsageFault {
        UsageFault("missing value for '\(argument.shown(as: name))'")
    }

    static func takesNoValue(_ name: String, _ value: String) -> UsageFault {
        UsageFault("the option '\(name)' does not take any value, but '\(value)' was specified.")
    }

    static func invalid(_ value: String, _ argument: Argument, name: String) -> UsageFault {
        UsageFault("the value '\(value)' is invalid for '\(argument.shown(as: name))'" + choices(of: argument))
    }

    static func unexpected(_ words: [String]) -> UsageFault {
        let quoted = words.map { "'\($0)'" }.joined(separator: ", ")
        return UsageFault(
            words.count == 1 ? "unexpected argument \(quoted)" : "\(words.count) unexpected arguments: \(quoted)")
    }

    static func unknown(_ name: String, known: [Argument]) -> UsageFault {
        let near = nearest(to: name, among: known.flatMap(\.names)).map { ". Did you mean '\($0)'?" }
        return UsageFault("unknown option '\(name)'" + (near ?? ""))
    }

    private static func choices(of argument: Argument) -> String {
        let choices = argument.choices
        guard choices.count > 2, let last = choices.last else { return "" }
        // A long list is easier to read without quotes.
        guard choices.count < 6 else {
            return ". Please provide one of the following: " + choices.joined(separator: ", ")
        }
        let others = choices.dropLast().map { "'\($0)'" }.joined(separator: ", ")
        return ". Please provide one of \(others) or '\(last)'."
    }

    /// The long name that is at most three letters away, and none is nearer; a short one is never meant.
    private static func nearest(to name: String, among names: [String]) -> String? {
        guard name.hasPrefix("--") else { return nil }
        let distances = names.filter { $0.hasPrefix("--") }.map { (name: $0, distance: distance($0, name)) }
        return distances.filter { $0.distance < 4 }.min { $0.distance < $1.distance }?.name
    }

    /// How many letters must be put in, left out or changed to make one of the other (Levenshtein 1966).
    private static func distance(_ from: String, _ to: String) -> Int {
        let letters = Array(to)
        var row = Array(0...letters.count)
        for (line, letter) in from.enumerated() {
            var before = line
            row[0] = line + 1
            for column in letters.indices {
                let changed = before + (letter == letters[column] ? 0 : 1)
                before = row[column + 1]
                row[column + 1] = min(changed, before + 1, row[column] + 1)
            }
        }
        return row[letters.count]
    }
}
