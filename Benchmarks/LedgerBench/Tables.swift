/// Times one of each kind and prints what each step of signing and of verifying costs beside the bare calls.
/// - Parameter words: What a kind's name has in it; nothing for all kinds.
func printKinds(named words: String) throws {
    let kinds = try (evmKinds() + bitcoinKinds() + otherKinds()).filter { words.isEmpty || $0.name.contains(words) }
    print(
        """
        One transaction or message of each kind, in microseconds of one core; medians of \(Stopwatch.rounds) rounds in which \
        all steps take turns. The bare calls are those of libsecp256k1, libsodium and libcrypto, as many as the kind has \
        signatures.

        bare sign, bare verify: the library's calls; a key or signature that comes as bytes is read by it too
        parse    bytes to typed content, with all checks of form
        show     the summary for a person, and all that stands against signing
        sign     refusals, digest, signature, and the one verification of what was made, read back from its bytes
        verify   digest and judgement of every signature
        whole    all of these steps

        """)
    let rows = try kinds.map { try Row($0) }
    print(table("signing", Row.signingTitles, rows.compactMap(\.signingCells)))
    print(table("verifying", Row.verifyingTitles, rows.map(\.verifyingCells)))
    let slow = rows.filter { max($0.signingRatio ?? 0, $0.verifyingRatio) > Row.most }.map(\.kind.name)
    print(
        slow.isEmpty
            ? "No kind takes more than \(fixed(Row.most)) of the bare calls, parsing and showing apart."
            : "More than \(fixed(Row.most)) of the bare calls: \(slow.joined(separator: "; ")).")
}

/// What one kind costs.
private struct Row {
    /// The most that is allowed beside the bare calls.
    static let most = 1.25

    let kind: Kind
    private let bareSign, bareVerify: Double
    private let signing: (parse: Double, show: Double, sign: Double)?
    private let verifying: (parse: Double, verify: Double, show: Double)

    init(_ kind: Kind) throws {
        self.kind = kind
        let shared: [() throws -> Void] = [
            kind.bare.sign, kind.bare.verify, kind.verifying.parse, kind.verifying.verify, kind.verifying.show,
        ]
        let own: [() throws -> Void] = kind.signing.map { [$0.parse, $0.show, $0.sign] } ?? []
        let times = try Stopwatch.medians(of: shared + own)
        (bareSign, bareVerify) = (times[0], times[1])
        verifying = (times[2], times[3], times[4])
        signing = kind.signing == nil ? nil : (times[5], times[6], times[7])
    }

    /// A signature is verified before it leaves, so that signing bare is both calls.
    var signingRatio: Double? { signing.map { $0.sign / (bareSign + bareVerify * kind.bare.verifiedWhileSigning) } }
    var verifyingRatio: Double { verifying.verify / bareVerify }

    static let signingTitles: [(String, String)] = [
        ("bare", "sign"), ("bare", "verify"), ("", "parse"), ("", "show"), ("", "sign"), ("of bare", "both"),
        ("of bare", "sign"), ("", "whole"),
    ]

    var signingCells: (String, [String])? {
        guard let signing, let signingRatio else { return nil }
        return (
            kind.name,
            [bareSign, bareVerify * kind.bare.verifiedWhileSigning, signing.parse, signing.show, signing.sign]
                .map(microseconds) + [fixed(signingRatio), fixed(signing.sign / bareSign)]
                + [microseconds(signing.parse + signing.show + signing.sign)]
        )
    }

    static let verifyingTitles: [(String, String)] = [
        ("bare", "verify"), ("", "parse"), ("", "show"), ("", "verify"), ("of", "bare"), ("", "whole"),
    ]

    var verifyingCells: (String, [String]) {
        (
            kind.name,
            [bareVerify, verifying.parse, verifying.show, verifying.verify].map(microseconds)
                + [fixed(verifyingRatio), microseconds(verifying.parse + verifying.show + verifying.verify)]
        )
    }
}

private func table(_ name: String, _ titles: [(String, String)], _ rows: [(String, [String])]) -> String {
    let heads = [row("", titles.map(\.0)), row(name, titles.map(\.1))]
    return (heads + rows.map { row($0.0, $0.1) }).joined(separator: "\n") + "\n"
}

private func row(_ name: String, _ cells: [String]) -> String {
    padded(name, 34) + cells.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// With two digits after the point.
func fixed(_ number: Double) -> String { decimal(number, digits: 2) }

private func microseconds(_ nanoseconds: Double) -> String { decimal(nanoseconds / 1000, digits: 1) }

private func decimal(_ number: Double, digits: Int) -> String {
    var unit = 1
    for _ in 0..<digits { unit *= 10 }
    let scaled = Int((number * Double(unit)).rounded())
    let rest = String(scaled % unit)
    return "\(scaled / unit)." + String(repeating: "0", count: digits - rest.count) + rest
}
