import Encodings
import Fabric
import Glibc
import Groups
import Signatures
import Solana
import Transactions

/// One transfer and one message of Solana, one proposal of Fabric.
func otherKinds() throws -> [Kind] {
    let solana = try Key(1, .ed25519)
    return [
        try Kind("Solana, legacy transfer", SolanaLedger.self, transfer(by: solana), by: solana, Bare.ed25519()),
        try Kind(
            message: "Solana, off-chain message", SolanaLedger.self, Array("Hello, Bob!".utf8), by: solana,
            Bare.ed25519()),
        // RFC 6979, appendix A.2.5, and the proposal of Vectors/examples; the signature is filled in, so that it is verified.
        try Kind(
            "Fabric, proposal", FabricLedger.self, try contents(of: "Vectors/examples/settle.b64"),
            by: try Key(Hex.decode("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"), .p256),
            Bare.p256(), terms: Terms(form: .network)),
    ]
}

/// Header, accounts (payer, receiver, System program), blockhash, one instruction: System's transfer.
private func transfer(by key: Key) -> [UInt8] {
    let accounts = key.verifyingKey.encoded + [UInt8](repeating: 9, count: 32) + [UInt8](repeating: 0, count: 32)
    let data: [UInt8] = [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    return [1, 0, 1, 3] + accounts + [UInt8](repeating: 7, count: 32) + [1, 2, 2, 0, 1, UInt8(data.count)] + data
}

private func contents(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { preconditionFailure("\(path) is there: run this in the project's folder") }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return bytes
}
