import EVM
import Encodings
import Signatures
import Transactions

private let other = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
private let common = """
    "nonce": 3, "gas": 90000, "to": "\(other)", "value": "1500000000000000000", "chainId": 246
    """
private let fees = "\"maxFeePerGas\": 2000000000, \"maxPriorityFeePerGas\": 1000000000"
private let word = "0x01" + String(repeating: "ab", count: 31)

private let typedData = """
    {"types": {
        "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"}],
        "Person": [{"name": "name", "type": "string"}, {"name": "wallet", "type": "address"}],
        "Mail": [{"name": "from", "type": "Person"}, {"name": "to", "type": "Person"},
                 {"name": "contents", "type": "string"}]},
     "primaryType": "Mail", "domain": {"name": "Ether Mail", "chainId": 246},
     "message": {"from": {"name": "Cow", "wallet": "\(other)"}, "to": {"name": "Bob", "wallet": "\(other)"},
                 "contents": "Hello, Bob!"}}
    """

/// What the EVM ledger signs; all of it is verified by recovery.
func evmKinds() throws -> [Kind] {
    let key = try Key(1)
    let bare = Bare.recovering()
    let terms = Terms(accepting: Set(Risk.allCases))
    let authorization = try EVMLedger.readUnsigned(
        Array("{\"chainId\": 246, \"address\": \"\(other)\", \"nonce\": 4}".utf8), under: terms)
    let authorized = try authorization.signed(by: key.key, under: terms).text
    let members: [(String, String)] = [
        ("EVM legacy", "\"gasPrice\": 1000000000"),
        (
            "EVM EIP-2930",
            "\"gasPrice\": 1000000000, \"accessList\": [{\"address\": \"\(other)\", \"storageKeys\": [\"\(word)\"]}]"
        ),
        ("EVM EIP-1559", fees),
        ("EVM EIP-4844", fees + ", \"maxFeePerBlobGas\": 1, \"blobVersionedHashes\": [\"\(word)\"]"),
    ]
    var kinds = try members.map { name, members in
        try Kind(name, EVMLedger.self, Array("{\(common), \(members)}".utf8), by: key, bare, terms: terms)
    }
    // The authorization is a second signature, which is judged and not made.
    kinds.append(
        try Kind(
            "EVM EIP-7702", EVMLedger.self, Array("{\(common), \(fees), \"authorizationList\": [\(authorized)]}".utf8),
            by: key, bare.times(signing: 1, verifying: 2), terms: terms))
    kinds.append(try Kind(message: "EVM EIP-191", EVMLedger.self, Array("Hello, Bob!".utf8), by: key, bare))
    kinds.append(try Kind(message: "EVM EIP-712", EVMLedger.self, Array(typedData.utf8), by: key, bare))
    return kinds
}

/// Signed transactions of one key, one a line.
func evmLines(_ count: Int) throws -> [UInt8] {
    let key = try Key(1)
    var lines: [UInt8] = []
    for nonce in 0..<count {
        let unsigned = """
            {"nonce": \(nonce), "gas": 21000, "to": "\(other)", "value": \(nonce), "chainId": 246, \(fees)}
            """
        let content = try EVMLedger.readUnsigned(Array(unsigned.utf8), under: Terms())
        lines += try content.signed(by: key.key, under: Terms()).text.utf8
        lines.append(0x0A)
    }
    return lines
}
