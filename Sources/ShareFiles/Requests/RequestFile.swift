import Digests
import Encodings
package import SecretSharing
import Secrets

/// What names a request: a SHA-256 over all of it (holdfast-request(5), "The id").
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        precondition(bytes.count == 32, "the id of a request is a SHA-256")
        self.bytes = bytes
    }

    /// 64 hexadecimal digits.
    public var description: String { Hex.encode(bytes) }
    /// The first 40 bits as 8 letters, to tell requests apart; it decides nothing.
    public var shortForm: String { DealingID(bytes).shortForm }
}

/// What somebody asks holders for who wants to rebuild a key: who asks, for what, until when, and to which key the shares
/// are to be sealed (holdfast-request(5)). Public.
public struct RequestFile: Hashable, Sendable {
    public let id: RequestID
    /// Whose shares are asked for.
    public let dealing: DealingFile
    /// The public key that submissions are sealed to, as age writes it.
    public let recipient: String
    /// In the requester's own words; 1 … 256 bytes.
    public let purpose: String
    /// UTC, `2026-11-22T10:02:33Z`.
    public let created: String
    /// UTC, after which nobody answers; nil for never.
    public let expires: String?
    package let mode: Mode
    /// 32 bytes that make each request another.
    package let random: [UInt8]

    /// The longest text, in bytes: a dealing, and 64 KiB for all else.
    static let mostBytes = DealingFile.mostBytes + 65536
    static let titleStart: StaticString = "holdfast-request/"
    static let never = "never"

    /// What holders hand in.
    package enum Mode: Hashable, Sendable {
        /// The share, or what unmasks it.
        case plain
        /// Their part of the key under numbers that cancel in the sum, all of these holders, by ascending index; only holders
        /// of a dealing to own keys can do that.
        case blinded([HolderIndex])

        /// `plain`, or `blinded` and the indices, by commas.
        var text: String {
            switch self {
            case .plain: "plain"
            case .blinded(let members): "blinded " + members.map(\.description).joined(separator: ",")
            }
        }

        /// - Returns: nil for every text that is not the one way of writing a mode.
        init?(_ text: String) {
            if text == "plain" {
                self = .plain
                return
            }
            guard text.hasPrefix("blinded ") else { return nil }
            var members: [HolderIndex] = []
            for number in text.dropFirst(8).split(separator: ",", omittingEmptySubsequences: false) {
                guard let value = Int(number), let index = try? HolderIndex(value) else { return nil }
                members.append(index)
            }
            self = .blinded(members)
            guard self.text == text, zip(members, members.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        }
    }

    /// A new request.
    /// - Throws: `ShareFilesError.purpose`, `.fieldValue` for a recipient or time that cannot be.
    package init(
        for dealing: DealingFile, mode: Mode = .plain, recipient: String, purpose: String, created: String,
        expires: String?
    ) throws(ShareFilesError) {
        try self.init(
            dealing, mode, recipient: recipient, purpose: purpose, created: created, expires: expires,
            random: SecureRandom.publicBytes(32))
    }

    private init(
        _ dealing: DealingFile, _ mode: Mode, recipient: String, purpose: String, created: String, expires: String?,
        random: [UInt8]
    ) throws(ShareFilesError) {
        guard DealingText.isPlain(recipient, upTo: 1024) else {
            throw .fieldValue(name: "recipient", expected: "a public key as age writes it")
        }
        guard !purpose.isEmpty else { throw .purpose(.empty) }
        if let fault = DealingText.faultOfLabel(purpose) { throw .purpose(fault) }
        for (name, time) in [("created", created), ("expires", expires ?? created)] where !DealingText.isTime(time) {
            throw .fieldValue(name: name, expected: "a time like 2026-11-22T10:02:33Z")
        }
        // Times of one form order like their texts.
        if let expires, expires <= created {
            throw .fieldValue(name: "expires", expected: "a time after \(created)")
        }
        self.dealing = dealing
        self.recipient = recipient
        self.purpose = purpose
        self.created = created
        self.expires = expires
        self.random = random
        self.mode = mode
        id = Self.id(dealing, mode, recipient, purpose, created, expires, random)
    }

    private static func id(
        _ dealing: DealingFile, _ mode: Mode, _ recipient: String, _ purpose: String, _ created: String,
        _ expires: String?, _ random: [UInt8]
    ) -> RequestID {
        var encoding = FieldEncoding()
        encoding.append(field: "holdfast-request/1")
        encoding.append(field: dealing.id.bytes)
        encoding.append(field: mode.text)
        encoding.append(field: recipient)
        encoding.append(field: purpose)
        encoding.append(field: created)
        encoding.append(field: expires ?? never)
        encoding.append(field: random)
        return RequestID(SHA256.hash(encoding.bytes))
    }

    /// Whether the time to answer is over.
    /// - Parameter now: UTC, in the form of `created`.
    public func isExpired(at now: String) -> Bool { expires.map { $0 < now } ?? false }
}

extension RequestFile {
    private static let fields = [
        "id", "dealing", "mode", "recipient", "purpose", "created", "expires", "random",
    ]

    private static var outline: FieldText.Outline {
        FieldText.Outline(
            title: "holdfast-request/1", titleStart: titleStart, fields: fields,
            marks: (ShareText.dealingBegin, ShareText.dealingEnd), mostBytes: mostBytes)
    }

    /// Reads a request; its id is computed anew and compared.
    /// - Throws: `ShareFilesError`, one case for each thing that can be wrong.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        let text = try FieldText(bytes, Self.outline, includesMarks: false)
        let statedID = try text.octets("id")
        let statedDealing = try text.octets("dealing")
        guard let mode = Mode(text["mode"]) else {
            throw .fieldValue(name: "mode", expected: "'plain', or 'blinded' with ascending indices")
        }
        let random = try text.octets("random")
        let dealing = try DealingFile(parsing: UnsafeRawBufferPointer(rebasing: bytes[text.block]))
        guard statedDealing == dealing.id.bytes else { throw .requestOfOtherDealing(expected: dealing.id) }
        try self.init(
            dealing, mode, recipient: text["recipient"], purpose: text["purpose"], created: text["created"],
            expires: text["expires"] == Self.never ? nil : text["expires"], random: random)
        guard statedID == id.bytes else { throw .requestIDMismatch }
    }

    /// The text of the request, ended by a line feed.
    package func text() -> [UInt8] {
        let label = dealing.label.isEmpty ? "" : " (\(dealing.label))"
        let head = """
            holdfast-request/1
            # Somebody asks for shares of dealing \(dealing.id.shortForm)\(label), to rebuild its key.
            # Answer only when you know who asks: let them read the recipient to you, by voice.
            # See what is asked:  holdfast inspect FILE
            # Answer:             holdfast submit FILE \(dealing.own == nil ? "SHARE" : "--identity NODE-KEY") -o ANSWER
            id: \(id)
            dealing: \(dealing.id)
            mode: \(mode.text)
            recipient: \(recipient)
            purpose: \(purpose)
            created: \(created)
            expires: \(expires ?? Self.never)
            random: \(Hex.encode(random))
            \(ShareText.dealingBegin)

            """
        return Array(head.utf8) + dealing.text() + Array("\(ShareText.dealingEnd)\n".utf8)
    }
}
