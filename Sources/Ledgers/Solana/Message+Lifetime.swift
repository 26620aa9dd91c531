import Encodings

extension Message {
    /// For how long a signed message can be sent.
    package enum Lifetime: Hashable, Sendable {
        /// As long as the blockhash is recent: 150 blocks, a minute or so (`MAX_PROCESSING_AGE`, solana-clock).
        case blockhash
        /// Until the nonce is advanced, be it in a year.
        case durableNonce(account: Account, authority: Account?)
    }

    /// Durable where the first instruction advances a nonce whose account is written to; only then does the cluster look
    /// the lifetime up in a nonce account (solana-svm-transaction, `get_durable_nonce`, which today asks that the account
    /// be named in the message; one behind a lookup table counts here too, since that is the longer life).
    package var lifetimeKind: Lifetime {
        guard let first = instructions.first, WellKnown.program(at: program(of: first)) == .system,
            first.data.starts(with: SystemProgram.advanceNonceNumber), let place = first.accounts.first
        else { return .blockhash }
        let nonce = account(at: place)
        guard nonce.isWritable else { return .blockhash }
        return .durableNonce(account: nonce, authority: first.accounts.dropFirst(2).first.map { account(at: $0) })
    }

    var lifetimeText: String { Base58.encode(lifetime) }
}
