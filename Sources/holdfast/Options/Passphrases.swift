import Custody
import Synchronization

/// Where a passphrase comes from: a file, a descriptor, or the terminal; never an argument or the environment.
struct Passphrases: Sendable {
    let file: String?
    let descriptor: Int32?

    /// The passphrase for what the words name.
    /// - Throws: `FileError`, `PromptError`, `SecretsError`, `Failure`.
    func read(for what: String) throws -> LockedBytes {
        if let file {
            return try ReadPassphrase.shared.read(file) { try withoutNewline(InputFile.read(file).takeBytes()) }
        }
        if let descriptor {
            return try ReadPassphrase.shared.read("\(descriptor)") {
                try withoutNewline(InputFile.read(descriptor: descriptor))
            }
        }
        let terminal: PromptTerminal
        do {
            terminal = try PromptTerminal()
        } catch {
            throw Failure(
                .usage, code: "no-terminal", "\(what) needs a passphrase and there is no terminal to ask for it",
                hint: "give --passphrase-file FILE or --passphrase-fd N")
        }
        return try terminal.readSecret("Passphrase for \(what): ")
    }

    /// Overwrites what was kept for a second question; before the process ends.
    static func forget() { ReadPassphrase.shared.forget() }

    /// A new passphrase, asked for twice.
    func readNew(for what: String) throws -> LockedBytes {
        let first = try read(for: what)
        guard first.count > 0 else {
            throw Failure(
                .usage, code: "passphrase-empty", "an empty passphrase protects nothing",
                hint: "choose one, or a format without encryption")
        }
        guard file == nil, descriptor == nil else { return first }
        let second = try PromptTerminal().readSecret("The same once more: ")
        guard first.matches(second) else {
            throw Failure(.usage, code: "passphrases-differ", "the two passphrases are not the same", hint: "try again")
        }
        return first
    }

    /// One trailing newline belongs to the file, not to the passphrase.
    private func withoutNewline(_ bytes: consuming LockedBytes) throws -> LockedBytes {
        var line = bytes
        let count = line.withUnsafeBytes { bytes in
            var end = bytes.count
            if end > 0, bytes[end - 1] == UInt8(ascii: "\n") {
                end -= 1
                if end > 0, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            }
            return end
        }
        line.truncate(to: count)
        return line
    }
}

/// What was read as a passphrase, kept for a second question: a descriptor and a pipe can be read once.
private final class ReadPassphrase: Sendable {
    static let shared = ReadPassphrase()
    private let kept = Mutex<[String: SecretFile]>([:])

    /// - Parameter place: The file or the descriptor; one process has at most one.
    func read(_ place: String, _ read: () throws -> LockedBytes) throws -> LockedBytes {
        try kept.withLock { kept in
            let passphrase = try kept[place] ?? SecretFile(name: "passphrase", bytes: read())
            kept[place] = passphrase
            return try passphrase.bytes.copy()
        }
    }

    /// Its owner goes, and with it the bytes are wiped.
    func forget() { kept.withLock { $0 = [:] } }
}
