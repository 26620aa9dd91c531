import ShareFiles

/// Checks many dealings without a share, each for itself, on all cores: what anyone can know of them.
///
/// The results do not depend on the number of cores.
/// - Parameters:
///   - texts: Each the content of a `dealing.json`.
///   - expected: Keys, addresses or fingerprints, of which each dealing must be one; empty where nothing is known.
///   - threads: At most so many; the cores that the process may use, unless a test says otherwise.
/// - Returns: In the order of the texts: what the dealing says, its dealer's proof verified; or why it is refused, as
///   `check` would, with code `unexpected-key` where it is none that was expected.
public func checkDealings(
    _ texts: [PublicFile], expected: [Expectation] = [], threads: Int? = nil
) -> [Result<DealingFacts, Refusal>] {
    Parallel.map(count: texts.count, threads: threads ?? Parallel.coreCount) { place in
        Result { () throws(Refusal) in try checked(texts[place], expected) }
    }
}

private func checked(_ text: PublicFile, _ expected: [Expectation]) throws(Refusal) -> DealingFacts {
    guard text.bytes.withUnsafeBytes({ ShareFileKind.recognise($0) }) == .dealing else {
        throw Refusal(
            .damaged, code: "not-recognised", "\(text.name): it is no dealing", advice: "give one dealing in each line")
    }
    let dealing = try KnownDealing(
        try refusing(about: text.name) { () throws in
            try text.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        })
    let isExpected = expected.isEmpty ? true : try !dealing.meets(expected).isEmpty
    guard isExpected else {
        throw Refusal(
            .answerIsNo, code: "unexpected-key",
            "\(text.name): the dealing is of \(dealing.facts.subject), which is none of what was expected",
            advice: "find out whose it is, and ask the dealer where it comes from")
    }
    return dealing.facts
}
