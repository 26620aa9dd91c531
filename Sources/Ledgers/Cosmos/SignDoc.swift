import Encodings
import ProtocolBuffers

/// What a signer of a Cosmos chain signs in SIGN_MODE_DIRECT: the transaction, and for which chain and account it is.
///
/// Source: cosmos-sdk, proto/cosmos/tx/v1beta1/tx.proto, `SignDoc`. The bytes that came are the bytes that are signed.
package struct SignDoc: Hashable, Sendable {
    package let bytes: [UInt8]
    package let chainID: String
    package let accountNumber: UInt64
    package let content: TransactionContent

    /// Larger than any block that a chain takes by default (CometBFT, `block.max_bytes`: 4 MiB).
    package static let mostBytes = 4 << 20

    /// - Throws: `CosmosError` with the path of the fault.
    package init(parsing bytes: [UInt8]) throws(CosmosError) {
        guard bytes.count <= SignDoc.mostBytes else { throw .tooLong(limit: SignDoc.mostBytes, found: bytes.count) }
        let document = try Wire.read(Cosmos_SignDoc.self, bytes, "the document")
        guard !document.chainID.isEmpty else { throw .missing("chain_id") }
        self.bytes = bytes
        chainID = try CosmosName.chain(document.chainID)
        accountNumber = document.accountNumber
        content = try TransactionContent(body: Array(document.bodyBytes), authInfo: Array(document.authInfoBytes))
    }

    /// The document that the signer of a transaction signed.
    static func bytes(_ content: TransactionContent, chainID: String, accountNumber: UInt64) -> [UInt8] {
        Wire.field(1, content.bodyBytes) + Wire.field(2, content.authInfoBytes) + Wire.field(3, Array(chainID.utf8))
            + Wire.field(4, accountNumber)
    }
}

/// The two halves of a transaction that are signed: what is done, and who pays and signs.
package struct TransactionContent: Hashable, Sendable {
    package let bodyBytes: [UInt8]
    package let authInfoBytes: [UInt8]
    let body: Cosmos_TxBody
    let authInfo: Cosmos_AuthInfo
    package let deeds: [Deed]
    package let signers: [SignerInfo]

    /// As many messages or signers as nobody reads any more.
    package static let mostEntries = 256

    init(body bodyBytes: [UInt8], authInfo authInfoBytes: [UInt8]) throws(CosmosError) {
        guard !bodyBytes.isEmpty else { throw .missing("body_bytes") }
        guard !authInfoBytes.isEmpty else { throw .missing("auth_info_bytes") }
        self.bodyBytes = bodyBytes
        self.authInfoBytes = authInfoBytes
        body = try Wire.read(Cosmos_TxBody.self, bodyBytes, "body")
        authInfo = try Wire.read(Cosmos_AuthInfo.self, authInfoBytes, "auth_info")
        guard !body.messages.isEmpty else { throw .missing("body.messages") }
        guard body.messages.count <= TransactionContent.mostEntries else {
            throw .tooMany("body.messages", most: TransactionContent.mostEntries)
        }
        guard authInfo.signerInfos.count <= TransactionContent.mostEntries else {
            throw .tooMany("auth_info.signer_infos", most: TransactionContent.mostEntries)
        }
        guard !authInfo.signerInfos.isEmpty else { throw .missing("auth_info.signer_infos") }
        guard authInfo.hasFee else { throw .missing("auth_info.fee") }
        var deeds: [Deed] = []
        var left = TransactionContent.mostEntries
        for (place, message) in body.messages.enumerated() {
            deeds.append(try Deed(message, "body.messages[\(place)]", left: &left))
        }
        var signers: [SignerInfo] = []
        for (place, info) in authInfo.signerInfos.enumerated() {
            signers.append(try SignerInfo(info, "auth_info.signer_infos[\(place)]"))
        }
        self.deeds = deeds
        self.signers = signers
        try requireForms()
    }

    /// What is shown beside the messages must be what it looks like.
    private func requireForms() throws(CosmosError) {
        _ = try Amount.words(authInfo.fee.amount, "auth_info.fee.amount")
        for (name, payer) in [("payer", authInfo.fee.payer), ("granter", authInfo.fee.granter)] where !payer.isEmpty {
            _ = try CosmosName.address(payer, "auth_info.fee.\(name)")
        }
        if authInfo.hasTip {
            _ = try Amount.words(authInfo.tip.amount, "auth_info.tip.amount")
            _ = try CosmosName.address(authInfo.tip.tipper, "auth_info.tip.tipper")
        }
        for (name, options) in [
            ("extension_options", body.extensionOptions),
            ("non_critical_extension_options", body.nonCriticalExtensionOptions),
        ] {
            for (place, one) in options.enumerated() { _ = try CosmosName.type(one.typeURL, "body.\(name)[\(place)]") }
        }
    }

    /// Every message, with those within others.
    package var allDeeds: [Deed] { deeds.flatMap(\.all) }
}
