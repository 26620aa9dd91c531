import Encodings

/// What an audit of a log found: the lines that hold, from the first on, and the first thing that is wrong.
package struct LogAudit: Sendable {
    package struct Fault: Equatable, Sendable {
        package enum Kind: Sendable {
            case edited
            case removed
            case inserted
            /// The last line is not whole.
            case cut
            /// It ends before a line that the person knows of.
            case shortened
        }

        package let kind: Kind
        /// The line in the file, from 1; for removed ones the line that stands where they were.
        package let line: Int
        package let message: String
    }

    /// Those before the fault.
    package private(set) var entries: [LogEntry] = []
    /// All lines of the file.
    package let lineCount: Int
    package private(set) var fault: Fault?
    /// How many lines came after the one that was expected as the last; nil where none was.
    package private(set) var following: Int?

    /// Where lines with a hash stand, from 1.
    private var places: [String: Int] = [:]

    /// Judges each line by itself and by the one before it.
    /// - Throws: `Refusal` with code `not-a-log` where no line has the form of one.
    package init(of file: PublicFile, expecting last: ExpectedLast? = nil) throws(Refusal) {
        let isWhole = file.bytes.last == 0x0A
        var lines = file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        // Behind the last line end the split finds one more, empty line; in an empty file it finds that alone.
        if isWhole || file.bytes.isEmpty { lines.removeLast() }
        lineCount = lines.count
        guard lines.isEmpty || lines.contains(where: { $0.starts(with: Array("{\"schema\":\"holdfast.log/".utf8)) })
        else {
            throw Refusal(
                .damaged, code: "not-a-log", "no line of \(file.name) has the form of a log",
                advice: "check which file this is")
        }
        for (place, line) in lines.enumerated() {
            let isCut = !isWhole && place == lines.count - 1
            guard take(line, at: place + 1, isCut: isCut) else { return }
        }
        if let last { look(for: last) }
    }

    /// - Returns: Whether the line holds.
    private mutating func take(_ line: ArraySlice<UInt8>, at place: Int, isCut: Bool) -> Bool {
        guard !isCut else {
            return fail(.cut, place, "line \(place), the last, is not whole: it was cut, or never written to its end")
        }
        let entry: LogEntry
        do throws(LogLineFault) { entry = try LogEntry(parsing: line) } catch {
            return fail(.edited, place, "line \(place) was edited: \(error)")
        }
        guard entry.previous == (entries.last?.hash ?? LogEntry.noHash), entry.number == entries.count + 1 else {
            return misfit(entry, at: place)
        }
        entries.append(entry)
        places[entry.hash] = place
        return true
    }

    /// Why a line that is whole in itself does not follow the one before it.
    private mutating func misfit(_ entry: LogEntry, at place: Int) -> Bool {
        let earlier = entry.previous == LogEntry.noHash ? 0 : places[entry.previous]
        if let earlier, earlier < entries.count, entry.number == earlier + 1 {
            let last = entries.count
            entries.removeLast(last - earlier)
            let which = last == earlier + 1 ? "line \(last) was" : "lines \(earlier + 1) to \(last) were"
            return fail(
                .inserted, earlier + 1,
                "\(which) inserted: line \(place) was written "
                    + (earlier == 0 ? "as the first" : "right after line \(earlier)"))
        }
        if entry.number > entries.count + 1 {
            let count = entry.number - entries.count - 1
            let gap = entries.isEmpty ? "before line 1" : "between line \(place - 1) and line \(place)"
            return fail(
                .removed, place,
                "\(count) \(count == 1 ? "line was" : "lines were") removed \(gap), which was number \(entry.number)")
        }
        if entry.number == place, place > 1 {
            entries.removeLast()
            return fail(
                .edited, place - 1,
                "line \(place - 1) was edited and its hash made anew: line \(place) was written after another one")
        }
        if entry.number == place {
            return fail(.edited, place, "line \(place) was edited: the first line follows none")
        }
        return fail(.inserted, place, "line \(place) was inserted: it is number \(entry.number) of this or another log")
    }

    private mutating func fail(_ kind: Fault.Kind, _ line: Int, _ message: String) -> Bool {
        fault = Fault(kind: kind, line: line, message: message)
        return false
    }

    private mutating func look(for last: ExpectedLast) {
        let place: Int?
        switch last {
        case .hash(let hash): place = places[hash]
        case .count(let count): place = count <= entries.count ? count : nil
        }
        if let place {
            following = entries.count - place
            return
        }
        let wanted =
            switch last {
            case .hash(let hash): "no line has the hash \(hash)"
            case .count(let count):
                "there \(entries.count == 1 ? "is 1 line" : "are \(entries.count) lines"), and \(count) were expected"
            }
        _ = fail(.shortened, entries.count, "\(wanted): the end was cut off, or all was written anew")
    }
}

extension LogAudit.Fault {
    /// Stable, for programs.
    package var code: String {
        switch kind {
        case .edited: "log-edited"
        case .removed: "log-removed"
        case .inserted: "log-inserted"
        case .cut: "log-cut"
        case .shortened: "log-shortened"
        }
    }
}

/// What a person knows of a log from before: a line that must still be in it. Only so is a cut end seen.
package enum ExpectedLast: Equatable, Sendable {
    /// The hash of a line, 64 hexadecimal digits in lower case.
    case hash(String)
    /// How many lines there were.
    case count(Int)

    /// - Throws: `Refusal` with code `expectation-not-recognised`.
    package init(_ text: String) throws(Refusal) {
        let hash = text.lowercased()
        if hash.utf8.count == 64, hash.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) {
            self = .hash(hash)
        } else if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(text), count > 0 {
            self = .count(count)
        } else {
            throw Refusal(
                .unsafe, code: "expectation-not-recognised",
                "'\(printable(text, most: 80))' is neither the hash of a line nor a number of lines",
                advice: "give the 64 digits that the last audit showed as the last hash, or its number of lines")
        }
    }
}
