import Encodings
import Transactions

/// What differs by type, from JSON.
extension TransactionMembers {
    /// Every member that the type needs is there: `missing` saw to it.
    func form(_ kind: TransactionKind) throws(EVMError) -> Transaction.Form {
        let list = try accessList()
        func price(_ name: String) throws(EVMError) -> Wei { Wei(try number(name) ?? .zero) }
        guard kind.hasDynamicFees else {
            let gasPrice = try price("gasPrice")
            return kind == .legacy ? .legacy(gasPrice: gasPrice) : .eip2930(gasPrice: gasPrice, accessList: list)
        }
        let (priority, maximum) = (try price("maxPriorityFeePerGas"), try price("maxFeePerGas"))
        return switch kind {
        case .legacy, .eip2930, .eip1559:
            .eip1559(maxPriorityFee: priority, maxFee: maximum, accessList: list)
        case .eip4844:
            .eip4844(
                maxPriorityFee: priority, maxFee: maximum, accessList: list,
                blobs: BlobFields(maxFeePerBlobGas: try price("maxFeePerBlobGas"), versionedHashes: try blobHashes()))
        case .eip7702:
            .eip7702(
                maxPriorityFee: priority, maxFee: maximum, accessList: list, authorizations: try authorizations())
        }
    }

    private func items(_ name: String) throws(EVMError) -> [JSONValue] {
        guard has(name), let list = object[name] else { return [] }
        return try MemberValues.list(list, name)
    }

    private func accessList() throws(EVMError) -> [Transaction.AccessListEntry] {
        var entries: [Transaction.AccessListEntry] = []
        for (index, item) in try items("accessList").enumerated() {
            entries.append(try Self.entry(item, "accessList[\(index)]"))
        }
        return entries
    }

    private static func entry(_ item: JSONValue, _ path: String) throws(EVMError) -> Transaction.AccessListEntry {
        let object = try MemberValues.object(item, path + ".", needed: ["address", "storageKeys"])
        let keys = try MemberValues.list(object["storageKeys"] ?? .null, "\(path).storageKeys")
        return Transaction.AccessListEntry(
            address: try MemberValues.address(object["address"] ?? .null, .member("\(path).address")),
            storageKeys: try words(keys, "\(path).storageKeys"))
    }

    private static func words(_ items: [JSONValue], _ path: String) throws(EVMError) -> [[UInt8]] {
        var words: [[UInt8]] = []
        for (index, item) in items.enumerated() {
            words.append(try MemberValues.bytes(item, .member("\(path)[\(index)]"), count: 32))
        }
        return words
    }

    private func blobHashes() throws(EVMError) -> [[UInt8]] {
        let hashes = try Self.words(try items("blobVersionedHashes"), "blobVersionedHashes")
        guard let index = hashes.firstIndex(where: { $0[0] != BlobFields.version }) else { return hashes }
        throw .blobVersion(.member("blobVersionedHashes[\(index)]"), found: hashes[index][0])
    }

    private func authorizations() throws(EVMError) -> [SignedAuthorization] {
        var authorizations: [SignedAuthorization] = []
        for (index, item) in try items("authorizationList").enumerated() {
            authorizations.append(try SignedAuthorization(item, path: "authorizationList[\(index)]."))
        }
        return authorizations
    }
}
