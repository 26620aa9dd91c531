import Custody
import Encodings

/// How results are told: to a person as lines of at most 80 columns where names allow, to a program as JSON.
enum Report {
    /// A name and what stands behind it, in two columns.
    static func row(_ name: String, _ text: String) -> String {
        let gap = String(repeating: " ", count: max(1, 13 - name.count))
        return "\(name)\(gap)\(text)\n"
    }

    /// The same for words of somebody else's, in as many lines as they take: blanks in them that push the rest to where a
    /// line of ours would begin are one blank.
    static func rows(_ name: String, _ words: String) -> String {
        var text = ""
        for (place, line) in wrapped(words, to: 66).enumerated() { text += row(place == 0 ? name : "", line) }
        return text
    }

    // MARK: Keys

    /// What anyone may know of a key.
    static func text(_ facts: KeyFacts) -> String {
        var text = row("Key", "\(facts.format.title), \(facts.group.rawValue)")
        text += row("Public key", facts.publicKey)
        for address in facts.addresses { text += row(address.kind.title, address.text) }
        for note in facts.notes { text += row("Note", note) }
        return text
    }

    /// What anyone may know of a file that is split as a whole.
    static func text(_ facts: WrappedFacts) -> String {
        var text = row("File", facts.title)
        for (address, path) in zip(facts.addresses, facts.paths) {
            text += row(address.kind.title, "\(address.text)  \(place(path))")
        }
        if let note = facts.note { text += row("Note", note) }
        return text
    }

    /// Where in a wallet an address comes from.
    private static func place(_ path: String) -> String {
        if path.isEmpty { return "the key itself" }
        return path.hasPrefix("m") ? path : "\(path) below it"
    }

    static func text(made facts: KeyFacts, file: String) -> String {
        text(facts) + row("Written", "\(file), readable by you alone")
    }

    static func text(rebuilt: RebuiltKeyFile, file: String) -> String {
        let form = rebuilt.facts.map { ", " + $0.format.title } ?? ""
        var text = row("Written", "\(file)\(form), readable by you alone")
        text += row("", rebuilt.isOriginal ? "the original file, byte for byte" : "a new file for the same key")
        for (position, loss) in rebuilt.losses.enumerated() {
            for (line, part) in wrapped(loss, to: 66).enumerated() {
                text += row(position == 0 && line == 0 ? "Lost" : "", part)
            }
        }
        for address in rebuilt.facts?.addresses ?? [] { text += row(address.kind.title, address.text) }
        return text
    }

    // MARK: Shares

    /// What a check found, with a last line for the person who reads it.
    static func text(_ report: CheckReport) -> String {
        var text = table(report, Style(descriptor: 1)) + "\n"
        guard report.fault == nil, let dealing = report.dealing else { return text }
        if report.shares.isEmpty {
            text +=
                dealing.isBinaryForm
                ? "The dealing is as it was made, and its commitment 0 is the key above.\n"
                : "The dealing is whole, and its commitment 0 is the key above.\n"
        } else {
            text += "A good share proves nothing about who else has a copy of it.\n"
        }
        if dealing.kind == .wrapping { text += "Commitment 0 is a wrapping key, not the key of a node.\n" }
        return text
    }

