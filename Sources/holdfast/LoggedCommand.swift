import Custody
import Glibc

/// The command line of this process, for the log.
struct LoggedCommand {
    private let arguments: [String]

    init(_ arguments: [String]) { self.arguments = arguments }

    /// Room for its line: the arguments with every letter escaped, the largest result that is taken in whole, the rest.
    static func mostBytes(_ arguments: [String]) -> Int {
        arguments.reduce(LoggedAct.Result.mostBytes + 2048) { $0 + 6 * $1.utf8.count + 3 }
    }

    /// Adds the line about an act that came to its end.
    /// - Returns: The act's own status; 7 where the line could not be written. That is said on standard error alone, since
    ///   the result was told already.
    func record(_ status: ExitStatus, in log: borrowing LogFile, _ talk: Talk) -> ExitStatus {
        let user = Caller()
        do {
            try log.append(
                LoggedAct(
                    time: Clock.now(), user: user.name, uid: user.id, version: Holdfast.version,
                    command: arguments.first ?? "", arguments: arguments, exit: Int(status.rawValue),
                    code: ActResult.current.code, result: LoggedAct.Result(ActResult.current.result)))
            return status
        } catch {
            let failure = LoggedCommand.notWritten(status, Failure(error))
            talk.error(failure.message, hint: failure.hint)
            return failure.status
        }
    }

    private static func notWritten(_ status: ExitStatus, _ reason: Failure) -> Failure {
        Failure(
            .inputOutput, code: "log-not-written",
            "the command came to its end with \(status.rawValue), and its line could not be added to the log: "
                + reason.message,
            hint: "what it did stands; do not run it again for the log's sake, but note it there by other means")
    }
}

/// Who runs this process.
struct Caller {
    let id: Int
    /// From /etc/passwd; nil for a user that is not there. The environment is not asked: everybody sets their own.
    let name: String?

    init() {
        id = Int(getuid())
        name = Caller.name(of: id)
    }

    /// The C library looks up users through plug-ins, which a static file cannot load.
    private static func name(of id: Int) -> String? {
        guard let file = fopen("/etc/passwd", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = line.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            let fields = text.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, fields[2] == String(id) { return String(fields[0]) }
        }
        return nil
    }
}
