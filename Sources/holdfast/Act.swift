import Arguments
import Custody
import Encodings

/// A subcommand: it does one thing and says how it ended.
protocol Act: Command, Sendable {
    var common: CommonOptions { get }
    /// The files and directories that it will make; `-` is standard output.
    var outputs: [String] { get }
    /// Whether it starts the program that draws sheets.
    var startsPrograms: Bool { get }
    /// Files that it reads when it has begun to compute.
    var lateInputs: [String] { get }

    /// - Returns: How the command ends. An answer of no is a result, not an error.
    func perform() throws -> ExitStatus
}

extension Act {
    var outputs: [String] { [] }
    var lateInputs: [String] { [] }
    var startsPrograms: Bool { false }
    var talk: Talk { common.talk }

    /// Prints the result: one JSON value, or lines for a person.
    func answer(json: @autoclosure () -> JSONValue, text: @autoclosure () -> String) throws {
        note(json: json())
        try StandardOutput.write(common.json ? JSONWriter.text(json(), .compact) + "\n" : text())
    }

    /// Keeps the result for the log, where one is kept; for results that are told in another way.
    func note(json: @autoclosure () -> JSONValue) {
        if common.log != nil { ActResult.current.note(json()) }
    }

    /// As the first, after something was written that a failure to tell of it does not take back.
    func answer(json: @autoclosure () -> JSONValue, text: @autoclosure () -> String, written place: String) throws {
        do {
            try answer(json: json(), text: text())
        } catch let error as FileError {
            throw Failure(
                .inputOutput, code: error.code,
                "\(error.message); \(printable(place, most: 4096)) was written all the same",
                hint: "the result is there and whole; do not run the command again")
        }
    }

    /// Where the passphrase of a file that is to be written comes from: asked for twice, and never empty.
    var newPassphraseSource: PassphraseSource {
        { (purpose) throws(Refusal) in
            do { return try common.passphrases.readNew(for: purpose) } catch { throw Failure(error).asRefusal }
        }
    }

    /// Where a key file's passphrase comes from.
    var passphraseSource: PassphraseSource {
        { (purpose) throws(Refusal) in
            do { return try common.passphrases.read(for: purpose) } catch { throw Failure(error).asRefusal }
        }
    }

    /// The key file that a name is of: itself, or the one in a folder of Hyperledger Fabric, compared with its certificate.
    func keyPath(_ path: String) throws -> String {
        guard let folder = FabricFolder(path) else { return path }
        let found = try folder.keyPath(passphraseSource)
        talk.say("note: \(found) is the key of the certificate in \(path)")
        return found
    }
}
