import Groups
import Measuring
import Signatures
import Transactions

/// One transaction or message of a kind, beside what its signatures cost bare.
struct Kind {
    let name: String
    let bare: Bare
    /// `nil` for what is only verified.
    let signing: Signing?
    let verifying: Verifying

    /// The steps from the bytes that came to the bytes that go.
    struct Signing {
        /// Bytes to typed content, with all checks of form.
        let parse: () throws -> Void
        /// What a person sees: the summary and all that stands against signing before it; the signer's name, the id, the
        /// notes and the result's letters after it.
        let show: () throws -> Void
        /// Refusals, digest, signature, and the verification of what was made, read back from its bytes.
        let sign: () throws -> Void
        /// The part of `sign` that is the parsing of what was made, knowing what is known by then; `nil` where it is not
        /// told apart.
        let readBack: (() throws -> Void)?
    }

    /// The steps from the bytes that came to the answer.
    struct Verifying {
        let parse: () throws -> Void
        /// Digest and judgement of every signature.
        let verify: () throws -> Void
        /// The summary, the signers' names, the id and the notes.
        let show: () throws -> Void
    }

    /// - Parameters:
    ///   - before: Whose signatures it already carries.
    ///   - bare: As many signatures as are made, and as many as are judged in the end.
    ///   - readBack: Given what is signed and what came out, the parsing of the latter that signing does.
    init(
        _ name: String, _ ledger: any Ledger.Type, _ unsigned: [UInt8], by key: Key, after before: [Key] = [],
        _ bare: Bare, terms: Terms = Terms(), verifyingTerms: Terms? = nil,
        readBack: ((_ unsigned: [UInt8], _ signed: [UInt8]) throws -> () throws -> Void)? = nil
    ) throws {
        var bytes = unsigned
        for other in before {
            bytes = try ledger.readUnsigned(bytes, under: terms).signed(by: other.key, under: terms).file
        }
        let parse = { [bytes] in try ledger.readUnsigned(bytes, under: terms) }
        let signed = try parse().signed(by: key.key, under: terms).file
        let signing = try Signing(parse: parse, by: key, under: terms, readBack: try readBack?(bytes, signed))
        try self.init(
            name, bare, signing, reading: { try ledger.readSigned(signed, under: verifyingTerms ?? terms) },
            under: verifyingTerms ?? terms)
    }

    /// A message, whose signature is a file of its own.
    init(
        message name: String, _ ledger: any Ledger.Type, _ message: [UInt8], by key: Key, _ bare: Bare,
        terms: Terms = Terms(), readBack: ((_ signature: String) -> () throws -> Void)? = nil
    ) throws {
        let parse = { try ledger.readMessage(message, under: terms) }
        let signed = try parse().signed(by: key.key, under: terms)
        try self.init(
            name, bare, Signing(parse: parse, by: key, under: terms, readBack: readBack?(signed.text)),
            reading: {
                try ledger.readSignature(signed.file, ofMessage: message, signer: signed.signer, under: terms)
            }, under: terms)
    }

    /// What is only verified.
    init(signed name: String, _ ledger: any Ledger.Type, _ signed: [UInt8], _ bare: Bare, terms: Terms) throws {
        try self.init(name, bare, nil, reading: { try ledger.readSigned(signed, under: terms) }, under: terms)
    }

    private init(
        _ name: String, _ bare: Bare, _ signing: Signing?, reading: @escaping () throws -> any Verifiable,
        under terms: Terms
    ) throws {
        let content = try reading()
        let verification = try content.verified(under: terms)
        let verdicts = verification.signatures
        precondition(!verdicts.isEmpty && verdicts.allSatisfy { $0.status == .valid }, "\(name) is signed: \(verdicts)")
        self.name = name
        self.bare = bare
        self.signing = signing
        verifying = Verifying(
            parse: { keep(try reading()) }, verify: { keep(try content.verified(under: terms)) },
            show: {
                keep(verification.summary)
                keep(verification.hash)
                keep(verification.notes)
                for verdict in verification.signatures { keep(verdict.signer) }
            })
    }
}

extension Kind.Signing {
    init(
        parse: @escaping () throws -> any Signable, by key: Key, under terms: Terms, readBack: (() throws -> Void)?
    ) throws {
        let content = try parse()
        let signed = try content.signed(by: key.key, under: terms)
        self.init(
            parse: { keep(try parse()) },
            show: {
                keep(content.summary(signer: key.verifyingKey, under: terms))
                keep(content.refusals(signer: key.verifyingKey, under: terms))
                keep(signed.signer)
                keep(signed.hash)
                keep(signed.text)
                keep(signed.notes)
                keep(signed.members)
            }, sign: { keep(try content.signed(by: key.key, under: terms)) }, readBack: readBack)
    }
}

/// A private key that several closures share.
final class Key: Sendable {
    let key: SigningKey
    var verifyingKey: VerifyingKey { key.verifyingKey }

    /// The key of 32 times one byte: these are known to everybody, and nothing of value is theirs.
    convenience init(_ byte: UInt8, _ curve: CurveName = .secp256k1) throws {
        try self.init([UInt8](repeating: byte, count: 32), curve)
    }

    /// A published test key.
    init(_ bytes: [UInt8], _ curve: CurveName = .secp256k1) throws {
        var made: PrivateKey?
        try bytes.withUnsafeBytes { made = try PrivateKey.decoding($0, as: curve) }
        guard let made = made.take() else { preconditionFailure("decoding gives a key or throws") }
        key = try SigningKey(made)
    }
}
