import Digests
import Encodings
package import Transactions

extension Transaction {
    /// What the person who signs must see, read back from the bytes that the signature covers.
    /// - Parameter account: The account of the key that will sign; `nil` where it is not known.
    package func summary(account: Address?, under terms: Terms = Terms()) -> Summary {
        let payload = signingPayload
        guard let shown = try? Transaction(unsigned: payload) else {
            preconditionFailure("what is signed reads back as a transaction")
        }
        return TransactionSummary(
            transaction: shown, signingHash: Keccak256.hash(payload), signer: account, authorizations: nil,
            terms: terms, hasUncheckedReceiver: hasUncheckedReceiver
        ).summary
    }

    /// The same of a transaction that was read from the bytes that are signed.
    /// - Parameters:
    ///   - signingHash: The hash of those bytes.
    ///   - authorizations: Where they were looked at already.
    func summary(
        readBack signingHash: [UInt8], account: Address?, authorizations: [JudgedAuthorization]? = nil,
        under terms: Terms
    ) -> Summary {
        TransactionSummary(
            transaction: self, signingHash: signingHash, signer: account, authorizations: authorizations,
            terms: terms, hasUncheckedReceiver: false
        ).summary
    }
}

/// Puts a transaction into words.
struct TransactionSummary {
    let transaction: Transaction
    let signer: Address?
    /// Where it is known by name.
    let chain: Chain?
    let coin: Coin
    let abi: ABI
    /// How the input wrote the receiver, which only decides a warning.
    let hasUncheckedReceiver: Bool
    /// What the data ask for; `nil` for a contract creation and where there are less than four bytes.
    let call: Call?
    /// The address of the new contract; `nil` where there is none, or the signer is not known.
    let created: Address?
    /// The authorizations with the accounts that they hand over; `nil` for a bad signature.
    let authorizations: [(authorization: Authorization, authority: Address?)]
    /// 32 bytes.
    let signingHash: [UInt8]
    /// What stands in several places.
    let texts: Texts

    struct Texts {
        let signer: String?
        let to: String?
        let value: String
        let fee: String
        let valueInCoin: String
        let feeInCoin: String
    }

    init(
        transaction: Transaction, signingHash: [UInt8], signer: Address?, authorizations: [JudgedAuthorization]?,
        terms: Terms, hasUncheckedReceiver: Bool
    ) {
        self.transaction = transaction
        self.signingHash = signingHash
        self.signer = signer
        // An ABI that cannot be used is among the refusals.
        let abi = (try? ABI(terms)) ?? ABI()
        self.abi = abi
        self.hasUncheckedReceiver = hasUncheckedReceiver
        chain = transaction.chain
        coin = chain?.coin ?? Chain.unnamedCoin
        let (value, fee) = (transaction.value.amount.decimal, transaction.highestFee.amount.decimal)
        texts = Texts(
            signer: signer?.text, to: transaction.to?.text, value: value, fee: fee,
            valueInCoin: coin.text(ofSmallestUnits: value), feeInCoin: coin.text(ofSmallestUnits: fee))
        call = transaction.to.flatMap { Call(transaction.data, to: $0, abi: abi) }
        created = transaction.to == nil ? signer?.created(nonce: transaction.nonce) : nil
        self.authorizations = (authorizations ?? transaction.form.authorizations.map(JudgedAuthorization.init)).map {
            ($0.authorization, $0.account)
        }
    }

    var summary: Summary {
        let (warnings, before) = (warnings, factsOfCall)
        return Summary(
            ledger: .evm, kind: transaction.kind.name,
            facts: before + lists + [Summary.Fact(label: "type", text: kindText)], warnings: warnings,
            confirmation: confirmation, members: members(warnings),
            publications: call?.all.compactMap(\.publication) ?? [], publicationPlace: before.count)
    }

    /// Whether whoever signs hands over the own account.
    var handsOverSigner: Bool {
        authorizations.contains { $0.authority != nil && $0.authority == signer && !$0.authorization.isRevocation }
    }

    private var confirmation: Summary.Confirmation {
        if handsOverSigner { return .word("delegate") }
        if let (account, words) = call?.beneficiary { return .lastLetters(of: account.text, which: words) }
        return texts.to.map { .lastLetters(of: $0) } ?? .word("create")
    }

    // MARK: For people

