import Custody
import Encodings

/// What came so far, holder by holder: who is in, who was refused, who is waited for.
struct CollectTable {
    /// One verdict, with when and from where.
    fileprivate struct Event {
        let verdict: ShareVerdict
        let time: String
    }

    private var events: [Event] = []

    mutating func note(_ verdicts: [ShareVerdict], time: String) {
        events += verdicts.map { Event(verdict: $0, time: time) }
    }

    // MARK: As a table

    /// The whole table, without the question below it.
    /// - Parameter rows: Lines that there are for it; less than ten may not do.
    func lines(_ collecting: ShareCollecting, columns: Int, rows: Int, _ style: Style) -> [String] {
        guard let dealing = collecting.dealing else {
            return "Collecting shares: none is in yet.".broken(to: columns) + lost(collecting, columns, style)
        }
        var lines = Self.head(dealing).flatMap { $0.broken(to: columns) } + [""]
        let strangers = lost(collecting, columns, style)
        let states = dealing.holders.map { state(of: $0, collecting) }
        let room = max(3, rows - lines.count - strangers.count - 3)
        // Of too many holders those are shown who did something, and some that are waited for.
        let active = states.filter { $0.event != nil }.suffix(room)
        let idle = states.filter { $0.event == nil }.prefix(room - active.count)
        let shown = (active + idle).sorted { $0.holder.index < $1.holder.index }
        let nameWidth = min(shown.map(\.holder.name.terminalWidth).max() ?? 0, 24, max(6, columns - 25))
        for state in shown { lines.append(state.line(nameWidth: nameWidth, columns: columns, style)) }
        if shown.count < states.count { lines.append("  and \(states.count - shown.count) more holders") }
        lines += strangers
        return lines + [""] + Self.count(collecting).broken(to: columns)
    }

    private static func head(_ dealing: DealingFacts) -> [String] {
        var lines = ["Dealing \(dealing.shortForm), any \(dealing.threshold) of \(dealing.holders.count)"]
        if !dealing.label.isEmpty { lines.append(isolated(dealing.label)) }
        if dealing.kind == .nodeKey, let address = dealing.addresses.first {
            lines.append("\(address.kind.title) \(address.text)")
        }
        // Two lines fit a narrow screen too.
        let groups = dealing.fingerprint.split(separator: "-")
        lines.append("fingerprint")
        lines.append("\(groups.prefix(4).joined(separator: "-"))-")
        lines.append(groups.dropFirst(4).joined(separator: "-"))
        return lines
    }

    static func count(_ collecting: ShareCollecting) -> String {
        guard let dealing = collecting.dealing, let lacking = collecting.lacking else {
            return "Which dealing it is, the first good share tells."
        }
        let have = "\(collecting.have) good of \(dealing.threshold) that are needed"
        return lacking == 0 ? "\(have): enough." : "\(have); \(lacking) more."
    }

    private struct State {
        let holder: HolderFacts
        let event: Event?
        let isGood: Bool

        func line(nameWidth: Int, columns: Int, _ style: Style) -> String {
            let number = String(holder.index)
            let gap = String(repeating: " ", count: max(0, 4 - number.count))
            let start = "\(gap)\(number) \(printed(holder.name, nameWidth))  "
            guard let event else { return start + style.dim("waiting") }
            let word = isGood ? "good   " : "refused"
            let painted = isGood ? style.green(word) : style.red(word)
            // What a narrow screen has no room for is left out.
            let left = columns - 5 - nameWidth - 2 - 7
            let time = left >= 7 ? "  \(event.time)" : ""
            let source = left >= 15 ? "  " + event.source.cut(to: left - 9) : ""
            return "\(start)\(painted)\(time)\(source)"
        }

        private func printed(_ name: String, _ width: Int) -> String { isolated(name.cut(to: width)).filled(to: width) }
    }

    private func state(of holder: HolderFacts, _ collecting: ShareCollecting) -> State {
        let isGood = collecting.goodIndices.contains(holder.index)
        let own = events.filter { $0.verdict.index == holder.index && $0.verdict.status != .otherDealing }
        let event = isGood ? own.last { $0.verdict.status == .valid } : own.last
        return State(holder: holder, event: event, isGood: isGood)
    }

    /// What came and is no holder's: damaged beyond telling, or of another dealing.
    private func lost(_ collecting: ShareCollecting, _ columns: Int, _ style: Style) -> [String] {
        let known = Set((collecting.dealing?.holders ?? []).map(\.index))
        let strangers = events.filter { event in
            event.verdict.status == .otherDealing || !(event.verdict.index.map(known.contains) ?? false)
        }
        return strangers.suffix(3).map { event in
            let word = event.verdict.status == .dealingMissing ? "waits for its dealing" : "refused"
            return "   - \(event.source): \(word), \(event.time)".cut(to: columns)
        }
    }

    // MARK: As lines

    /// One verdict as a sentence, for where no table is drawn.
    /// - Parameter hasCount: Whether it says how many are good now.
    static func sentence(_ verdict: ShareVerdict, _ collecting: ShareCollecting, hasCount: Bool = true) -> String {
        let who = verdict.holder.map { "\(isolated($0))\(verdict.index.map { " (\($0))" } ?? "")" }
        switch verdict.status {
        case .valid:
            let good = "\(who ?? verdict.file): good, from \(verdict.file)\(corrected(verdict))."
            return hasCount ? "\(good) \(count(collecting))" : good
        case .dealingMissing:
            return "\(verdict.file): \(verdict.reason ?? "it waits for its dealing")"
        case .invalid, .duplicate, .otherDealing, .damaged, .sealed, .suspected:
            let name = who.map { "\($0): refused, from \(verdict.file): " } ?? "\(verdict.file): refused: "
            return name + (verdict.reason ?? "it is not good")
        }
    }

    static func corrected(_ verdict: ShareVerdict) -> String {
        guard verdict.isCorrected else { return "" }
        return verdict.places.count == 1 ? ", 1 letter corrected" : ", \(verdict.places.count) letters corrected"
    }
}

extension CollectTable.Event {
    /// Where it came from, with what was corrected.
    fileprivate var source: String { verdict.file + CollectTable.corrected(verdict) }
}
