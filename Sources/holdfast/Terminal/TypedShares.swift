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
        var text = try LockedBytes(count: 4096)
        var filled = 0
        var row = 1
        var previous = try LockedBytes(count: 0)
        while row <= TypedRow.rowCount {
            let typed = try terminal.readShown(prompt(row, hasDealing))
            if typed.withUnsafeBytes({ $0.allSatisfy { $0 == 0x20 || $0 == 0x09 } }) {
                if row == 1 { return false }
                continue
            }
            let (verdict, numberBytes) = try typed.withUnsafeBytes { try TypedRow.judge($0, row: row) }
            switch verdict {
            case .dealingPart:
                try addCode(typed)
                continue
            case .wholeLine where row == 1:
                files.append(SecretFile(name: name, bytes: typed))
                return true
            case .wholeLine:
                terminal.show("That is a whole share. Finish this one first.\n")
                continue
            case .letterCount(let found, let needed):
                terminal.show(
                    "Row \(row) has \(found) letters and needs \(needed), with its check letter. Once more:\n")
                continue
            case .wrong:
                guard previous.matches(typed) else {
                    terminal.show(
                        """
                        A letter of row \(row) is wrong, or its check letter. Look again; if it does stand
                        so on the sheet, type the same once more.

                        """)
                    previous = try typed.copy()
                    continue
                }
            case .right, .unjudged:
                break
            }
            filled = append(typed, without: numberBytes, row: row, to: &text, at: filled)
            row += 1
        }
        text.truncate(to: filled)
        files.append(SecretFile(name: name, bytes: text))
        return true
    }

    private func prompt(_ row: Int, _ hasDealing: Bool) -> String {
        guard row == 1, !files.isEmpty else { return "Row \(row) of \(TypedRow.rowCount): " }
        return hasDealing || codes != nil
            ? "Row 1 of another share, or Enter to go on: "
            : "Row 1 of another share, a scanned code of the dealing, or Enter to go on: "
    }

    private var name: String { "typed share \(files.count + 1)" }

    /// Writes a row with its number; a typed line has at most 1024 bytes, and the text is that of six.
    private func append(
        _ typed: borrowing LockedBytes, without numberBytes: Int, row: Int, to text: inout LockedBytes, at filled: Int
    ) -> Int {
        text.withUnsafeMutableBytes { text in
            typed.withUnsafeBytes { typed in
                var end = filled
                func put(_ byte: UInt8) {
                    guard end < text.count else { return }
                    text[end] = byte
                    end += 1
                }
                put(UInt8(ascii: "0") + UInt8(row))
                put(UInt8(ascii: " "))
                // Blanks don't count, and six rows without them fit.
                for byte in typed.dropFirst(numberBytes) where byte != 0x20 && byte != 0x09 { put(byte) }
                put(UInt8(ascii: "\n"))
                return end
            }
        }
    }

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
