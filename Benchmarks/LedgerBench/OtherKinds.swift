import Cosmos
import Digests
import Encodings
import Fabric
import Glibc
import Groups
import Signatures
import Solana
import Transactions

/// What the other ledgers sign.
func otherKinds() throws -> [Kind] {
    try solanaKinds() + fabricKinds() + [cosmosKind()] + rawKinds()
}

private func solanaKinds() throws -> [Kind] {
    let key = try Key(1, .ed25519)
    return [
        try Kind("Solana, legacy transfer", SolanaLedger.self, transfer(by: key), by: key, Bare.ed25519(bytes: 150)),
        try Kind(
            "Solana, version 0 with a table", SolanaLedger.self, tableTransfer(by: key), by: key,
            Bare.ed25519(bytes: 190)),
        try Kind(
            message: "Solana, off-chain message", SolanaLedger.self, Array("Hello, Bob!".utf8), by: key,
            Bare.ed25519(bytes: 60)),
    ]
}

/// Accounts (payer, receiver, System program), blockhash, one instruction: System's transfer.
private func transfer(by key: Key) -> [UInt8] {
    let accounts = key.verifyingKey.encoded + [UInt8](repeating: 9, count: 32) + [UInt8](repeating: 0, count: 32)
    let data: [UInt8] = [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    return [1, 0, 1, 3] + accounts + [UInt8](repeating: 7, count: 32) + [1, 2, 2, 0, 1, UInt8(data.count)] + data
}

/// The same in version 0, with the receiver in a lookup table.
private func tableTransfer(by key: Key) -> [UInt8] {
    let accounts = key.verifyingKey.encoded + [UInt8](repeating: 0, count: 32)
    let data: [UInt8] = [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    let instruction = [1, 1, 2, 0, 2, UInt8(data.count)] + data
    let lookup: [UInt8] = [1] + [UInt8](repeating: 5, count: 32) + [1, 0, 0]
    return [0x80, 1, 0, 1, 2] + accounts + [UInt8](repeating: 7, count: 32) + instruction + lookup
}

/// With the key of RFC 6979, appendix A.2.5, and the proposal of Vectors/examples; the signature is filled in, so that it
/// is verified. An envelope with the same call, endorsed by the same key.
private func fabricKinds() throws -> [Kind] {
    let key = try Key(Hex.decode("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"), .p256)
    let terms = Terms(form: .network)
    let text = String(decoding: try contents(of: "Vectors/examples/settle.b64"), as: UTF8.self)
    let proposal = try Base64.decode(text.filter { !$0.isWhitespace })
    let endorsed = try payload(endorsing: proposal, by: key)
    return try [("", Bare.p256()), (", beside our P-256", Bare.p256(ours: key))].flatMap { suffix, bare in
        [
            try Kind("Fabric, proposal" + suffix, FabricLedger.self, proposal, by: key, bare, terms: terms),
            // The creator's signature and the endorser's, which is judged before the creator signs.
            try Kind(
                "Fabric, envelope" + suffix, FabricLedger.self, endorsed, by: key,
                bare.times(signing: 1, verifying: 2, judged: 1), terms: terms),
        ]
    }
}

/// The payload of an envelope (fabric-protos, peer/transaction.proto) whose endorser is the creator of the proposal.
private func payload(endorsing proposal: [UInt8], by key: Key) throws -> [UInt8] {
    let parts = fields(of: proposal)
    let (header, call) = (parts[0], field(1, fields(of: parts[1])[0]))
    let headers = fields(of: header)
    let identity = fields(of: headers[1])[0]
    let hash = SHA256.hash(headers[0] + headers[1] + call)
    let chaincode = Array("trade".utf8)
    let writes = field(2, field(1, chaincode) + field(2, field(3, field(1, [0x61]) + field(3, [1]))))
    let action = field(1, writes) + field(3, [8, 200, 1]) + field(4, field(2, chaincode))
    let response = field(1, hash) + field(2, action)
    let signature = try key.key.signECDSA(digest: SHA256.hash(response + identity)).der
    let endorsement = field(1, identity) + field(2, signature)
    let content = field(1, call) + field(2, field(1, response) + field(2, endorsement))
    return field(1, header) + field(2, field(1, field(1, headers[1]) + field(2, content)))
}

/// A field of a protocol buffer that has a length.
private func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = content.count
    while rest >= 0x80 {
        length.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
    }
    return [number << 3 | 2] + length + [UInt8(rest)] + content
}

/// The contents of the fields, all of which have a length.
private func fields(of message: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var rest = message[...]
    while rest.popFirst() != nil {
        var (length, shift) = (0, 0)
        while let digit = rest.popFirst() {
            length |= Int(digit & 0x7F) << shift
            shift += 7
            if digit < 0x80 { break }
        }
        found.append(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
    }
    return found
}

/// A payment on a chain of the Cosmos SDK, by the first account of Ganache.
private func cosmosKind() throws -> Kind {
    let key = try Key(Hex.decode("4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"))
    func text(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
    func any(_ type: String, _ value: [UInt8]) -> [UInt8] { text(1, type) + field(2, value) }
    let amount = text(1, "uatom") + text(2, "2500000")
    let send =
        text(1, "cosmos1atr3f7st7tugrg5mgp5ga6yap37f9x9kwn48zc")
        + text(2, "cosmos150rtrmj2f8vl9tem8qpfw36ylw5jg9j2nr2fee") + field(3, amount)
    let body = field(1, any("/cosmos.bank.v1beta1.MsgSend", send)) + text(2, "invoice 7")
    let signer =
        field(1, any("/cosmos.crypto.secp256k1.PubKey", field(1, key.verifyingKey.encoded)))
        + field(2, field(1, [8, 1])) + [0x18, 7]
    let fee = field(1, text(1, "uatom") + text(2, "1500")) + [0x10, 0xC0, 0x9A, 0x0C]
    let document = field(1, body) + field(2, field(1, signer) + field(2, fee)) + text(3, "cosmoshub-4") + [0x20, 42]
    return try Kind(
        "Cosmos, SignDoc", CosmosLedger.self, document, by: key, Bare.ecdsa(), terms: Terms(form: .network),
        verifyingTerms: Terms(chain: "cosmoshub-4", accountNumber: "42"))
}

/// 32 bytes, signed as they are.
private func rawKinds() throws -> [Kind] {
    let digest = [UInt8](repeating: 0x5A, count: 32)
    func terms(_ scheme: RawScheme) -> Terms { Terms(accepting: [.blind], scheme: scheme.rawValue) }
    return [
        try Kind(
            message: "raw digest, ECDSA", RawLedger.self, digest, by: try Key(1), Bare.ecdsa(), terms: terms(.ecdsa)),
        try Kind(
            message: "raw digest, BIP-340", RawLedger.self, digest, by: try Key(1), Bare.schnorr(tweaked: false),
            terms: terms(.schnorr)),
    ]
}

private func contents(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { preconditionFailure("\(path) is there: run this in the project's folder") }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return bytes
}
