import Arguments
import Custody

/// Among whom a key is shared: taken by `split`, and by `keygen` beside `-t`.
struct SharingOptions {
    var holderCount: Int?
    var holders: [String] = []
    var passphraseShares: [String] = []
    var label = ""
    var ceremony = false
    var publiclyVerifiable = false

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.option(&holderCount, "-n", "--holders", value: "n", help: "Name the holders holder-1 to holder-N.")
        reader.option(
            &holders, "--holder", value: "name[=recipient]",
            help: """
                A holder's name; repeat for each, in the order of their shares. With =RECIPIENT, an age or ssh-ed25519 public \
                key or a file of it, the share is sealed to that key.
                """)
        reader.option(
            &passphraseShares, "--passphrase-share", value: "name[=file]",
            help: "Seal this holder's share with a passphrase, asked for or in a file; may be repeated.")
        reader.option(
            &label, "--label", value: "text", help: "A word for people about what the key is, such as validator-7.")
        reader.flag(
            &publiclyVerifiable, "--publicly-verifiable",
            help: "Let everyone verify that each node's owner can open a good share, by a proof beside the dealing.")
        reader.flag(
            &ceremony, "--ceremony",
            help: "Hand the shares over one by one, each holder alone at the terminal, and keep a protocol.")
    }

    /// The first of these flags that was given; nil where none was.
    var firstGiven: String? {
        let given: [(flag: String, isGiven: Bool)] = [
            ("-n", holderCount != nil), ("--holder", !holders.isEmpty),
            ("--passphrase-share", !passphraseShares.isEmpty), ("--label", !label.isEmpty), ("--ceremony", ceremony),
            ("--publicly-verifiable", publiclyVerifiable),
        ]
        return given.first(where: \.isGiven)?.flag
    }

    /// Who is named, each with whom their share is sealed to.
    func plannedHolders(threshold: Int) throws -> [SplitPlan.Holder] {
        switch (holderCount, holders.isEmpty) {
        case (nil, true):
            throw Failure(
                .usage, code: "no-holders", "nobody is named to hold a share",
                hint: "give -n N, or --holder NAME for each holder")
        case (.some, false):
            throw Failure(
                .usage, code: "usage", "-n and --holder exclude each other", hint: "give --holder NAME for each holder")
        case (nil, false):
            let planned = try holders.map { try HolderArgument($0).holder }
            let names = planned.map(\.name)
            if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
                throw Failure(
                    .usage, code: "holder-name-twice", "the holder '\(twice)' was named twice",
                    hint: "give every holder a name of their own")
            }
            return planned
        case (let count?, true):
            // The policy is checked before names are made, since a number may be absurd.
            _ = try SplitPlan.requirePolicy(threshold: threshold, holderCount: count)
            return (0..<count).map { SplitPlan.Holder(name: "holder-\($0 + 1)") }
        }
    }
}
