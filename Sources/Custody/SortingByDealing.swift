import ShareFiles

/// Puts files together that are of one dealing, by the dealing that each brings, in the order in which they came.
///
/// A share line without a dealing goes to the dealing that it names, and so does an acknowledgement; what names none stands
/// alone.
public func sortedByDealing(_ files: [SecretFile]) -> [DealingFiles] {
    let texts = Parallel.map(count: files.count) { dealingText(in: files[$0]) }
    // Each text once: the shares of a dealing all carry the same one.
    var placeOfText: [[UInt8]: Int] = [:], distinct: [[UInt8]] = []
    for case .some(let text) in texts where placeOfText[text] == nil {
        placeOfText[text] = distinct.count
        distinct.append(text)
    }
    let list = distinct
    let ids = Parallel.map(count: list.count, block: 1) { place in
        list[place].withUnsafeBytes { try? DealingFile(parsing: $0).id }
    }
    var sorted = SortedFiles()
    for (file, text) in zip(files, texts) {
        guard let text, let place = placeOfText[text] else { continue }
        // A text that cannot be read is a dealing of its own: it is told once, with all that carry it.
        sorted.add(file, to: ids[place].map { .id($0) } ?? .text(place))
    }
    for (file, text) in zip(files, texts) where text == nil { sorted.addAlone(file) }
    return sorted.collections.map { DealingFiles($0.first?.name ?? "", $0) }
}

private struct SortedFiles {
    enum Key: Hashable {
        case id(DealingID)
        case text(Int)
    }

    private(set) var collections: [[SecretFile]] = []
    private var places: [Key: Int] = [:]

    mutating func add(_ file: SecretFile, to key: Key) {
        if let place = places[key] {
            collections[place].append(file)
        } else {
            places[key] = collections.count
            collections.append([file])
        }
    }

    /// A file that brings no dealing.
    mutating func addAlone(_ file: SecretFile) {
        if let word = file.bytes.withUnsafeBytes({ try? AcknowledgementFile(parsing: $0) }) {
            for case (.id(let id), let place) in places where id.bytes == word.dealing {
                collections[place].append(file)
                return
            }
        }
        if let line = try? ShareFile(parsing: file.bytes).takeLine() {
            for case (.id(let id), let place) in places where line.names(id) {
                collections[place].append(file)
                return
            }
        }
        collections.append([file])
    }
}

/// The text of the dealing that a file is or carries.
private func dealingText(in file: SecretFile) -> [UInt8]? {
    switch file.bytes.withUnsafeBytes({ ShareFileKind.recognise($0) }) {
    case .dealing: file.bytes.withUnsafeBytes { Array($0) }
    case .share: ShareFile.dealingText(of: file.bytes)
    case .bareLine, .scan, .compactDealing, .request, .submission, .acknowledgement, .evidence, nil: nil
    }
}
