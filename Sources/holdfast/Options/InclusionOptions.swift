import ArgumentParser
import Custody

/// Whether a Bitcoin transaction is in a block.
struct InclusionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whether the transaction is in a block of these headers; needs --proof.", valueName: "headers"))
    var inBlock: String?

    @Option(help: ArgumentHelp("The Merkle proof, as gettxoutproof gives it.", valueName: "file"))
    var proof: String?

    @Option(
        help: ArgumentHelp("The hash of a block that is known otherwise, where the headers begin.", valueName: "hash"))
    var checkpoint: String?

    func validate() throws {
        if (inBlock == nil) != (proof == nil) { throw ValidationError("--in-block and --proof go together") }
        if checkpoint != nil && inBlock == nil { throw ValidationError("--checkpoint goes with --in-block") }
    }

    /// - Parameter subject: A file with the transaction, or the id itself.
    /// - Returns: `nil` where nothing of this was asked.
    func finding(for subject: String, network: String?) throws -> InclusionFinding? {
        guard let inBlock, let proof else { return nil }
        let isID = subject.utf8.count == 64 && subject.allSatisfy(\.isHexDigit)
        return try verifyInclusion(
            of: isID ? PublicFile(name: subject, bytes: Array(subject.utf8)) : try PublicFile(reading: subject),
            headers: try PublicFile(reading: inBlock), proof: try PublicFile(reading: proof), checkpoint: checkpoint,
            network: network)
    }
}

extension PublicFile {
    /// - Throws: `FileError`; `Refusal` where a key or a share is in it.
    init(reading path: String) throws {
        self = try PublicFile(InputFile.read(path).asSecretFile())
    }
}
