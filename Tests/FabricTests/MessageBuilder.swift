import Certificates
import Digests
import Encodings
import Fabric
import Foundation
import Groups
import Signatures
import TestSupport

/// Protocol buffers written by hand, without the code that is tested.
enum Proto {
    static func bytes(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2] + varint(UInt64(content.count)) + content
    }

    static func text(_ number: UInt8, _ text: String) -> [UInt8] { bytes(number, Array(text.utf8)) }

    static func number(_ number: UInt8, _ value: UInt64) -> [UInt8] { [number << 3] + varint(value) }

    static func varint(_ value: UInt64) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
    }
}

/// A key with a certificate that an authority of this process signed.
struct Member: ~Copyable {
    let key: PrivateKey
    let identity: [UInt8]
    let certificate: [UInt8]

    static func der(
        subject: String, issuer: String, of key: VerifyingKey, by authority: borrowing PrivateKey,
        isAuthority: Bool = false, from begin: String = "200101000000Z", to end: String = "300101000000Z",
        outerAlgorithm: ObjectIdentifier = ObjectIdentifier("1.2.840.10045.4.3.2"), extensions more: [[UInt8]] = []
    ) throws -> [UInt8] {
        func name(_ text: String) -> [UInt8] {
            DER.sequence(
                DER.element(
                    .set,
                    content: DER.sequence(
                        DER.objectIdentifier(ObjectIdentifier("2.5.4.3")),
                        DER.element(DER.Tag(octet: 0x0C), content: Array(text.utf8)))))
        }
        func time(_ text: String) -> [UInt8] { DER.element(DER.Tag(octet: 0x17), content: Array(text.utf8)) }
        let isP256 = key.curve == .p256
        let algorithm =
            isP256
            ? DER.sequence(
                DER.objectIdentifier(ObjectIdentifier("1.2.840.10045.2.1")),
                DER.objectIdentifier(ObjectIdentifier("1.2.840.10045.3.1.7")))
            : DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.3.101.112")))
        let signing = DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.2.840.10045.4.3.2")))
        let constraints = DER.sequence(
            isAuthority ? DER.element(.boolean, content: [0xFF]) : [])
        let extensions = DER.element(
            .context(3, constructed: true),
            content: DER.sequence([Member.critical(ObjectIdentifier("2.5.29.19"), constraints)] + more))
        let body = DER.sequence(
            DER.element(.context(0, constructed: true), content: DER.integer(2)), DER.integer(7), signing,
            name(issuer), DER.sequence(time(begin), time(end)), name(subject),
            DER.sequence(algorithm, DER.bitString(isP256 ? try key.uncompressed() : key.encoded)), extensions)
        let signature = try authority.signECDSA(digest: SHA256.hash(body)).der
        return DER.sequence(body, DER.sequence(DER.objectIdentifier(outerAlgorithm)), DER.bitString(signature))
    }

    /// One extension that a reader must understand.
    static func critical(_ name: ObjectIdentifier, _ value: [UInt8]) -> [UInt8] {
        DER.sequence(DER.objectIdentifier(name), DER.element(.boolean, content: [0xFF]), DER.octetString(value))
    }

    /// - Parameter padding: Text before the certificate, which readers of PEM pass over.
    init(
        _ name: String = "user1", curve: CurveName = .p256, authority: borrowing PrivateKey, isAuthority: Bool = false,
        padding: String = ""
    ) throws {
        let made = try PrivateKey.random(curve)
        let der = try Member.der(
            subject: name, issuer: "ca", of: made.verifyingKey(), by: authority, isAuthority: isAuthority)
        key = made
        certificate = der
        identity = Proto.text(1, "Org1MSP") + Proto.text(2, padding + PEM.encode(label: "CERTIFICATE", der))
    }

    func sign(_ message: [UInt8]) throws -> [UInt8] { try key.signECDSA(digest: SHA256.hash(message)).der }
}

/// The parts of a proposal and of the transaction made from it, each of which a test may change.
struct Messages {
    var type: UInt64 = 3
    var channel = "mychannel"
    var chaincode = "basic"
    var called: String?
    var arguments: [[UInt8]] = [Array("transfer".utf8), Array("{\"to\":\"bob\"}".utf8), [0xFF, 0x00]]
    /// What follows the arguments in a `ChaincodeInput`.
    var moreInput: [UInt8] = []
    var transient: [UInt8] = []
    var epoch: UInt64 = 0
    var tlsHash: [UInt8] = []
    var statedID: String?
    var seconds: UInt64 = 1_700_000_000
    var status: UInt64 = 200
    /// For which chaincode the endorsers answer; none where it is empty.
    var answered: String?
    var event: [UInt8] = []
    /// A serialized `TxReadWriteSet`, where it is not the usual one.
    var results: [UInt8]?
    /// The header of the action, where it is not the transaction's.
    var actionHeader: [UInt8]?
    /// The call that was endorsed, where it is not the transaction's.
    var endorsedCall: [UInt8]?
    var creator: [UInt8]
    var nonce: [UInt8] = Array(repeating: 7, count: 24)

    init(creator: [UInt8]) { self.creator = creator }

