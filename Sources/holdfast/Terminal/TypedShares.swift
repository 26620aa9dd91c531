import CSystem
import Custody
import Glibc

/// Shares that a person types from sheets, row by row, each judged as soon as it is there; or reads with a scanner that
/// types.
///
/// What is typed is shown, since nobody types 95 letters unseen, on a screen of its own that is cleared when it is left.
struct TypedShares: ~Copyable {
    private let terminal: PromptTerminal
    private var files: [SecretFile] = []
    /// Codes of a dealing, a line each.
    private var codes: LockedBytes?
    private var codeBytes = 0
    private static let codeRoom = 48 * 640

    /// - Throws: `PromptError.noTerminal`.
    init() throws(PromptError) {
        terminal = try PromptTerminal(hasOwnScreen: Style(descriptor: STDERR_FILENO).canRewriteLine)
    }

    /// Asks until the person ends it with an empty line.
    /// - Returns: A file for each share, and one for the codes of the dealing.
    /// - Throws: `PromptError`, `SecretsError`, `Refusal`.
    consuming func read(hasDealing: Bool) throws -> [SecretFile] {
        terminal.show(
            """
            Type the share as its sheet shows it, row by row. Capitals and blanks do not
            matter, nor the number of the row; type ? for a letter that cannot be read.
            A scanner may type the codes of the sheet instead.

            """)
        while try readShare(hasDealing: hasDealing) {}
        if let codes {
            var text = codes
            text.truncate(to: codeBytes)
            files.append(SecretFile(name: "the scanned dealing", bytes: text))
        }
        guard !files.isEmpty else { throw PromptError.ended }
        return files
    }

    /// - Returns: Whether there was one.
    private mutating func readShare(hasDealing: Bool) throws -> Bool {
        var rows = try TypedRows()
        while true {
            let typed = try terminal.readShown(prompt(rows.row, hasDealing))
            switch try rows.take(typed) {
            case .blank:
                if rows.row == 1 { return false }
            case .taken:
                break
            case .again(let words):
                terminal.show(words)
            case .dealingPart:
                try addCode(typed)
            case .wholeShare:
                files.append(SecretFile(name: name, bytes: typed))
                return true
            case .complete:
                files.append(SecretFile(name: name, bytes: rows.takeText()))
                return true
            }
        }
    }

    private func prompt(_ row: Int, _ hasDealing: Bool) -> String {
        guard row == 1, !files.isEmpty else { return "Row \(row) of \(TypedRow.rowCount): " }
        return hasDealing || codes != nil
            ? "Row 1 of another share, or Enter to go on: "
            : "Row 1 of another share, a scanned code of the dealing, or Enter to go on: "
    }

    private var name: String { "typed share \(files.count + 1)" }

    private mutating func addCode(_ typed: borrowing LockedBytes) throws {
        var room = try codes.take() ?? LockedBytes(count: Self.codeRoom)
        let start = codeBytes
        let end = start + typed.count + 1
        guard end <= room.count else {
            throw Failure(
                .usage, code: "line-too-long", "more codes were scanned than a dealing on paper has",
                hint: "give the dealing with --dealing FILE")
        }
        room.withUnsafeMutableBytes { room in
            typed.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: room[start...]).copyMemory(from: $0) }
            room[end - 1] = UInt8(ascii: "\n")
        }
        codes = consume room
        codeBytes = end
        terminal.show("A code of the dealing was read.\n")
    }
}

extension InputFile {
    /// Reads the files of shares. A terminal as standard input is typed at.
    /// - Throws: As `readAll`, and `PromptError`.
    static func readShares(_ paths: [String], _ common: CommonOptions, hasDealing: Bool) throws -> [SecretFile] {
        guard paths.count(where: { $0 == "-" }) == 1, isatty(STDIN_FILENO) == 1 else {
            return try readAll(paths, common.talk)
        }
        // What is said of the other files is said before the screen is another.
        let others = paths.filter { $0 != "-" }
        let files = others.isEmpty ? [] : try readAll(others, common.talk)
        return files + (try TypedShares().read(hasDealing: hasDealing))
    }
}
