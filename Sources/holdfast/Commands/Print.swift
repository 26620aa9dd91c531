import Arguments
import Custody
import Encodings
import Glibc

struct Print: Act {
    static let summary = CommandSummary(
        "print", "Draw a share or a dealing as a sheet for paper, PDF or SVG.",
        discussion: """
            The share is checked first. The sheet says how it is used, and how the key comes back without this program. \
            What is written is as secret as the share.
            """)

    var file = ""
    var output = ""
    var size: SheetSize = .a4
    var discreet = false
    var force = false
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&file, "file", help: "A share file, a share line or a dealing; - is standard input.")
        reader.required(&output, "-o", "--output", value: "file", help: "The sheet, whose name ends in .pdf or .svg.")
        reader.option(&size, "--size", value: "size", help: "The paper: a4, letter or card (A6 across).")
        reader.flag(&discreet, "--discreet", help: "Leave out everything that tells what the paper is worth.")
        reader.flag(&force, "--force", help: "Replace an existing file.")
        shareOptions.declare(&reader)
        common.declare(&reader)
    }

    var startsPrograms: Bool { true }

    func perform() throws -> ExitStatus {
        let form = try SheetForm(output)
        let target = OutputTarget(path: output, force: force)
        try target.requireWritable(besides: [file] + shareOptions.files + common.files)
        let helper = try PrintHelper()
        let input = try InputFile.readShares([file], common, hasDealing: shareOptions.dealing != nil)
        guard input.count == 1 else {
            throw Failure(
                .usage, code: "several-shares", "\(input.count) shares were typed, and a sheet carries one",
                hint: "print one after the other")
        }
        let sheet = try sheet(of: input[0], try shareOptions.checkOptions(common))
        if discreet, case .dealing = sheet.content {
            throw Failure(
                .usage, code: "usage", "a dealing says whose key it is and who holds shares, whatever is left out",
                hint: "print the shares with --discreet, and keep the dealing elsewhere")
        }
        let job = try PrintJob(sheet, form: form, size: size, isDiscreet: discreet, printed: Clock.now())
        let drawn = try helper.draw(job, form)
        try drawn.withUnsafeBytes { try target.write($0, mode: 0o600) }
        try answer(
            json: Report.json(sheet, file: output, size: size, isDiscreet: discreet),
            text: Report.text(sheet, file: output, size: size, isDiscreet: discreet), written: output)
        return .done
    }
}

/// The sizes of paper.
enum SheetSize: String, ArgumentValue, CaseIterable {
    case a4, letter
    /// A6 across, 148 × 105 mm.
    case card

    var title: String {
        switch self {
        case .a4: "A4"
        case .letter: "Letter"
        case .card: "cards of 148 x 105 mm"
        }
    }
}

/// What is drawn, by the name of the file.
enum SheetForm: String {
    case pdf, svg

    /// - Throws: `Failure` where the name says neither.
    init(_ path: String) throws(Failure) {
        guard let ending = path.split(separator: ".").last, path.contains("."),
            let form = SheetForm(rawValue: ending.lowercased())
        else {
            throw Failure(
                .usage, code: "usage", "the name of a sheet ends in .pdf or .svg, which says what is drawn",
                hint: "give -o with such a name")
        }
        self = form
    }
}
