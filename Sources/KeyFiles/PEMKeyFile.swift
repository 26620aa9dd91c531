import Encodings
import Groups
import Secrets

/// The one private key among the blocks of a PEM file (RFC 7468).
enum PEMKeyFile {
    /// The blocks that hold a supported key, by their labels.
    enum Form: String {
        case pkcs8 = "PRIVATE KEY"
        case encryptedPKCS8 = "ENCRYPTED PRIVATE KEY"
        case sec1 = "EC PRIVATE KEY"

        var format: KeyFormat {
            switch self {
            case .pkcs8: .pkcs8PEM
            case .encryptedPKCS8: .encryptedPKCS8PEM
            case .sec1: .sec1PEM
            }
        }
    }

    static func read(
        _ text: KeyText, _ passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        let blocks: [PEMBlock]
        do { blocks = try PEM.blocks(in: text.bytes) } catch { throw .malformed(.pkcs8PEM, facts: error.description) }
        let keys = blocks.filter { $0.label.hasSuffix("PRIVATE KEY") }
        guard let block = keys.first else { throw .notRecognised(byteCount: text.file.count) }
        guard keys.count == 1 else { throw .severalKeys(count: keys.count) }
        guard let form = Form(rawValue: block.label) else { throw .notRecognised(byteCount: text.file.count) }
        let format = form.format
        let scheme = form == .sec1 && !block.headers.isEmpty ? try EncryptedSEC1.scheme(of: block.headers) : nil
        if let header = block.headers.first, scheme == nil {
            throw .malformed(format, facts: "the block has a header '\(header.name)', which this form has not")
        }
        var notes = text.notes
        var blockCurve: CurveName?
        for other in blocks where other.label != block.label {
            if other.label == "EC PARAMETERS", form == .sec1 {
                blockCurve = try parameters(other, text.bytes)
                notes.append(.parametersBlock)
            } else {
                notes.append(.otherBlock(label: other.label))
            }
        }
        let der = try decoded(block, text.bytes, format)
        return try der.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            switch form {
            case .sec1:
                if let scheme {
                    try EncryptedSEC1.read(bytes, scheme, notes, blockCurve: blockCurve, passphrase)
                } else {
                    try SEC1.read(bytes, format, notes, blockCurve: blockCurve)
                }
            case .encryptedPKCS8: try EncryptedPKCS8.read(bytes, format, notes, passphrase)
            case .pkcs8: try PKCS8.read(bytes, format, notes)
            }
        }
    }

    private static func parameters(
        _ block: PEMBlock, _ text: UnsafeRawBufferPointer
    ) throws(KeyFilesError) -> CurveName {
        let der = try decoded(block, text, .sec1PEM)
        return try der.withUnsafeBytes { (bytes) throws(KeyFilesError) in try SEC1.blockCurve(bytes) }
    }

    private static func decoded(
        _ block: PEMBlock, _ text: UnsafeRawBufferPointer, _ format: KeyFormat
    ) throws(KeyFilesError) -> LockedBytes {
        var der = try locked(PEM.decodedCapacity(block))
        do {
            let count = try der.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                try PEM.decode(block, of: text, into: room)
            }
            der.truncate(to: count)
        } catch { throw .malformed(format, facts: error.description) }
        return der
    }

    static func write(_ der: borrowing LockedBytes, _ form: Form) throws(KeyFilesError) -> LockedBytes {
        var text = try locked(PEM.encodedCount(label: form.rawValue, count: der.count))
        let count = text.withUnsafeMutableBytes { room in
            der.withUnsafeBytes { PEM.encode(label: form.rawValue, $0, into: room) }
        }
        text.truncate(to: count)
        return text
    }
}
