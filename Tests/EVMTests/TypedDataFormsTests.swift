import EVM
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

private let account = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"
private let friend = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
private let token = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
private let zero = "0x0000000000000000000000000000000000000000"
private let word32 = "0x" + String(repeating: "11", count: 32)
private let approve =
    "0x095ea7b300000000000000000000000009616c3d61b3331fc4109a9e41a8bdb7d9776609" + String(repeating: "f", count: 64)

/// Typed data that people lose money with, in words.
@Suite struct TypedDataFormsTests {
    private func summary(_ types: [String: String], _ primaryType: String, _ message: String) throws -> Summary {
        try TypedData(parsing: typedData(types, primaryType, "{\(message)}")).summary(
            signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
    }

    @Test(arguments: ["TransferWithAuthorization", "ReceiveWithAuthorization"])
    func transfersByAuthorization(_ name: String) throws {
        let type = "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce"
        func transfer(_ from: String) throws -> Summary {
            try self.summary(
                [name: type], name,
                "\"from\": \"\(from)\", \"to\": \"\(friend)\", \"value\": 7, \"validAfter\": 0, \"validBefore\": 1893456000, \"nonce\": \"\(word32)\""
            )
        }
        let summary = try transfer(account)
        #expect(
            summary.texts("asks to") == [
                "send 7 units of the token \(token) from \(account) to \(friend) ONCE, until 2030-01-01 00:00:00 UTC"
            ])
        #expect(summary.codes == [])
        #expect(summary.confirmation == .lastLetters(of: friend, which: "the receiver of the tokens"))
        #expect(summary.texts("  field").contains("validBefore: 1893456000, 2030-01-01 00:00:00 UTC"))
        #expect(try transfer(friend).codes == ["other-owner"])
    }

