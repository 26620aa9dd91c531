import Custody
import Glibc

/// Refuses a secret on the command line before anything else reads it.
enum ArgumentGuard {
    /// Options whose values are public: an address may look like a key, and is none.
    private static let publicValues: [String] = [
        "--expect", "--label", "--holder", "--signer", "--group", "--format", "--chain", "--ledger", "--as", "-t",
        "--threshold", "-n", "--holders", "--network", "--address-form", "--scheme", "--prevout", "--checkpoint",
        "--account-number", "--expect-last", "--next",
    ]

    /// - Throws: `Failure` with code `secret-argument` for an operand, or a value of `--key`, that names no file and reads
    ///   as a key or a share.
    static func refuseSecrets(_ arguments: [String]) throws(Failure) {
        var skipsNext = false
        // Behind `--` every word is an operand.
        var isBehindDashes = false
        // The id of a transaction looks like a key; that is what stands there where a block is asked about.
        let takesID =
            arguments.first == "verify" && arguments.contains { $0 == "--in-block" || $0.hasPrefix("--in-block=") }
        var position = 0
        for argument in arguments {
            position += 1
            if takesID, argument.utf8.count == 64, argument.allSatisfy(\.isHexDigit) { continue }
            if skipsNext {
                skipsNext = false
                continue
            }
            if !isBehindDashes, publicValues.contains(argument) {
                skipsNext = true
                continue
            }
            if argument == "--" { isBehindDashes = true }
            var value = argument
            if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
                if publicValues.contains(String(argument[..<equals])) { continue }
                value = String(argument[argument.index(after: equals)...])
            }
            guard looksSecret(value) || isNearlyKey(value), access(value, F_OK) != 0 else { continue }
            throw Failure(
                .usage, code: "secret-argument",
                "argument \(position) is a key or a share itself; other users and the shell's history can see it",
                hint: "put it into a file that only you can read and name the file, or give it on standard input as -")
        }
    }

    /// About as many hexadecimal digits as a key has: one that lost or gained a few on its way here.
    private static func isNearlyKey(_ argument: String) -> Bool {
        let digits = argument.hasPrefix("0x") || argument.hasPrefix("0X") ? argument.dropFirst(2) : argument[...]
        return (60...68).contains(digits.utf8.count) && digits.allSatisfy(\.isHexDigit)
    }
}