    /// The holders of a dealing in a table: good, refused with the reason, missing.
    static func table(_ report: CheckReport, _ style: Style) -> String {
        var text = ""
        if let dealing = report.dealing {
            text += head(dealing)
            for expected in report.expected { text += row("Expected", "\(expected): it fits") }
            for file in report.binaryForms where !dealing.isBinaryForm {
                text += row("Binary form", "\(file): of this very dealing")
            }
            if let wrong = report.wronglySealed {
                text += proven(wrong, dealing, style)
            } else if dealing.ownKeys == .publiclyVerifiable, report.shares.isEmpty {
                text += rows("Proof", "not verified: bring dealing.proof with --proof")
            }
            if dealing.ownKeys != nil, report.shares.isEmpty || !report.acknowledged.isEmpty {
                text += acknowledged(report, dealing)
            }
            // Nothing else tells the holders apart.
            if dealing.isBinaryForm, report.shares.isEmpty { text += keys(of: dealing) }
        } else if report.camps.count > 1 {
            text += "The files are of \(report.camps.count) different dealings, and nothing here says which is right.\n"
            for camp in report.camps {
                text += "\n" + head(camp.dealing)
                let files = camp.files.joined(separator: ", ")
                // A binary form speaks for its dealing without a share.
                let isForm = report.shares.isEmpty && !files.isEmpty
                text += isForm ? row("In", files) : row("Good shares", "\(camp.goodShares): \(files)")
            }
            text += "\n"
        }
        let names = report.shares.compactMap(\.holder) + report.missing.map(\.name)
        let width = min(24, names.map(\.terminalWidth).max() ?? 1)
        // By holder, as people look them up; JSON keeps the order of the files.
        let byHolder = report.shares.enumerated().sorted {
            ($0.element.index ?? .max, $0.offset) < ($1.element.index ?? .max, $1.offset)
        }
        for (_, share) in byHolder { text += line(share, width, style) }
        if report.shares.count == 1, report.shares[0].index != nil, report.members == nil, let dealing = report.dealing
        {
            // One holder who checks alone misses nobody.
            let others = dealing.holders.count - 1
            text +=
                others == 1
                ? "The share of the other holder was not looked at.\n"
                : "The shares of the other \(others) holders were not looked at.\n"
        } else if !report.shares.isEmpty, report.missing.count <= 40 {
            for holder in report.missing where !report.shares.contains(where: { $0.index == holder.index }) {
                text += columns(holder.index, holder.name, width, style.dim("missing"), "")
            }
        }
        if let need = report.need, report.shares.count > 1 {
            text +=
                report.members == nil
                ? "\(report.have) good; \(need) rebuild the key.\n"
                : "\(report.have) good; all \(need) together give the key, and no share shows in them.\n"
        }
        return String(text.dropLast())
    }

    static func head(_ dealing: DealingFacts) -> String {
        let label = dealing.label.isEmpty ? "" : " (\(isolated(dealing.label)))"
        var text =
            dealing.isBinaryForm
            ? row("Dealing", "\(dealing.shortForm), in its binary form")
                + rows("Not in it", "names of holders, label and time, and the sealed original: dealing.json has them")
            : rows("Dealing", "\(dealing.shortForm)\(label), made \(dealing.created)")
        text += row("Fingerprint", dealing.fingerprint)
        text += row("Policy", "any \(dealing.threshold) of \(dealing.holders.count), \(dealing.group.rawValue)")
        if dealing.ownKeys != nil { text += row("Dealt to", "keys that the holders' own nodes have") }
        switch dealing.kind {
        case .nodeKey:
            for address in dealing.addresses { text += row(address.kind.title, address.text) }
        case .wrapping:
            text += row("Key", "a key made to wrap a file; commitment 0 is not a node's key,")
            text += row("", "and nobody can look into the file before it is rebuilt")
            if !dealing.addresses.isEmpty {
                text += row("Wallet", "the dealer says that it begins with these addresses:")
            }
            for address in dealing.addresses { text += row(address.kind.title, address.text) }
        }
        return text
    }

    static func line(_ share: ShareVerdict, _ width: Int, _ style: Style) -> String {
        let words: String =
            switch share.status {
            case .valid: style.green(share.isCorrected ? "good, corrected" : "good")
            case .invalid: style.red("BAD")
            case .duplicate: "came before"
            case .otherDealing: style.red("other dealing")
            case .damaged: style.red("damaged")
            case .sealed: "sealed"
            case .dealingMissing: "no dealing"
            case .suspected: style.red("suspected")
            }
        var text = columns(share.index, share.holder ?? "?", width, words, share.file)
        if let reason = share.reason {
            for part in wrapped(reason, to: 68) { text += "     \(part)\n" }
        }
        for part in othersOpen(share.addresseeCount).map({ wrapped($0, to: 68) }) ?? [] { text += "     \(part)\n" }
        if !share.places.isEmpty, !share.isCorrected {
            let places = share.places.map { place in
                let (row, letter) = TypedRow.position(of: place)
                return "\(place) (row \(row), letter \(letter))"
            }.joined(separator: ", ")
            let which = share.places.count == 1 ? "letter \(places)" : "letters \(places)"
            for part in wrapped("look at \(which) of the line: with another there the share is good", to: 68) {
                text += "     \(part)\n"
            }
        }
        return text
    }

