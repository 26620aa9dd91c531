import Custody
import Encodings

/// The report on a key that was dealt.
extension Report {
    /// A key that is in shares only.
    static func text(drawn dealing: DealingFacts, as format: KeyFormat) -> String {
        var text = row("Key", "\(dealing.group.rawValue), fresh; no file of it was made")
        text += row("Rebuilt as", format.title)
        text += row("Public key", dealing.publicKey)
        for address in dealing.addresses { text += row(address.kind.title, address.text) }
        return text
    }

    /// What was dealt, and what to do with it.
    /// - Parameter plain: How many of the shares are not sealed.
    static func text(
        _ dealing: DealingFacts, of what: String, _ proof: RebuildProof, files: [String], plain: Int,
        from source: DealtFrom
    ) -> String {
        let t = dealing.threshold, n = dealing.holders.count
        let directory = OutputFile.directoryOf(files[0])
        var text = what
        text += row(
            "Policy", "any \(t) of \(n) rebuild it; \(t - 1) \(t == 2 ? "tells" : "tell") nothing; \(n - t) may be lost"
        )
        text += row("Dealing", dealing.shortForm)
        text += row("Fingerprint", dealing.fingerprint)
        switch dealing.ownKeys {
        case nil: text += row("Written", "\(n) shares and dealing.json in \(directory)")
        case .masked: text += row("Written", "dealing.json in \(directory); it is public")
        case .publiclyVerifiable:
            text += row("Written", "dealing.json and dealing.proof in \(directory); they are public")
        }
        let sets =
            switch (proof.coversEverySet, proof.setCount) {
            case (true, 1): "all \(t) together rebuild this key;"
            case (true, let count): "all \(count) sets of \(t) rebuild this key;"
            case (false, let count): "\(count) sets of \(t) rebuild this key;"
            }
        text += row("Proven", "every share checked; \(sets)")
        switch source {
        case .file: text += row("", "the sealed original opens to this very file")
        case .drawn:
            text += row("", "the sealed original opens to the file that rebuild gives")
            if plain >= t { text += mind(plain, of: n, together: t, in: directory) }
        }
        switch dealing.ownKeys {
        case nil:
            text += row("Next", "give each holder one file; have each of them run")
            text += row("", "holdfast check \(files[0].split(separator: "/").last ?? "")")
        case .masked:
            text += row("Next", "publish dealing.json; have each holder run")
            text += row("", "holdfast check dealing.json --identity NODE-KEY")
        case .publiclyVerifiable:
            text += row("Next", "publish both; anyone can verify every share, and holders open it:")
            text += row("", "holdfast check dealing.json --proof dealing.proof")
            text += row("", "  [--identity NODE-KEY]")
        }
        switch dealing.kind {
        case .nodeKey:
            text += row("", "  --expect \(dealing.addresses.first?.text ?? dealing.publicKey)")
            text += row("", "and let them compare the fingerprint;")
        case .wrapping:
            text += row("", "and let them compare the fingerprint: a share shows that it is")
            text += row("", "one of this dealing, not what the dealing wraps;")
        }
        switch source {
        case .file("-"): break
        case .file(let path): text += row("", "delete \(path) when every holder has checked")
        case .drawn: text += row("", "use the key only when every holder has checked")
        }
        return text
    }

    /// Enough plain shares in one place are as good as the file that was not made.
    private static func mind(_ plain: Int, of n: Int, together t: Int, in directory: String) -> String {
        let who = plain == n ? "they" : "\(plain) of them"
        let sentence =
            "\(who) are not sealed: any \(t) of these are the key, and all lie in "
            + "\(printable(directory, most: 4096)); hand them out before the key is used, or begin again with "
            + "--holder NAME=RECIPIENT or --ceremony"
        return wrapped(sentence, to: 66).enumerated().map { row($0 == 0 ? "Mind" : "", $1) }.joined()
    }
}
