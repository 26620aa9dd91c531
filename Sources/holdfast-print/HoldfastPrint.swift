import CSystem
import Glibc

/// Draws a sheet for `holdfast print`: a job comes in through standard input, the drawn file goes out through standard
/// output, and nothing is left anywhere else (holdfast-print(1)).
@main
enum HoldfastPrint {
    /// How it ends, beside 0: what the command tells the person.
    private enum End: Int32 {
        case notAJob = 2
        case noMemory = 3
        case notDrawn = 4
        case noFont = 5
    }

    static func main() {
        confine()
        guard isatty(STDIN_FILENO) == 0, isatty(STDOUT_FILENO) == 0 else {
            write(STDERR_FILENO, hint, strlen(hint))
            exit(End.notAJob.rawValue)
        }
        let end = run()
        exit(end?.rawValue ?? 0)
    }

    private static let hint = "holdfast-print works for the command holdfast; run: holdfast print\n"

    /// - Returns: `nil` where the sheet is drawn.
    private static func run() -> End? {
        guard let input = JobBytes() else { return .noMemory }
        defer { withExtendedLifetime(input) {} }
        guard let job = Job(input.bytes) else { return .notAJob }
        let pages =
            job.size == .card
            ? CardSheet(job, input.bytes).pages : PaperSheet(job, input.bytes).pages
        var output = STDOUT_FILENO
        return withUnsafeMutablePointer(to: &output) { output in
            let canvas = Canvas(
                job.form, width: job.size.width, height: job.size.height, pageCount: pages.count, to: output)
            let words = Words(job: job)
            canvas.setMetadata(
                title: job.isDiscreet ? job["dealing"] : "\(words.title), \(job["dealing"])", time: job["printed"])
            for page in pages {
                page(canvas)
                canvas.endPage()
            }
            guard canvas.finish() else { return .notDrawn }
            return canvas.lacksLetters ? .noFont : nil
        }
    }

    /// No core file, no reader of this memory, nothing freed with its content, all of it locked where there is no limit to
    /// that; and no file, socket or program is opened any more but for reading.
    private static func confine() {
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT] { Glibc.signal(signal, SIG_DFL) }
        _ = holdfast_forbid_dumps()
        holdfast_overwrite_freed_memory()
        // With a limit, memory that cannot be locked any more would be memory that cannot be had.
        if holdfast_locked_memory_limit() == UInt64.max { mlockall(MCL_CURRENT | MCL_FUTURE) }
        // An old kernel may not know the filter; the libraries write no files as they are called here.
        _ = holdfast_confine_to_reading()
    }
}

/// Overwrites bytes in a way that the optimiser keeps.
func overwrite(_ bytes: UnsafeMutableRawBufferPointer) {
    if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
}
