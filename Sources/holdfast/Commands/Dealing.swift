import Arguments
import Custody
import Glibc

/// What a ledger's transaction carries of a dealing to own keys.
struct Dealing: Act {
    static let summary = CommandSummary(
        "dealing", "Write a dealing to own keys, or what answers it, in the form for a ledger's transaction.",
        discussion: """
            What is published on a ledger stays there: the holders' public keys, the public key that is shared, how many \
            holders there are and how many of them it takes. Names, label and the sealed original are not in it.
            """)

    var file = ""
    var binary = false
    var board: BoardLedger?
    var proof: String?
    var output: String?
    var force = false
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(
            &file, "file",
            help:
                "A dealing to own keys, the proof beside one, a submission or an acknowledgement; - is standard input.")
        reader.flag(
            &binary, "--binary", help: "Write the binary form; what is in it already is checked and stays as it is.")
        reader.option(
            &board, "--to-calldata", value: "ledger",
            help: "Write the call of a board: evm for call data, fabric for the argument of peer chaincode invoke -c.")
        reader.option(
            &proof, "--proof", value: "file",
            help: "With --to-calldata: publish the hash of this dealing.proof, and not the dealing.")
        reader.option(
            &output, "-o", "--output", value: "file",
            help: "Where the result goes; without it, standard output, unless that is a terminal.")
        reader.flag(&force, "--force", help: "Replace an existing file.")
        common.declare(&reader)
        reader.require(binary != (board != nil), "say in which form: --binary, or --to-calldata and a ledger")
        reader.require(proof == nil || board != nil, "--proof is published by its hash: it needs --to-calldata")
    }

    var outputs: [String] { output.map { [$0] } ?? [] }

    func perform() throws -> ExitStatus {
        if let board { return try writeCall(on: board) }
        let target = try OutputOptions(output: output ?? "-", force: force)
            .target(common, besides: [file], isSecret: false, isBinary: true)
        let input = try InputFile.read(file).asSecretFile()
        Sandbox.current.close()
        let found = try BinaryFile(input)
        try found.bytes.withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(found, file: target.path), text: Report.text(found, file: target.path),
                written: target.path)
        }
        return .done
    }

    private func writeCall(on board: BoardLedger) throws -> ExitStatus {
        let target = try output.map {
            try OutputOptions(output: $0, force: force)
                .target(common, besides: [file] + (proof.map { [$0] } ?? []), isSecret: false)
        }
        let input = try InputFile.read(file).asSecretFile()
        let published = try proof.map { try PublicFile(reading: $0) }
        Sandbox.current.close()
        let call = try PublishingCall(of: input, proof: published, on: board)
        let line = Array((call.text + "\n").utf8)
        guard let target, !target.isStandardOutput else {
            for line in Report.lines(call) { talk.say("note: \(line)") }
            try answer(json: Report.json(call), text: call.text + "\n")
            return .done
        }
        try line.withUnsafeBytes { try target.write($0, mode: 0o644) }
        try answer(
            json: Report.json(call, file: target.path), text: Report.text(call, file: target.path),
            written: target.path)
        return .done
    }
}

extension BoardLedger: ArgumentValue {}
