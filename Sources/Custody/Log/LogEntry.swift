import Digests
import Encodings

/// One line of a log: an act, bound to the line before it by that line's hash (holdfast-log(5)).
package struct LogEntry: Equatable, Sendable {
    package static let schema = "holdfast.log/1"
    /// What stands for the line before the first.
    package static let noHash = String(repeating: "0", count: 64)

    /// Counted from 1.
    package let number: Int
    package let act: LoggedAct
    /// The hash of the line before, 64 hexadecimal digits.
    package let previous: String
    /// SHA-256 of the line as it is without this member, 64 hexadecimal digits.
    package let hash: String

    /// The next line of a log.
    /// - Parameter last: The line before; nil for the first.
    package init(_ act: LoggedAct, after last: LogEntry?) {
        self.init(number: (last?.number ?? 0) + 1, act: act, previous: last?.hash ?? Self.noHash)
    }

    private init(number: Int, act: LoggedAct, previous: String) {
        self.number = number
        self.act = act
        self.previous = previous
        hash = Hex.encode(SHA256.hash(Array(Self.body(number, act, previous).utf8)))
    }

    /// Reads a line, without its line end, and computes its hash again.
    /// - Throws: `LogLineFault`.
    package init(parsing line: some Collection<UInt8>) throws(LogLineFault) {
        let bytes = Array(line)
        let value: JSONValue
        do { value = try JSON.parse(bytes) } catch { throw .notALine }
        guard let object = value.object, object["schema"]?.string == Self.schema,
            let number = object["number"]?.integer, (1..<Int.max).contains(number), let act = LoggedAct(object),
            let previous = object["previous"]?.string, let hash = object["hash"]?.string
        else { throw .notALine }
        self.init(number: number, act: act, previous: previous)
        guard hash == self.hash else { throw .hashDiffers }
        // One text for one line: nothing beside it, no other order, no other way to write it.
        guard self.line.utf8.elementsEqual(bytes) else { throw .notCanonical }
    }

    /// The line, without its line end.
    package var line: String {
        Self.body(number, act, previous).dropLast() + ",\"hash\":\"\(hash)\"}"
    }

    private static func body(_ number: Int, _ act: LoggedAct, _ previous: String) -> String {
        let members: [(name: String, value: JSONValue)] =
            [("schema", .string(schema)), ("number", .integer(number))] + act.members + [
                ("previous", .string(previous))
            ]
        return JSONWriter.text(.object(JSONObject(members)), .compact)
    }
}

/// What can be wrong with one line by itself.
package enum LogLineFault: Error, Equatable, Sendable, CustomStringConvertible {
    case notALine
    case hashDiffers
    case notCanonical

    package var description: String {
        switch self {
        case .notALine: "it is not a line of a log in the form \(LogEntry.schema)"
        case .hashDiffers: "its hash is not that of what it says"
        case .notCanonical: "it says more, or in another way, than what its hash is of"
        }
    }
}
