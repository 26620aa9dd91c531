package import Encodings
package import Groups
package import Signatures

/// Something parsed that a key can sign: a transaction, a message, an authorisation.
package protocol Signable: Sendable {
    /// The groups whose keys can sign it; the first is meant where a bare key does not tell its own.
    var groups: [CurveName] { get }

    /// What a person must see before it is signed, from the bytes that the signature will cover.
    /// - Parameter signer: The key that will sign; `nil` where it is not known.
    func summary(signer: VerifyingKey?, under terms: Terms) -> Summary

    /// All that stands against signing, less what the terms lift; empty when nothing does.
    /// - Parameter signer: The key that will sign; `nil` where it is not known yet, and then what depends on it is left out.
    func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError]

    /// Signs, and verifies what was made.
    /// - Throws: The first of `refusals(signer:under:)`; a `LedgerError` of nature `ownFault` when what was made does not
    ///   verify, and then nothing comes out.
    func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent
}

/// A content with its signature, verified.
public struct SignedContent: Sendable {
    public let ledger: LedgerName
    /// The ledger's word for its form: `eip1559`.
    public let kind: String
    /// Who signed, as the ledger names accounts. Put together whenever it is asked for.
    public var signer: String { signerMaker() }
    private let signerMaker: @Sendable () -> String
    /// The transaction's id; `nil` where it has none, or not before others have signed. Computed whenever it is asked for.
    public var hash: String? { hashMaker() }
    private let hashMaker: @Sendable () -> String?
    /// The result as one line of text, or several, without a newline at the end. Written whenever it is asked for.
    public var text: String { textMaker() }
    private let textMaker: @Sendable () -> String
    /// The result in the form of the input, for a file: the bytes of a binary PSBT, or the text with a newline.
    public let file: [UInt8]
    /// Put together whenever it is asked for.
    public var summary: Summary { summaryMaker() }
    private let summaryMaker: @Sendable () -> Summary
    /// What the person should know now: whose signatures are still missing, which inputs were left unsigned and why. One
    /// sentence each. Put together whenever it is asked for.
    public var notes: [String] { notesMaker().map { printable($0, most: 400) } }
    private let notesMaker: @Sendable () -> [String]
    /// What else programs should know, after what every ledger tells; empty where there is nothing. Put together whenever
    /// it is asked for.
    package var members: JSONObject { membersMaker() }
    private let membersMaker: @Sendable () -> JSONObject

    package init(
        ledger: LedgerName, kind: String, signer: @autoclosure @escaping @Sendable () -> String,
        hash: @autoclosure @escaping @Sendable () -> String?, text: @autoclosure @escaping @Sendable () -> String,
        file: [UInt8]? = nil, summary: @autoclosure @escaping @Sendable () -> Summary,
        notes: @autoclosure @escaping @Sendable () -> [String] = [],
        members: @autoclosure @escaping @Sendable () -> JSONObject = JSONObject([])
    ) {
        self.ledger = ledger
        self.kind = kind
        signerMaker = signer
        hashMaker = hash
        if let file {
            self.file = file
            textMaker = text
        } else {
            let text = text()
            self.file = Array((text + "\n").utf8)
            textMaker = { text }
        }
        summaryMaker = summary
        notesMaker = notes
        membersMaker = members
    }
}
