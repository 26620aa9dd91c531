import Custody

/// Why the command ends without its result: what both the person and a program are told.
struct Failure: Error {
    let status: ExitStatus
    /// Stable, for programs.
    let code: String
    let message: String
    let hint: String
    /// What else is wrong, one sentence each.
    let also: [String]

    init(_ status: ExitStatus, code: String, _ message: String, hint: String = "", also: [String] = []) {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
        self.also = also
    }

    init(_ refusal: Refusal, also: [String]) {
        self.init(
            ExitStatus(refusal.kind), code: refusal.code, refusal.message, hint: FlagAdvice.hint(for: refusal),
            also: also)
    }

    /// Swift reads the command line from /proc. Without it every command would look like none, which is answered with
    /// the overview and 0, and a script would take that for a yes.
    static let noCommandLine = Failure(
        .inputOutput, code: "no-command-line", "the command line cannot be read, since /proc is not mounted",
        hint: "run: mount -t proc proc /proc")

    /// For a callback of the library, which throws refusals; nothing of it is lost on the way back.
    var asRefusal: Refusal {
        let kind: Refusal.Kind =
            switch status {
            case .answerIsNo: .answerIsNo
            case .usage: .unsafe
            case .notEnoughShares: .notEnoughShares
            case .damaged: .damaged
            case .cannotDecrypt: .cannotDecrypt
            case .declined, .interrupted: .declined
            case .inputOutput: .inputOutput
            case .done, .internalFault: .internalFault
            }
        return Refusal(kind, code: code, message, advice: hint)
    }

    /// Every error that can reach the top.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let refusal as Refusal:
            self.init(refusal, also: [])
        case let error as FileError:
            self.init(.inputOutput, code: error.code, error.message, hint: error.hint)
        case SecretsError.memoryNotLocked(let limit):
            self.init(
                .usage, code: "memory-not-locked",
                "memory for secrets cannot be locked: the limit is \(limit / 1024) KiB",
                hint: "raise it with 'ulimit -l unlimited', or leave --require-locked-memory away")
        case let error as SecretsError:
            self.init(
                .inputOutput, code: "out-of-memory", error.description, hint: "close other programs and try again")
        case PromptError.noTerminal:
            self.init(
                .usage, code: "no-terminal", "a question has to be asked and there is no terminal to ask it on",
                hint: "give --passphrase-file, --passphrase-fd or --yes, whichever the question is about")
        case PromptError.ended:
            self.init(.declined, code: "declined", "the question was not answered, so nothing was done")
        case PromptError.tooLong(let limit):
            self.init(
                .usage, code: "line-too-long", "the line has more than \(limit) bytes",
                hint: "give the passphrase by --passphrase-file")
        default:
            self.init(
                .internalFault, code: "internal", "an error that nobody foresaw: \(type(of: error))",
                hint: "report it with the command that you gave, without its secrets")
        }
    }
}

/// What only the command knows of a way out: its own flags.
enum FlagAdvice {
    static let byCode: [String: String] = [
        "sealed": "give the holder's private key with --identity, or their passphrase with --passphrase-file",
        "request-missing": "give the request with --request",
        "group-not-told": "say --group secp256k1, --group p256 or --group ed25519, or --expect with the key's address",
        "memory-not-locked": "raise it with 'ulimit -l unlimited', or leave --require-locked-memory away",
        "dealings-of-one-key": "say which one is right with --expect and its fingerprint, or --dealing FILE",
        "dealings-differ": "say which one is right with --dealing FILE, or --expect with the key's address",
        "ledger-undecided": "say which one with --ledger",
    ]

    static func hint(for refusal: Refusal) -> String {
        let advice = byCode[refusal.code] ?? refusal.advice
        guard let risk = refusal.liftedBy else { return advice }
        return "\(advice)\(advice.isEmpty ? "" : "; ")to take it on knowingly: \(RiskOptions.flag(for: risk))"
    }
}
