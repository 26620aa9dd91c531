import CSystem
import Custody
import Glibc

/// What can happen at a prompt.
enum PromptError: Error, Equatable {
    /// The process has no terminal.
    case noTerminal
    /// The terminal ended (Ctrl-D, hang-up) before a line was complete.
    case ended
    /// More than a prompt takes.
    case tooLong(limit: Int)
}

/// A question on the terminal itself, whatever standard input and output are.
///
/// There is no signal handler and no global: the ending signals are held back, read from a signalfd beside the terminal,
/// and delivered again after echo is restored.
struct PromptTerminal: ~Copyable {
    private let descriptor: Int32
    private let screen: OwnScreen?
    static let longestLine = 1024

    /// - Parameter hasOwnScreen: Whether what is shown and typed is gone afterwards.
    /// - Throws: `PromptError.noTerminal`.
    init(hasOwnScreen: Bool = false) throws(PromptError) {
        let own = hasOwnScreen ? try OwnScreen() : nil
        let terminal = holdfast_open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC, 0)
        guard terminal >= 0 else { throw .noTerminal }
        descriptor = terminal
        screen = own
    }

    deinit { close(descriptor) }

    /// Its room, 80 by 24 where it does not say.
    var size: (columns: Int, rows: Int) {
        let columns = Int(holdfast_terminal_columns(descriptor)), rows = Int(holdfast_terminal_rows(descriptor))
        return (columns > 0 ? columns : 80, rows > 0 ? rows : 24)
    }

    /// A line that is not shown while it is typed, in locked memory, without its newline.
    /// - Throws: `PromptError`, `SecretsError`.
    borrowing func readSecret(_ prompt: String) throws -> LockedBytes {
        try readLine({ prompt }, echo: false)
    }

    /// A line that is shown; for words that are no secret.
    borrowing func readText(_ prompt: String) throws -> String {
        try readText { prompt }
    }

    /// The same under a whole screen of words, which is drawn again when the terminal has another size.
    borrowing func readText(drawing screen: () -> String) throws -> String {
        try readLine(screen, echo: true).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// A line that is shown while it is typed and may be secret, in locked memory.
    /// - Throws: As `readSecret`.
    borrowing func readShown(_ prompt: String) throws -> LockedBytes {
        try readShown { prompt }
    }

    /// The same under a whole screen of words, which is drawn again when the terminal has another size. What was typed of
    /// an unfinished line is gone then, as it is from the screen.
    borrowing func readShown(drawing screen: () -> String) throws -> LockedBytes {
        try readLine(screen, echo: true, keepsTypeAhead: true)
    }

    /// Shows words on the terminal and nowhere else.
    borrowing func show(_ words: String) {
        var words = words
        words.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Shows bytes on the terminal and nowhere else, with a line for words before them.
    borrowing func show(_ words: String, _ bytes: UnsafeRawBufferPointer) {
        var words = words
        words.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
        _ = write(descriptor, bytes.baseAddress, bytes.count)
        _ = write(descriptor, "\n", 1)
    }

    /// - Parameter keepsTypeAhead: Whether what was typed before the question answers it: rows that are pasted together
    ///   come faster than they are asked for. An answer that agrees to something is never taken from there.
    private borrowing func readLine(
        _ prompt: () -> String, echo: Bool, keepsTypeAhead: Bool = false
    ) throws -> LockedBytes {
        let signals = TerminalSignals()
        var saved = termios()
        guard tcgetattr(descriptor, &saved) == 0 else { throw PromptError.noTerminal }
        var wanted = saved
        wanted.c_lflag |= tcflag_t(ICANON | ISIG | ECHONL)
        if echo {
            wanted.c_lflag |= tcflag_t(ECHO | ECHOE)
        } else {
            wanted.c_lflag &= ~tcflag_t(ECHO | ECHOE | ECHOK)
        }
        let change = keepsTypeAhead ? TCSADRAIN : TCSAFLUSH
        begin(prompt(), &wanted, change)
        defer { tcsetattr(descriptor, change, &saved) }

        var line = try LockedBytes(count: PromptTerminal.longestLine)
        while true {
            switch signals.wait(beside: descriptor) {
            case .readable:
                let count = line.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    // What is said next begins a line of its own.
                    if screen == nil { show("\n") }
                    throw PromptError.ended
                }
                guard line.withUnsafeBytes({ $0[count - 1] }) == UInt8(ascii: "\n") else {
                    // A full buffer without an end of line, or Ctrl-D in the middle of one; the rest answers nothing.
                    tcflush(descriptor, TCIFLUSH)
                    throw count == PromptTerminal.longestLine
                        ? PromptError.tooLong(limit: PromptTerminal.longestLine - 1) : PromptError.ended
                }
                line.truncate(to: count - 1)
                return line
            case .stopped:
                tcsetattr(descriptor, TCSAFLUSH, &saved)
                OwnScreen.hide(on: descriptor)
                signals.stopHere()
                OwnScreen.comeBack(on: descriptor)
                begin(prompt(), &wanted, TCSAFLUSH)
            case .resized:
                // Without a screen of its own the terminal has moved the lines itself.
                if screen != nil { begin(prompt(), &wanted, TCSAFLUSH) }
            case .ending(let signal):
                tcsetattr(descriptor, TCSAFLUSH, &saved)
                _ = write(descriptor, "\n", 1)
                // Held back until `signals` goes out of scope, or an own screen was left, and then the end of the process.
                kill(getpid(), signal)
                throw PromptError.ended
            }
        }
    }

    private borrowing func begin(_ prompt: String, _ settings: inout termios, _ change: Int32) {
        tcsetattr(descriptor, change, &settings)
        var prompt = prompt
        prompt.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    }
}