    /// What everyone looks at first, and what is called.
    private var factsOfCall: [Summary.Fact] {
        var facts = [
            Summary.Fact(label: "chain", text: transaction.chainID?.words(chain) ?? "none"),
            Summary.Fact(label: "from", text: texts.signer ?? "the key's account"),
            Summary.Fact(label: "to", text: receiverText),
            Summary.Fact(label: "value", text: "\(texts.valueInCoin) (\(texts.value) wei)"),
            Summary.Fact(label: "fee at most", text: "\(texts.feeInCoin) (\(texts.fee) wei), \(gasText)"),
            Summary.Fact(label: "nonce", text: String(transaction.nonce)),
        ]
        facts += MessageText.whole("data", dataText)
        if let call {
            facts += SummaryLines.facts(of: call, coin: coin, caller: "the signer")
        }
        if hasDataAsBytes {
            facts += MessageText.whole("  bytes", ABIValue.bytes(transaction.data).words)
        }
        return facts
    }

    /// Whether the data are shown as they are.
    var hasDataAsBytes: Bool {
        transaction.to != nil && !transaction.data.isEmpty && SummaryLines.isShownAsBytes(call)
    }

    /// What only some types have.
    private var lists: [Summary.Fact] {
        var facts: [Summary.Fact] = []
        let list = transaction.form.accessList
        if !list.isEmpty {
            let keys = list.reduce(0) { $0 + $1.storageKeys.count }
            facts.append(Summary.Fact(label: "access list", text: "\(list.count) accounts, \(keys) storage keys"))
        }
        for hash in transaction.form.blobs?.versionedHashes ?? [] {
            facts.append(Summary.Fact(label: "blob", text: "0x" + Hex.encode(hash)))
        }
        for (authorization, authority) in authorizations {
            let whose = authority == signer && authority != nil ? ", which is the signer's own" : ""
            let account = authority.map { $0.text + whose } ?? "nobody's: the signature is bad, so that chains skip it"
            facts.append(Summary.Fact(label: authorization.isRevocation ? "takes back" : "hands over", text: account))
            if !authorization.isRevocation {
                facts.append(Summary.Fact(label: "  to code of", text: authorization.address.text))
            }
            facts.append(Summary.Fact(label: "  on", text: authorization.chainWords))
            facts.append(Summary.Fact(label: "  nonce", text: String(authorization.nonce)))
        }
        return facts
    }

    private var receiverText: String {
        if let to = texts.to { return to }
        return "contract creation" + (created.map { ", at \($0.text)" } ?? "")
    }

    private var dataText: String {
        if transaction.data.isEmpty { return "none" }
        guard transaction.to != nil else {
            return "\(SummaryLines.size(transaction.data)) of contract code, \(ABIValue.hash(transaction.data))"
        }
        return SummaryLines.words(transaction.data, call)
    }

    private var kindText: String {
        guard transaction.kind == .legacy else { return "\(transaction.kind.rawValue), \(transaction.kind.title)" }
        return transaction.chainID == nil ? "legacy, without EIP-155" : "legacy, EIP-155"
    }

    private var gasText: String {
        let gwei = Coin(symbol: "gwei", decimals: 9, smallestUnit: "wei")
        let price = gwei.text(ofSmallestUnits: transaction.form.highestGasPrice.amount.decimal)
        let gas = "\(transaction.gasLimit) gas at \(transaction.kind.hasDynamicFees ? "most " : "")\(price)"
        guard let blobs = transaction.form.blobs else { return gas }
        let blobPrice = gwei.text(ofSmallestUnits: blobs.maxFeePerBlobGas.amount.decimal)
        let count = blobs.versionedHashes.count
        return
            "\(gas), \(count == 1 ? "1 blob" : "\(count) blobs") of \(BlobFields.gasPerBlob) gas at most \(blobPrice)"
    }
}

extension ChainID {
    /// The name with the number, for people.
    var words: String { words(Chain(self)) }

    func words(_ chain: Chain?) -> String { chain.map { "\($0.title) (\(self))" } ?? "\(self), not known by name" }
}

extension Authorization {
    var chainWords: String {
        if isForEveryChain { return "EVERY CHAIN (chain id 0)" }
        return chainID.asUInt64.flatMap(ChainID.init)?.words ?? "\(chainID.decimal), which no chain has"
    }
}
