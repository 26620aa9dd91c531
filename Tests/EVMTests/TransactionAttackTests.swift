import EVM
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

private let account = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"
private let friend = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
private let fees = "\"maxFeePerGas\": 1, \"maxPriorityFeePerGas\": 1"

private func json(
    _ members: String, chain: Int = 246, to: String? = friend, value: String = "0", gas: String = "900000"
) -> [UInt8] {
    let receiver = to.map { "\"to\": \"\($0)\"," } ?? ""
    return Array(
        "{\"chainId\": \(chain), \"nonce\": 1, \(receiver) \"value\": \"\(value)\", \"gas\": \"\(gas)\", \(members)}"
            .utf8)
}

private func summary(_ json: [UInt8]) throws -> Summary {
    try Transaction(parsing: json).summary(signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
}

/// Transactions made to cost more, or to do something else, than they seem to.
@Suite struct TransactionAttackTests {
    @Test func contractCreationsWithCoins() throws {
        let created = try summary(json("\"gasPrice\": 1, \"data\": \"0x6000\"", to: nil, value: "5"))
        #expect(created.text("to")?.hasPrefix("contract creation, at 0x") ?? false)
        #expect(created.text("value") == "0.000000000000000005 EWT (5 wei)")
        // The code cannot be read, so that its hash is what is compared.
        #expect(created.text("data")?.hasPrefix("2 bytes of contract code, Keccak-256 0x") ?? false)
        #expect(created.confirmation == .word("create"))
        let long = String(repeating: "00", count: 49_153)
        let most = try summary(json("\"gasPrice\": 1, \"data\": \"0x\(long.dropLast(2))\"", to: nil))
        #expect(most.codes == ["gas-too-low"] || most.codes == [])
        #expect(try summary(json("\"gasPrice\": 1, \"data\": \"0x\(long)\"", to: nil)).codes.contains("code-too-long"))
    }

    @Test func gasAboveWhatIsTaken() throws {
        #expect(try summary(json("\"gasPrice\": 1", chain: 1, gas: "16777216")).codes == [])
        #expect(try summary(json("\"gasPrice\": 1", chain: 1, gas: "16777217")).codes == ["gas-too-high"])
        // Other chains have other limits.
        #expect(try summary(json("\"gasPrice\": 1", gas: "16777217")).codes == [])
        let most = "18446744073709551615"
        _ = try Transaction(parsing: json("\"gasPrice\": 1", gas: most))
        let fault = evmError { () throws(EVMError) in
            try Transaction(parsing: json("\"gasPrice\": 1", gas: "18446744073709551616"))
        }
        #expect(fault == .numberTooLarge(.member("gas"), largest: most))
    }

    @Test func feesThatNoNumberHolds() throws {
        let largest = "0x" + String(repeating: "f", count: 64)
        func fault(_ members: String) -> EVMError? {
            evmError { () throws(EVMError) in try Transaction(parsing: json(members)) }
        }
        #expect(fault("\"gasPrice\": \"\(largest)\"") == .feeTooLarge)
        #expect(fault("\"maxFeePerGas\": \"\(largest)\", \"maxPriorityFeePerGas\": 0") == .feeTooLarge)
        let hash = "0x01" + String(repeating: "00", count: 31)
        #expect(
            fault("\(fees), \"maxFeePerBlobGas\": \"\(largest)\", \"blobVersionedHashes\": [\"\(hash)\"]")
                == .feeTooLarge)
        #expect(try summary(json("\"gasPrice\": 1", value: largest)).text("value")?.hasSuffix("wei)") ?? false)
    }

    @Test func accountsTwiceInAnAccessList() throws {
        func list(_ addresses: String...) throws -> Summary {
            let entries = addresses.map { "{\"address\": \"\($0)\", \"storageKeys\": []}" }.joined(separator: ",")
            return try summary(json("\"gasPrice\": 1, \"accessList\": [\(entries)]"))
        }
        #expect(try list(friend, account).codes == [])
        let twice = try list(friend, account, friend)
        #expect(twice.codes == ["access-list-twice"] && twice.members["accessList"]?.array?.count == 3)
    }

    @Test func blobsOfOtherVersions() throws {
        for version in ["00", "02", "ff"] {
            let hash = "0x\(version)" + String(repeating: "00", count: 31)
            let fault = evmError { () throws(EVMError) in
                try Transaction(
                    parsing: json("\(fees), \"maxFeePerBlobGas\": 1, \"blobVersionedHashes\": [\"\(hash)\"]", chain: 1))
            }
            #expect(fault?.code == "blob-version")
        }
    }

    @Test func namesOfMembersAreComparedByTheirBytes() {
        let fault = evmError { () throws(EVMError) in
            try Transaction(parsing: json("\"gasPrice\": 1, \"\u{212a}\": 1"))
        }
        #expect(fault?.code == "unknown-field")
    }

    /// EIP-7702: the zero address takes a delegation back, and chain 0 is every chain.
    @Test func delegationsThatAreTakenBack() throws {
        func authorization(_ chain: Int, _ address: String) throws -> Authorization {
            try Authorization(
                try JSON.parse("{\"chainId\": \(chain), \"address\": \"\(address)\", \"nonce\": 1}"))
        }
        let zero = "0x" + String(repeating: "0", count: 40)
        func codes(_ chain: Int, _ address: String) throws -> [String] {
            try authorization(chain, address).refusals(signer: nil, under: Terms()).map(\.code)
        }
        #expect(try codes(1, zero) == [])
        #expect(try codes(0, zero) == ["every-chain"])
        #expect(try codes(1, friend) == ["delegation"])
        #expect(try codes(0, friend) == ["delegation", "every-chain"])
        let back = try authorization(0, zero).summary(account: nil, under: Terms())
        #expect(back.codes == ["every-chain"] && back.confirmation == .word("revoke"))
        #expect(back.text("on") == "EVERY CHAIN (chain id 0)" && back.text("to code of") == "none")
    }

    /// What is signed and what is verified have the same hash, from the fields and from the bytes.
    @Test(arguments: EnergyWebGoldenTests.cases.indices)
    func theHashOfTheBytesIsThatOfTheFields(_ place: Int) throws {
        let unsigned = try Transaction(parsing: Array(EnergyWebGoldenTests.cases[place].json.utf8))
        let signed = try unsigned.signedTransaction(by: try testKey(ganacheKey))
        #expect(signed.signingHash == unsigned.signingHash)
        #expect(signed.transaction.signingHash == unsigned.signingHash)
    }
}
