import Groups
import Signatures
import Transactions

extension PSBTMap {
    /// Refuses fields that do not have the form that their BIP gives them, and fields of another version.
    /// - Parameters:
    ///   - version: 0 or 2.
    ///   - keys: What was read before.
    /// - Throws: `PSBTError.keyForm`, `.valueForm`, `.content`, `.fieldOfOtherVersion`, `.missingField`.
    func checkForms(of map: PSBTMapName, version: Int, _ keys: KnownKeys) throws(PSBTError) {
        for entry in entries {
            guard let field = map.fields[entry.type] else { continue }
            try checkVersion(of: field, at: map.place(entry.keyOffset, field.name), version)
            try field.key.check(entry.keyData, keys, at: map.place(entry.keyOffset, field.name))
            try field.value.check(entry.value, at: map.place(entry.valueOffset, field.name))
        }
        for (type, field) in map.fields.needed(in: version) where first(type) == nil {
            throw .missingField(map.place(endOffset, field.name))
        }
    }

    private func checkVersion(
        of field: PSBTField, at place: @autoclosure () -> Place, _ version: Int
    ) throws(PSBTError) {
        switch (field.version, version) {
        case (.both, _), (.version0, 0), (.version2, 2): break
        default: throw .fieldOfOtherVersion(place(), version: version)
        }
    }
}

extension PSBTField.KeyForm {
    /// - Throws: `PSBTError.keyForm`.
    fileprivate func check(
        _ data: [UInt8], _ keys: KnownKeys, at place: @autoclosure () -> Place
    ) throws(PSBTError) {
        func require(_ isGood: Bool, _ needed: String) throws(PSBTError) {
            guard isGood else { throw .keyForm(place(), needed: needed) }
        }
        func isPoint(_ key: [UInt8]) -> Bool { (try? keys.key(key)) != nil }
        switch self {
        case .none: try require(data.isEmpty, "its type alone")
        case .bytes(let count): try require(data.count == count, "its type and \(count) bytes")
        case .publicKey: try require(isPoint(data), "its type and a public key of 33 or 65 bytes")
        case .compressedKey: try require(data.count == 33 && isPoint(data), "its type and a public key of 33 bytes")
        case .controlBlock: try require((try? ControlBlock(data)) != nil, "its type and a control block")
        case .participant:
            try require(
                (data.count == 66 || data.count == 98) && isPoint(Array(data[..<33])) && isPoint(Array(data[33..<66])),
                "its type, two public keys of 33 bytes, and 32 bytes of a leaf hash or nothing")
        case .proprietary:
            var reader = ByteReader(data)
            let isWhole = (try? reader.prefixed("")) != nil && (try? reader.compactSize("")) != nil
            try require(isWhole, "its type, an identifier with its length, and a subtype")
        }
    }
}

extension PSBTField.ValueForm {
    /// - Throws: `PSBTError.valueForm`, `.content`.
    fileprivate func check(_ value: [UInt8], at place: @autoclosure () -> Place) throws(PSBTError) {
        func require(_ isGood: Bool, _ needed: String) throws(PSBTError) {
            guard isGood else { throw .valueForm(place(), needed: needed) }
        }
        switch self {
        // Those that become values of their own are read where they are kept: see `PSBT.init` and `PSBTInput.init`.
        case .anything, .unsignedTransaction, .transaction, .output, .witness: break
        case .bytes(let count): try require(value.count == count, "\(count) bytes")
        case .notEmpty: try require(!value.isEmpty, "a signature")
        case .compactSize:
            _ = try PSBT.reading(value, at: place()) { reader throws(BitcoinError) in
                try reader.compactSize("the number")
            }
        case .schnorrSignature: try require(value.count == 64 || value.count == 65, "a signature of 64 or 65 bytes")
        case .derivation: try require(isDerivation(value), "a fingerprint and indices of four bytes each")
        case .taprootDerivation:
            let rest = try PSBT.reading(value, at: place()) { reader throws(BitcoinError) in
                _ = try reader.bytes(32 * (try reader.count("the leaf hashes", bytesEach: 32)), "the leaf hashes")
                return try reader.bytes(reader.remaining, "the derivation")
            }
            try require(isDerivation(rest), "leaf hashes, a fingerprint and indices of four bytes each")
        case .leafScript: try require(!value.isEmpty, "a script with its leaf version")
        case .scriptTree: try require(try ScriptTree(value, at: place()).merkleRoot != nil, "a whole binary tree")
        case .participants:
            try require(!value.isEmpty && value.count % 33 == 0, "public keys of 33 bytes each")
            for start in stride(from: 0, to: value.count, by: 33) {
                let key = Array(value[start..<start + 33])
                try require((try? VerifyingKey(curve: .secp256k1, encoded: key)) != nil, "public keys of 33 bytes each")
            }
        case .height:
            try require(value.count == 4, "4 bytes")
            let height = value.littleEndian32
            try require(height > 0 && height < Locktime.firstTime, "a height above 0 and below 500,000,000")
        case .time:
            try require(value.count == 4, "4 bytes")
            try require(value.littleEndian32 >= Locktime.firstTime, "a time of 500,000,000 or more")
        }
    }

    /// BIP-174, `PSBT_IN_BIP32_DERIVATION`: "<4 byte fingerprint> <32-bit little endian uint path element>*".
    private func isDerivation(_ value: [UInt8]) -> Bool { value.count >= 4 && value.count % 4 == 0 }
}

extension [UInt8] {
    /// Four bytes as a number, the lowest first.
    var littleEndian32: UInt32 {
        precondition(count == 4, "a number of four bytes")
        return reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Eight bytes as a number, the lowest first.
    var littleEndian64: UInt64 {
        precondition(count == 8, "a number of eight bytes")
        return reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
