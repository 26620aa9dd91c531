import Groups
package import SecretSharing
package import Secrets

/// Writes the share files of one dealing (holdfast-share(5), "As it is written"). The same share gives the same bytes.
package struct ShareFileWriter: Sendable {
    private let dealing: DealingFile
    private let dealingText: [UInt8]

    package init(_ dealing: DealingFile) {
        self.dealing = dealing
        dealingText = dealing.text()
    }

    /// The share file of one holder.
    /// - Throws: `ShareFilesError` as `DealingFile.requireAgreement(with:)`, `.memory`.
    package func write(_ line: borrowing ShareLine) throws(ShareFilesError) -> LockedBytes {
        try dealing.requireAgreement(with: line)
        guard let holder = dealing.holder(line.holder) else { throw .lineOfNoHolder(line.holder) }
        let head = Array(head(of: holder, isSealed: false).utf8)
        let tail = [0x0A] + tail
        return try mappingMemory { () throws(SecretsError) in
            var file = try LockedBytes(count: head.count + ShareLine.letterCount + tail.count)
            try file.withUnsafeMutableBytes { (file) throws(SecretsError) in
                file.copyBytes(from: head)
                let behindHead = UnsafeMutableRawBufferPointer(rebasing: file[head.count...])
                try line.write(into: UnsafeMutableRawBufferPointer(rebasing: behindHead[..<ShareLine.letterCount]))
                UnsafeMutableRawBufferPointer(rebasing: behindHead[ShareLine.letterCount...]).copyBytes(from: tail)
            }
            return file
        }
    }

    /// The share file of one holder whose line is sealed: public as a whole.
    /// - Parameter armor: An armored age file, lines ended by LF; the last end may be missing.
    /// - Throws: `ShareFilesError.lineOfNoHolder`.
    package func write(armor: [UInt8], for index: HolderIndex) throws(ShareFilesError) -> [UInt8] {
        guard let holder = dealing.holder(index) else { throw .lineOfNoHolder(index) }
        let end: [UInt8] = armor.last == 0x0A ? [] : [0x0A]
        return Array(head(of: holder, isSealed: true).utf8) + armor + end + tail
    }

    /// The share file of somebody who is not told: a sealed share that came from paper, with its dealing.
    /// - Parameter armor: An armored age file, without the last end of a line.
    package func write(armor: [UInt8]) -> [UInt8] {
        Array("holdfast-share/1\n".utf8) + armor + [0x0A] + tail
    }

    /// What a person reads first. Readers of the format skip it, so nothing may rest on it.
    private func head(of holder: DealingFile.Holder, isSealed: Bool) -> String {
        let count = dealing.holders.count
        let threshold = dealing.threshold
        let secrecy =
            switch (isSealed, holder.recipient) {
            case (false, _): "SECRET: give it to nobody but the one who rebuilds the key, and ask them back first."
            case (true, "passphrase"?): "Sealed with a passphrase that \(holder.name) has"
            case (true, let recipient): "Sealed to \(holder.name)'s own key: \(recipient ?? "")"
            }
        let label = dealing.label.isEmpty ? "" : ": \(dealing.label)"
        return """
            holdfast-share/1
            # Share \(holder.index) of \(count), held by \(holder.name). Any \(threshold) of the \(count) shares rebuild the key; fewer tell nothing.
            # \(secrecy)
            # Dealing \(dealing.id.shortForm), made \(dealing.created)\(label)
            # Fingerprint \(dealing.id.fingerprint): the same on every share of this dealing
            # Key: \(dealing.group.rawValue), \(keyInWords)
            # Check it at any time:  holdfast check FILE
            # How to recover without this program: holdfast-share(5)

            """
    }

    private var keyInWords: String {
        switch dealing.key.kind {
        case .wrapping: "wraps a file"
        case .nodeKey: dealing.key.addresses.first.map { "\($0.name) \($0.value)" } ?? "a node's own key"
        }
    }

    private var tail: [UInt8] {
        Array("\(ShareText.dealingBegin)\n".utf8) + dealingText + Array("\(ShareText.dealingEnd)\n".utf8)
    }
}