    @Test func piecesVotesAndCancellations() throws {
        let piece = try summary(
            ["Permit": "address spender,uint256 tokenId,uint256 nonce,uint256 deadline"], "Permit",
            "\"spender\": \"\(friend)\", \"tokenId\": 5, \"nonce\": 0, \"deadline\": 1893456000")
        #expect(
            piece.text("asks to") == "let \(friend) take the piece 5 of \(token), until 2030-01-01 00:00:00 UTC")
        #expect(piece.codes == [])
        let votes = try summary(
            ["Delegation": "address delegatee,uint256 nonce,uint256 expiry"], "Delegation",
            "\"delegatee\": \"\(friend)\", \"nonce\": 0, \"expiry\": 1")
        #expect(votes.text("asks to") == "give the VOTES of the signer over the token \(token) to \(friend)")
        let cancelled = try summary(
            ["CancelAuthorization": "address authorizer,bytes32 nonce"], "CancelAuthorization",
            "\"authorizer\": \"\(account)\", \"nonce\": \"\(word32)\"")
        #expect(cancelled.text("asks to") == "cancel the authorization \(word32) of \(account) over the token \(token)")
    }

    @Test func anAllowanceOfPermit2CanBeForOneBlock() throws {
        let summary = try summary(
            [
                "PermitSingle": "PermitDetails details,address spender,uint256 sigDeadline",
                "PermitDetails": "address token,uint160 amount,uint48 expiration,uint48 nonce",
            ], "PermitSingle",
            "\"details\": {\"token\": \"\(token)\", \"amount\": 7, \"expiration\": 0, \"nonce\": 0}, \"spender\": \"\(friend)\", \"sigDeadline\": 1"
        )
        #expect(
            summary.text("asks to")
                == "let \(friend) take 7 units of the token \(token) from the signer, in one block only")
    }

    // MARK: Seaport

    private static let orderTypes = [
        "OrderComponents":
            "address offerer,address zone,OfferItem[] offer,ConsiderationItem[] consideration,uint8 orderType,uint256 startTime,uint256 endTime,bytes32 zoneHash,uint256 salt,bytes32 conduitKey,uint256 counter",
        "OfferItem": "uint8 itemType,address token,uint256 identifierOrCriteria,uint256 startAmount,uint256 endAmount",
        "ConsiderationItem":
            "uint8 itemType,address token,uint256 identifierOrCriteria,uint256 startAmount,uint256 endAmount,address recipient",
    ]

    private func item(_ kind: Int, _ token: String, _ id: Int, _ first: String, _ last: String, to: String? = nil)
        -> String
    {
        let recipient = to.map { ", \"recipient\": \"\($0)\"" } ?? ""
        return
            "{\"itemType\": \(kind), \"token\": \"\(token)\", \"identifierOrCriteria\": \(id), \"startAmount\": \"\(first)\", \"endAmount\": \"\(last)\"\(recipient)}"
    }

    private func order(_ offer: [String], _ consideration: [String]) -> String {
        "\"offerer\": \"\(account)\", \"zone\": \"\(zero)\", \"offer\": [\(offer.joined(separator: ","))], \"consideration\": [\(consideration.joined(separator: ","))], \"orderType\": 0, \"startTime\": 0, \"endTime\": 1893456000, \"zoneHash\": \"\(word32)\", \"salt\": 1, \"conduitKey\": \"\(word32)\", \"counter\": 0"
    }

    @Test func ordersOfSeaport() throws {
        let piece = item(2, token, 5, "1", "1")
        let price = item(0, zero, 0, "1500000000000000000", "1000000000000000000", to: account)
        let fee = item(1, token, 0, "30", "30", to: friend)
        let good = try summary(Self.orderTypes, "OrderComponents", order([piece], [price, fee]))
        #expect(
            good.texts("asks to") == [
                "give away 1 of the piece 5 of \(token) of \(account)",
                "  for 1.5 ETH at first and 1 ETH in the end to \(account)",
                "  for 30 units of the token \(token) to \(friend)",
            ])
        #expect(good.codes == [])
        #expect(
            try summary(Self.orderTypes, "OrderComponents", order([piece], [fee])).codes == ["nothing-comes-back"])
        let any = try summary(Self.orderTypes, "OrderComponents", order([item(4, token, 0, "1", "1")], []))
        #expect(any.codes == ["nothing-comes-back"] && any.text("asks to")?.contains("ANY PIECE") ?? false)
    }

    @Test func ordersOfSeaportInOneSignature() throws {
        var types = Self.orderTypes
        types["BulkOrder"] = "OrderComponents[2] tree"
        let one = order([item(2, token, 5, "1", "1")], [])
        let bulk = try summary(types, "BulkOrder", "\"tree\": [{\(one)}, {\(one)}]")
        #expect(bulk.texts("asks to").count == 2 && bulk.codes.contains("nothing-comes-back"))
    }

    // MARK: Calls

    @Test func callsThatOthersMake() throws {
        let meta = try summary(
            ["MetaTransaction": "uint256 nonce,address from,bytes functionSignature"], "MetaTransaction",
            "\"nonce\": 0, \"from\": \"\(account)\", \"functionSignature\": \"\(approve)\"")
        #expect(meta.codes == ["unlimited-approval"])
        #expect(meta.text("  >asks to")?.contains("of the token \(token)") ?? false)
        #expect(meta.text("  >asks to")?.hasSuffix("from \(account)") ?? false)
        #expect(meta.confirmation == .lastLetters(of: friend, which: "the spender"))
        for (deadline, value) in [("", ""), ("uint48 deadline,", "\"deadline\": 1893456000,")] {
            let forward = try summary(
                [
                    "ForwardRequest":
                        "address from,address to,uint256 value,uint256 gas,uint256 nonce,\(deadline)bytes data"
                ], "ForwardRequest",
                "\"from\": \"\(account)\", \"to\": \"\(friend)\", \"value\": 3, \"gas\": 1, \"nonce\": 0, \(value) \"data\": \"\(approve)\""
            )
            #expect(forward.codes == ["unlimited-approval"])
            #expect(forward.text("  >call")?.contains("with 0.000000000000000003 ETH") ?? false)
        }
        let operation = try summary(
            [
                "PackedUserOperation":
                    "address sender,uint256 nonce,bytes initCode,bytes callData,bytes32 accountGasLimits,uint256 preVerificationGas,bytes32 gasFees,bytes paymasterAndData"
            ], "PackedUserOperation",
            "\"sender\": \"\(friend)\", \"nonce\": 0, \"initCode\": \"0x\", \"callData\": \"0xb61d27f6000000000000000000000000a0b86991c6218b36c1d19d4a2e9eb0ce3606eb4800000000000000000000000000000000000000000000000000000000000000010000000000000000000000000000000000000000000000000000000000000060\(packed(String(approve.dropFirst(2))))\", \"accountGasLimits\": \"\(word32)\", \"preVerificationGas\": 0, \"gasFees\": \"\(word32)\", \"paymasterAndData\": \"0x\""
        )
        #expect(operation.codes == ["unlimited-approval"])
        #expect(operation.text("  >>asks to")?.hasSuffix("from the account \(friend)") ?? false)
    }

    @Test func messagesOfASafe() throws {
        let hash = try summary(["SafeMessage": "bytes message"], "SafeMessage", "\"message\": \"\(word32)\"")
        #expect(hash.codes == ["hash-approved"])
        #expect(hash.text("asks to") == "let the hash \(word32) count as signed by the Safe \(token)")
        let text = try summary(["SafeMessage": "bytes message"], "SafeMessage", "\"message\": \"0x48692e\"")
        #expect(text.texts("asks to").last == "  which read 'Hi.'")
    }

    @Test func aSafeThatIsGivenAway() throws {
        func safe(_ to: String, _ data: String, gas: String = "baseGas", operation: Int = 0) throws -> Summary {
            try summary(
                [
                    "SafeTx":
                        "address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 \(gas),uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce"
                ], "SafeTx",
                "\"to\": \"\(to)\", \"value\": 0, \"data\": \"\(data)\", \"operation\": \(operation), \"safeTxGas\": 0, \"\(gas)\": 0, \"gasPrice\": 0, \"gasToken\": \"\(zero)\", \"refundReceiver\": \"\(zero)\", \"nonce\": 4"
            )
        }
        let enable = "0x610b592500000000000000000000000009616c3d61b3331fc4109a9e41a8bdb7d9776609"
        for gas in ["baseGas", "dataGas"] {
            let module = try safe(token, enable, gas: gas)
            #expect(module.codes == ["control-changes"])
            #expect(
                module.text("  >asks to")
                    == "let the module \(friend) do EVERYTHING as the Safe \(token), without its owners")
            #expect(module.confirmation == .lastLetters(of: friend, which: "the module"))
        }
        // Foreign code that is called like that runs as the Safe.
        let delegated = try safe(friend, enable, operation: 1)
        #expect(delegated.codes == ["delegate-call", "control-changes"])
        let long = try safe(token, "0xdeadbeef" + String(repeating: "00", count: 1100))
        #expect(long.codes == ["not-all-shown"])
    }
}