/// The signals that a person sends from a terminal, held back and read like a file.
private struct TerminalSignals: ~Copyable {
    enum Event {
        case readable
        case stopped
        /// The terminal has another size.
        case resized
        case ending(Int32)
    }

    private var previous = sigset_t()
    private var held = sigset_t()
    private let descriptor: Int32

    init() {
        held = SignalGuard.endingSignals
        sigaddset(&held, SIGTSTP)
        sigaddset(&held, SIGWINCH)
        pthread_sigmask(SIG_BLOCK, &held, &previous)
        // It can fail for want of a descriptor only; then the signals wait until the line is read.
        descriptor = signalfd(-1, &held, Int32(SFD_CLOEXEC))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        var restored = previous
        pthread_sigmask(SIG_SETMASK, &restored, nil)
    }

    borrowing func wait(beside terminal: Int32) -> Event {
        while true {
            var waiting = [
                pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waiting, 2, -1) > 0 else { continue }
            guard waiting[1].revents != 0 else { return .readable }
            var information = signalfd_siginfo()
            guard read(descriptor, &information, MemoryLayout<signalfd_siginfo>.size) > 0 else { continue }
            let signal = Int32(information.ssi_signo)
            switch signal {
            case SIGTSTP: return .stopped
            // A line that is whole comes before a redraw, which would lose it.
            case SIGWINCH: return waiting[0].revents == 0 ? .resized : .readable
            default: return .ending(signal)
            }
        }
    }

    /// Stops the process as Ctrl-Z would have, until somebody brings it back.
    borrowing func stopHere() {
        kill(getpid(), SIGTSTP)
        var open = previous, closed = held
        pthread_sigmask(SIG_SETMASK, &open, nil)
        pthread_sigmask(SIG_BLOCK, &closed, nil)
    }
}

extension String {
    /// Without blanks at both ends.
    func trimmingBlanks() -> String {
        var rest = self[...]
        while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
        return String(rest.drop { $0 == " " || $0 == "\t" })
    }
}
