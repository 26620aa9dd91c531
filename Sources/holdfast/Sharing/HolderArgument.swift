import Custody

/// `--holder NAME[=RECIPIENT]`: the name ends at the first `=`; the recipient is a public key, or a file of it.
struct HolderArgument {
    let holder: SplitPlan.Holder

    init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            holder = SplitPlan.Holder(name: text)
            return
        }
        let recipient = try RecipientArgument.read(String(text[text.index(after: equals)...]))
        holder = SplitPlan.Holder(name: String(text[..<equals]), seal: .key(recipient))
    }
}

/// A public key on the command line, or a file that has one.
enum RecipientArgument {
    static func read(_ text: String) throws -> Recipient {
        guard !Recipient.isLike(text) else { return try Recipient(text) }
        guard !text.hasPrefix("node:") else {
            throw Failure(
                .usage, code: "not-supported", "shares for a node's own key ('\(text)') cannot be made by this version",
                hint: "give an age or ssh-ed25519 public key, or a file of it")
        }
        return try Recipient(file: try InputFile.read(text).asSecretFile())
    }
}
