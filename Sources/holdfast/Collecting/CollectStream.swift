import Custody

/// Collecting from standard input, for scripts and scanners: each line is the name of a file, a share line, a row of a
/// sheet, a code that a scanner read, or a line of a share file. It ends by itself when enough are good.
struct CollectStream: ~Copyable {
    private var state: CollectState
    private let talk: Talk
    private var codes = ScannedCodes()
    /// What takes several lines, and how many rows of a sheet it has; 0 for a share file.
    private var block: LockedText?
    private var rowCount = 0

    init(_ state: CollectState, _ talk: Talk) {
        self.state = state
        self.talk = talk
    }

    /// - Throws: `SecretsError`, `FileError`, `Refusal`.
    consuming func run() throws -> ShareCollecting {
        var reader = try LockedLines(descriptor: 0, name: "standard input")
        while !state.collecting.isEnough, let line = try reader.next() {
            do {
                try take(line)
            } catch let failure as Failure where failure.status == .inputOutput {
                talk.say("\(failure.message); it is left out")
            }
        }
        try endBlock()
        return state.collecting
    }

    private mutating func take(_ line: borrowing LockedBytes) throws {
        if try continueBlock(line) { return }
        if let found = try state.take(named: line) { return tell(found) }
        switch line.withUnsafeBytes({ CollectedLine($0) }) {
        case .blank:
            break
        case .shareLine:
            tell(try state.take(typed: try line.copy(), "line"))
        case .firstRow, .shareFileStart:
            let isRow = line.withUnsafeBytes { CollectedLine($0) } == .firstRow
            rowCount = isRow ? 1 : 0
            var text = LockedText()
            try text.append(line)
            block = consume text
        case .dealingPart:
            if let found = try codes.take(line, &state) { tell(found) }
        case .name:
            // It may be a secret after all, and is not repeated.
            talk.say("a line of standard input names no file and begins no share; it is left out")
        }
    }

    /// - Returns: Whether the line belonged to what was begun.
    private mutating func continueBlock(_ line: borrowing LockedBytes) throws -> Bool {
        guard var text = block.take() else { return false }
        let kind = line.withUnsafeBytes { CollectedLine($0) }
        if rowCount > 0, kind != .name {
            // A sheet with too few rows: its reader says what is missing.
            block = consume text
            try endBlock()
            return kind == .blank
        }
        try text.append(line)
        let ends: Bool
        if rowCount > 0 {
            rowCount += 1
            ends = rowCount == TypedRow.rowCount
        } else {
            ends = line.withUnsafeBytes { CollectedLine.endsShareFile($0) }
        }
        block = consume text
        if ends { try endBlock() }
        return true
    }

    private mutating func endBlock() throws {
        guard let text = block.take() else { return }
        tell(try state.take(typed: text.takeBytes(), rowCount > 0 ? "sheet" : "share file"))
    }

    private func tell(_ verdicts: [ShareVerdict]) {
        for verdict in verdicts { talk.say(CollectTable.sentence(verdict, state.collecting)) }
    }
}
