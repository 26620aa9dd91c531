/// What is to be drawn, as the command says it through a pipe.
///
/// A job is the line `holdfast-print-job/1` and then pairs of a name and a value, each as its length in four bytes
/// (big-endian) and its bytes. `rows`, the share as a sheet prints it, comes first, so that it lies in the page that is
/// locked for certain; it is never copied into a value of this type. All else is public.
struct Job {
    enum Kind: String {
        case share, sealed, dealing
    }

    enum Form: String {
        case pdf, svg
    }

    let kind: Kind
    let form: Form
    let size: PageSize
    /// Whether everything that tells what the paper is worth is left out.
    let isDiscreet: Bool
    /// Where the rows of the share stand in the job: sixteen letters and a check letter each, the last one nine.
    let rows: Range<Int>
    private let texts: [String: String]

    /// How many letters the rows have, their check letters counted.
    static let rowBytes = 95
    private static let title = Array("holdfast-print-job/1\n".utf8)

    /// - Returns: `nil` for anything that the command of this version does not write.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.starts(with: Self.title) else { return nil }
        var position = Self.title.count
        func next() -> Range<Int>? {
            guard bytes.count - position >= 4 else { return nil }
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 4 else { return nil }
            defer { position += 4 + length }
            return position + 4..<position + 4 + length
        }
        var texts: [String: String] = [:]
        var rows = 0..<0
        while position < bytes.count {
            guard let name = next(), let value = next() else { return nil }
            let key = String(decoding: bytes[name], as: UTF8.self)
            if key == "rows" { rows = value } else { texts[key] = String(decoding: bytes[value], as: UTF8.self) }
        }
        guard let kind = texts["kind"].flatMap(Kind.init), let form = texts["form"].flatMap(Form.init),
            let size = texts["size"].flatMap(PageSize.init), rows.count == (kind == .share ? Self.rowBytes : 0)
        else { return nil }
        self.kind = kind
        self.form = form
        self.size = size
        self.rows = rows
        isDiscreet = texts["discreet"] == "yes"
        self.texts = texts
    }

    /// A text of the job; empty where it has none of this name.
    subscript(name: String) -> String { texts[name] ?? "" }

    func number(_ name: String) -> Int { Int(self[name]) ?? 0 }

    /// The lines of a text, each of one or two columns.
    func lines(_ name: String) -> [(first: String, second: String)] {
        self[name].split(separator: "\n").map { line in
            let columns = line.split(separator: "\t", maxSplits: 1).map(String.init)
            return (columns[0], columns.count > 1 ? columns[1] : "")
        }
    }

    /// The texts of the codes that hold the dealing; empty where it is not printed.
    var parts: [String] { lines("parts").map(\.first) }
    var threshold: Int { number("threshold") }
    var holderCount: Int { number("holders") }
}

/// The sizes of paper.
enum PageSize: String {
    case a4, letter
    /// A6 across: a postcard, or a card of a file.
    case card

    /// In points.
    var width: Double {
        switch self {
        case .a4: mm(210)
        case .letter: mm(215.9)
        case .card: mm(148)
        }
    }

    var height: Double {
        switch self {
        case .a4: mm(297)
        case .letter: mm(279.4)
        case .card: mm(105)
        }
    }
}

/// Millimetres in points.
func mm(_ length: Double) -> Double { length * 72 / 25.4 }
