import Foundation

/// The parts of an output that differ in every run, kept apart from what must be the same.
struct RandomParts {
    /// The text with a mark in place of every such part.
    var skeleton = ""
    /// Those that must stay the same throughout a document, in their order.
    var names: [String] = []

    /// Keys, ids, addresses, signatures. Each alternative is long, or grouped, enough never to be a word or an amount.
    private static let named = [
        "hfs1[02-9ac-hj-np-z?]{85}",  // a share line
        "(?:bc|tb|age)1[02-9ac-hj-np-z]{20,}",  // a Bitcoin address, or a public key of age
        "0x[0-9a-fA-F]{8,}",
        "[0-9A-F]{8}(?: [0-9A-F]{8}){4}",  // a CometBFT address, in groups
        "\\b[02-9AC-HJ-NP-Z]{4}(?:-[02-9AC-HJ-NP-Z]{4}){1,7}\\b",  // a dealing id's short form, or its fingerprint
        "\\b[0-9a-fA-F]{32,}\\b",
        "[A-Za-z0-9+/]{40,}={0,2}",  // base64
        "\\b[1-9A-HJ-NP-Za-km-z]{32,44}\\b",  // base58
    ]
    /// Times: another one in every run, and in every line.
    private static let unnamed = [
        "\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:\\.\\d+)?(?:Z| UTC)?)?",
        "\\b\\d+(?:\\.\\d+)? (?:ms|s)\\b",
    ]
    private static let pattern = try! NSRegularExpression(
        pattern: "(\(named.joined(separator: "|")))|(\(unnamed.joined(separator: "|")))")

    init(of text: String, workspace: String = "/nowhere") {
        let text = text.replacingOccurrences(of: workspace, with: "~")
        var rest = text.startIndex
        for match in Self.pattern.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
            guard let range = Range(match.range, in: text) else { continue }
            let isNamed = match.range(at: 1).location != NSNotFound
            skeleton += text[rest..<range.lowerBound] + (isNamed ? "<name>" : "<time>")
            if isNamed { names.append(String(text[range])) }
            rest = range.upperBound
        }
        skeleton += text[rest...]
    }
}

/// Which name of a document stands for which name of this run: one to one.
struct Renaming {
    private var forward: [String: String] = [:]
    private var backward: [String: String] = [:]

    /// - Returns: Whether the shown text is the document's, but for other random parts.
    mutating func matches(_ shown: RandomParts, _ documented: RandomParts) -> Bool {
        guard shown.skeleton == documented.skeleton, shown.names.count == documented.names.count else { return false }
        for (new, old) in zip(shown.names, documented.names) {
            guard forward[old, default: new] == new, backward[new, default: old] == old else { return false }
            (forward[old], backward[new]) = (new, old)
        }
        return true
    }
}
