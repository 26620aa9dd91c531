public import Transactions

/// Why an act was not done: one sentence of what is wrong, with its facts, and one of what to do.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of no it is; the command's exit codes.
    public enum Kind: Sendable {
        /// The answer is no: a bad share, a bad signature, another key.
        case answerIsNo
        /// Used wrongly, or refused as unsafe.
        case unsafe
        /// Too few good shares.
        case notEnoughShares
        /// Damaged, or not recognised.
        case damaged
        /// A passphrase or an identity is wrong or missing.
        case cannotDecrypt
        /// The person said no.
        case declined
        /// What the embedding program reads or writes failed.
        case inputOutput
        /// A broken promise of this library itself.
        case internalFault
    }

    public let kind: Kind
    /// Stable, for programs: lower-case words with hyphens.
    public let code: String
    /// What is wrong, with its facts.
    public let message: String
    /// What to do next; empty where there is nothing to do.
    public let advice: String
    /// The danger that would have to be taken on knowingly for this to pass; `nil` where nothing lifts it.
    public let liftedBy: Risk?

    public init(_ kind: Kind, code: String, _ message: String, advice: String = "", liftedBy: Risk? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.advice = advice
        self.liftedBy = liftedBy
    }

    /// From the sentence of a module's error: what is wrong, "; ", what to do.
    package init(_ kind: Kind, code: String, sentence: String, about subject: String? = nil, liftedBy: Risk? = nil) {
        let parts = Refusal.split(sentence)
        self.init(
            kind, code: code, subject.map { "\($0): \(parts.message)" } ?? parts.message, advice: parts.advice,
            liftedBy: liftedBy)
    }

    /// At the last "; ": what comes before may hold names and words of others, the advice is this library's own.
    private static func split(_ sentence: String) -> (message: String, advice: String) {
        guard let cut = sentence.lastRange(of: "; ") else { return (sentence, "") }
        return (String(sentence[..<cut.lowerBound]), String(sentence[cut.upperBound...]))
    }

    public var description: String { advice.isEmpty ? message : "\(message); \(advice)" }
}

extension String {
    /// Where a text occurs last.
    fileprivate func lastRange(of text: String) -> Range<String.Index>? {
        ranges(of: text).last
    }
}
