import Custody
import Glibc

/// `--collect`: shares are taken one after another until enough are good, from a person at the terminal or as lines from
/// standard input.
struct ShareCollector {
    let common: CommonOptions
    let options: CheckOptions
    /// What the key is collected for, as the end of a sentence: `rebuild the key`.
    let purpose: String

    /// - Parameters:
    ///   - files: What was named on the command line and read already.
    /// - Returns: What is good when enough is there, or when nothing more comes.
    /// - Throws: `Refusal`, `Failure`, `SecretsError`, `FileError`.
    func collect(_ files: [SecretFile]) throws -> CheckedCollection {
        var state = CollectState(try ShareCollecting(options))
        for file in files { try state.take(file) }
        if isatty(STDIN_FILENO) == 1, let collected = try atTerminal(state) { return try collected.checked() }
        for verdict in state.verdicts { common.talk.say(CollectTable.sentence(verdict, state.collecting)) }
        return try CollectStream(state, common.talk).run().checked()
    }

    /// - Returns: nil where there is a terminal as standard input, and none to ask on.
    private func atTerminal(_ state: CollectState) throws -> ShareCollecting? {
        if state.collecting.isEnough, common.yes { return state.collecting }
        let canRewrite = Style(descriptor: STDIN_FILENO).canRewriteLine
        let terminal: PromptTerminal
        do { terminal = try PromptTerminal(hasOwnScreen: canRewrite) } catch { return nil }
        var session = CollectSession(
            state, terminal, hasScreen: canRewrite, endsUnasked: common.yes, purpose: purpose)
        try session.run()
        return session.collecting
    }
}

/// What was collected, with the record of how.
struct CollectState {
    private(set) var collecting: ShareCollecting
    private(set) var table = CollectTable()
    /// All verdicts, in the order they came.
    private(set) var verdicts: [ShareVerdict] = []
    private var typedCount = 0

    init(_ collecting: ShareCollecting) {
        self.collecting = collecting
        verdicts = collecting.atFirst
        table.note(verdicts, time: Clock.timeOfDay())
    }

    /// - Returns: The verdicts on what the file holds.
    @discardableResult
    mutating func take(_ file: SecretFile) throws -> [ShareVerdict] {
        let found = try collecting.take(file)
        verdicts += found
        table.note(found, time: Clock.timeOfDay())
        return found
    }

    /// A share without a file.
    @discardableResult
    mutating func take(typed bytes: consuming LockedBytes, _ name: String = "typed share") throws -> [ShareVerdict] {
        typedCount += 1
        return try take(SecretFile(name: "\(name) \(typedCount)", bytes: bytes))
    }

    /// Reads the file that a line names, if it names one. The line may be a secret after all: it becomes a name only
    /// where a file is called so.
    /// - Returns: What came of it; nil where there is no such file.
    mutating func take(named line: borrowing LockedBytes) throws -> [ShareVerdict]? {
        guard let path = try CollectState.path(line) else { return nil }
        do {
            return try take(try InputFile.read(path).asSecretFile())
        } catch let error as FileError {
            throw Failure(.inputOutput, code: error.code, error.message, hint: error.hint)
        }
    }

    private static func path(_ line: borrowing LockedBytes) throws -> String? {
        var terminated = try LockedBytes(count: line.count + 1)
        let count = terminated.withUnsafeMutableBytes { target in
            line.withUnsafeBytes { line in
                // Blanks at the ends are no part of a name that a person typed.
                let blanks: [UInt8] = [0x20, 0x09, 0x0D]
                guard let first = line.firstIndex(where: { !blanks.contains($0) }),
                    let last = line.lastIndex(where: { !blanks.contains($0) })
                else { return 0 }
                let name = UnsafeRawBufferPointer(rebasing: line[first...last])
                target.copyMemory(from: name)
                target[name.count] = 0
                return name.count
            }
        }
        return terminated.withUnsafeBytes { bytes in
            guard count > 0, let start = bytes.bindMemory(to: CChar.self).baseAddress, access(start, F_OK) == 0 else {
                return nil
            }
            return String(decoding: bytes[..<count], as: UTF8.self)
        }
    }
}
