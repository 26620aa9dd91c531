public import ArgumentParser
public import Custody

/// How a bare key is told what it is.
struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The group of a bare key: secp256k1, p256 or ed25519.", valueName: "group"))
    var group: CurveName?

    @Option(
        help: ArgumentHelp(
            "The public key or an address that the key must have; it decides the group of a bare key.",
            valueName: "key-or-address"))
    var expect: String?

    func expectation() throws(Refusal) -> Expectation? { try holdfast.expectation(from: expect) }
}

/// The key that a person expects, from the text of an option.
func expectation(from text: String?) throws(Refusal) -> Expectation? {
    guard let text else { return nil }
    return try Expectation(text)
}

extension CurveName: ExpressibleByArgument {}
extension KeyFormat: ExpressibleByArgument {}
extension LedgerName: ExpressibleByArgument {}
