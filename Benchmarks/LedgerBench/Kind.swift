import Groups
import Signatures
import Transactions

/// One transaction or message of a kind, beside what its signatures cost bare.
struct Kind {
    let name: String
    let parse: () throws -> Void
    let sign: () throws -> Void
    let parseSigned: () throws -> Void
    let verify: () throws -> Void
    let bare: Bare

    /// - Parameters:
    ///   - before: Whose signatures it already carries.
    ///   - bare: As many signatures as are made, and as many as are judged in the end.
    init(
        _ name: String, _ ledger: any Ledger.Type, _ unsigned: [UInt8], by key: Key, after before: [Key] = [],
        _ bare: Bare, terms: Terms = Terms()
    ) throws {
        var bytes = unsigned
        for other in before {
            bytes = try ledger.readUnsigned(bytes, under: terms).signed(by: other.key, under: terms).file
        }
        let content = try ledger.readUnsigned(bytes, under: terms)
        let signed = try content.signed(by: key.key, under: terms).file
        let verifiable = try ledger.readSigned(signed, under: terms)
        try Kind.requireValid(verifiable, under: terms, name)
        self.name = name
        self.bare = bare
        parse = { [bytes] in keep(try ledger.readUnsigned(bytes, under: terms)) }
        sign = { keep(try content.signed(by: key.key, under: terms)) }
        parseSigned = { keep(try ledger.readSigned(signed, under: terms)) }
        verify = { keep(try verifiable.verified(under: terms)) }
    }

    /// A message, whose signature is a file of its own.
    init(
        message name: String, _ ledger: any Ledger.Type, _ message: [UInt8], by key: Key, _ bare: Bare,
        terms: Terms = Terms()
    ) throws {
        let content = try ledger.readMessage(message, under: terms)
        let signed = try content.signed(by: key.key, under: terms)
        let read = {
            try ledger.readSignature(signed.file, ofMessage: message, signer: signed.signer, under: terms)
        }
        let verifiable = try read()
        try Kind.requireValid(verifiable, under: terms, name)
        self.name = name
        self.bare = bare
        parse = { keep(try ledger.readMessage(message, under: terms)) }
        sign = { keep(try content.signed(by: key.key, under: terms)) }
        parseSigned = { keep(try read()) }
        verify = { keep(try verifiable.verified(under: terms)) }
    }

    private static func requireValid(_ content: any Verifiable, under terms: Terms, _ name: String) throws {
        let verdicts = try content.verified(under: terms).signatures
        precondition(!verdicts.isEmpty && verdicts.allSatisfy { $0.status == .valid }, "\(name) is signed: \(verdicts)")
    }
}

/// A private key that several closures share.
final class Key: Sendable {
    let key: PrivateKey
    let verifyingKey: VerifyingKey

    /// The key of 32 times one byte: these are known to everybody, and nothing of value is theirs.
    convenience init(_ byte: UInt8, _ curve: CurveName = .secp256k1) throws {
        try self.init([UInt8](repeating: byte, count: 32), curve)
    }

    /// A published test key.
    init(_ bytes: [UInt8], _ curve: CurveName) throws {
        var made: PrivateKey?
        try bytes.withUnsafeBytes { made = try PrivateKey.decoding($0, as: curve) }
        guard let made = made.take() else { preconditionFailure("decoding gives a key or throws") }
        verifyingKey = try made.verifyingKey()
        key = made
    }
}
