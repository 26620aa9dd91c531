import EVM
import Signatures
import TestSupport
import Testing
import Transactions

private let account = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"

/// ERC-4361: one service that asks for a signature in the name of another is the whole danger.
@Suite struct SignInMessageTests {
    private func message(
        domain: String = "service.example", account: String = account, uri: String = "https://service.example/login",
        chain: String = "246", statement: String = "I accept."
    ) -> [UInt8] {
        Array(
            """
            \(domain) wants you to sign in with your Ethereum account:
            \(account)

            \(statement)

            URI: \(uri)
            Version: 1
            Chain ID: \(chain)
            Nonce: 32891756
            Issued At: 2026-09-30T16:25:24Z
            """.utf8)
    }

    private func summary(_ bytes: [UInt8]) throws -> Summary {
        try PersonalMessage(bytes).summary(signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
    }

    @Test func isSaidInWords() throws {
        let summary = try summary(message())
        #expect(summary.text("asks to") == "sign in to service.example as \(account)")
        #expect(summary.codes == [])
        #expect(try self.summary(message(domain: "https://service.example")).codes == [])
        #expect(
            try self.summary(message(domain: "service.example:8080", uri: "https://service.example:8080")).codes == [])
    }

    @Test(arguments: [
        ("service.example", "https://other.example/login"), ("service.example", "https://service.example.evil.example"),
        ("service.example", "https://service.example@other.example/"),
        ("service.example", "https://other.example\\@service.example/"),
        ("service.example:8080", "https://service.example/"),
        ("service.example@other.example", "https://other.example"),
        ("xn--srvice-9ua.example", "https://xn--srvice-9ua.example/"),
        ("s\u{435}rvice.example", "https://s\u{435}rvice.example/"), ("service.example", "mailto:service.example"),
    ])
    func anotherDomainIsSaid(_ domain: String, _ uri: String) throws {
        #expect(try summary(message(domain: domain, uri: uri)).codes.contains("sign-in-domain"))
    }

    @Test func aSecondURIIsSaid() throws {
        #expect(try summary(message(statement: "URI: https://other.example")).codes == ["sign-in-domain"])
    }

    @Test func anotherAccountIsSaid() throws {
        #expect(
            try summary(message(account: "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609")).codes == ["sign-in-account"])
    }

    @Test func anotherFormIsSaid() throws {
        let text = "service.example wants you to sign in with your Ethereum account: \(account)"
        #expect(try summary(Array(text.utf8)).codes == ["sign-in-form"])
    }

    @Test func itsChainIsComparedWithTheOneAskedFor() throws {
        let message = try PersonalMessage(message())
        #expect(message.refusals(signer: nil, under: Terms(chain: "energy-web")).isEmpty)
        #expect(message.refusals(signer: nil, under: Terms(chain: "volta")).map(\.code) == ["other-chain"])
        let huge = try PersonalMessage(self.message(chain: "18446744073709551862"))
        #expect(huge.refusals(signer: nil, under: Terms(chain: "246")).map(\.code) == ["other-chain"])
        #expect(throws: EVMError.otherChain(needed: 73799, found: "246")) {
            try message.signed(by: try testKey(ganacheKey), under: Terms(chain: "volta"))
        }
    }
}