    var id: String { Hex.encode(SHA256.hash(nonce + creator)) }
    var channelHeader: [UInt8] {
        (type == 0 ? [] : Proto.number(1, type)) + Proto.bytes(3, Proto.number(1, seconds)) + Proto.text(4, channel)
            + (type == 3 ? Proto.text(5, statedID ?? id) : []) + (epoch == 0 ? [] : Proto.number(6, epoch))
            + (type == 3 ? Proto.bytes(7, Proto.bytes(2, Proto.text(2, chaincode))) : [])
            + (tlsHash.isEmpty ? [] : Proto.bytes(8, tlsHash))
    }
    var signatureHeader: [UInt8] {
        (creator.isEmpty ? [] : Proto.bytes(1, creator)) + (nonce.isEmpty ? [] : Proto.bytes(2, nonce))
    }
    var header: [UInt8] { Proto.bytes(1, channelHeader) + Proto.bytes(2, signatureHeader) }
    var call: [UInt8] {
        let input = arguments.flatMap { Proto.bytes(1, $0) } + moreInput
        let spec =
            Proto.number(1, 1) + Proto.bytes(2, Proto.text(2, called ?? chaincode)) + Proto.bytes(3, input)
        return Proto.bytes(1, Proto.bytes(1, spec))
    }
    var proposal: [UInt8] { Proto.bytes(1, header) + Proto.bytes(2, call + transient) }

    var response: [UInt8] {
        let hash = SHA256.hash(channelHeader + signatureHeader + (endorsedCall ?? call))
        let write = Proto.text(1, "asset1") + Proto.bytes(3, [1, 2, 3])
        let set = Proto.bytes(2, Proto.text(1, chaincode) + Proto.bytes(2, Proto.bytes(3, write)))
        let answerer = answered ?? chaincode
        let action =
            Proto.bytes(1, results ?? set) + (event.isEmpty ? [] : Proto.bytes(2, event))
            + Proto.bytes(3, Proto.number(1, status))
            + (answerer.isEmpty ? [] : Proto.bytes(4, Proto.text(2, answerer)))
        return Proto.bytes(1, hash) + Proto.bytes(2, action)
    }

    /// A serialized `TransactionAction`.
    func action(endorsements: [(identity: [UInt8], signature: [UInt8])]) -> [UInt8] {
        let endorsed =
            Proto.bytes(1, response)
            + endorsements.flatMap { Proto.bytes(2, Proto.bytes(1, $0.identity) + Proto.bytes(2, $0.signature)) }
        let payload = Proto.bytes(1, call + transient) + Proto.bytes(2, endorsed)
        return Proto.bytes(1, actionHeader ?? signatureHeader) + Proto.bytes(2, payload)
    }

    /// The payload of an envelope.
    func transaction(endorsements: [(identity: [UInt8], signature: [UInt8])]) -> [UInt8] {
        Proto.bytes(1, header) + Proto.bytes(2, Proto.bytes(1, action(endorsements: endorsements)))
    }

    func transaction(endorsedBy peer: borrowing Member) throws -> [UInt8] {
        transaction(endorsements: [(peer.identity, try peer.sign(response + peer.identity))])
    }

    /// An `Envelope` that its creator signed.
    func envelope(endorsedBy peer: borrowing Member, signedBy user: borrowing Member) throws -> [UInt8] {
        let payload = try transaction(endorsedBy: peer)
        return Proto.bytes(1, payload) + Proto.bytes(2, try user.sign(payload))
    }

    var deliver: [UInt8] {
        let seek =
            Proto.bytes(1, Proto.bytes(3, Proto.number(1, 5))) + Proto.bytes(2, Proto.bytes(3, Proto.number(1, .max)))
        return Proto.bytes(1, header) + Proto.bytes(2, seek)
    }
}

/// A block whose orderer is a member too.
struct Blocks {
    var number: UInt64 = 5
    var previous: [UInt8] = Array(repeating: 0xAB, count: 32)
    var entries: [[UInt8]]
    /// What follows the orderers' signatures in the metadata: the last configuration, and what the peer found.
    var moreMetadata: [[UInt8]] = []

    init(_ entries: [[UInt8]]) { self.entries = entries }

    var dataHash: [UInt8] { SHA256.hash(entries.flatMap { $0 }) }
    var header: [UInt8] {
        DER.sequence(DER.integer(number), DER.octetString(previous), DER.octetString(dataHash))
    }

    func signed(by orderer: borrowing Member) throws -> [UInt8] {
        let value: [UInt8] = [8, 1]
        let signatureHeader = Proto.bytes(1, orderer.identity) + Proto.bytes(2, [1, 2, 3])
        let signature = try orderer.sign(value + signatureHeader + header)
        let metadata =
            Proto.bytes(1, value) + Proto.bytes(2, Proto.bytes(1, signatureHeader) + Proto.bytes(2, signature))
        let numbered = number == 0 ? [] : Proto.number(1, number)
        return Proto.bytes(1, numbered + Proto.bytes(2, previous) + Proto.bytes(3, dataHash))
            + Proto.bytes(2, entries.flatMap { Proto.bytes(1, $0) })
            + Proto.bytes(3, ([metadata] + moreMetadata).flatMap { Proto.bytes(1, $0) })
    }
}
