import Digests

extension Transaction {
    /// The fields in the order of the specification, up to where the signature follows.
    var fields: [RLP.Item] {
        let rest: [RLP.Item] = [
            .number(gasLimit), .bytes(to?.bytes ?? []), .number(value.amount), .bytes(data),
        ]
        let chain: [RLP.Item] = kind == .legacy ? [] : [.number(chainID?.value ?? 0)]
        let priority: [RLP.Item] = form.maxPriorityFee.map { [.number($0.amount)] } ?? []
        let price = [RLP.Item.number(form.highestGasPrice.amount)]
        let list = kind == .legacy ? [] : [Transaction.item(form.accessList)]
        return chain + [.number(nonce)] + priority + price + rest + list + lastFields
    }

    /// What only types 3 and 4 have. EIP-4844, EIP-7702, "Specification".
    private var lastFields: [RLP.Item] {
        switch form {
        case .legacy, .eip2930, .eip1559: []
        case .eip4844(_, _, _, let blobs):
            [.number(blobs.maxFeePerBlobGas.amount), .list(blobs.versionedHashes.map { .bytes($0) })]
        case .eip7702(_, _, _, let authorizations): [.list(authorizations.map(\.item))]
        }
    }

    private static func item(_ list: [AccessListEntry]) -> RLP.Item {
        .list(
            list.map { entry in
                .list([.bytes(entry.address.bytes), .list(entry.storageKeys.map { .bytes($0) })])
            })
    }

    /// The type byte of EIP-2718, which legacy transactions do not have.
    var typePrefix: [UInt8] { kind == .legacy ? [] : [kind.rawValue] }

    /// The bytes that the signature covers.
    ///
    /// Legacy: RLP of six fields, or with a chain id of nine: chain id, 0, 0 at the end (EIP-155). Typed: the type and
    /// RLP of the fields (EIP-2930, EIP-1559, EIP-4844, EIP-7702).
    package var signingPayload: [UInt8] {
        signingPayload(fields: RLP.encode(fields)[...])
    }

    /// - Parameter encoded: `fields`, each in RLP, one behind the other.
    func signingPayload(fields encoded: ArraySlice<UInt8>) -> [UInt8] {
        var content = Array(encoded)
        if kind == .legacy, let chainID { content += RLP.encode(.number(chainID.value)) + [0x80, 0x80] }
        return typePrefix + RLP.list(of: content)
    }

    /// Keccak-256 of `signingPayload`, 32 bytes.
    package var signingHash: [UInt8] { Keccak256.hash(signingPayload) }
}
