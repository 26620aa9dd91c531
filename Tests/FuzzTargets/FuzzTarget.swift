import Certificates
import Custody
import Encodings
import Groups
import OwnKeys
import Sealing
import SecretSharing
import Secrets
import ShareFiles
import Signatures
import Transactions

/// A reader of bytes from outside, and all that is done with what it reads before anyone is asked.
///
/// Whatever the bytes are, it ends with a value or an error of its own: no trap, and no fault of the program's own making.
package struct FuzzTarget: Sendable {
    package let name: String
    private let body: @Sendable (UnsafeRawBufferPointer) throws -> Void

    private init(_ name: String, _ body: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Runs it once.
    /// - Returns: Why the program itself is at fault; nil where the bytes were read, or refused for what they are.
    package func fault(with bytes: UnsafeRawBufferPointer) -> String? {
        do {
            try body(bytes)
            return nil
        } catch let refusal as Refusal {
            return refusal.kind == .internalFault ? refusal.description : nil
        } catch {
            // An error of the reader's own type says what is wrong with the bytes.
            return nil
        }
    }

    package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

    package static let all: [FuzzTarget] = files + texts + LedgerName.allCases.flatMap(targets)

    /// Whole files, as a command gets them.
    private static let files = [
        FuzzTarget("inspect") { bytes in
            _ = try inspect(try secretFile(bytes), group: .secp256k1)
        },
        FuzzTarget("key") { bytes in
            for group in CurveName.allCases { _ = try? readKey(try secretFile(bytes), group: group) }
            _ = try readKey(try secretFile(bytes))
        },
        FuzzTarget("check") { bytes in _ = try check([try secretFile(bytes)]).report },
        FuzzTarget("check-public") { bytes in _ = try checkPublic([try secretFile(bytes)]) },
        FuzzTarget("dealing") { bytes in _ = try DealingFile(parsing: bytes) },
        FuzzTarget("share") { bytes in
            _ = try ShareFile(parsing: try LockedBytes(copying: bytes)).dealing
        },
        FuzzTarget("compact-dealing") { bytes in try CompactDealing(parsing: bytes).requireProof() },
        FuzzTarget("binary-form") { bytes in _ = try BinaryFile(try secretFile(bytes)) },
        FuzzTarget("board-call") { bytes in
            for board in BoardLedger.allCases { _ = try? PublishingCall(of: try secretFile(bytes), on: board) }
        },
        FuzzTarget("evidence") { bytes in
            _ = try judge(evidence: try secretFile(bytes), against: nil, CheckOptions())
        },
        FuzzTarget("scan") { bytes in
            if let scan = try ScannedText(bytes) { for parts in scan.dealings { _ = try DealingPart.join(parts) } }
        },
        FuzzTarget("request") { bytes in _ = try ShareRequest(try secretFile(bytes)).facts },
        FuzzTarget("submission") { bytes in _ = try SubmissionFile(parsing: bytes) },
        FuzzTarget("acknowledgement") { bytes in _ = try AcknowledgementFile(parsing: bytes) },
        FuzzTarget("shares-proof") { bytes in
            _ = try SharesProof<Secp256k1>(decoding: Array(bytes), holders: try twoHolders())
        },
        FuzzTarget("age") { bytes in _ = try AgeFile(parsing: Array(bytes)).open(with: []) },
        FuzzTarget("identity") { bytes in
            _ = try AgeIdentityFile.read(try LockedBytes(copying: bytes), passphrase: nil)
        },
        FuzzTarget("certificate") { bytes in
            _ = try? CertificateKey(publicKey: Array(bytes))
            _ = try Certificate(Array(bytes)).publicKey
        },
        FuzzTarget("log") { bytes in _ = try LogAudit(of: publicFile(bytes)) },
        FuzzTarget("node-public-key") { bytes in _ = try NodePublicKey(file: publicFile(bytes)) },
        FuzzTarget("inclusion") { bytes in
            // Three files one after the other; a line feed twice ends one.
            let parts = Array(bytes).split(separator: [0x0A, 0x0A], maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return }
            let files = parts.map { PublicFile(name: "input", bytes: Array($0)) }
            _ = try verifyInclusion(of: files[0], headers: files[1], proof: files[2])
        },
    ]

    /// What stands on a command line, or is typed.
    private static let texts = [
        FuzzTarget("json") { bytes in
            guard let value = try? JSON.parse(Array(bytes)) else { return }
            // What was read is written, and read again, as the same.
            guard try JSON.parse(Array(JSONWriter.text(value, .compact).utf8)) == value else {
                preconditionFailure("JSON that was written is read as it was")
            }
        },
        FuzzTarget("expectation") { bytes in _ = try Expectation(text(bytes)) },
        FuzzTarget("recipient") { bytes in _ = try Recipient(text(bytes)) },
        FuzzTarget("node-public-key-text") { bytes in _ = try NodePublicKey(text(bytes)) },
    ]

    private static func targets(of ledger: LedgerName) -> [FuzzTarget] {
        [
            FuzzTarget("unsigned-\(ledger.rawValue)") { bytes in
                let content = try readTransaction(try secretFile(bytes), ledger: ledger)
                for key in signers {
                    _ = content.refusals(signer: key)
                    _ = try? content.summary(signer: key)
                }
            },
            FuzzTarget("message-\(ledger.rawValue)") { bytes in
                let content = try readMessage(try secretFile(bytes), ledger: ledger)
                for key in signers { _ = try? content.summary(signer: key) }
            },
            FuzzTarget("signed-\(ledger.rawValue)") { bytes in
                _ = try verify(SignedInput(publicFile(bytes), ledger: ledger))
            },
        ]
    }

    /// A key of each group, such as what is read would be signed with.
    private static let signers: [VerifyingKey] = CurveName.allCases.compactMap { curve in
        func generator<G: Group>(_: G.Type) -> VerifyingKey? { try? VerifyingKey(G.generator, of: G.self) }
        return generator(curve.group)
    }

    private static func twoHolders() throws -> [OwnKeyHolder] {
        let double = Secp256k1.linearCombinationVariableTime([PublicScalar(2)], [Secp256k1.generator])
        return try [Secp256k1.generator, double].enumerated().map { place, key in
            OwnKeyHolder(index: try HolderIndex(place + 1), key: AnyElement(key, in: Secp256k1.self))
        }
    }

    private static func secretFile(_ bytes: UnsafeRawBufferPointer) throws -> SecretFile {
        SecretFile(name: "input", bytes: try LockedBytes(copying: bytes))
    }

    private static func publicFile(_ bytes: UnsafeRawBufferPointer) -> PublicFile {
        PublicFile(name: "input", bytes: Array(bytes))
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
}
