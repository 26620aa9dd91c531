import Bitcoin
import Cosmos
import EVM
import Fabric
import Solana
import Transactions

extension LedgerName {
    /// What reads and signs for it: the one place where a name becomes a ledger.
    var ledger: any Ledger.Type {
        switch self {
        case .bitcoin: BitcoinLedger.self
        case .evm: EVMLedger.self
        case .fabric: FabricLedger.self
        case .raw: RawLedger.self
        case .solana: SolanaLedger.self
        case .cosmos: CosmosLedger.self
        }
    }
}

/// Tells from its bytes which ledger a content is for.
///
/// A ledger that is sure wins over those that are not; where two are equally sure nobody guesses.
/// - Parameters:
///   - bytes: The whole content; public.
///   - wanted: Whether it is to be signed or verified. Where nothing fits that, what fits the other is taken: its ledger
///     says best that the content is signed already, or not yet.
/// - Throws: `Refusal` with code `ledger-undecided` or `not-recognised`.
func recognise(
    _ bytes: [UInt8], of name: String, as wanted: Look.State, named ledger: LedgerName?
) throws(Refusal) -> any Ledger.Type {
    if let ledger { return ledger.ledger }
    let looks = LedgerName.allCases.compactMap { name in name.ledger.look(at: bytes).map { (name, $0) } }
    for fits in [{ $0 == wanted || $0 == .either }, { _ in true }] as [(Look.State) -> Bool] {
        for certainty in [Look.Certainty.certain, .possible] {
            let found = looks.filter { $0.1.certainty == certainty && fits($0.1.state) }.map(\.0)
            guard let first = found.first else { continue }
            guard found.count == 1 else { throw .undecided(name, among: found) }
            return first.ledger
        }
    }
    throw Refusal(
        .damaged, code: "not-recognised", "\(name) (\(bytes.count) bytes) is nothing that a known ledger signs",
        advice: "check which file this is, or name its ledger")
}

/// Refuses terms that the ledger has no use for: the person believes that they count.
/// - Throws: `Refusal` with code `term-not-understood`.
func requireUnderstood(_ terms: Terms, by ledger: any Ledger.Type) throws(Refusal) {
    guard let term = terms.named.subtracting(ledger.understands).map(\.words).min() else { return }
    throw Refusal(
        .unsafe, code: "term-not-understood", "\(term) means nothing for \(ledger.name.rawValue)",
        advice: "leave it out, or make sure that this is the right file")
}

extension TermName {
    /// For a sentence.
    fileprivate var words: String {
        switch self {
        case .chain: "a chain"
        case .network: "a network"
        case .addressForm: "a form of address"
        case .scheme: "a way of signing"
        case .accountNumber: "an account number"
        case .form(.usual): "the usual form"
        case .form(.finalized): "a finalized form"
        case .form(.network): "the form for the network"
        case .form(.signature): "the signature alone"
        case .form(.compact): "the compact form"
        case .besides(.abi): "a contract's ABI"
        case .besides(.proposal): "a proposal"
        case .besides(.previousTransaction), .besides(.previousOutput): "a previous output"
        case .besides(.certificateAuthority): "a certificate authority"
        case .besides(.headers), .besides(.merkleProof): "a proof of inclusion"
        }
    }
}

extension Refusal {
    static func undecided(_ name: String, among ledgers: [LedgerName]) -> Refusal {
        let words = ledgers.map(\.rawValue).joined(separator: " or ")
        return Refusal(
            .unsafe, code: "ledger-undecided", "\(name) could be for \(words), and its bytes do not say which",
            advice: "name the ledger")
    }
}
