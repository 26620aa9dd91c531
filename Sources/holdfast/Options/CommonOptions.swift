import ArgumentParser
import Custody

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Print one JSON value on standard output, also for an error.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and warnings.")
    var quiet = false

    @Flag(help: "Skip questions; never skips a check.")
    var yes = false

    @Option(help: ArgumentHelp("Read the passphrase from FILE, less one newline at its end.", valueName: "file"))
    var passphraseFile: String?

    @Option(
        name: .customLong("passphrase-fd"),
        help: ArgumentHelp("Read the passphrase from file descriptor N.", valueName: "n"))
    var passphraseDescriptor: Int32?

    @Flag(help: "Refuse to work in memory that may be swapped out.")
    var requireLockedMemory = false

    @Option(
        help: ArgumentHelp(
            "Add a line about this command to the log FILE, chained to the lines before.", valueName: "file"))
    var log: String?

    /// The log and the passphrase, among files that no result may replace.
    var files: [String] { [log, passphraseFile].compactMap { $0 } }

    var talk: Talk { Talk(quiet: quiet || json) }
    var hasPassphrase: Bool { passphraseFile != nil || passphraseDescriptor != nil }
    var passphrases: Passphrases {
        Passphrases(file: passphraseFile, descriptor: passphraseDescriptor)
    }

    mutating func validate() throws {
        if passphraseFile != nil && passphraseDescriptor != nil {
            throw ValidationError("--passphrase-file and --passphrase-fd exclude each other; give one of them")
        }
        if log == "-" || log == "" {
            throw ValidationError("--log takes the name of a file: a log is added to, and read again")
        }
        if let descriptor = passphraseDescriptor, descriptor < 0 {
            throw ValidationError("--passphrase-fd takes the number of an open file descriptor, 0 or more")
        }
    }
}
