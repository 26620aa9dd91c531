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
            &output, "-o", "--output", value: "file",
            help: "Where the result goes; without it, standard output, unless that is a terminal.")
        reader.flag(&force, "--force", help: "Replace an existing file.")
        common.declare(&reader)
        reader.require(binary, "say in which form: --binary")
    }

    func perform() throws -> ExitStatus {
        let target = try OutputOptions(output: output ?? "-", force: force)
            .target(common, besides: [file], isSecret: false, isBinary: true)
        let found = try BinaryFile(try InputFile.read(file).asSecretFile())
        try found.bytes.withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(found, file: target.path), text: Report.text(found, file: target.path),
                written: target.path)
        }
        return .done
    }
}
