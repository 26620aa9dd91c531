import Encodings
import Synchronization

/// What came of the act of this process, kept until its line is written into a log.
final class ActResult: Sendable {
    static let current = ActResult()
    private let kept = Mutex<(result: JSONValue?, code: String?)>((nil, nil))

    /// The value that `--json` prints, or would print; a later one takes the place of an earlier one.
    /// - Parameter code: The stable code of an error.
    func note(_ result: JSONValue, code: String? = nil) {
        kept.withLock { $0 = (result, code) }
    }

    var result: JSONValue? { kept.withLock { $0.result } }
    var code: String? { kept.withLock { $0.code } }
}
