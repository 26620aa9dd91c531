import CSystem
import Glibc
import Synchronization

/// The terminal's alternate screen, which keeps nothing to scroll back to, for as long as this value lives.
///
/// Ending signals are held back meanwhile: whatever the way out, the screen is cleared and left first, and what was
/// typed ahead is thrown away, since it may be a row of a share and would go to the shell. A prompt reads such a signal
/// and ends (`PromptTerminal`); it takes effect when this value is gone.
struct OwnScreen: ~Copyable {
    /// Whether a prompt that stops the process has to leave the screen first.
    private static let isUp = Atomic<Bool>(false)
    private static let enterSequence = "\u{1B}[?1049h\(Self.clear)"
    private static let leaveSequence = "\(Self.clear)\u{1B}[?1049l"
    /// Empties the screen and goes to its first line.
    static let clear = "\u{1B}[H\u{1B}[2J"

    private let descriptor: Int32
    private let guardian: SignalGuard

    /// - Throws: `PromptError.noTerminal`.
    init() throws(PromptError) {
        let terminal = holdfast_open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC, 0)
        guard terminal >= 0 else { throw .noTerminal }
        descriptor = terminal
        guardian = SignalGuard()
        OwnScreen.isUp.store(true, ordering: .relaxed)
        OwnScreen.show(OwnScreen.enterSequence, on: descriptor)
    }

    deinit {
        OwnScreen.show(OwnScreen.leaveSequence, on: descriptor)
        OwnScreen.isUp.store(false, ordering: .relaxed)
        tcflush(descriptor, TCIFLUSH)
        close(descriptor)
    }

    /// Whether a signal that ends the process was held back.
    var isSignalPending: Bool { guardian.isSignalPending }

    /// Leaves the screen before the process is stopped, if it is up.
    static func hide(on descriptor: Int32) {
        if isUp.load(ordering: .relaxed) { show(leaveSequence, on: descriptor) }
    }

    /// Comes back to it after that.
    static func comeBack(on descriptor: Int32) {
        if isUp.load(ordering: .relaxed) { show(enterSequence, on: descriptor) }
    }

    private static func show(_ text: String, on descriptor: Int32) {
        var text = text
        text.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    }
}
