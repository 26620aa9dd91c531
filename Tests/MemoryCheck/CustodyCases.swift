import Custody
import Encodings
import Secrets

/// The acts as an embedding program calls them. The taint is set where a share is decoded, inside of them, and in the file
/// of a key from its first digit on.
var custodyCases: [Case] {
    CurveName.allCases.map { curve in ("custody-\(curve.rawValue)", { try wholeLife(curve) }) } + [
        ("custody-sign-evm", signTransaction), ("custody-inspect-key-file", inspectKeyFile),
        ("custody-submit", answerRequest), ("custody-row-typed-back", typeRowBack),
    ]
}

/// 1, 2, 3 … in hexadecimal: a key of every group, secret before anything looks at it.
private func keyFile() throws -> SecretFile {
    let text = (1...32).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    let bytes = try locked(text)
    bytes.withUnsafeBytes { MemoryChecker.markSecret($0) }
    return SecretFile(name: "the key", bytes: bytes)
}

private func locked(_ text: String) throws -> LockedBytes {
    var bytes = try LockedBytes(count: text.utf8.count)
    bytes.withUnsafeMutableBytes { $0.copyBytes(from: text.utf8) }
    return bytes
}

private func shares(_ curve: CurveName) throws -> [SecretFile] {
    let key = try readKey(try keyFile(), group: curve)
    let plan = try SplitPlan(
        threshold: 2, holderNames: ["Aino", "Bram", "Chiara"], label: "", created: "2026-11-22T10:02:33Z")
    let dealt = try split(key, plan)
    var files: [SecretFile] = []
    for position in 0..<3 {
        try dealt.withShareFile(at: position) { bytes in
            files.append(SecretFile(name: "share \(position + 1)", bytes: try LockedBytes(copying: bytes)))
        }
    }
    return files
}

private func wholeLife(_ curve: CurveName) throws {
    let files = Array(try shares(curve)[1...])
    let collection = try check(files)
    guard collection.report.fault == nil else { throw Refusal(.internalFault, code: "internal", "a good share is bad") }
    let rebuilt = try rebuild(collection)
    keep(rebuilt.isOriginal)
}

private func signTransaction() throws {
    let collection = try check(Array(try shares(.secp256k1)[..<2]))
    let text = """
        {"chainId":246,"nonce":0,"maxPriorityFeePerGas":"1000000000","maxFeePerGas":"2000000000","gas":21000,
         "to":"0x09616C3d61b3331fc4109a9E41a8BDB7d9776609","value":"1234567890"}
        """
    let transaction = try readTransaction(SecretFile(name: "the transaction", bytes: try locked(text)))
    keep(try sign(transaction, with: try Signer(rebuilding: collection)).text.count)
}

private func inspectKeyFile() throws {
    for curve in CurveName.allCases {
        keep(try keyFile().isShareOrDealing)
        keep(try inspect(try keyFile(), group: curve))
        let raw = try locked(String(repeating: "\n\u{e4} ", count: 8))
        raw.withUnsafeBytes { MemoryChecker.markSecret($0) }
        keep(try inspect(SecretFile(name: "a raw key", bytes: raw), group: curve))
    }
}

/// A holder answers a request, and whoever asked opens the answers; the identity is secret from its first letter on.
private func answerRequest() throws {
    let files = try shares(.p256)
    var asker = Identities()
    try asker.add(SecretFile(name: "the identity", bytes: try secretIdentity()), passphrase: nil)
    let request = try ShareRequest(
        for: files[2], recipient: asker.recipients[0], purpose: "practice", created: "2026-11-22T10:02:33Z",
        expires: nil)
    var answers: [SecretFile] = []
    for file in files[..<2] {
        let answer = try submit(file, to: request, at: "2026-11-23T10:02:33Z")
        answers.append(
            SecretFile(name: answer.holder.name, bytes: try locked(String(decoding: answer.text, as: UTF8.self))))
    }
    let collection = try check(answers, CheckOptions(identities: asker, request: request))
    guard collection.report.fault == nil else {
        throw Refusal(.internalFault, code: "internal", "a good answer is bad")
    }
    keep(try rebuild(collection).isOriginal)
}

/// A row of a sheet as its holder types it back, in capitals and with its number; and with a wrong letter.
private func typeRowBack() throws {
    guard case .share(_, let rows) = try sheet(of: try shares(.ed25519)[0]).content else { return }
    try rows.bytes.withUnsafeBytes { rows in
        let second = UnsafeRawBufferPointer(rebasing: rows[17..<34])
        // The holder has them on paper: what is secret is compared from where it was typed.
        MemoryChecker.markPublic(second)
        let typed = String(decoding: second, as: UTF8.self)
        let capitals = try locked("2 " + typed.prefix(4).uppercased() + " " + typed.dropFirst(4).uppercased())
        MemoryChecker.markSecret(second)
        let isRow = try capitals.withUnsafeBytes { try TypedRow.isRow($0, 2, as: second) }
        let other = try locked(typed.dropLast(2) + (typed.dropLast().last == "q" ? "p" : "q") + typed.suffix(1))
        let isOther = try other.withUnsafeBytes { try TypedRow.isRow($0, 2, as: second) }
        guard isRow, !isOther else { throw Refusal(.internalFault, code: "internal", "a row is taken for another") }
    }
}
