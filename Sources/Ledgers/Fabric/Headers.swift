import Digests
import Encodings
import ProtocolBuffers

/// The two headers of a proposal, a transaction or a request for blocks, with what follows from them.
struct Headers: Hashable, Sendable {
    /// `common.HeaderType`.
    enum Kind: Int32, Sendable {
        case endorserTransaction = 3
        case deliverSeekInfo = 5
    }

    /// The serialized `ChannelHeader`.
    let channelBytes: [UInt8]
    /// The serialized `SignatureHeader`.
    let signatureBytes: [UInt8]
    let kind: Kind
    let channel: String
    let statedID: String
    let epoch: UInt64
    /// Seconds since 1970 by the creator's clock; `nil` where there is none.
    let seconds: Int?
    /// SHA-256 of the client's TLS certificate that the message is bound to; empty where there is none.
    let tlsCertificateHash: [UInt8]
    let creator: Identity
    let nonce: [UInt8]
    /// Of the header's extension, which endorser transactions have.
    let chaincode: ChaincodeName?
    let hasVisibility: Bool
    /// SHA-256(nonce ‖ creator) in hexadecimal (protoutil/proputils.go, `ComputeTxID`).
    let computedID: String

    /// - Throws: `FabricError.headerType` for kinds that are not signed here; `.missing`; `.nameForm`;
    ///   as `Wire.read` and `Identity`.
    init(_ bytes: [UInt8], _ path: String) throws(FabricError) {
        let header = try Wire.read(Fabric_Header.self, bytes, path)
        channelBytes = [UInt8](header.channelHeader)
        signatureBytes = [UInt8](header.signatureHeader)
        let channelPath = path + ".channel_header"
        let message = try Wire.read(Fabric_ChannelHeader.self, channelBytes, channelPath)
        let signature = try Wire.read(Fabric_SignatureHeader.self, signatureBytes, path + ".signature_header")
        creator = try Identity([UInt8](signature.creator), path + ".signature_header.creator")
        nonce = [UInt8](signature.nonce)
        guard let kind = Kind(rawValue: message.type) else {
            throw .headerType(channelPath + ".type", found: Int(message.type))
        }
        self.kind = kind
        computedID = Hex.encode(SHA256.hash(nonce + creator.bytes))
        channel = message.channelID
        // A message to the peer itself names no channel.
        if !channel.isEmpty { try FabricName.require(channel, channelPath + ".channel_id") }
        statedID = message.txID
        epoch = message.epoch
        seconds = message.hasTimestamp ? Int(message.timestamp.seconds) : nil
        tlsCertificateHash = [UInt8](message.tlsCertHash)
        let extended = [UInt8](message.extension)
        switch kind {
        case .deliverSeekInfo:
            guard extended.isEmpty else { throw .notCanonical(channelPath + ".extension") }
            chaincode = nil
            hasVisibility = false
        case .endorserTransaction:
            guard !nonce.isEmpty else { throw .missing(path + ".signature_header.nonce") }
            let extensionPath = channelPath + ".extension"
            let more = try Wire.read(Fabric_ChaincodeHeaderExtension.self, extended, extensionPath)
            guard more.hasChaincodeID, !more.chaincodeID.name.isEmpty else {
                throw .missing(extensionPath + ".chaincode_id.name")
            }
            chaincode = try ChaincodeName(more.chaincodeID, extensionPath + ".chaincode_id")
            hasVisibility = !more.payloadVisibility.isEmpty
        }
    }
}

/// `protos.ChaincodeID`.
struct ChaincodeName: Hashable, Sendable {
    let name: String
    let version: String
    let path: String

    /// - Throws: `FabricError.nameForm`.
    init(_ message: Fabric_ChaincodeID, _ path: String) throws(FabricError) {
        try FabricName.require(message.name, path + ".name")
        name = message.name
        version = message.version
        self.path = message.path
    }

    /// Chaincodes of the peer itself: what they do is not a chaincode's business but the network's.
    var isSystem: Bool { ["_lifecycle", "lscc", "cscc", "qscc", "escc", "vscc"].contains(name) }

    var text: String {
        name + (version.isEmpty ? "" : ", version \(version)") + (path.isEmpty ? "" : ", path \(path)")
    }
}
