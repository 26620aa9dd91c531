import ArgumentParser
import Custody

/// How shares are taken in, by every command that reads some.
struct ShareOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The dealing that decides, where files disagree or bring none.", valueName: "file"))
    var dealing: String?

    @Option(
        help: ArgumentHelp(
            "The public key, address or fingerprint that the shares must be of; may be repeated.", valueName: "expected"
        ))
    var expect: [String] = []

    @Option(help: ArgumentHelp("An age identity that opens sealed shares; may be repeated.", valueName: "file"))
    var identity: [String] = []

    @Flag(help: "Show the right letters of a mistyped share, on the terminal only.")
    var showLetters = false

    /// Reads the files and checks what is in them.
    func collect(_ paths: [String], _ common: CommonOptions) throws -> CheckedCollection {
        try collect(try InputFile.readShares(paths, common, hasDealing: dealing != nil), common)
    }

    /// Checks what is in the files.
    func collect(_ files: [SecretFile], _ common: CommonOptions) throws -> CheckedCollection {
        try check(files, try checkOptions(common))
    }

    /// What decides, and who is asked.
    func checkOptions(_ common: CommonOptions) throws -> CheckOptions {
        if !identity.isEmpty {
            common.talk.warn(
                "this version cannot open sealed shares, so --identity is not used",
                hint: "open the share with age itself, and bring the line that comes out with the dealing beside it")
        }
        return CheckOptions(
            dealing: try dealing.map { try InputFile.read($0).asSecretFile() },
            expected: try expect.map { try Expectation($0) },
            offer: CorrectionQuestion(showsLetters: showLetters, common: common).ask)
    }
}
