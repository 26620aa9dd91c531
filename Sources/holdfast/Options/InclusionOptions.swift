import Arguments
import Custody

/// Whether a Bitcoin transaction is in a block.
struct InclusionOptions {
    var inBlock: String?
    var proof: String?
    var checkpoint: String?

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.option(
            &inBlock, "--in-block", value: "headers",
            help: "Whether the transaction is in a block of these headers; needs --proof.")
        reader.option(&proof, "--proof", value: "file", help: "The Merkle proof, as gettxoutproof gives it.")
        reader.option(
            &checkpoint, "--checkpoint", value: "hash",
            help: "The hash of a block that is known otherwise, where the headers begin.")
        reader.require((inBlock == nil) == (proof == nil), "--in-block and --proof go together")
        reader.require(checkpoint == nil || inBlock != nil, "--checkpoint goes with --in-block")
    }

    /// - Parameter subject: A file with the transaction, or the id itself.
    /// - Returns: `nil` where nothing of this was asked.
    func finding(for subject: String, network: String?) throws -> InclusionFinding? {
        guard let inBlock, let proof else { return nil }
        return try verifyInclusion(
            of: try self.subject(subject),
            headers: try PublicFile(reading: inBlock), proof: try PublicFile(reading: proof), checkpoint: checkpoint,
            network: network)
    }
}

extension InclusionOptions {
    /// The id of a transaction has the form of a key, and a file that holds one is not read: nobody knows which it is.
    private func subject(_ text: String) throws -> PublicFile {
        let isID = text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
        if isID { return PublicFile(name: text, bytes: Array(text.utf8)) }
        do {
            return try PublicFile(reading: text)
        } catch let refusal as Refusal where refusal.code == "secret-instead" {
            throw Failure(
                .damaged, code: refusal.code, refusal.message,
                hint: "a transaction's id has the form of a key: give it on the command line, or bring the transaction")
        }
    }
}

extension PublicFile {
    /// - Throws: `FileError`; `Refusal` where a key or a share is in it.
    init(reading path: String) throws {
        self = try PublicFile(InputFile.read(path).asSecretFile())
    }
}
