import Arguments
public import Custody

/// How a bare key is told what it is.
struct KeyOptions {
    var group: CurveName?
    var expect: String?

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.option(&group, "--group", value: "group", help: "The group of a bare key: secp256k1, p256 or ed25519.")
        reader.option(
            &expect, "--expect", value: "key-or-address",
            help: "The public key or an address that the key must have; it decides the group of a bare key.")
    }

    func expectation() throws(Refusal) -> Expectation? { try holdfast.expectation(from: expect) }
}

/// The key that a person expects, from the text of an option.
func expectation(from text: String?) throws(Refusal) -> Expectation? {
    guard let text else { return nil }
    return try Expectation(text)
}

extension CurveName: ArgumentValue {}
extension KeyFormat: ArgumentValue {}
extension LedgerName: ArgumentValue {}
