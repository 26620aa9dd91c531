/// What the sheets say.
struct Words {
    let job: Job

    private var n: Int { job.holderCount }
    private var t: Int { job.threshold }
    /// "Share 1 of 5".
    var share: String { job["index"].isEmpty ? "A share of \(n)" : "Share \(job["index"]) of \(n)" }
    /// The holder, kept apart from what stands around it: scripts run both ways.
    var holder: String { Words.isolated(job["holder"]) }

    /// First strong isolate and its end (UAX #9); no name of a dealing may hold them.
    static func isolated(_ text: String) -> String { "\u{2068}\(text)\u{2069}" }

    var title: String {
        switch job.kind {
        case .share: job.isDiscreet ? "No. \(job["index"])" : share
        case .sealed: job.isDiscreet ? "Sealed" : "\(share), sealed"
        case .dealing: "Dealing, public"
        }
    }

    /// What the paper is, in one sentence.
    var purpose: String {
        switch job.kind {
        case .share:
            "This paper is one of the \(n) shares of \(subject): any \(t) of them together \(deed), "
                + "fewer tell nothing about it. Keep it secret."
        case .sealed:
            "This paper is one of the \(n) shares of \(subject), sealed: only its holder's own "
                + "\(opener) opens it, and any \(t) opened shares \(deed)."
        case .dealing:
            "This paper goes with the \(n) shares of \(subject), any \(t) of which \(deed). Nothing on it is "
                + "secret: it says what the shares are checked against."
        }
    }

    /// What opens a sealed share.
    var opener: String { job["opener"] == "passphrase" ? "passphrase" : "key" }
    private var isWrapping: Bool { job["key"] == "wrapping" }
    private var subject: String { isWrapping ? "a secret file" : "a private key" }
    private var deed: String { isWrapping ? "give the file back" : "rebuild the key" }
    /// What comes back in the end.
    var result: String { isWrapping ? "file" : "key" }

    var policy: String { "any \(t) of the \(n) shares; \(n - t == 0 ? "none" : "\(n - t)") may be lost" }

    var made: String {
        let time = job["created"]
        let parts = time.dropLast().split(separator: "T")
        guard parts.count == 2 else { return time }
        return "\(parts[0]), \(parts[1]) UTC; printed \(job["printed"].prefix(10))"
    }

    /// What is known in public, under its name.
    struct Fact {
        enum Kind {
            case name, address, words
        }

        let name: String
        let value: String
        let kind: Kind
    }

    var facts: [Fact] {
        var facts: [Fact] = []
        if !job["label"].isEmpty { facts.append(Fact(name: "Label", value: job["label"], kind: .name)) }
        if job.kind != .dealing {
            let blank = String(repeating: "_", count: 40)
            facts.append(Fact(name: "Holder", value: job["holder"].isEmpty ? blank : job["holder"], kind: .name))
        }
        facts.append(Fact(name: "Rebuilt by", value: policy, kind: .words))
        facts.append(Fact(name: "Key", value: key, kind: .words))
        facts += job.lines("addresses").map { Fact(name: $0.first, value: $0.second, kind: .address) }
        facts.append(Fact(name: "Made", value: made, kind: .words))
        return facts
    }

    private var key: String {
        isWrapping
            ? "\(job["group"]); it wraps a file and is no key of a node"
            : "\(job["group"]), from a file of the form \(job["format"])"
    }

    var ifAsked: String {
        switch job.kind {
        case .share:
            "Nobody honest asks you for it by telephone, mail or chat, or in a hurry. Say no at first. Ask back, on a way "
                + "that you know yourself, whoever split the key and at least one other holder: is it true, what is it for, "
                + "and is it dealing \(job["dealing"])? Hand it over in person, or sealed to who rebuilds. Never photograph "
                + "it, read it aloud on a line, or type it into a web page."
        case .sealed:
            "Whoever has this paper alone cannot use it. Still say no at first, and ask back, on a way that you know "
                + "yourself, whoever split the key: is it true, what is it for, and is it dealing \(job["dealing"])? Open "
                + "it only on a machine that you trust, and never hand out the \(opener) that opens it."
        case .dealing:
            "It may be copied and handed out; it tells whose key it is and who holds shares. Compare its fingerprint "
                + "with the one on your share."
        }
    }

    var yearly: String {
        switch job.kind {
        case .share:
            "Can it be read, and does it check? Type the rows, or scan \(job.parts.isEmpty ? "the code" : "all codes"):"
        case .sealed, .dealing: "Can it still be read? Does the code still scan?"
        }
    }

    /// How it is checked, as it is typed.
    var yearlyCommand: String {
        guard job.kind == .share else { return "" }
        let typed = "holdfast check - --dealing dealing.json"
        return job.parts.isEmpty ? typed : "\(typed)\nzbarimg -q SCAN... | holdfast check -"
    }

    var receipt: String {
        "I hold \(share.prefix(1).lowercased() + share.dropFirst()) of dealing \(job["dealing"]). I compared the "
            + "fingerprint with the one that I was told, and checked the share."
    }

    var typing: String {
        "Type the rows as they are; capitals and blanks do not matter, ? stands for what cannot be read. The letter at the "
            + "end of a row checks that row. 0 is zero, and l is the letter L: 1 (but in hfs1), b, i and o never occur."
    }

    /// The same for a card, in two short lines.
    var typingOnCard: String {
        "Capitals and blanks do not matter; ? stands for what cannot be read.\n"
            + "The last letter checks its row. 0 is zero, l is the letter L; 1 (but in hfs1), b, i, o never occur."
    }

    /// Why the codes of the dealing are not on this paper, and where else it is.
    func withoutCodes(_ count: Int) -> String {
        "The dealing, which is needed beside the shares, takes \(count == 1 ? "a code" : "\(count) codes") and does not fit "
            + "here. It is in the file dealing.json and in every share file; holdfast print dealing.json puts it on paper. "
            + "It is the right one if its fingerprint is the one on the share."
    }

    func aboutCodes(onNextPage: Bool) -> String {
        let count = job.parts.count
        return "The dealing, which is needed beside the shares, stands "
            + (onNextPage ? "on the next page" : "here") + " in \(count == 1 ? "one code" : "\(count) codes"). "
            + "It is public, and the same on every sheet."
    }
}
