import Encodings
import Foundation
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

/// One instruction of every kind that has words, made by other tools or run by the programs themselves; see
/// `Vectors/solana/README.md`.
@Suite struct InstructionTests {
    private static let vectors: JSONValue = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/solana/instructions.json")
        // A repository without its vectors is broken: the tests may crash on it.
        return try! JSON.parse(Array(Data(contentsOf: file)))
    }()

    private static func shown(_ vector: JSONValue) throws -> Summary {
        let bytes = try Base64.decode(try #require(vector["message"]?.string))
        let content = TransactionContent(
            transaction: Transaction(unsigned: try Message(parsing: bytes)), form: .base64)
        return content.summary(signer: try solanaKey(firstSeed).verifyingKey(), under: Terms())
    }

    @Test func everyInstructionNamesItsAccountsByTheirRoles() throws {
        let cases = try #require(Self.vectors["cases"]?.array)
        #expect(Self.vectors["signer"]?.string == (try address(firstSeed)).text)
        for vector in cases {
            let name = try #require(vector["name"]?.string)
            let summary = try Self.shown(vector)
            let title = try #require(summary.texts("action 1").first)
            for words in try #require(vector["says"]?.array).compactMap(\.string) {
                #expect(title.contains(words), "\(name): '\(title)' does not say '\(words)'")
            }
            guard case .object(let facts) = try #require(vector["facts"]) else { continue }
            for member in facts.members {
                let (label, fact) = (member.name, member.value)
                let texts = summary.texts(label)
                #expect(
                    texts.contains { $0 == fact.string || $0.hasPrefix((fact.string ?? "?") + " (") },
                    "\(name): \(label) is \(texts) and not \(fact.string ?? "?")")
            }
            let further = try #require(vector["further"]?.array).compactMap(\.string)
            #expect(summary.texts("further").map { String($0.prefix { $0 != "," && $0 != " " }) } == further, "\(name)")
            #expect(!summary.warningCodes.contains("not-understood"), "\(name)")
            #expect(!summary.warningCodes.contains("data-left-over"), "\(name)")
        }
        #expect(cases.count > 100)
    }

    /// What is cut short is not understood; a byte behind the fields is told. (Not of a memo, which has no fields, nor
    /// where a last field may be left out.)
    @Test func everyInstructionIsReadToItsLastByte() throws {
        for vector in try #require(Self.vectors["cases"]?.array) {
            let name = try #require(vector["name"]?.string)
            guard !name.hasPrefix("memo") else { continue }
            let bytes = try Base64.decode(try #require(vector["message"]?.string))
            let message = try Message(parsing: bytes)
            let instruction = message.instructions[0]
            func summary(_ data: [UInt8]) throws -> Summary {
                // The instruction is the last thing in the message: its data are a length and the bytes.
                let head = bytes.dropLast(
                    instruction.data.count + WireReader.compactU16(instruction.data.count).count)
                let changed = Array(head) + WireReader.compactU16(data.count) + data
                return TransactionContent(
                    transaction: Transaction(unsigned: try Message(parsing: changed)), form: .base64
                ).summary(signer: nil, under: Terms())
            }
            // A byte of 2 is no flag either.
            let more = try summary(instruction.data + [2])
            #expect(
                more.warningCodes.contains("data-left-over") || more.warningCodes.contains("not-understood"), "\(name)")
            guard !instruction.data.isEmpty else { continue }
            let less = try summary(instruction.data.dropLast()).warningCodes
            // Of the zero bytes that makers leave for an absent address, fewer than 32 are told.
            let isTold = less.contains("not-understood") || less.contains("data-left-over")
            #expect(isTold || name.hasPrefix("associated token: create"), "\(name)")
        }
    }

    /// An account that is missing at the end leaves no role empty without a word.
    @Test func everyInstructionNeedsItsAccounts() throws {
        for vector in try #require(Self.vectors["cases"]?.array) {
            let name = try #require(vector["name"]?.string)
            let message = try Message(parsing: try Base64.decode(try #require(vector["message"]?.string)))
            let instruction = message.instructions[0]
            for count in 0..<instruction.accounts.count {
                var maker = MessageMaker(signers: Array(message.signers))
                maker.others = Array(message.accounts.dropFirst(message.header.requiredSignatures))
                maker.instructions = [
                    (
                        UInt8(instruction.program), instruction.accounts.prefix(count).map { UInt8($0) },
                        instruction.data
                    )
                ]
                let summary = TransactionContent(
                    transaction: Transaction(unsigned: try maker.message()), form: .base64
                ).summary(signer: nil, under: Terms())
                let all = summary.facts.map(\.text).joined(separator: "\n")
                for place in instruction.accounts.prefix(count) {
                    let account = message.accounts[place]
                    let isTold = all.contains(account.text) || account.text.hasPrefix("Sysvar")
                    let isSystem = account.bytes.allSatisfy { $0 == 0 } || account.text.hasPrefix("StakeConfig")
                    #expect(isTold || isSystem, "\(name): account \(account.text) of \(count) is not told")
                }
            }
        }
    }
}