    /// What is sealed to more than one.
    private static func othersOpen(_ recipients: Int?) -> String? {
        guard let recipients, recipients > 1 else { return nil }
        return "it is sealed to \(recipients) keys, and whoever has any of them opens it"
    }

    static func columns(
        _ index: Int?, _ name: String, _ width: Int, _ words: String, _ file: String
    ) -> String {
        let number = index.map(String.init) ?? "-"
        let gap = String(repeating: " ", count: max(0, 4 - number.count))
        let padding = String(repeating: " ", count: max(0, width - name.terminalWidth))
        return "\(gap)\(number) \(isolated(name))\(padding)  \(words)\(file.isEmpty ? "" : "  \(file)")\n"
    }

    /// A sentence in lines of at most so many letters, broken at blanks.
    static func wrapped(_ sentence: String, to width: Int) -> [String] {
        var lines: [String] = [""]
        for word in sentence.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.terminalWidth + 1 + String(word).terminalWidth <= width {
                lines[lines.count - 1] = last + " " + String(word)
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    // MARK: Any file

    static func text(_ found: Inspection, file: String) -> String {
        let style = Style(descriptor: 1)
        switch found {
        case .key(let facts):
            return "\(file): a private key; keep it secret\n" + text(facts)
        case .encryptedKey(let format):
            return "\(file): a private key, \(format.title); what is in it shows only with its passphrase\n"
        case .wallet(let facts):
            return "\(file): a wallet; keep it secret; 'holdfast split' wraps it as a whole\n" + text(facts)
        case .dealing(let facts):
            return "\(file): a dealing; nothing in it is secret\n" + head(facts) + keys(of: facts)
        case .share(let verdict, let dealing):
            return "\(file): a share; keep it secret\n" + table(CheckReport.of(verdict, dealing), style) + "\n"
        case .request(let facts):
            return "\(file): asks for shares; nothing in it is secret\n" + text(facts)
        case .submission(let request, let dealing, let recipients):
            return "\(file): an answer to a request, sealed; to whom, it does not show\n" + row("Request", request)
                + row("Dealing", dealing) + (othersOpen(recipients).map { rows("Note", $0) } ?? "")
        case .acknowledgement(let holder, let dealing):
            return
                "\(file): holder \(holder) says that their share is good; 'holdfast check' beside the dealing shows whose word it is\n"
                + row("Dealing", dealing)
        case .evidence(let holder, let dealing):
            return
                "\(file): evidence against a dealer; keep it secret; 'holdfast check --evidence' judges it\n"
                + row("Holder \(holder.index)", isolated(holder.name)) + head(dealing)
        case .sharesProof(let count):
            return
                "\(file): the proof beside a publicly verifiable dealing, with its sealed shares; nothing in it is secret\n"
                + row("Size", "\(count) bytes")
                + row("Next", "holdfast check dealing.json --proof \(file)")
        case .unsigned(let summary):
            return "\(file): to be signed, \(summary.ledger.rawValue) \(summary.kind)\n" + text(summary, style)
        case .signed(let verification):
            return "\(file): signed, \(verification.ledger.rawValue) \(verification.kind)\n"
                + text(verification, style)
        case .boardCall(let summary):
            return "\(file): a call of a board, for \(summary.ledger.rawValue)\n"
                + text(summary, style)
        }
    }
}

extension LedgerAddress.Kind {
    /// What people call it.
    var title: String {
        switch self {
        case .evm: "EVM"
        case .bitcoinP2PKH: "P2PKH"
        case .bitcoinP2WPKH: "Bitcoin"
        case .bitcoinP2TR: "Taproot"
        case .fabricSKI: "Fabric SKI"
        case .cometBFT: "CometBFT"
        case .solana: "Solana"
        case .stellar: "Stellar"
        case .substrate: "Substrate"
        }
    }
}
