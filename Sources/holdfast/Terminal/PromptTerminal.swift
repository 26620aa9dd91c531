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
    private let hasOwnScreen: Bool
    static let longestLine = 1024
    /// The alternate screen, which keeps nothing to scroll back to; cleared before it is left.
    private static let enterScreen = "\u{1B}[?1049h\u{1B}[H\u{1B}[2J"
    private static let leaveScreen = "\u{1B}[H\u{1B}[2J\u{1B}[?1049l"

    /// - Parameter hasOwnScreen: Whether what is shown and typed is gone afterwards.
    /// - Throws: `PromptError.noTerminal`.
    init(hasOwnScreen: Bool = false) throws(PromptError) {
        self.hasOwnScreen = hasOwnScreen
        descriptor = holdfast_open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .noTerminal }
        if hasOwnScreen { show(Self.enterScreen) }
    }

    deinit {
        if hasOwnScreen { show(Self.leaveScreen) }
        close(descriptor)
    }

    /// A line that is not shown while it is typed, in locked memory, without its newline.
    /// - Throws: `PromptError`, `SecretsError`.
    borrowing func readSecret(_ prompt: String) throws -> LockedBytes {
        try readLine(prompt, echo: false)
    }

    /// A line that is shown; for words that are no secret.
    borrowing func readText(_ prompt: String) throws -> String {
        try readLine(prompt, echo: true).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// A line that is shown while it is typed and may be secret, in locked memory.
    /// - Throws: As `readSecret`.
    borrowing func readShown(_ prompt: String) throws -> LockedBytes {
        try readLine(prompt, echo: true)
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

    private borrowing func readLine(_ prompt: String, echo: Bool) throws -> LockedBytes {
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
        begin(prompt, &wanted)
        defer { tcsetattr(descriptor, TCSAFLUSH, &saved) }

        var line = try LockedBytes(count: PromptTerminal.longestLine)
        while true {
            switch signals.wait(beside: descriptor) {
            case .readable:
                let count = line.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw PromptError.ended }
                guard line.withUnsafeBytes({ $0[count - 1] }) == UInt8(ascii: "\n") else {
                    // A full buffer without an end of line, or Ctrl-D in the middle of one.
                    throw count == PromptTerminal.longestLine
                        ? PromptError.tooLong(limit: PromptTerminal.longestLine - 1) : PromptError.ended
                }
                line.truncate(to: count - 1)
                return line
            case .stopped:
                tcsetattr(descriptor, TCSAFLUSH, &saved)
                if hasOwnScreen { show(Self.leaveScreen) }
                signals.stopHere()
                if hasOwnScreen { show(Self.enterScreen) }
                begin(prompt, &wanted)
            case .ending(let signal):
                tcsetattr(descriptor, TCSAFLUSH, &saved)
                // The process ends before anything that owns this is gone.
                if hasOwnScreen { show(Self.leaveScreen) }
                _ = write(descriptor, "\n", 1)
                // Held back until `signals` goes out of scope, and then the end of the process.
                kill(getpid(), signal)
                throw PromptError.ended
            }
        }
    }

    private borrowing func begin(_ prompt: String, _ settings: inout termios) {
        tcsetattr(descriptor, TCSAFLUSH, &settings)
        var prompt = prompt
        prompt.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    }
}

/// The signals that a person sends from a terminal, held back and read like a file.
private struct TerminalSignals: ~Copyable {
    enum Event {
        case readable
        case stopped
        case ending(Int32)
    }

    private var previous = sigset_t()
    private var held = sigset_t()
    private let descriptor: Int32

    init() {
        held = SignalGuard.endingSignals
        sigaddset(&held, SIGTSTP)
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
            return signal == SIGTSTP ? .stopped : .ending(signal)
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
