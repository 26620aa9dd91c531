import Arguments
import Custody

/// What every command takes.
struct CommonOptions {
    var json = false
    var quiet = false
    var yes = false
    var passphraseFile: String?
    var passphraseDescriptor: Int32?
    var requireLockedMemory = false
    var noSandbox = false
    var log: String?

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.flag(&json, "--json", help: "Print one JSON value on standard output, also for an error.")
        reader.flag(&quiet, "-q", "--quiet", help: "Say nothing but errors and warnings.")
        reader.flag(&yes, "--yes", help: "Skip questions; never skips a check.")
        reader.option(
            &passphraseFile, "--passphrase-file", value: "file",
            help: "Read the passphrase from FILE, less one newline at its end.")
        reader.option(
            &passphraseDescriptor, "--passphrase-fd", value: "n", help: "Read the passphrase from file descriptor N.")
        reader.flag(
            &requireLockedMemory, "--require-locked-memory", help: "Refuse to work in memory that may be swapped out.")
        reader.flag(
            &noSandbox, "--no-sandbox", help: "Keep the rights to files and network that this command has no need of.")
        reader.option(
            &log, "--log", value: "file",
            help: "Add a line about this command to the log FILE, chained to the lines before.")
        reader.require(
            passphraseFile == nil || passphraseDescriptor == nil,
            "--passphrase-file and --passphrase-fd exclude each other; give one of them")
        reader.require(
            log != "-" && log != "", "--log takes the name of a file: a log is added to, and read again")
        reader.require(
            passphraseDescriptor.map { $0 >= 0 } ?? true,
            "--passphrase-fd takes the number of an open file descriptor, 0 or more")
    }

    /// The log and the passphrase, among files that no result may replace.
    var files: [String] { [log, passphraseFile].compactMap { $0 } }

    var talk: Talk { Talk(quiet: quiet || json) }
    var hasPassphrase: Bool { passphraseFile != nil || passphraseDescriptor != nil }
    var passphrases: Passphrases {
        Passphrases(file: passphraseFile, descriptor: passphraseDescriptor)
    }

}
