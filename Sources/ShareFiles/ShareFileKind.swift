import Encodings

/// What a text, or a binary form of one, looks like. Cheap, and no promise that it can be read.
package enum ShareFileKind: Hashable, Sendable {
    /// A share file, with its dealing.
    case share
    /// A share as one line of letters, alone, or as the rows of a sheet.
    case bareLine
    /// What a scanner read from a sheet, a part of a dealing first.
    case scan
    /// A dealing.
    case dealing
    /// What everyone needs who checks a dealing to own keys, in binary.
    case compactDealing
    /// What asks for shares.
    case request
    /// A share that answers a request, sealed to whoever asked; text or binary.
    case submission
    /// A holder's word that the share dealt to their own key is good; text or binary.
    case acknowledgement
    /// What shows that a dealer cheated a holder. Secret.
    case evidence

    /// Looks at the first lines of a file, or at an argument: a share there would be a secret that others can see.
    ///
    /// The bytes may be those of a key: where lines end is released, of the first four bytes whether a binary form begins with
    /// them, and of the first line that says something whether it begins with blanks and with one of the public texts; no
    /// branch depends on anything else.
    /// - Returns: `nil` for everything else.
    package static func recognise(_ bytes: UnsafeRawBufferPointer) -> ShareFileKind? {
        // A share is longer. 32 bytes that are no text are a raw key, whose line ends would be bytes of the key.
        guard bytes.count != 32 || bytes.consists(of: .asciiText) else { return nil }
        if let form = CompactForm.begun(bytes) { return ShareFileKind(form) }
        var lines = TextLines(bytes)
        while let line = lines.next() {
            var text = bytes[line.range]
            while UnsafeRawBufferPointer(rebasing: text).begins(with: [0x20], [0x09], [0x0D]) {
                text = text.dropFirst()
            }
            let range = text.startIndex..<text.endIndex
            if bytes.isEmptyOrComment(range) { continue }
            if bytes.starts(range, with: ShareText.titleStart) { return .share }
            if bytes.starts(range, with: RequestFile.titleStart) { return .request }
            if bytes.starts(range, with: SubmissionFile.titleStart) { return .submission }
            if bytes.starts(range, with: AcknowledgementFile.titleStart) { return .acknowledgement }
            if bytes.starts(range, with: EvidenceFile.titleStart) { return .evidence }
            if bytes.startsLine(range) || bytes.startsSheet(range) { return .bareLine }
            if bytes.startsScan(range) { return .scan }
            guard UnsafeRawBufferPointer(rebasing: text).begins(with: [UInt8(ascii: "{")]) else { return nil }
            return namesDealing(bytes, from: range.lowerBound) ? .dealing : nil
        }
        return nil
    }

    private init(_ form: CompactForm) {
        switch form {
        case .dealing: self = .compactDealing
        case .submission: self = .submission
        case .acknowledgement: self = .acknowledgement
        }
    }

    /// Whether the format of a dealing is named near the start.
    private static func namesDealing(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        let beginning = UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + 4096)])
        return ["\"holdfast-dealing/", "\"holdfast-own-dealing/"].contains { beginning.has($0) }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether a part of a dealing begins there, or any code as zbarimg shows it.
    fileprivate func startsScan(_ range: Range<Int>) -> Bool {
        UnsafeRawBufferPointer(rebasing: self[range])
            .begins(
                with: Array("hfd1:".utf8), Array("QR-Code:hfs1".utf8), Array("QR-Code:HFS1".utf8),
                Array("QR-Code:hfd1:".utf8), Array("QR-Code:-----BEGIN AGE ENCRYPTED FILE-----".utf8))
    }
}
