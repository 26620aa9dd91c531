package import Signatures
package import Transactions

/// The addresses that one key has, by the names that files and the command use.
package enum AddressForm: String, CaseIterable, Hashable, Sendable {
    /// `1…`: the hash of the key.
    case p2pkh
    /// `1…`: the hash of the uncompressed key.
    case p2pkhUncompressed = "p2pkh-uncompressed"
    /// `3…`: a segwit address behind a script's hash.
    case p2shP2wpkh = "p2sh-p2wpkh"
    /// `bc1q…`: the hash of the key, segwit.
    case p2wpkh
    /// `bc1p…`: the key as a taproot output's internal key, without scripts (BIP-86).
    case p2tr

    /// The form of a name; P2WPKH where none is given.
    /// - Throws: `MessageError.unknownAddressForm`.
    package static func named(_ name: String?) throws(MessageError) -> AddressForm {
        guard let name else { return .p2wpkh }
        guard let form = AddressForm(rawValue: name) else { throw .unknownAddressForm(name) }
        return form
    }

    /// Whether it is the hash of a key alone.
    var isKeyHash: Bool {
        switch self {
        case .p2pkh, .p2pkhUncompressed: true
        case .p2shP2wpkh, .p2wpkh, .p2tr: false
        }
    }

    /// - Throws: `TransactionsError.keyOfOtherGroup`, `.keyWithoutTaprootOutput`.
    package func address(of key: VerifyingKey, on network: Network) throws(TransactionsError) -> Address {
        switch self {
        case .p2pkh: try .p2pkh(key, on: network)
        case .p2pkhUncompressed: try .p2pkhUncompressed(key, on: network)
        case .p2shP2wpkh: try .p2shP2wpkh(key, on: network)
        case .p2wpkh: try .p2wpkh(key, on: network)
        case .p2tr: try .p2tr(key, on: network)
        }
    }
}

/// How a message is signed.
package enum MessageScheme: String, CaseIterable, Hashable, Sendable {
    /// As a transaction that cannot be sent, for every form of address (BIP-322).
    case bip322
    /// Bitcoin Core's `signmessage`, for the hash of a key alone.
    case classic = "signmessage"

    /// The scheme of a name; where none is given, the one that software knows for the form of address.
    /// - Throws: `MessageError.unknownScheme`; `.classicForOtherForm` for a form that is no hash of a key alone, as BIP-322
    ///   restricts it ("Legacy").
    package static func named(_ name: String?, for form: AddressForm) throws(MessageError) -> MessageScheme {
        guard let name else { return form.isKeyHash ? .classic : .bip322 }
        guard let scheme = MessageScheme(rawValue: name) else { throw .unknownScheme(name) }
        guard scheme == .bip322 || form.isKeyHash else { throw .classicForOtherForm(form) }
        return scheme
    }
}
