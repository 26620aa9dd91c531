import Custody

/// `--holder NAME[=RECIPIENT]`: the name ends at the first `=`; the recipient is a public key, or a file of it. With `node:`
/// before it the share is dealt to the key of the holder's own node.
struct HolderArgument {
    let holder: SplitPlan.Holder
    private static let nodePrefix = "node:"

    init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            holder = SplitPlan.Holder(name: text)
            return
        }
        let name = String(text[..<equals])
        let recipient = String(text[text.index(after: equals)...])
        if recipient.hasPrefix(Self.nodePrefix) {
            let key = try Self.nodeKey(String(recipient.dropFirst(Self.nodePrefix.count)))
            holder = SplitPlan.Holder(name: name, nodeKey: key)
        } else {
            holder = SplitPlan.Holder(name: name, seal: .key(try RecipientArgument.read(recipient)))
        }
    }

    private static func nodeKey(_ text: String) throws -> NodePublicKey {
        guard !NodePublicKey.isLike(text) else { return try NodePublicKey(text) }
        return try NodePublicKey(file: try PublicFile(try InputFile.read(text).asSecretFile()))
    }
}

/// A public key on the command line, or a file that has one.
enum RecipientArgument {
    static func read(_ text: String) throws -> Recipient {
        guard !Recipient.isLike(text) else { return try Recipient(text) }
        return try Recipient(file: try InputFile.read(text).asSecretFile())
    }
}
