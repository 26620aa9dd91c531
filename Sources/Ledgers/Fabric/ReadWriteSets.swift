/// What an action read and will write, counted: `rwset.TxReadWriteSet`.
struct ReadWriteSets: Hashable, Sendable {
    let reads: Int
    let writes: Int
    let deletes: Int
    /// Of private collections, whose contents nobody sees here.
    let privateReads: Int
    let privateWrites: Int
    /// Other chaincodes' names too: a chaincode can call another.
    let namespaces: [String]
    let byteCount: Int

    init(_ bytes: [UInt8], _ path: String) throws(FabricError) {
        let all = try Wire.read(Fabric_TxReadWriteSet.self, bytes, path)
        var counts = (reads: 0, writes: 0, deletes: 0, privateReads: 0, privateWrites: 0)
        for (place, one) in all.nsRwset.enumerated() {
            let path = "\(path).ns_rwset[\(place)]"
            // Parts of these messages are left as bytes: they are counted, not shown.
            let set = try Wire.read(Fabric_KVRWSet.self, [UInt8](one.rwset), path + ".rwset")
            counts.reads += set.reads.count + set.rangeQueries.count
            counts.writes += set.writes.count { !$0.isDelete } + set.metadataWrites.count
            counts.deletes += set.writes.count { $0.isDelete }
            for collection in one.collections {
                let hashed = try Wire.read(
                    Fabric_HashedRWSet.self, [UInt8](collection.hashedRwset), path + ".collection_hashed_rwset")
                counts.privateReads += hashed.reads.count
                counts.privateWrites += hashed.writes.count + hashed.metadataWrites.count
            }
        }
        (reads, writes, deletes, privateReads, privateWrites) = counts
        namespaces = all.nsRwset.map(\.namespace)
        byteCount = bytes.count
    }

    /// `3 keys read, 1 written, 0 deleted`, and the private ones where there are any.
    var words: String {
        let open = "\(reads) read, \(writes) written, \(deletes) deleted"
        let hidden =
            privateReads + privateWrites == 0
            ? "" : "; of private collections \(privateReads) read, \(privateWrites) written"
        return open + hidden
    }
}
