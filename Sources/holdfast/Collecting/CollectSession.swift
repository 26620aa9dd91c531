import Custody

/// Collecting at a terminal: the table, redrawn as shares come, and the question for the next one below it.
///
/// All of it is on the terminal's alternate screen, since rows of shares are typed there; where a terminal has none, rows
/// are typed unseen.
struct CollectSession: ~Copyable {
    private var state: CollectState
    private let terminal: PromptTerminal
    private let hasScreen: Bool
    private let endsUnasked: Bool
    private let purpose: String
    /// What happened last, for the person who waits for it.
    private var notice = ""
    private var codes = ScannedCodes()

    init(
        _ state: CollectState, _ terminal: consuming PromptTerminal, hasScreen: Bool, endsUnasked: Bool,
        purpose: String
    ) {
        self.state = state
        self.terminal = terminal
        self.hasScreen = hasScreen
        self.endsUnasked = endsUnasked
        self.purpose = purpose
    }

    var collecting: ShareCollecting { state.collecting }

    /// Asks until enough are good and the person wants no more of them, or stops.
    mutating func run() throws {
        for verdict in state.verdicts { tell([verdict]) }
        while !(collecting.isEnough && endsUnasked) {
            do {
                let typed = try terminal.readShown { question() }
                guard try take(typed) else { return }
            } catch PromptError.ended {
                return
            } catch PromptError.tooLong(let limit) {
                notice = "A line has at most \(limit) bytes; nothing of it was taken."
            } catch let failure as Failure where failure.status == .inputOutput {
                notice = "\(failure.message); \(failure.hint)"
            }
        }
    }

    /// - Returns: Whether more is to come.
    private mutating func take(_ typed: borrowing LockedBytes) throws -> Bool {
        notice = ""
        if let found = try state.take(named: typed) {
            tell(found)
            return true
        }
        switch typed.withUnsafeBytes({ CollectedLine($0) }) {
        case .blank:
            return !collecting.isEnough
        case .firstRow:
            try takeRows(try typed.copy())
        case .shareLine:
            tell(try state.take(typed: try typed.copy()))
        case .dealingPart:
            try takeCode(typed)
        case .shareFileStart:
            notice = "That is the beginning of a share file: give the file's name instead."
        case .name:
            if !hasScreen, typed.withUnsafeBytes({ $0.elementsEqual("type".utf8) }) {
                try takeRows(nil)
            } else {
                notice = "No file has that name, and no sheet begins like that: its row 1 begins with hfs1."
            }
        }
        return true
    }

    private mutating func takeCode(_ typed: borrowing LockedBytes) throws {
        guard let found = try codes.take(typed, &state) else {
            notice = "A code of a dealing was read; it has more of them."
            return
        }
        tell(found)
        if found.isEmpty { notice = "The dealing was read." }
    }

    /// The rows of one sheet, of which the first may be there already.
    private mutating func takeRows(_ first: consuming LockedBytes?) throws {
        var rows = try TypedRows()
        var blanks = 0
        if let first { try note(rows.take(first), row: rows.row, &blanks) }
        while true {
            let words = "Row \(rows.row) of \(TypedRow.rowCount)\(hasScreen ? "" : " (not shown)"): "
            let typed = hasScreen ? try terminal.readShown { above(words) } : try terminal.readSecret(above(words))
            notice = ""
            let outcome = try rows.take(typed)
            switch outcome {
            case .complete:
                tell(try state.take(typed: rows.takeText()))
                return
            case .wholeShare:
                tell(try state.take(typed: try typed.copy()))
                return
            case .blank where blanks == 1:
                notice = "The share that was begun is dropped."
                return
            case .blank, .taken, .again, .dealingPart:
                note(outcome, row: rows.row, &blanks)
            }
        }
    }

    private mutating func note(_ outcome: TypedRows.Outcome, row: Int, _ blanks: inout Int) {
        if outcome == .blank {
            blanks += 1
            notice = "Press Enter once more to drop this share, or type row \(row)."
            return
        }
        blanks = 0
        switch outcome {
        case .again(let words): notice = words.split(separator: "\n").joined(separator: " ")
        case .dealingPart: notice = "That is a code of a dealing. Finish this share first."
        case .blank, .taken, .complete, .wholeShare: break
        }
    }

    private mutating func tell(_ verdicts: [ShareVerdict]) {
        let sentences = verdicts.map { CollectTable.sentence($0, collecting, hasCount: !hasScreen) }
        notice = sentences.joined(separator: "\n")
    }

    // MARK: What is shown

    private func question() -> String {
        let next =
            if collecting.isEnough {
                "Enter to \(purpose), or one more share:"
            } else {
                "Next share:"
            }
        let help =
            hasScreen
            ? "A share's file name, or row 1 of its sheet; Ctrl-D ends it, and nothing is kept."
            : "A share's file name, or 'type' to type a sheet unseen; Ctrl-D ends it."
        return above(wrapped(help) + wrapped(next).dropLast() + " ")
    }

    /// The table and the last notice above a question; without a screen the notice alone.
    private func above(_ question: String) -> String {
        guard hasScreen else { return (notice.isEmpty ? "" : wrapped(notice)) + question }
        let below = "\n\n" + (notice.isEmpty ? "" : wrapped(notice) + "\n") + question
        let (columns, rows) = terminal.size
        let room = rows - below.count { $0 == "\n" }
        let table = state.table.lines(collecting, columns: columns, rows: room, Style(descriptor: 0))
        return OwnScreen.clear + table.joined(separator: "\n") + below
    }

    private func wrapped(_ text: String) -> String {
        let columns = max(20, min(terminal.size.columns, 80) - 1)
        return text.split(separator: "\n").flatMap { String($0).broken(to: columns) }
            .map { $0 + "\n" }.joined()
    }
}

/// The codes of a dealing that a scanner types one after another, until they make the whole.
struct ScannedCodes {
    private var text: SecretFile?

    /// - Returns: What came of it; nil while a code is missing.
    mutating func take(_ line: borrowing LockedBytes, _ state: inout CollectState) throws -> [ShareVerdict]? {
        let alone = SecretFile(name: "the scanned code", bytes: try line.copy())
        guard alone.isScan else { return try state.take(alone) }
        let before = text?.bytes.count ?? 0
        guard before + line.count < 1 << 20 else {
            text = nil
            throw Failure(
                .inputOutput, code: "line-too-long", "more codes came than a dealing on paper has",
                hint: "give the dealing as a file")
        }
        var joined = try LockedBytes(count: before + line.count + 1)
        joined.withUnsafeMutableBytes { joined in
            if let text { text.bytes.withUnsafeBytes { joined.copyMemory(from: $0) } }
            line.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: joined[before...]).copyMemory(from: $0) }
            joined[joined.count - 1] = UInt8(ascii: "\n")
        }
        let all = SecretFile(name: "the scanned dealing", bytes: joined)
        text = all
        guard all.isWholeScan else { return nil }
        text = nil
        return try state.take(all)
    }
}
