import Glibc

/// Holds back the signals that end a command, so that a write is finished or undone before one takes effect.
///
/// A signal that came meanwhile is delivered when the guard is released, with its default action: the process then ends
/// with 128 + the signal's number, with the old state on disk or the new one.
struct SignalGuard: ~Copyable {
    private var previous = sigset_t()

    init() {
        var held = SignalGuard.endingSignals
        pthread_sigmask(SIG_BLOCK, &held, &previous)
    }

    deinit {
        var restored = previous
        pthread_sigmask(SIG_SETMASK, &restored, nil)
    }

    /// Whether a signal waits, so that a long write had better be undone now.
    var isSignalPending: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return SignalGuard.signals.contains { sigismember(&pending, $0) == 1 }
    }

    /// The signals that end a command unless it says otherwise.
    static var endingSignals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
}
