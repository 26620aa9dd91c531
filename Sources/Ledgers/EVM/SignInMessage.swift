import Encodings
import Transactions

/// A message by which an account signs in to a service. ERC-4361, "ABNF Message Format".
struct SignInMessage {
    /// The service's authority as the first line has it, without a scheme.
    let domain: String
    /// As the second line has it.
    let account: String
    /// The authorities of the lines that name a URI; one in a good message.
    let authorities: [String]
    /// `nil` where no line names one that can be a chain.
    let chainID: UInt256?

    private static let phrase = " wants you to sign in with your Ethereum account:"

    /// - Returns: `nil` for what has not the first lines of such a message.
    init?(_ text: String) {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count > 1, lines[0].hasSuffix(Self.phrase) else { return nil }
        domain = Self.afterScheme(lines[0].dropLast(Self.phrase.count))
        account = lines[1]
        func values(_ name: String) -> [Substring] {
            lines.filter { $0.hasPrefix(name) }.map { $0.dropFirst(name.count) }
        }
        authorities = values("URI: ").map { uri in
            String(Self.afterScheme(uri).prefix { !"/?#\\".contains($0) })
        }
        let chains = values("Chain ID: ")
        chainID = chains.count == 1 ? UInt256(decimal: chains[0]) : nil
    }

    /// Whether a text asks for a sign-in, in whatever form.
    static func isAskedFor(in text: String) -> Bool { text.contains("wants you to sign in with your") }

    private static func afterScheme(_ text: Substring) -> String {
        text.firstRange(of: "://").map { String(text[$0.upperBound...]) } ?? String(text)
    }

    var words: String { "sign in to \(domain) as \(account)" }

    /// - Parameter signer: The account that signs; `nil` where it is not known.
    func warnings(signer: Address?) -> [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if let signer, signer.text != account {
            warn("sign-in-account", "the message signs in \(account) and the key is of \(signer.text)")
        }
        if authorities != [domain] {
            warn(
                "sign-in-domain",
                "the message is of \(domain) and its URI of \(authorities.joined(separator: " and ")): "
                    + "one service may be asking in the name of another")
        }
        // RFC 3986, section 3.2.1: what stands before the @ is no part of the host. RFC 3492: xn-- stands for other letters.
        let isPlain = domain.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "@") }
        if !isPlain || domain.lowercased().contains("xn--") {
            warn("sign-in-domain", "the domain \(domain) has letters by which it can look like another one")
        }
        return warnings
    }
}
