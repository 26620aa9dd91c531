import Digests
import Encodings

/// One message of a transaction, in words.
package struct Deed: Hashable, Sendable {
    package let typeURL: String
    package let byteCount: Int
    /// Of its bytes, for comparing what is not understood.
    package let digest: [UInt8]
    /// A sentence; `nil` for a message that is not understood here.
    package let words: String?
    /// What stands below the sentence.
    package let parts: [Part]
    /// Who gets something by it.
    package let receiver: String?
    /// What is done within it, in the name of others.
    package let inner: [Deed]
    /// Whether it lets another account act for this one, or spend its money.
    package let isGrant: Bool

    package struct Part: Hashable, Sendable {
        package let label: String
        package let text: String
    }

    /// Messages within messages that anyone would follow.
    static let mostLevels = 4

    /// - Parameter left: How many messages may still be read, this one and those within it.
    /// - Throws: `CosmosError` with the path of the fault.
    init(_ message: Cosmos_AnyMessage, _ path: String, level: Int = 1, left: inout Int) throws(CosmosError) {
        guard level <= Deed.mostLevels else {
            throw .tooMany("levels of messages down to \(path)", most: Deed.mostLevels)
        }
        left -= 1
        guard left >= 0 else {
            throw .tooMany("body.messages with those within them", most: TransactionContent.mostEntries)
        }
        typeURL = try CosmosName.type(message.typeURL, path)
        let value = Array(message.value)
        byteCount = value.count
        digest = SHA256.hash(value)
        let told = try Telling.of(typeURL, value, path)
        words = told?.words
        parts = told?.parts ?? []
        receiver = told?.receiver
        isGrant = told?.isGrant ?? false
        var inner: [Deed] = []
        for (place, one) in (told?.inner ?? []).enumerated() {
            inner.append(try Deed(one, "\(path).msgs[\(place)]", level: level + 1, left: &left))
        }
        self.inner = inner
    }

    /// This one and all within it, in their order.
    package var all: [Deed] { [self] + inner.flatMap(\.all) }
}

/// What a message says, before the messages within it are read.
struct Telling {
    let words: String
    var parts: [Deed.Part] = []
    var receiver: String?
    var inner: [Cosmos_AnyMessage] = []
    var isGrant = false

    init(_ words: String) { self.words = words }

    /// `nil` for a message that is not understood here.
    /// - Throws: `CosmosError` where one that is known by its type is damaged or hides something.
    static func of(_ url: String, _ value: [UInt8], _ path: String) throws(CosmosError) -> Telling? {
        if let told = try payments(url, value, path) { return told }
        if let told = try delegations(url, value, path) { return told }
        if let told = try votes(url, value, path) { return told }
        if let told = try permissions(url, value, path) { return told }
        return try elsewhere(url, value, path)
    }

    /// Adds a line; a text that is empty adds none.
    func with(_ label: String, _ text: String) -> Telling {
        var more = self
        if !text.isEmpty { more.parts.append(Deed.Part(label: label, text: text)) }
        return more
    }

    /// Adds an address.
    func with(_ label: String, address: String, _ path: String) throws(CosmosError) -> Telling {
        with(label, try CosmosName.address(address, path))
    }

    /// Adds an address that gets something.
    func paying(_ label: String, _ address: String, _ path: String) throws(CosmosError) -> Telling {
        var more = try with(label, address: address, path)
        more.receiver = more.receiver ?? address
        return more
    }
}
