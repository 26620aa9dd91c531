import ProtocolBuffers

/// What an action read and will write: `rwset.TxReadWriteSet`.
struct ReadWriteSets: Hashable, Sendable {
    struct Write: Hashable, Sendable {
        let namespace: String
        let key: String
        /// `nil` where the key is deleted.
        let value: [UInt8]?
    }

    /// Of a private collection, of which the ledger has hashes only: nobody sees here what is written.
    struct Collection: Hashable, Sendable {
        let namespace: String
        let name: String
        let reads: Int
        let writes: Int
    }

    let reads: Int
    let writes: [Write]
    /// Keys whose own endorsement policy, or other metadata, is changed.
    let policies: [Write]
    let collections: [Collection]
    /// Other chaincodes' names too: a chaincode can call another.
    let namespaces: [String]

    init(_ bytes: [UInt8], _ path: String) throws(FabricError) {
        let all = try Wire.read(Fabric_TxReadWriteSet.self, bytes, path)
        // rwset.proto has one model of data: KV. Sets of another one would be read wrongly.
        guard all.dataModel == 0 else { throw .unknownValue(path + ".data_model", Int(all.dataModel)) }
        var reads = 0
        var writes: [Write] = []
        var policies: [Write] = []
        var collections: [Collection] = []
        for (place, one) in all.nsRwset.enumerated() {
            let path = "\(path).ns_rwset[\(place)]"
            let set = try Wire.read(Fabric_KVRWSet.self, [UInt8](one.rwset), path + ".rwset")
            // What was read is counted, not shown, and left as bytes.
            reads += set.reads.count + set.rangeQueries.count
            writes += set.writes.map {
                Write(namespace: one.namespace, key: $0.key, value: $0.isDelete ? nil : [UInt8]($0.value))
            }
            policies += set.metadataWrites.map { Write(namespace: one.namespace, key: $0.key, value: nil) }
            for collection in one.collections {
                let hashed = try Wire.read(
                    Fabric_HashedRWSet.self, [UInt8](collection.hashedRwset), path + ".collection_hashed_rwset")
                collections.append(
                    Collection(
                        namespace: one.namespace, name: collection.collectionName, reads: hashed.reads.count,
                        writes: hashed.writes.count + hashed.metadataWrites.count))
            }
        }
        (self.reads, self.writes, self.policies, self.collections) = (reads, writes, policies, collections)
        namespaces = all.nsRwset.map(\.namespace)
    }

    /// `3 read, 1 written, 0 deleted`.
    var words: String {
        "\(reads) read, \(writes.count { $0.value != nil }) written, \(writes.count { $0.value == nil }) deleted"
    }
}
