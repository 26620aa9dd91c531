import Digests
package import Encodings

/// What a line of a log says of one act: who, what, when, and what came of it. Nothing of it is secret.
package struct LoggedAct: Equatable, Sendable {
    /// What came of an act, as `--json` tells it.
    package enum Result: Equatable, Sendable {
        /// The act had no result that could be told.
        case none
        case whole(JSONValue)
        /// SHA-256 of its text in hexadecimal, for one that is longer than `mostBytes`.
        case digest(String)

        /// Bytes of compact JSON that a line takes in.
        package static let mostBytes = 4096

        package init(_ value: JSONValue?) {
            guard let value else {
                self = .none
                return
            }
            let text = Array(JSONWriter.text(value, .compact).utf8)
            self = text.count <= Self.mostBytes ? .whole(value) : .digest(Hex.encode(SHA256.hash(text)))
        }
    }

    /// UTC, such as `2026-11-22T10:02:33Z`: when the act ended.
    package let time: String
    /// The name of the user, where the system knows one.
    package let user: String?
    package let uid: Int
    /// Of the program.
    package let version: String
    package let command: String
    /// As given, the command's own name first.
    package let arguments: [String]
    /// 0 … 255.
    package let exit: Int
    /// The stable code of an error.
    package let code: String?
    package let result: Result

    package init(
        time: String, user: String?, uid: Int, version: String, command: String, arguments: [String], exit: Int,
        code: String?, result: Result
    ) {
        self.time = time
        self.user = user
        self.uid = uid
        self.version = version
        self.command = command
        self.arguments = arguments
        self.exit = exit
        self.code = code
        self.result = result
    }
}

extension LoggedAct {
    /// Its members, in the order of the format.
    package var members: [(name: String, value: JSONValue)] {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        var (whole, digest): (JSONValue, JSONValue) = (.null, .null)
        switch result {
        case .none: break
        case .whole(let value): whole = value
        case .digest(let hash): digest = .string(hash)
        }
        return [
            ("time", .string(time)), ("user", text(user)), ("uid", .integer(uid)), ("version", .string(version)),
            ("command", .string(command)), ("arguments", .array(arguments.map { .string($0) })),
            ("exit", .integer(exit)), ("code", text(code)), ("result", whole), ("resultHash", digest),
        ]
    }

    /// - Returns: `nil` where a member is missing or of another type.
    init?(_ object: JSONObject) {
        func optional(_ name: String) -> String?? {
            switch object[name] {
            case .null: .some(nil)
            case .string(let text): .some(text)
            default: nil
            }
        }
        guard let time = object["time"]?.string, let user = optional("user"), let uid = object["uid"]?.integer,
            let version = object["version"]?.string, let command = object["command"]?.string,
            let words = object["arguments"]?.array, let exit = object["exit"]?.integer, let code = optional("code"),
            let whole = object["result"], let digest = optional("resultHash")
        else { return nil }
        let arguments = words.compactMap(\.string)
        guard arguments.count == words.count else { return nil }
        let result: Result
        switch (whole, digest) {
        case (.null, nil): result = .none
        case (.null, .some(let hash)): result = .digest(hash)
        case (_, nil): result = .whole(whole)
        case (_, .some): return nil
        }
        self.init(
            time: time, user: user, uid: uid, version: version, command: command, arguments: arguments, exit: exit,
            code: code, result: result)
    }
}
