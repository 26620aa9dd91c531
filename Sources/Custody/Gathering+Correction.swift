import Groups
import ShareFiles

extension Gathering {
    /// Looks whether a mistyped line is near one that fits a dealing, and asks whether to use that one.
    mutating func offerCorrection(at position: Int) throws(Refusal) {
        let file = entries[position].file
        guard entries[position].verdict.status == .damaged else { return }
        guard let correction = Gathering.correction(of: file),
            !(correction.wrong.isEmpty && correction.unreadable.isEmpty),
            let line = try? correction.line()
        else { return }
        let embedded = Gathering.dealing(of: file)
        // A line must agree with the dealing in its own file; only a line without one may be of any that came.
        guard let dealing = (embedded.map { [$0] } ?? dealings).first(where: { line.names($0.id) }),
            case let index = line.holder, try fits(line, dealing)
        else { return }
        let offer = CorrectionOffer(file: file.name, correction)
        let places = offer.places
        entries[position].verdict.places = places
        entries[position].verdict.index = Int(index.value)
        entries[position].verdict.holder = dealing.name(of: index)
        guard options.offer(offer) else { return }
        let taken = offer.takeCorrection()
        let bytes = try refusing { () throws in try taken.withLetters { try LockedBytes(copying: $0) } }
        let right = try refusing { () throws in try bytes.withUnsafeBytes { try ShareLine(parsing: $0) } }
        entries[position].line = LineOwner(right)
        entries[position].dealing = embedded
        entries[position].verdict = ShareVerdict(file: file.name)
        entries[position].verdict.places = places
        entries[position].verdict.isCorrected = true
    }

    private static func correction(of file: SecretFile) -> ShareLineCorrection? {
        do { return try ShareFile.correction(of: file.bytes) } catch { return nil }
    }

    /// Whether a line is a share of the dealing, on its committed polynomial.
    func fits(_ line: borrowing ShareLine, _ dealing: KnownDealing) throws(Refusal) -> Bool {
        func fits<G: Group>(_ line: borrowing ShareLine, _ group: G.Type) throws -> Bool {
            try dealing.requireAgreement(with: line)
            let share = try line.share(in: G.self)
            let commitment = dealing.commitment(in: G.self)
            return G.generator(times: share.value) == commitment.elementVariableTime(for: share.holder)
        }
        do {
            return try fits(line, dealing.group.group)
        } catch {
            let refusal = Refusal(error)
            if refusal.kind == .internalFault || refusal.kind == .inputOutput { throw refusal }
            return false
        }
    }
}
