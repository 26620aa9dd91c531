import Encodings

/// Texts of a transaction that are to be what they look like: a chain takes no others.
enum CosmosName {
    /// An address stands in a sentence beside others and is compared letter by letter: visible ASCII, no blanks.
    ///
    /// Not bech32 alone: IBC receivers have the form of their own chain.
    /// - Throws: `CosmosError.addressForm`.
    static func address(_ text: String, _ path: String) throws(CosmosError) -> String {
        // 90 letters have the longest bech32 addresses; IBC's receivers may have more.
        guard isVisible(text, most: 250) else { throw .addressForm(path, found: printable(text, most: 100)) }
        return text
    }

    /// cosmos-sdk, types/coin.go, `reDnmString`: `[a-zA-Z][a-zA-Z0-9/:._-]{2,127}`.
    /// - Throws: `CosmosError.amountForm`.
    static func denomination(_ text: String, _ path: String) throws(CosmosError) -> String {
        let isAllowed = text.utf8.allSatisfy {
            isLetter($0) || isDigit($0) || [0x2F, 0x3A, 0x2E, 0x5F, 0x2D].contains($0)
        }
        guard (3...128).contains(text.utf8.count), isAllowed, text.utf8.first.map(isLetter) == true else {
            throw .amountForm("\(path).denom", found: printable(text, most: 100))
        }
        return text
    }

    /// cometbft, types/genesis.go, `MaxChainIDLen`: at most 50 letters.
    /// - Throws: `CosmosError.chainForm`.
    static func chain(_ text: String) throws(CosmosError) -> String {
        guard isVisible(text, most: 50) else { throw .chainForm(found: printable(text, most: 100)) }
        return text
    }

    /// `/` and the full name of a message: what else stands before the slash is not looked at by all readers alike.
    /// - Throws: `CosmosError.missing`, `.typeForm`.
    static func type(_ url: String, _ path: String) throws(CosmosError) -> String {
        guard !url.isEmpty else { throw .missing("\(path).type_url") }
        let name = url.utf8.dropFirst()
        guard url.utf8.first == 0x2F, (1...250).contains(name.count),
            name.allSatisfy({ isLetter($0) || isDigit($0) || $0 == 0x2E || $0 == 0x5F })
        else { throw .typeForm("\(path).type_url", found: printable(url, most: 100)) }
        return url
    }

    private static func isVisible(_ text: String, most: Int) -> Bool {
        (1...most).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func isLetter(_ octet: UInt8) -> Bool {
        (0x41...0x5A).contains(octet) || (0x61...0x7A).contains(octet)
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }
}
