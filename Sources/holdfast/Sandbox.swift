import CSystem
import Glibc
import Synchronization

/// What this process gives up when it has no more need of it: the network and other processes at once (seccomp(2)), the
/// files when its inputs are read (landlock(7)).
///
/// A fault in a reader of files can then send nothing, start nothing, and write only where the result goes. What the kernel
/// does not know it cannot take away; nothing depends on it.
final class Sandbox: Sendable {
    static let current = Sandbox()

    private struct State {
        var isWanted = false
        var isClosed = false
        var outputs: [String] = []
        var inputs: [String] = []
    }
    private let state = Mutex(State())

    /// Gives up the network, and to start programs.
    /// - Parameters:
    ///   - act: Says where it will write, and whether it starts a program.
    /// - Returns: Whether this kernel can take away all that is meant to go.
    func enter(for act: any Act) -> Bool {
        guard !act.common.noSandbox else { return true }
        state.withLock { state in
            state.isWanted = true
            state.outputs = act.outputs
            // The passphrase is read when it is needed, and a log names the user.
            state.inputs = act.common.files + act.lateInputs + ["/etc/passwd", "/etc/localtime"]
        }
        let hasLeft = holdfast_leave_network(act.startsPrograms ? 1 : 0) == 0
        return hasLeft && holdfast_landlock_rights() != 0
    }

    /// Gives up all files but the place of the result, the passphrase's and the terminal.
    /// - Parameter readsMore: Every file may still be read, and none but the result's be written.
    func close(readsMore: Bool = false) {
        state.withLock { state in
            guard state.isWanted, !state.isClosed else { return }
            state.isClosed = true
            let rights = holdfast_landlock_rights()
            let ruleset = rights == 0 ? -1 : holdfast_landlock_ruleset(rights)
            guard ruleset >= 0 else { return }
            let reading = holdfast_file_read | holdfast_folder_read
            for path in state.inputs { _ = holdfast_landlock_allow(ruleset, path, rights & holdfast_file_read) }
            if readsMore { _ = holdfast_landlock_allow(ruleset, "/", rights & reading) }
            let file = holdfast_file_write | holdfast_file_read | holdfast_file_truncate
            _ = holdfast_landlock_allow(ruleset, "/dev/tty", rights & file)
            for path in state.outputs where path != "-" {
                let folder = OutputFile.directoryOf(OutputDirectory.named(path))
                _ = holdfast_landlock_allow(
                    ruleset, folder,
                    rights & (file | holdfast_folder_read | holdfast_folder_change | holdfast_file_move))
            }
            _ = holdfast_landlock_enter(ruleset)
        }
    }
}
