package import EVM
import Encodings
package import Signatures

/// A transaction that was read and not signed yet.
public struct UnsignedTransaction: Sendable {
    /// The ledger that it is for, and its content.
    package enum Content: Sendable {
        case evm(EVM.Transaction)
    }

    package let content: Content

    public var ledger: LedgerName {
        switch content {
        case .evm: .evm
        }
    }

    /// What a person must see before it is signed by this key, from the bytes that the signature covers.
    /// - Throws: `Refusal` with code `key-of-other-group` where the ledger signs with keys of another group.
    public func summary(signer: VerifyingKey) throws(Refusal) -> Summary {
        switch content {
        case .evm(let transaction):
            let account = try refusing { () throws in try EVM.Address(signer) }
            return transaction.summary(account: account)
        }
    }

    /// Refuses what cannot be proven harmless and was not taken on knowingly, before any key is rebuilt.
    /// - Throws: `Refusal`: `key-of-other-group`, `other-chain`, `other-sender`, `no-chain-id` and what else the ledger
    ///   refuses.
    public func requireSignable(by signer: VerifyingKey, under terms: SigningTerms) throws(Refusal) {
        switch content {
        case .evm(let transaction):
            try refusing { () throws in
                let refusals = transaction.refusals(account: try EVM.Address(signer), under: terms.evm)
                if let first = refusals.first { throw first }
            }
        }
    }
}

extension LedgerName {
    /// The group whose keys sign there.
    public var group: CurveName {
        switch self {
        case .bitcoin, .evm: .secp256k1
        case .fabric: .p256
        case .solana: .ed25519
        case .cosmos, .raw: .secp256k1
        }
    }
}

/// What the person who signs asked for.
public struct SigningTerms: Hashable, Sendable {
    /// The chain that an EVM transaction must be for: a name or a number.
    public var chain: String?
    /// The dangers that were taken on knowingly.
    public var accepting: Set<Risk>

    public init(chain: String? = nil, accepting: Set<Risk> = []) {
        self.chain = chain
        self.accepting = accepting
    }

    var evm: Terms { Terms(accepting: accepting, chain: chain) }
}

/// A transaction with its signature, verified.
public struct SignedResult: Sendable {
    public let ledger: LedgerName
    /// The ledger's word for its form: `eip1559`.
    public let kind: String
    /// The account that signed.
    public let signer: String
    /// The transaction's id.
    public let hash: String
    /// What is sent to the network: `0x…` for an EVM chain.
    public let signed: String
    public let summary: Summary
}

/// Reads a transaction to sign; the ledger is told from the content.
/// - Parameters:
///   - file: The whole file. Nothing in it is secret.
///   - ledger: The ledger it must be for.
/// - Throws: `Refusal`, with the place of the fault.
public func readTransaction(_ file: SecretFile, ledger: LedgerName? = nil) throws(Refusal) -> UnsignedTransaction {
    try requireSupported(ledger)
    return try refusing(about: file.name) { () throws in
        UnsignedTransaction(content: .evm(try EVM.Transaction(parsing: try file.publicBytes())))
    }
}

/// Signs a transaction and verifies what was made.
/// ```swift
/// let transaction = try readTransaction(file)
/// try transaction.requireSignable(by: signer.verifyingKey, under: terms)
/// let result = try sign(transaction, with: signer, under: terms)
/// ```
/// - Throws: `Refusal`: the first thing that stands against signing, or `internal` where what was made does not verify.
public func sign(
    _ transaction: UnsignedTransaction, with signer: borrowing Signer, under terms: SigningTerms = SigningTerms()
) throws(Refusal) -> SignedResult {
    switch transaction.content {
    case .evm(let transaction):
        return try refusing { () throws in
            let signed = try transaction.signedTransaction(by: signer.key, under: terms.evm)
            return SignedResult(
                ledger: .evm, kind: signed.transaction.kind.name, signer: signed.sender.text,
                hash: "0x" + Hex.encode(signed.hash), signed: "0x" + Hex.encode(signed.raw), summary: signed.summary())
        }
    }
}

/// A private key in memory that is about to sign.
public struct Signer: ~Copyable, Sendable {
    public let verifyingKey: VerifyingKey
    package let key: PrivateKey

    /// Whether it is an Ed25519 scalar without its seed, which signs with a nonce of its own (holdfast-protocol.7, section
    /// 13): the signature is as good, and differs from run to run.
    public var usesBareScalar: Bool { key.isBareScalar }

    /// The key of a key file.
    public init(_ key: consuming NodeKey) {
        verifyingKey = key.verifyingKey
        self.key = key.takePrivateKey()
    }

    package init(_ key: consuming PrivateKey, _ verifyingKey: VerifyingKey) {
        self.verifyingKey = verifyingKey
        self.key = key
    }
}

func requireSupported(_ ledger: LedgerName?) throws(Refusal) {
    guard let ledger, ledger != .evm else { return }
    throw Refusal(
        .unsafe, code: "not-supported", "transactions of \(ledger.rawValue) cannot be signed or verified yet",
        advice: "this version knows the ledger evm")
}

extension SecretFile {
    /// The bytes as an array, for what is public: a transaction, a dealing.
    /// - Throws: `Refusal` with code `secret-instead` where a key or a share is in it.
    func publicBytes() throws(Refusal) -> [UInt8] {
        guard !looksSecret else {
            throw Refusal(
                .damaged, code: "secret-instead", "\(name) holds a key or a share, and something public is wanted here",
                advice: "check which file is which")
        }
        return bytes.withUnsafeBytes { Array($0) }
    }
}
