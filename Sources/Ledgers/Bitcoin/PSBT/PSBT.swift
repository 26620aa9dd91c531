import Encodings
import Transactions

/// A partially signed Bitcoin transaction: BIP-174 (version 0), BIP-370 (version 2), with the fields of BIP-371 (taproot)
/// and BIP-373 (MuSig2, whose fields must be in form and are not signed).
///
/// All keys and values stay as they came, in their order, those that are not known too: what is written of an unchanged
/// PSBT is what was read.
package struct PSBT: Equatable, Sendable {
    /// How the PSBT came, and goes again.
    package enum Form: Hashable, Sendable { case binary, base64 }

    package let form: Form
    /// 0 or 2.
    package let version: Int
    package internal(set) var global: PSBTMap
    package internal(set) var inputs: [PSBTInput]
    package internal(set) var outputs: [PSBTMap]
    /// The transaction that is signed, without scripts of inputs.
    package let transaction: Transaction
    /// What the inputs spend, checked; signatures that are added change nothing of it.
    let checks: [InputCheck]
    /// What was brought beside the PSBT about the outputs that it spends.
    let previous: PreviousOutputs?

    /// "psbt" and 0xFF: BIP-174, "Specification".
    static let magic: [UInt8] = [0x70, 0x73, 0x62, 0x74, 0xFF]
    /// How every base64 text of a PSBT begins: its first three bytes, and part of the others.
    static let textMark = Array("cHNidP".utf8)

    /// The most bytes that are read: Bitcoin Core, `psbt.h`, `MAX_FILE_SIZE_PSBT`.
    package static let largestSize = 100_000_000

    /// Whether bytes begin like a PSBT, in either form.
    package static func isMarked(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: magic) || bytes[textStart(bytes)...].starts(with: textMark)
    }

    /// Reads a PSBT in bytes or in base64, to the last byte. Blanks around the text and line breaks in it are taken.
    /// - Parameter previous: What was brought about the outputs that are spent: it proves amounts, and fills in what the PSBT
    ///   leaves out, for the checks alone.
    /// - Throws: `PSBTError`, with the map, the field and the byte.
    package init(parsing bytes: [UInt8], knowing previous: PreviousOutputs? = nil) throws(PSBTError) {
        guard bytes.count <= PSBT.largestSize else {
            throw .tooLong(limit: PSBT.largestSize, found: bytes.count)
        }
        if bytes.starts(with: PSBT.magic) {
            try self.init(binary: bytes, form: .binary, previous, KnownKeys())
            return
        }
        guard PSBT.isMarked(bytes) else { throw .notAPSBT }
        let decoded: [UInt8]
        do { decoded = try Base64.decode(PSBT.letters(of: bytes)) } catch { throw .base64(error) }
        try self.init(binary: decoded, form: .base64, previous, KnownKeys())
    }

    /// Reads the bytes of a PSBT that was made from another one, beside which the same was brought.
    /// - Throws: As `init(parsing:knowing:)`.
    package init(readingBack bytes: [UInt8], madeOf before: PSBT, _ keys: KnownKeys) throws(PSBTError) {
        try self.init(binary: bytes, form: .binary, before.previous, keys)
    }

    /// Whether both are the same bytes in the same form, whatever was brought beside them.
    package static func == (left: PSBT, right: PSBT) -> Bool {
        left.form == right.form && left.serialized == right.serialized
    }

    /// The PSBT in bytes.
    package var serialized: [UInt8] {
        var bytes = PSBT.magic
        global.append(to: &bytes)
        for input in inputs { input.map.append(to: &bytes) }
        for output in outputs { output.append(to: &bytes) }
        return bytes
    }

    /// The PSBT in base64, in one line.
    package var text: String { Base64.encode(serialized) }

    /// The PSBT in the form in which it came, for a file.
    package var file: [UInt8] { form == .binary ? serialized : Array((text + "\n").utf8) }

    /// The ledger's word for the form.
    package var kind: String { "psbt-v\(version)" }

    private init(
        binary bytes: [UInt8], form: Form, _ previous: PreviousOutputs?, _ keys: KnownKeys
    ) throws(PSBTError) {
        guard bytes.starts(with: PSBT.magic) else { throw .notAPSBT }
        var reader = ByteReader(bytes, from: PSBT.magic.count)
        let global = try PSBTMap(reading: &reader, map: .global)
        let version = try PSBT.version(of: global)
        try global.checkForms(of: .global, version: version, keys)
        let skeleton = version == 0 ? try PSBT.unsigned(of: global) : nil
        let counts: (inputs: Int, outputs: Int)
        if let skeleton {
            counts = (skeleton.inputs.count, skeleton.outputs.count)
        } else {
            counts = try PSBT.counts(of: global)
        }

        var inputs: [PSBTInput] = []
        while inputs.count < counts.inputs {
            inputs.append(try PSBTInput(reading: &reader, number: inputs.count, version: version, skeleton, keys))
        }
        var outputs: [PSBTMap] = []
        while outputs.count < counts.outputs {
            let name = PSBTMapName.output(outputs.count)
            let map = try PSBTMap(reading: &reader, map: name)
            try map.checkForms(of: name, version: version, keys)
            outputs.append(map)
        }
        do { try reader.requireEnd(of: "the last map of the PSBT") } catch { throw .transaction(error) }

        self.form = form
        self.version = version
        if let skeleton {
            transaction = skeleton
        } else {
            transaction = try PSBT.composed(of: global, inputs, outputs)
        }
        self.global = global
        self.inputs = inputs
        self.outputs = outputs
        self.previous = previous
        checks = inputs.map { InputCheck($0, previous, keys) }
    }

    // MARK: The text

    /// Where a text begins: after a mark of UTF-8 and blanks.
    private static func textStart(_ bytes: [UInt8]) -> Int {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = bytes.starts(with: mark) ? mark.count : 0
        return bytes[start...].firstIndex { !isBlank($0) } ?? bytes.endIndex
    }

    /// The letters without what tools put around and between them: blanks at both ends, and line breaks.
    private static func letters(of bytes: [UInt8]) -> String {
        var text = bytes[textStart(bytes)...]
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(decoding: text.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
