import Custody
import Encodings
import Glibc

/// `split --ceremony`: each holder comes to the terminal alone, takes one share, and says that they have it.
///
/// The screen is cleared between holders. Nothing goes into the directory before the last one has confirmed; who was
/// handed something before an interruption is said.
struct Ceremony: ~Copyable {
    private let terminal: PromptTerminal
    private let canShow: Bool
    private let shares: DealtShares
    private let files: [String]
    private(set) var handedOver: [HandOver] = []
    private var notice = ""
    /// Where a share may be though its writing ended in an error.
    private var unfinished: [String] = []
    /// Columns that the rows of a share take.
    private static let leastColumns = 30

    /// - Throws: `Failure` with code `no-terminal`, before anything is dealt.
    static func requireTerminal() throws(Failure) {
        do { _ = try PromptTerminal() } catch {
            throw Failure(
                .usage, code: "no-terminal", "a ceremony is held at a terminal, and there is none",
                hint: "leave --ceremony out; the shares are then written into the directory")
        }
    }

    /// - Parameter files: What each holder's file would be called.
    init(_ shares: consuming DealtShares, files: [String]) throws {
        canShow = Style(descriptor: STDERR_FILENO).canRewriteLine
        terminal = try PromptTerminal(hasOwnScreen: canShow)
        self.shares = shares
        self.files = files
    }

    private var facts: DealingFacts { shares.facts }

    /// - Throws: `Failure` with code `declined` where the person ends it.
    mutating func run() throws {
        for position in files.indices {
            do {
                try handOver(position)
            } catch is PromptError {
                throw Failure(.declined, code: "declined", interruption, hint: whatNow)
            }
        }
    }

    /// Names of those who saw it done; asked for once at the end.
    mutating func witnesses() throws -> String {
        do {
            return try terminal.readText(
                "\(top)All \(files.count) shares are handed over.\nWho were the witnesses? (Enter for none): "
            ).trimmingBlanks()
        } catch is PromptError {
            throw Failure(.declined, code: "declined", interruption, hint: whatNow)
        }
    }

    // MARK: One holder

    private mutating func handOver(_ position: Int) throws {
        let holder = facts.holders[position]
        notice = ""
        while true {
            let typed = try terminal.readText { question(holder) }.trimmingBlanks()
            notice = ""
            if typed.isEmpty {
                if try show(position, holder) { return }
                continue
            }
            let path = place(typed, files[position]), folder = OutputFile.directoryOf(path), hadFolder = exists(folder)
            do {
                let way = try write(position, to: path)
                // From here on the share is out of this program, whatever comes.
                note(holder, way)
                try confirm(holder)
                return
            } catch let error as FileError {
                // It has its name before all is known to be on the disk; and a medium may be moved away meanwhile.
                let mayStand = exists(path) || hadFolder && !exists(folder)
                if error.mayLeaveFile, mayStand { unfinished.append(path) }
                notice = "\(error.message); \(error.hint)."
            } catch let failure as Failure where failure.status == .inputOutput || failure.status == .usage {
                notice = "\(failure.message); \(failure.hint)."
            }
        }
    }

    private mutating func note(_ holder: HolderFacts, _ way: HandOver.Way) {
        handedOver.append(HandOver(holder: holder, way: way, at: Clock.now(), confirmed: nil))
    }

    private mutating func noteConfirmation() { handedOver[handedOver.count - 1].confirmed = Clock.now() }

    /// The file that was named, or the usual name in the folder that was.
    private func place(_ typed: String, _ file: String) -> String {
        var status = stat()
        guard stat(typed, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return typed }
        return OutputFile.join(typed, file)
    }

    private borrowing func write(_ position: Int, to path: String) throws -> HandOver.Way {
        let target = OutputTarget(path: path, force: false)
        guard !target.isStandardOutput else {
            throw Failure(.usage, code: "usage", "standard output takes no share", hint: "name a file")
        }
        try target.requireWritable()
        guard let form = try? SheetForm(path) else {
            let mode: mode_t = facts.holders[position].recipient == nil ? 0o600 : 0o644
            try shares.withShareFile(at: position) { try target.write($0, mode: mode) }
            return .file(path)
        }
        let helper = try PrintHelper()
        let sheet = try sheet(at: position)
        let job = try PrintJob(sheet, form: form, size: .a4, isDiscreet: false, printed: Clock.now())
        try helper.draw(job, form).withUnsafeBytes { try target.write($0, mode: 0o600) }
        return .sheet(path)
    }

    private borrowing func sheet(at position: Int) throws -> Sheet {
        var file: SecretFile?
        let name = files[position]
        try shares.withShareFile(at: position) {
            file = SecretFile(name: name, bytes: try LockedBytes(copying: $0))
        }
        guard let file else { preconditionFailure("a share file is lent once") }
        return try Custody.sheet(of: file)
    }

    /// The holder says which dealing their share is of, in its own letters.
    private mutating func confirm(_ holder: HolderFacts) throws {
        let group = String(facts.fingerprint.prefix(4))
        notice = ""
        while true {
            let has =
                "\(notice)\(isolated(holder.name)) has share \(holder.index) now: \(handedOver.last?.way.words ?? "")."
            let wanted = "It stands in the share too. To confirm the receipt, \(isolated(holder.name)) types"
            let typed = try terminal.readText(
                """
                \(top)\(wrapped(has))Fingerprint  \(facts.fingerprint.prefix(19))-
                             \(facts.fingerprint.suffix(19))

                \(wrapped(wanted).dropLast())its first four letters:\u{20}
                """)
            if typed.trimmingBlanks().uppercased() == group { return noteConfirmation() }
            notice = "That is not its first group. "
        }
    }

