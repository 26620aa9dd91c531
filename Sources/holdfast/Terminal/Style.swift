import CSystem
import Glibc

/// Colours and width of one output. Plain where it is no terminal, where `NO_COLOR` is set, and for `TERM=dumb`.
struct Style: Sendable {
    let isTerminal: Bool
    let hasColour: Bool
    /// Whether a line may be written over: not on a terminal that calls itself dumb.
    let canRewriteLine: Bool
    /// 80 unless a terminal says otherwise.
    let columns: Int

    init(descriptor: Int32) {
        isTerminal = isatty(descriptor) == 1
        let noColour = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false  // no-color.org: set and not empty
        let isDumb = getenv("TERM").map { strcmp($0, "dumb") == 0 } ?? true
        canRewriteLine = isTerminal && !isDumb
        hasColour = isTerminal && !noColour && !isDumb
        let reported = isTerminal ? Int(holdfast_terminal_columns(descriptor)) : 0
        columns = reported > 0 ? reported : 80
    }

    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }
    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }

    private func paint(_ text: String, _ code: String) -> String {
        hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
