import Glibc
import Synchronization

/// The ordinary files that this process has read: none of them is replaced by a result, whatever option named it.
///
/// A list of operands would miss what is named elsewhere: identities, a request, a file that was typed while shares are
/// collected. Replacing one of them may lose the only copy of a key.
enum ReadFiles {
    /// What a file is, whatever names it has.
    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    private static let all = Mutex<[Identity]>([])

    /// - Parameter status: Of the open file, so that it is the one that is read.
    static func note(_ status: stat) {
        let identity = Identity(device: status.st_dev, inode: status.st_ino)
        all.withLock { $0.append(identity) }
    }

    /// Whether the path leads to one of them.
    static func contain(_ path: String) -> Bool {
        var status = stat()
        guard fstatat(AT_FDCWD, path, &status, 0) == 0 else { return false }
        let identity = Identity(device: status.st_dev, inode: status.st_ino)
        return all.withLock { $0.contains(identity) }
    }
}
