import Digests
import Encodings
import ProtocolBuffers
import Transactions

/// A block as peers and orderers pass it on: `common.Block`, with its transactions parsed where they are of a kind that
/// is judged here.
package struct Block: Hashable, Sendable {
    struct OrdererSignature: Hashable, Sendable {
        /// What is signed before the header: value ‖ header of the signature.
        let before: [UInt8]
        /// `nil` where the orderer is named by a number that only the channel's configuration explains.
        let orderer: Identity?
        let signature: [UInt8]
        /// `signatures` or `last config`, the two parts of the metadata that orderers sign.
        let part: String
    }

    enum Item: Hashable, Sendable {
        case transaction(Content)
        /// A configuration or another message, whose contents are not read here, and the channel that its header names.
        case other(type: Int, channel: String)

        var channel: String {
            switch self {
            case .transaction(let content): content.channel
            case .other(_, let channel): channel
            }
        }
    }

    package let number: UInt64
    package let previousHash: [UInt8]
    let dataHash: [UInt8]
    let data: [[UInt8]]
    let items: [Item]
    let ordererSignatures: [OrdererSignature]
    /// What a peer found of each transaction, which nobody signs: `peer.TxValidationCode`; `nil` where it is not told.
    let validity: [UInt8]?

    /// Orderers cut blocks at `BatchSize.MaxMessageCount`, 500 by default.
    static let mostTransactions = 100_000
    static let mostOrdererSignatures = 256

    /// - Throws: `FabricError` with the place.
    init(_ bytes: [UInt8], _ path: String = "block") throws(FabricError) {
        let block = try Wire.read(Fabric_Block.self, bytes, path)
        guard block.hasHeader, !block.header.dataHash.isEmpty else { throw .missing(path + ".header.data_hash") }
        number = block.header.number
        previousHash = [UInt8](block.header.previousHash)
        dataHash = [UInt8](block.header.dataHash)
        guard block.data.data.count <= Block.mostTransactions else {
            throw .tooMany(path + ".data.data", most: Block.mostTransactions)
        }
        data = block.data.data.map { [UInt8]($0) }
        var items: [Item] = []
        for (place, one) in data.enumerated() { items.append(try Block.item(one, "\(path).data.data[\(place)]")) }
        self.items = items
        let metadata = block.metadata.metadata.map { [UInt8]($0) }
        ordererSignatures = try Block.signatures(metadata, path + ".metadata")
        // common.BlockMetadataIndex.TRANSACTIONS_FILTER; empty until a peer has looked.
        let filter = metadata.count > 2 ? metadata[2] : []
        guard filter.isEmpty || filter.count == data.count else { throw .notCanonical(path + ".metadata.metadata[2]") }
        validity = filter.isEmpty ? nil : filter
    }

    private static func item(_ bytes: [UInt8], _ path: String) throws(FabricError) -> Item {
        let fault: FabricError
        do throws(FabricError) {
            let content = try Content.envelope(bytes, path)
            if content.kind == .transaction { return .transaction(content) }
            fault = .headerType(path, found: Int(Headers.Kind.deliverSeekInfo.rawValue))
        } catch { fault = error }
        // A configuration may have no creator, as that of the first block.
        guard let header = channelHeader(bytes), header.type != Headers.Kind.endorserTransaction.rawValue else {
            throw fault
        }
        return .other(type: Int(header.type), channel: header.channelID)
    }

    private static func channelHeader(_ bytes: [UInt8]) -> Fabric_ChannelHeader? {
        guard let envelope = try? Wire.read(Fabric_Envelope.self, bytes, ""),
            let payload = try? Wire.read(Fabric_Payload.self, [UInt8](envelope.payload), ""),
            let header = try? Wire.read(Fabric_Header.self, [UInt8](payload.header), "")
        else { return nil }
        return try? Wire.read(Fabric_ChannelHeader.self, [UInt8](header.channelHeader), "")
    }

    /// Of the metadata the parts 0 (signatures) and 1 (last configuration, signed until Fabric 2).
    private static func signatures(_ metadata: [[UInt8]], _ path: String) throws(FabricError) -> [OrdererSignature] {
        var found: [OrdererSignature] = []
        for (place, part) in ["signatures", "last config"].enumerated() where place < metadata.count {
            let path = "\(path).metadata[\(place)]"
            let message = try Wire.read(Fabric_Metadata.self, metadata[place], path)
            guard message.signatures.count <= mostOrdererSignatures else {
                throw .tooMany(path + ".signatures", most: mostOrdererSignatures)
            }
            for (number, one) in message.signatures.enumerated() {
                let path = "\(path).signatures[\(number)]"
                let header = [UInt8](one.signatureHeader)
                var orderer: Identity?
                if !header.isEmpty {
                    let read = try Wire.read(Fabric_SignatureHeader.self, header, path + ".signature_header")
                    orderer = try Identity([UInt8](read.creator), path + ".signature_header.creator")
                }
                found.append(
                    OrdererSignature(
                        before: [UInt8](message.value) + header, orderer: orderer, signature: [UInt8](one.signature),
                        part: part))
            }
        }
        return found
    }

    /// SEQUENCE { INTEGER number, OCTET STRING previous hash, OCTET STRING data hash } (protoutil/blockutils.go,
    /// `BlockHeaderBytes`).
    package var headerBytes: [UInt8] {
        DER.sequence(DER.integer(number), DER.octetString(previousHash), DER.octetString(dataHash))
    }

    /// SHA-256 of `headerBytes`: what the next block names.
    package var hash: [UInt8] { SHA256.hash(headerBytes) }

    /// SHA-256 of all transactions in a row (protoutil/blockutils.go, `BlockDataHash`).
    var computedDataHash: [UInt8] { SHA256.hash(Array(data.joined())) }
}
