import Encodings
import Groups
import Signatures
import Solana
import TestSupport
import Transactions

/// What an act throws, where it throws a `SolanaError`.
func solanaError<Result: ~Copyable>(_ act: () throws -> Result) -> SolanaError? {
    do {
        _ = try act()
        return nil
    } catch { return error as? SolanaError }
}

/// The seeds of RFC 8032, section 7.1, tests 1 and 2.
let firstSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
let secondSeed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"

func solanaKey(_ seed: String) throws -> PrivateKey { try testKey(seed, .ed25519) }

func address(_ seed: String) throws -> Address { try Address(try solanaKey(seed).verifyingKey()) }

/// An address that means nothing: 32 times the same byte.
func filler(_ byte: UInt8) -> Address { Address([UInt8](repeating: byte, count: 32))! }

/// Puts messages together, by its own few lines rather than the code that reads them.
struct MessageMaker {
    var version: UInt8?
    var signers: [Address]
    var readOnlySigned: UInt8 = 0
    var others: [Address] = []
    /// How many of `others`, from the end, are read only.
    var readOnly: UInt8 = 0
    var lifetime = [UInt8](repeating: 7, count: 32)
    var instructions: [(program: UInt8, accounts: [UInt8], data: [UInt8])] = []
    var lookups: [(table: Address, writable: [UInt8], readOnly: [UInt8])] = []

    init(signers: [Address]) { self.signers = signers }

    /// Adds a call of a program, with accounts that are added as needed: all of them written to.
    mutating func call(_ program: String, _ accounts: [Address], _ data: [UInt8]) throws {
        let places = accounts.map { place(of: $0) }
        let program = place(of: try Address(program))
        instructions.append((program, places, data))
    }

    private mutating func place(of address: Address) -> UInt8 {
        if let place = (signers + others).firstIndex(of: address) { return UInt8(place) }
        others.append(address)
        return UInt8(signers.count + others.count - 1)
    }

    var bytes: [UInt8] {
        func short(_ count: Int) -> [UInt8] {
            count < 128 ? [UInt8(count)] : [UInt8(count & 127) | 128, UInt8(count >> 7)]
        }
        var bytes: [UInt8] = version.map { [0x80 | $0] } ?? []
        bytes += [UInt8(signers.count), readOnlySigned, readOnly]
        bytes += short(signers.count + others.count) + (signers + others).flatMap(\.bytes) + lifetime
        bytes += short(instructions.count)
        for each in instructions {
            bytes += [each.program] + short(each.accounts.count) + each.accounts + short(each.data.count) + each.data
        }
        guard version != nil else { return bytes }
        bytes += short(lookups.count)
        for each in lookups {
            bytes += each.table.bytes + short(each.writable.count) + each.writable
            bytes += short(each.readOnly.count) + each.readOnly
        }
        return bytes
    }

    func message() throws -> Message { try Message(parsing: bytes) }
}

func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

extension Summary {
    /// The texts of the facts with a label, without the two spaces that may begin it.
    func texts(_ label: String) -> [String] {
        facts.filter { $0.label == label || $0.label == "  " + label }.map(\.text)
    }

    var warningCodes: [String] { warnings.map(\.code) }
}

/// A payment of 1.5 SOL by the first key.
func payment(lamports: UInt64 = 1_500_000_000) throws -> MessageMaker {
    var maker = MessageMaker(signers: [try address(firstSeed)])
    try maker.call(
        "11111111111111111111111111111111", [try address(firstSeed), try address(secondSeed)],
        little(UInt32(2)) + little(lamports))
    return maker
}

/// A transaction from a message alone, to be signed.
func content(_ maker: MessageMaker) throws -> TransactionContent {
    TransactionContent(transaction: Transaction(unsigned: try maker.message()), form: .base64)
}

extension TransactionContent {
    func transactionSigned(
        by key: borrowing PrivateKey, under terms: Terms = Terms()
    ) throws(SolanaError) -> Transaction {
        let signer: SigningKey
        do { signer = try SigningKey(key) } catch { throw .signing(error) }
        return try transactionSigned(by: signer, under: terms)
    }
}
