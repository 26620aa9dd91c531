import Encodings
import Glibc

/// What can go wrong between the program and a file.
enum FileError: Error, Equatable {
    case cannotOpen(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    case tooLarge(path: String, limit: Int)
    case isDirectory(path: String)
    case exists(path: String)
    case directoryNotEmpty(path: String)
    /// The result would replace what it is made from.
    case isInput(path: String)
    /// The mount point of a medium, or a folder in which a process works: a new directory cannot take its place.
    case directoryInUse(path: String)
    /// A directory is to be made where a file is.
    case fileInPlace(path: String)
    case notRegular(path: String)
    case cannotWrite(path: String, reason: String)
    /// The file is written, and its temporary name stands beside its own.
    case nameLeft(path: String, other: String, reason: String)

    /// Names are somebody else's words: control characters in them are shown, not obeyed.
    var message: String { printable(sentence, most: 8192) }

    private var sentence: String {
        switch self {
        case .cannotOpen(let path, let reason):
            // What is no name of a file may be anything, a secret too.
            "\(path.count > 100 ? path.prefix(40) + "…" : path[...]) cannot be opened: \(reason)"
        case .cannotRead(let path, let reason): "\(path) cannot be read: \(reason)"
        case .tooLarge(let path, let limit): "\(path) has more than \(limit) bytes, which no file of this kind has"
        case .isDirectory(let path): "\(path) is a directory, not a file"
        case .exists(let path): "\(path) exists, so nothing was written"
        case .directoryNotEmpty(let path): "\(path) exists and is not empty, so nothing was written"
        case .directoryInUse(let path):
            "\(path) is the root of a medium or a folder in use, which cannot be replaced, so nothing was written"
        case .isInput(let path): "\(path) is one of the files that are read, so it is not replaced"
        case .fileInPlace(let path): "\(path) exists and is a file, so nothing was written"
        case .notRegular(let path): "\(path) is a pipe or a device, and a file is written beside its name and renamed"
        case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
        case .nameLeft(let path, let other, let reason):
            "\(path) is written, and \(other), which is the same file, cannot be removed: \(reason)"
        }
    }

    var hint: String {
        switch self {
        case .cannotRead(let path, _) where path.hasPrefix("file descriptor"):
            "open it in the shell, as in: 9<FILE"
        case .cannotOpen, .cannotRead: "check the name and the permissions"
        case .tooLarge: "check that this is the file you mean"
        case .isDirectory: "name a file in it"
        case .isInput: "choose another name for the result"
        case .exists: "choose another name, or add --force to replace it"
        case .directoryNotEmpty, .fileInPlace: "name a directory that does not exist yet"
        case .directoryInUse: "name a directory in it"
        case .notRegular: "name an ordinary file, or - for standard output"
        case .cannotWrite(path: "standard output", _):
            "standard output is closed or full; run the same command again with a place for its result"
        case .cannotWrite: "check the disk and the directory's permissions, then run the same command again"
        case .nameLeft(_, let other, _): "remove \(printable(other, most: 4096)), and do not run the command again"
        }
    }

    var code: String {
        switch self {
        case .cannotOpen, .cannotRead: "cannot-read"
        case .tooLarge: "too-large"
        case .isDirectory: "is-directory"
        case .exists, .directoryNotEmpty, .directoryInUse, .fileInPlace, .isInput: "exists"
        case .notRegular: "not-a-file"
        case .cannotWrite, .nameLeft: "cannot-write"
        }
    }
}

/// The system's words for an error number.
func reason(_ number: Int32) -> String {
    String(cString: strerror(number)).lowercased()
}
