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
        isAuthority: Bool = false
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
            content: DER.sequence(
                DER.sequence(
                    DER.objectIdentifier(ObjectIdentifier("2.5.29.19")), DER.element(.boolean, content: [0xFF]),
                    DER.octetString(constraints))))
        let body = DER.sequence(
            DER.element(.context(0, constructed: true), content: DER.integer(2)), DER.integer(7), signing,
            name(issuer), DER.sequence(time("200101000000Z"), time("300101000000Z")), name(subject),
            DER.sequence(algorithm, DER.bitString(isP256 ? try key.uncompressed() : key.encoded)), extensions)
        let signature = try authority.signECDSA(digest: SHA256.hash(body)).der
        return DER.sequence(body, signing, DER.bitString(signature))
    }

    init(_ name: String = "user1", curve: CurveName = .p256, authority: borrowing PrivateKey) throws {
        let made = try PrivateKey.random(curve)
        let der = try Member.der(subject: name, issuer: "ca", of: made.verifyingKey(), by: authority)
        key = made
        certificate = der
        identity = Proto.text(1, "Org1MSP") + Proto.text(2, PEM.encode(label: "CERTIFICATE", der))
    }
}

/// The parts of a proposal and of the transaction made from it, each of which a test may change.
struct Messages {
    var type: UInt64 = 3
    var channel = "mychannel"
    var chaincode = "basic"
    var called: String?
    var arguments: [[UInt8]] = [Array("transfer".utf8), Array("{\"to\":\"bob\"}".utf8), [0xFF, 0x00]]
    var transient: [UInt8] = []
    var epoch: UInt64 = 0
    var statedID: String?
    var seconds: UInt64 = 1_700_000_000
    var status: UInt64 = 200
    var creator: [UInt8]
    var nonce: [UInt8] = Array(repeating: 7, count: 24)

    var id: String { Hex.encode(SHA256.hash(nonce + creator)) }
    var channelHeader: [UInt8] {
        Proto.number(1, type) + Proto.bytes(3, Proto.number(1, seconds)) + Proto.text(4, channel)
            + (type == 3 ? Proto.text(5, statedID ?? id) : []) + (epoch == 0 ? [] : Proto.number(6, epoch))
            + (type == 3 ? Proto.bytes(7, Proto.bytes(2, Proto.text(2, chaincode))) : [])
    }
    var signatureHeader: [UInt8] { Proto.bytes(1, creator) + Proto.bytes(2, nonce) }
    var header: [UInt8] { Proto.bytes(1, channelHeader) + Proto.bytes(2, signatureHeader) }
    var call: [UInt8] {
        let input = arguments.flatMap { Proto.bytes(1, $0) }
        let spec =
            Proto.number(1, 1) + Proto.bytes(2, Proto.text(2, called ?? chaincode)) + Proto.bytes(3, input)
        return Proto.bytes(1, Proto.bytes(1, spec))
    }
    var proposal: [UInt8] { Proto.bytes(1, header) + Proto.bytes(2, call + transient) }

    var response: [UInt8] {
        let hash = SHA256.hash(channelHeader + signatureHeader + call)
        let write = Proto.text(1, "asset1") + Proto.bytes(3, [1, 2, 3])
        let set = Proto.bytes(2, Proto.text(1, chaincode) + Proto.bytes(2, Proto.bytes(3, write)))
        let action =
            Proto.bytes(1, set) + Proto.bytes(3, Proto.number(1, status)) + Proto.bytes(4, Proto.text(2, chaincode))
        return Proto.bytes(1, hash) + Proto.bytes(2, action)
    }

    /// The payload of an envelope.
    func transaction(endorsements: [(identity: [UInt8], signature: [UInt8])]) -> [UInt8] {
        let endorsed =
            Proto.bytes(1, response)
            + endorsements.flatMap { Proto.bytes(2, Proto.bytes(1, $0.identity) + Proto.bytes(2, $0.signature)) }
        let payload = Proto.bytes(1, call) + Proto.bytes(2, endorsed)
        let action = Proto.bytes(1, signatureHeader) + Proto.bytes(2, payload)
        return Proto.bytes(1, header) + Proto.bytes(2, Proto.bytes(1, action))
    }

    func transaction(endorsedBy peer: borrowing Member) throws -> [UInt8] {
        let signature = try peer.key.signECDSA(digest: SHA256.hash(response + peer.identity)).der
        return transaction(endorsements: [(peer.identity, signature)])
    }

    var deliver: [UInt8] {
        let seek =
            Proto.bytes(1, Proto.bytes(3, Proto.number(1, 5))) + Proto.bytes(2, Proto.bytes(3, Proto.number(1, .max)))
        return Proto.bytes(1, header) + Proto.bytes(2, seek)
    }
}
