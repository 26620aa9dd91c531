import Encodings

extension Message {
    /// For how long a signed message can be sent.
    package enum Lifetime: Hashable, Sendable {
        /// As long as the blockhash is recent: 150 blocks, a minute or so (`MAX_PROCESSING_AGE`, solana-clock).
        case blockhash
        /// Until the nonce is advanced, be it in a year.
        case durableNonce(account: Address, authority: Address?)
    }

    /// Durable where the first instruction advances a nonce whose account is named and written to; only then does the
    /// cluster look the lifetime up in a nonce account (`get_durable_nonce`, solana-svm-transaction).
    package var lifetimeKind: Lifetime {
        guard let first = instructions.first, WellKnown.program(at: program(of: first)) == .system,
            first.data.starts(with: SystemProgram.advanceNonceNumber), let nonce = first.accounts.first
        else { return .blockhash }
        guard case .named(let address, _, writable: true) = account(at: nonce) else { return .blockhash }
        let authority = first.accounts.dropFirst(2).first.map { account(at: $0) }
        return .durableNonce(account: address, authority: authority?.address)
    }

    var lifetimeText: String { Base58.encode(lifetime) }
}
