import Custody

/// The danger of a validator key that is in two places.
enum DoubleSigning {
    static let afterwards = """
        Before the new node starts: priv_validator_state.json is no part of the key.
        Copy it from the old node, or set its height above the last block that the
        old node signed.
        """

    /// - Throws: `Failure` where there is no terminal, or the answer is not yes.
    static func confirm() throws {
        let explanation = """
            This is a validator key. Two running nodes with one key sign twice at the same
            height; the network then removes the validator for good and takes its stake.
            Is the old node stopped, and will it stay so?

            """
        let terminal: PromptTerminal
        do {
            terminal = try PromptTerminal()
        } catch {
            throw Failure(
                .usage, code: "old-node-not-stopped",
                "this is a validator key, and two running nodes with one key sign twice and are slashed",
                hint: "stop the old node for good, then add --i-stopped-the-old-node")
        }
        guard try terminal.readText(explanation + "Type yes to go on: ") == "yes" else {
            throw Failure(.declined, code: "declined", "the old node may still run, so no key was rebuilt")
        }
    }
}