    /// Shows the rows to be written down, and has one of them typed back.
    /// - Returns: false, with a notice, where this share is not shown, or not on this terminal.
    private mutating func show(_ position: Int, _ holder: HolderFacts) throws -> Bool {
        guard canShow, terminal.size.columns >= Self.leastColumns, holder.recipient == nil,
            case .share(_, let rows) = try sheet(at: position).content
        else {
            notice =
                holder.recipient != nil
                ? "The share is sealed, and is handed over as a file."
                : "This terminal shows no share: it has fewer than \(Self.leastColumns) columns, or no screen of its own."
            return false
        }
        // From here on the holder may know it, whatever comes.
        note(holder, .shown)
        while true {
            let text = try SheetRows.text(rows.bytes)
            let before =
                "Share \(holder.index), for \(isolated(holder.name)) alone. Write down these six rows, each with its number and "
                + "its last letter:"
            text.withUnsafeBytes { terminal.show(top + wrapped(before), $0) }
            let below = "and below them: dealing \(facts.shortForm), share \(holder.index), \(isolated(holder.name))."
            _ = try terminal.readText(wrapped(below) + "Enter when it is written: ")
            let row = Int.random(in: 1...TypedRow.rowCount)
            let back =
                "\(isolated(holder.name)) types row \(row) from the paper, to see that it was written down right."
            let typed = try terminal.readShown { "\(top)\(wrapped(back))Enter alone shows the share again: " }
            if try SheetRows.isRow(row, of: rows.bytes, typed) {
                noteConfirmation()
                return true
            }
        }
    }

    // MARK: What is said

    /// A paragraph with a line free below it; nothing for nothing.
    private func wrapped(_ words: String) -> String {
        guard !words.isEmpty else { return "" }
        return words.broken(to: max(20, min(80, terminal.size.columns) - 1)).joined(separator: "\n") + "\n\n"
    }

    private var top: String {
        let policy = "any \(facts.threshold) of \(files.count)"
        return (canShow ? OwnScreen.clear : "\n") + "Ceremony of dealing \(facts.shortForm)\(label), \(policy)\n\n"
    }

    private var label: String { facts.label.isEmpty ? "" : " (\(isolated(facts.label)))" }

    private func question(_ holder: HolderFacts) -> String {
        var text = "\(top)\(wrapped(notice))"
        text += wrapped(
            "Share \(holder.index) of \(files.count) is for \(isolated(holder.name)), who comes to the terminal alone.")
        let shown = canShow && holder.recipient == nil
        text += shown ? wrapped("Enter alone shows it here, to be written down by hand.") : ""
        text += wrapped(
            "\(shown ? "Or name" : "Name") a file for it, on a medium of \(isolated(holder.name))'s; one that ends in .pdf or .svg "
                + "becomes a sheet of paper.")
        return text + "Where does it go? "
    }

    /// What was handed out, for an end before the end.
    var interruption: String {
        let rest = unfinished.isEmpty ? "" : "; a share may also be in \(unfinishedNames)"
        guard !handedOver.isEmpty else { return "the ceremony was ended before any share was handed over\(rest)" }
        let names = handedOver.map { entry in
            "\(isolated(entry.holder.name)) (\(entry.way.words)\(entry.confirmed == nil ? ", not confirmed" : ""))"
        }.joined(separator: ", ")
        return "the ceremony was ended; of dealing \(facts.shortForm) these have a share: \(names)\(rest)"
    }

    var whatNow: String {
        let first = unfinished.isEmpty ? "" : "destroy what is in \(unfinishedNames); "
        guard !handedOver.isEmpty else {
            return unfinished.isEmpty
                ? "nothing was written; run the same command again" : "\(first)then run the same command again"
        }
        return first
            + (handedOver.count < facts.threshold
                ? "they are too few to rebuild the key; have those shares destroyed, and begin again"
                : "they are enough to rebuild the key; guard those shares or have them destroyed, and begin again")
    }

    private var unfinishedNames: String {
        unfinished.map { printable($0, most: 4096) }.joined(separator: " and ")
    }

    /// The public part, for the directory.
    var dealingFile: [UInt8] { shares.dealingFile }
    var dealing: DealingFacts { shares.facts }
}

/// That one holder got their share.
struct HandOver: Equatable {
    enum Way: Equatable {
        case shown
        case file(String)
        case sheet(String)

        var words: String {
            switch self {
            case .shown: "written down from the screen"
            case .file(let path): "as the file \(printable(path, most: 4096))"
            case .sheet(let path): "as the sheet \(printable(path, most: 4096))"
            }
        }

        var path: String? {
            switch self {
            case .shown: nil
            case .file(let path), .sheet(let path): path
            }
        }
    }

    let holder: HolderFacts
    let way: Way
    /// When it left the program, UTC.
    let at: String
    /// When the holder confirmed it; nil before that.
    var confirmed: String?
}

private func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
}

extension FileError {
    /// Whether what was to be written may have its name all the same.
    fileprivate var mayLeaveFile: Bool {
        switch self {
        case .cannotWrite, .nameLeft: true
        default: false
        }
    }
}
