package import Encodings
import Transactions

extension Authorization {
    /// The members of an unsigned one, all needed.
    static let members = ["chainId", "address", "nonce"]

    /// Reads `{"chainId", "address", "nonce"}` and nothing else.
    /// - Throws: `EVMError`, with the member.
    package init(_ value: JSONValue) throws(EVMError) {
        try self.init(try MemberValues.object(value, "", needed: Self.members), path: "")
    }

    fileprivate init(_ object: JSONObject, path: String) throws(EVMError) {
        func value(_ name: String) -> (JSONValue, Place) { (object[name] ?? .null, .member(path + name)) }
        let (chain, chainPlace) = value("chainId")
        let (address, addressPlace) = value("address")
        let (nonce, noncePlace) = value("nonce")
        // EIP-7702 takes no nonce of 2⁶⁴ − 1, and EIP-2294 bounds the chain id.
        self.init(
            chainID: UInt256(try MemberValues.quantity(chain, chainPlace, upTo: ChainID.largest)),
            address: try MemberValues.address(address, addressPlace),
            nonce: try MemberValues.quantity(nonce, noncePlace, upTo: .max - 1))
    }
}

extension SignedAuthorization {
    static let members = Authorization.members + ["yParity", "r", "s"]

    /// Reads the members that Ethereum's JSON-RPC gives an authorization (execution-apis, `AuthorizationList`); `v` of 27
    /// or 28 may stand there too where it says the same as `yParity`.
    package init(_ value: JSONValue, path: String = "") throws(EVMError) {
        let object = try MemberValues.object(value, path, needed: Self.members, optional: ["v"])
        let authorization = try Authorization(object, path: path)
        func number(_ name: String) throws(EVMError) -> UInt256 {
            try MemberValues.quantity(object[name] ?? .null, .member(path + name))
        }
        guard let parity = try number("yParity").asUInt64, parity < 256 else {
            throw .numberTooLarge(.member(path + "yParity"), largest: "255")
        }
        if let v = object["v"], v != .null, try number("v") != UInt256(27 + parity) {
            throw .contradiction(path + "v", path + "yParity")
        }
        self.init(authorization, yParity: UInt8(parity), r: try number("r"), s: try number("s"))
    }

    /// The members as nodes and tools take them.
    package var json: JSONObject {
        JSONObject([
            ("chainId", .string(authorization.chainID.quantity)), ("address", .string(authorization.address.text)),
            ("nonce", .string(UInt256(authorization.nonce).quantity)),
            ("yParity", .string(UInt256(UInt64(yParity)).quantity)), ("r", .string(r.quantity)),
            ("s", .string(s.quantity)),
        ])
    }
}
