import Measuring

/// A step of a kind, or the bare calls beside it.
enum Step: String, CaseIterable {
    case bareSign = "bare-sign"
    case bareVerify = "bare-verify"
    case parse, show, sign
    case readBack = "read-back"
    case parseSigned = "parse-signed"
    case showSigned = "show-signed"
    case verify

    /// `nil` for a step of signing where a kind is only verified.
    func act(of kind: Kind) -> (() throws -> Void)? {
        switch self {
        case .bareSign: kind.bare.sign
        case .bareVerify: kind.bare.verify
        case .parse: kind.signing?.parse
        case .show: kind.signing?.show
        case .sign: kind.signing?.sign
        case .readBack: kind.signing?.readBack
        case .parseSigned: kind.verifying.parse
        case .showSigned: kind.verifying.show
        case .verify: kind.verifying.verify
        }
    }
}

/// Does one step of some kinds so many times and prints nothing. What two counts differ by is the step alone.
func repeated(_ step: Step, _ count: Int, ofKindsNamed words: String) throws {
    for kind in try kinds(named: words) {
        guard let act = step.act(of: kind) else { continue }
        for _ in 0..<count { try act() }
    }
}

private func kinds(named words: String) throws -> [Kind] {
    try (evmKinds() + bitcoinKinds() + otherKinds()).filter { words.isEmpty || $0.name.contains(words) }
}

/// Times one of each kind and prints what each step of signing and of verifying costs beside the bare calls.
/// - Parameter words: What a kind's name has in it; nothing for all kinds.
func printKinds(named words: String) throws {
    let kinds = try kinds(named: words)
    print(
        """
        One transaction or message of each kind, in microseconds of one core; medians of \(Stopwatch.rounds) rounds in which \
        all steps take turns. The bare calls are those of libsecp256k1, libsodium and libcrypto, as many as the kind has \
        signatures.

        bare sign, bare verify: the library's calls; a key or signature that comes as bytes is read by it too
        parse    bytes to typed content, with all checks of form
        show     the summary for a person, all that stands against signing, names, notes, the id, the result's letters
        sign     refusals, digest, signature, and the one verification of what was made, read back from its bytes
        back     of this, the parsing of what was made; - where it is not told apart
        verify   digest and judgement of every signature
        whole    all of these steps but "back", which is in "sign"; refusals are in it twice, once to be shown and once to
                 be kept

        Signing bare is signing and verifying what was made. It is more where the act's own rules want more: the first
        signature of the 2-of-3 and the endorsement of the envelope are verified before another is set beside them, and the
        address of a taproot message is computed before it can be signed. "of bare, both" is signing less "back" beside
        both bare calls; it holds one more parsing where "back" is not told apart and the result is not a bare signature.

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
    private let signing: (parse: Double, show: Double, sign: Double, back: Double?)?
    private let verifying: (parse: Double, verify: Double, show: Double)

    init(_ kind: Kind) throws {
        self.kind = kind
        let shared: [() throws -> Void] = [
            kind.bare.sign, kind.bare.verify, kind.verifying.parse, kind.verifying.verify, kind.verifying.show,
        ]
        let own = kind.signing.map { [$0.parse, $0.show, $0.sign] + [$0.readBack].compactMap { $0 } } ?? []
        let times = try Stopwatch.medians(of: shared + own)
        (bareSign, bareVerify) = (times[0], times[1])
        verifying = (times[2], times[3], times[4])
        signing = kind.signing == nil ? nil : (times[5], times[6], times[7], times.count > 8 ? times[8] : nil)
    }

    /// A signature is verified before it leaves, so that signing bare is both calls. Parsing is apart, also where what was
    /// made is parsed.
    var signingRatio: Double? {
        signing.map { ($0.sign - ($0.back ?? 0)) / (bareSign + bareVerify * kind.bare.verifiedWhileSigning) }
    }
    var verifyingRatio: Double { verifying.verify / bareVerify }

    static let signingTitles: [(String, String)] = [
        ("bare", "sign"), ("bare", "verify"), ("", "parse"), ("", "show"), ("", "sign"), ("", "back"),
        ("of bare", "both"), ("of bare", "sign"), ("", "whole"),
    ]

    var signingCells: (String, [String])? {
        guard let signing, let signingRatio else { return nil }
        return (
            kind.name,
            [bareSign, bareVerify * kind.bare.verifiedWhileSigning, signing.parse, signing.show, signing.sign]
                .map(microseconds) + [signing.back.map(microseconds) ?? "-"]
                + [fixed(signingRatio), fixed(signing.sign / bareSign)]
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

/// With two digits after the point.
func fixed(_ number: Double) -> String { decimal(number, digits: 2) }

private func microseconds(_ nanoseconds: Double) -> String { decimal(nanoseconds / 1000, digits: 1) }
