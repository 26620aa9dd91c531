import Transactions

/// The fields that are lists.
extension TransactionFields {
    /// EIP-2930: `[[{20 bytes}, [{32 bytes}...]]...]`.
    mutating func accessList() throws(EVMError) -> [Transaction.AccessListEntry] {
        let (list, place) = try next("accessList")
        guard list.isList else { throw .listNeeded(place) }
        var entries: [Transaction.AccessListEntry] = []
        for element in try Self.elements(of: list, in: bytes) {
            let place = Place.byte(element.offset, field: "accessList[\(entries.count)]")
            guard element.isList else { throw .listNeeded(place) }
            let parts = try Self.elements(of: element, in: bytes)
            guard parts.count == 2, parts[1].isList else { throw .listNeeded(place) }
            guard !parts[0].isList else { throw .bytesNeeded(place) }
            guard let address = Address(bytes[parts[0].content]) else {
                throw .fieldLength(
                    .byte(parts[0].offset, field: "accessList[\(entries.count)].address"), needed: 20,
                    found: parts[0].content.count)
            }
            let keys = try words(of: parts[1], "accessList[\(entries.count)].storageKeys")
            entries.append(Transaction.AccessListEntry(address: address, storageKeys: keys))
        }
        return entries
    }

    /// EIP-4844: 32 bytes each, the first of them 0x01.
    mutating func blobHashes() throws(EVMError) -> [[UInt8]] {
        let (list, place) = try next("blobVersionedHashes")
        guard list.isList else { throw .listNeeded(place) }
        let hashes = try words(of: list, "blobVersionedHashes")
        guard let index = hashes.firstIndex(where: { $0[0] != BlobFields.version }) else { return hashes }
        throw .blobVersion(.byte(list.offset, field: "blobVersionedHashes[\(index)]"), found: hashes[index][0])
    }

    /// EIP-7702: `[[chain_id, address, nonce, y_parity, r, s]...]`.
    mutating func authorizations() throws(EVMError) -> [SignedAuthorization] {
        let (list, place) = try next("authorizationList")
        guard list.isList else { throw .listNeeded(place) }
        var authorizations: [SignedAuthorization] = []
        for element in try Self.elements(of: list, in: bytes) {
            let path = "authorizationList[\(authorizations.count)]"
            guard element.isList else { throw .listNeeded(.byte(element.offset, field: path)) }
            var fields = try TransactionFields(elementsOf: element, path: path, of: self)
            authorizations.append(try fields.authorization())
            guard fields.isAtEnd else { throw .listLength(.byte(element.offset, field: path), needed: 6) }
        }
        return authorizations
    }

    private mutating func authorization() throws(EVMError) -> SignedAuthorization {
        let chainID = try number("chainId")
        let place = place(of: "address")
        let content = try byteString("address")
        guard let address = Address(content) else { throw .fieldLength(place, needed: 20, found: content.count) }
        let nonce = try number("nonce", upTo: .max)
        // EIP-7702 bounds the y parity by 2⁸ and not by 2: what is neither 0 nor 1 is a bad signature.
        let parity = UInt8(truncatingIfNeeded: try number("yParity", upTo: 255))
        return SignedAuthorization(
            Authorization(chainID: chainID, address: address, nonce: nonce), yParity: parity, r: try number("r"),
            s: try number("s"))
    }

    /// A list of words of 32 bytes.
    private func words(of list: RLPReader.Element, _ path: String) throws(EVMError) -> [[UInt8]] {
        var words: [[UInt8]] = []
        for word in try Self.elements(of: list, in: bytes) {
            let place = Place.byte(word.offset, field: "\(path)[\(words.count)]")
            guard !word.isList else { throw .bytesNeeded(place) }
            guard word.content.count == 32 else { throw .fieldLength(place, needed: 32, found: word.content.count) }
            words.append(Array(bytes[word.content]))
        }
        return words
    }
}
