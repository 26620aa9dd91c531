import Arguments
import Encodings

struct Spec: Act {
    static let summary = CommandSummary(
        "spec", "Print a normative page that is built in, or list them.",
        discussion: "The pages on the formats and the mathematics, as they were when this program was built.")

    var name: String?
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&name, "name", help: "A page, such as share, holdfast-share or holdfast-share.5.")
        common.declare(&reader)
    }

    func perform() throws -> ExitStatus {
        Sandbox.current.close()
        guard let name else {
            let pages = SpecPage.all.map { page -> JSONValue in
                ["name": .string(page.name), "title": .string(page.title)]
            }
            try answer(
                json: ["schema": "holdfast.spec/1", "ok": true, "pages": .array(pages)], text: SpecPage.list)
            return .done
        }
        guard let page = SpecPage(named: name) else {
            throw Failure(
                .usage, code: "no-such-page", "'\(printable(name))' is none of the pages that are built in",
                hint: "run 'holdfast spec' for their names; all pages are in the manual: man holdfast")
        }
        try answer(
            json: [
                "schema": "holdfast.spec/1", "ok": true, "name": .string(page.name), "title": .string(page.title),
                "text": .string(page.text),
            ], text: page.text)
        return .done
    }
}

/// A page of the manual, rendered in 80 columns of ASCII when the sources were made.
struct SpecPage {
    /// With its section, such as `holdfast-share.5`.
    let name: String
    /// What it is, in one line.
    let title: String
    private let content: StaticString

    init(_ name: String, _ title: String, _ content: StaticString) {
        self.name = name
        self.title = title
        self.content = content
    }

    /// - Parameter text: `share`, `holdfast-share`, `holdfast-share.5` or `holdfast-share(5)`.
    init?(named text: String) {
        let asked = text.lowercased().replacing("(", with: ".").replacing(")", with: "")
        let whole = asked.hasPrefix("holdfast-") ? asked : "holdfast-" + asked
        guard let page = SpecPage.all.first(where: { $0.name == whole || $0.name.dropLast(2) == whole }) else {
            return nil
        }
        self = page
    }

    var text: String { content.description }

    static var list: String {
        let width = (all.map(\.name.count).max() ?? 0) + 2
        return all.map { page in
            Report.wrapped(page.title, to: 80 - width).enumerated().map { line, words in
                let name = line == 0 ? page.name : ""
                return name + String(repeating: " ", count: width - name.count) + words + "\n"
            }.joined()
        }.joined()
    }
}
