import CSystem
import Custody
import Glibc

/// The program that draws, `holdfast-print`: it takes the share through a pipe and gives the drawn file back through
/// another, so that no copy of either comes to lie on a disk.
struct PrintHelper {
    private let path: String

    static let name = "holdfast-print"
    private static let packages = "libpangocairo-1.0-0, libqrencode4 and fonts-noto-core"

    /// Looks where the command itself is, and in `../libexec/holdfast`; nowhere else, since the share is told to it.
    /// - Throws: `Failure` with code `printer-missing`.
    init() throws(Failure) {
        let folder = OutputFile.directoryOf(Self.ownPath())
        let places = ["\(folder)/\(Self.name)", "\(folder)/../libexec/holdfast/\(Self.name)"]
        guard let path = places.first(where: { access($0, X_OK) == 0 }) else {
            throw Failure(
                .inputOutput, code: "printer-missing",
                "the program \(Self.name), which draws the sheets, is not installed beside \(folder)/holdfast",
                hint: "build and install it with 'make && make install'; it needs \(Self.packages)")
        }
        self.path = path
    }

    /// Where this very file lies.
    private static func ownPath() -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
        guard count > 0 else { return "/usr/local/bin/holdfast" }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Has a job drawn.
    /// - Returns: The whole file, in locked memory.
    /// - Throws: `Failure` with code `printer-failed`; `FileError`, `SecretsError`.
    func draw(_ job: borrowing PrintJob, _ form: SheetForm) throws -> LockedBytes {
        // A helper that ends early is told by its status, and by no signal to this process.
        let previous = Glibc.signal(SIGPIPE, SIG_IGN)
        defer { Glibc.signal(SIGPIPE, previous) }
        let input = try Pipe(), output = try Pipe()
        let process = try spawn(reading: input, writing: output)
        input.closeReading()
        output.closeWriting()
        // The helper draws when it has read everything, so that neither waits for the other.
        job.bytes.withUnsafeBytes { try? writeAll($0, to: input.writing, name: Self.name) }
        input.closeWriting()
        let drawn: LockedBytes
        do {
            drawn = try InputFile.read(descriptor: output.reading, name: Self.name)
        } catch {
            kill(process, SIGKILL)
            _ = end(of: process)
            throw error
        }
        try requireSuccess(end(of: process))
        guard isWhole(drawn, form) else { throw failure("it ended without an error, and what it drew is not whole") }
        return drawn
    }

    private func spawn(reading input: borrowing Pipe, writing output: borrowing Pipe) throws(Failure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input.reading, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
        // Libraries warn in words that nobody asked for.
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        holdfast_close_from(&actions, STDERR_FILENO + 1)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var process = pid_t()
        let arguments = CStrings([Self.name])
        // No home, so that no cache is kept; memory of GLib's goes through the C library, which overwrites it.
        let variables = CStrings(["LC_ALL=C.UTF-8", "G_SLICE=always-malloc"])
        let number = posix_spawn(&process, path, &actions, &attributes, arguments.pointers, variables.pointers)
        guard number == 0 else { throw failure("it cannot be started: \(reason(number))") }
        return process
    }

    /// The status as `waitpid` gives it.
    private func end(of process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private func requireSuccess(_ status: Int32) throws(Failure) {
        let signal = status & 0x7F
        guard signal == 0 else { throw failure("it was ended by signal \(signal) before the sheet was whole") }
        switch status >> 8 & 0xFF {
        case 0: return
        case 2: throw failure("it is of another version than this command")
        case 3: throw failure("there is not enough memory")
        case 5:
            throw Failure(
                .inputOutput, code: "printer-fonts",
                "no installed font has all letters of the label and the holders' names, so nothing was written",
                hint:
                    "install fonts that have them, such as fonts-noto-cjk or fonts-noto-color-emoji; or give --discreet"
            )
        case 127: throw failure("a library that it needs is missing")
        case let code: throw failure("it could not draw the sheet (status \(code))")
        }
    }

    private func isWhole(_ drawn: borrowing LockedBytes, _ form: SheetForm) -> Bool {
        drawn.withUnsafeBytes { bytes in
            let tail = String(decoding: bytes.suffix(16), as: UTF8.self)
            switch form {
            case .pdf: return bytes.starts(with: "%PDF-".utf8) && tail.contains("%%EOF")
            case .svg: return bytes.starts(with: "<?xml".utf8) && tail.contains("</svg>")
            }
        }
    }

    private func failure(_ reason: String) -> Failure {
        Failure(
            .inputOutput, code: "printer-failed", "\(Self.name) drew nothing: \(reason)",
            hint: "nothing was written; see that \(Self.packages) are installed, and \(path) is of this version")
    }
}

/// Both ends of a pipe, closed at the latest when this goes.
private struct Pipe: ~Copyable {
    let reading: Int32
    let writing: Int32
    private let isOpen = OpenEnds()

    private final class OpenEnds {
        var reading = true
        var writing = true
    }

    init() throws(FileError) {
        var ends: [Int32] = [-1, -1]
        guard holdfast_pipe(&ends) == 0 else { throw .cannotWrite(path: "a pipe", reason: reason(errno)) }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        if isOpen.reading { close(reading) }
        if isOpen.writing { close(writing) }
    }

    borrowing func closeReading() {
        if isOpen.reading { close(reading) }
        isOpen.reading = false
    }

    borrowing func closeWriting() {
        if isOpen.writing { close(writing) }
        isOpen.writing = false
    }
}

/// Strings as a C program is given them: pointers that end with a null.
private final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        pointers = .allocate(capacity: count + 1)
        for (place, text) in texts.enumerated() { pointers[place] = strdup(text) }
        pointers[count] = nil
    }

    deinit {
        for place in 0..<count { free(pointers[place]) }
        pointers.deallocate()
    }
}
