import Custody
import Encodings

/// The public record of a ceremony, to be printed and signed, and the receipts of the holders.
struct CeremonyProtocol {
    let dealing: DealingFacts
    /// What was split, as lines of a report.
    let what: String
    let began: String
    let ended: String
    let witnesses: String
    let handedOver: [HandOver]

    static let file = "protocol.txt"

    /// Who got what and when, with lines to sign on.
    var text: String {
        var text = "PROTOCOL OF A KEY CEREMONY\n\n"
        text += what + facts
        text += Report.row("Began", began) + Report.row("Ended", ended)
        text += Report.row("Witnesses", witnesses.isEmpty ? "none named" : printable(witnesses, most: 400))
        text += "\nHanded over, one holder at a time:\n"
        for entry in handedOver {
            text += "\n" + Report.row("Share \(entry.holder.index)", entry.holder.name)
            text += Report.row("How", entry.way.words) + Report.row("When", entry.at)
            text += Report.row("Confirmed", entry.confirmed ?? "no")
            if let recipient = entry.holder.recipient { text += Report.row("Sealed to", recipient) }
            text += Report.row("Signed", Self.line)
        }
        text += "\nThe undersigned saw it done so.\n\n"
        let names = witnesses.split(separator: ",").map { printable(String($0).trimmingBlanks(), most: 128) }
        for name in ["the dealer"] + names.filter({ !$0.isEmpty }) { text += "\(Self.line)  \(name)\n\n" }
        return text
    }

    /// What a holder signs for; it tells them how to check.
    func receipt(_ entry: HandOver) -> String {
        var text = "RECEIPT FOR A SHARE\n\n"
        text += Report.row("Holder", entry.holder.name)
        text += Report.row("Share", "\(entry.holder.index) of \(dealing.holders.count)")
        text += facts + Report.row("Received", "\(entry.at), \(entry.way.words)")
        text += Report.row("Confirmed", entry.confirmed ?? "no")
        text += Report.row("To check", "holdfast check SHARE --dealing dealing.json")
        text += Report.row("", "  --expect \(dealing.fingerprint)")
        return text + "\nI have this share, keep it to myself, and bring it when the key is needed.\n\n\(Self.line)\n"
    }

    private var facts: String {
        Report.row("Dealing", dealing.shortForm + (dealing.label.isEmpty ? "" : " (\(dealing.label))"))
            + Report.row("Fingerprint", dealing.fingerprint) + Report.row("Public key", dealing.publicKey)
            + Report.row("Policy", "any \(dealing.threshold) of \(dealing.holders.count)")
    }

    private static let line = "________________________________"
}
