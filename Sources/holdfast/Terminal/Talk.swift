import CSystem
import Glibc

/// Everything the program says that is not a result: on standard error, in colour where that is wanted.
struct Talk: Sendable {
    let quiet: Bool
    let style: Style

    init(quiet: Bool) {
        self.quiet = quiet
        style = Style(descriptor: STDERR_FILENO)
    }

    /// A line that `--quiet` leaves out.
    func say(_ line: String = "") {
        guard !quiet else { return }
        Talk.write(line + "\n")
    }

    /// A line that is said even with `--quiet`: something is not as it should be.
    func warn(_ message: String, hint: String? = nil) {
        Talk.write("holdfast: \(style.yellow("warning")): \(message)\n")
        if let hint { Talk.write("holdfast: hint: \(hint)\n") }
    }

    func error(_ message: String, hint: String?) {
        Talk.write("holdfast: \(style.red("error")): \(message)\n")
        if let hint { Talk.write("holdfast: hint: \(hint)\n") }
    }

    /// A line that overwrites itself, on a terminal only; an empty one takes it away.
    func progress(_ line: String) {
        guard !quiet, style.canRewriteLine else { return }
        Talk.write("\r\u{1B}[K" + line)
    }

    /// Standard error may be closed or full; there is nobody left to tell.
    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { try? writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO, name: "standard error") }
    }
}
