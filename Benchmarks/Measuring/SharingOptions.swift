package import Groups

/// What the command line of the benchmark asks for.
package struct SharingOptions: Equatable, Sendable {
    package enum Pace: Sendable {
        case thorough, quick
    }

    package var pace = Pace.thorough
    package var asJSON = false
    package var large = false
    package var plot: String?
    package var wantsHelp = false
    package var groups = CurveName.allCases
    package var works = SharingWork.allCases
    package var sizes: [SharingSize] {
        (large ? [.large] : SharingSize.usual).filter { thresholds?.contains($0.threshold) ?? true }
    }
    private var thresholds: [Int]?

    package static let usage = """
        usage: holdfast-benchmark [OPTION]...

        Measures checking, splitting, rebuilding and signing in verifications of the group's own library.

          --quick             fewer rounds: less than 90 seconds in all
          --json              one JSON value instead of the table
          --plot FILE.svg     draws how the works grow with the threshold, too
          --group GROUP       secp256k1, p256 or ed25519 only; may be repeated, like the next two
          --work WORK         check-all, check-one, split, rebuild, from-bytes, check-many, sign, verify,
                              fve-prove, fve-verify, fve-open, own-split, own-check-holder, own-submit,
                              own-check-submission or blinded-rebuild only
          --threshold T       dealings of this threshold only: 2, 3, 7, 67, 334 or 667
          --large             threshold 10000 of 65535 holders instead, each work once, with its memory
          --help              prints this
        """

    package init() {}

    /// What is wrong with a command line, in one sentence.
    package struct Misuse: Error, Equatable, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// - Parameter arguments: Without the program's name.
    package init(_ arguments: [String]) throws(Misuse) {
        var rest = arguments[...]
        var groups: [CurveName] = [], works: [SharingWork] = [], thresholds: [Int] = []
        while let option = rest.popFirst() {
            switch option {
            case "--quick": pace = .quick
            case "--json": asJSON = true
            case "--large": large = true
            case "--help", "-h": wantsHelp = true
            case "--plot": plot = try SharingOptions.value(of: option, &rest)
            case "--group": groups.append(try SharingOptions.word(of: option, &rest))
            case "--work": works.append(try SharingOptions.word(of: option, &rest))
            case "--threshold": thresholds.append(try SharingOptions.number(of: option, &rest))
            default: throw Misuse(description: "\(option) is no option of holdfast-benchmark; --help lists them")
            }
        }
        // In their usual order, and none twice.
        if !groups.isEmpty { self.groups = CurveName.allCases.filter(groups.contains) }
        if !works.isEmpty { self.works = SharingWork.allCases.filter(works.contains) }
        if !thresholds.isEmpty { self.thresholds = thresholds }
        // Nobody seals tens of thousands of shares to be measured.
        if large { self.works.removeAll(where: \.isOfSealedShares) }
        // What has no threshold is not meant by one, and says nothing about memory.
        if works.isEmpty, large || !thresholds.isEmpty { self.works.removeAll(where: \.isOfOneKey) }
        for threshold in thresholds where !sizes.contains(where: { $0.threshold == threshold }) {
            let known = (large ? [SharingSize.large] : SharingSize.usual).map { String($0.threshold) }
            throw Misuse(
                description:
                    "no dealing of threshold \(threshold) is measured here, only of \(known.joined(separator: ", "))")
        }
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(Misuse) -> String {
        guard let value = rest.popFirst(), !value.isEmpty else { throw Misuse(description: "\(option) needs a value") }
        return value
    }

    private static func word<Word: CaseIterable & RawRepresentable>(
        of option: String, _ rest: inout ArraySlice<String>
    ) throws(Misuse) -> Word where Word.RawValue == String {
        let value = try value(of: option, &rest)
        guard let word = Word(rawValue: value) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw Misuse(description: "\(option) knows no \(value), only \(known)")
        }
        return word
    }

    private static func number(of option: String, _ rest: inout ArraySlice<String>) throws(Misuse) -> Int {
        let value = try value(of: option, &rest)
        guard let number = Int(value) else {
            throw Misuse(description: "\(option) needs a number, and \(value) is none")
        }
        return number
    }
}
