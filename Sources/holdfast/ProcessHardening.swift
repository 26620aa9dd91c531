import CSystem
import Custody
import Glibc

/// What this process does before it touches anything secret.
enum ProcessHardening {
    /// Switches off the crash printer, core dumps and ptrace, and puts something behind closed standard descriptors.
    static func apply() {
        // Swift's crash printer shows registers and the memory they point to.
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT] { Glibc.signal(signal, SIG_DFL) }
        // A file that may not grow further is an error of its write, which cleans up; the signal would end the process.
        Glibc.signal(SIGXFSZ, SIG_IGN)
        // Neither call can fail for a process that lowers its own rights.
        _ = holdfast_forbid_dumps()
        reopenStandardDescriptors()
        prepareProcess()
    }

    /// A file opened later would get the number of a closed standard descriptor, and talk would be written into it.
    ///
    /// Standard output is replaced by something that cannot be written to, so that a lost result is an error.
    private static func reopenStandardDescriptors() {
        for (descriptor, flags) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)] {
            if isOpen(descriptor) { continue }
            // The lowest free number is this very descriptor, since the lower ones are open.
            _ = holdfast_open("/dev/null", flags, 0)
        }
    }

    private static func isOpen(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0
    }
}
