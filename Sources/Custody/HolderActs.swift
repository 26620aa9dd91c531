import Groups
import OwnKeys
import SecretSharing
import Secrets
import ShareFiles
import Signatures

/// What a holder does with the key of their node and the dealing that deals to it.
protocol HolderAct {
    /// The group of the shared key.
    associatedtype Shared: Group
    associatedtype Outcome

    func perform<H: Group>(_ secret: borrowing HolderSecret<H>) throws -> Outcome
}

extension HolderAct {
    /// Performs the act with a private key, as the secret that belongs to the holder's public key in the dealing.
    func perform(
        with key: consuming PrivateKey, of holder: HolderIndex, in dealing: ProvenOwnDealing<Shared>
    ) throws -> Outcome {
        switch consume key {
        case .secp256k1(let scalar): return try perform(dealing.secret(scalar, of: holder))
        case .p256(let scalar): return try perform(dealing.secret(scalar, of: holder))
        case .ed25519Seed(let seed): return try perform(dealing.secret(seed.scalar(), of: holder))
        case .ed25519Scalar(let scalar): return try perform(dealing.secret(scalar, of: holder))
        }
    }
}

/// Opens the share that a dealing holds for the key.
struct OpeningShare<G: Group>: HolderAct {
    typealias Shared = G
    let share: OwnShare<G>
    let id: DealingID

    func perform<H: Group>(_ secret: borrowing HolderSecret<H>) throws -> Gathering.LineOwner {
        Gathering.LineOwner(try ShareLine(share.opened(with: secret), of: id))
    }
}

/// What a holder finds in a masked dealing.
enum OpenedShare {
    case good(Gathering.LineOwner)
    /// Something else than the share, and what shows it.
    case cheated(DealerEvidence)
}

/// Opens the share that a masked dealing holds for the key, or keeps what shows that it is none.
struct ConvictingDealer<G: Group>: HolderAct {
    typealias Shared = G
    let masked: ProvenMaskedDealing<G>
    let dealing: KnownDealing

    func perform<H: Group>(_ secret: borrowing HolderSecret<H>) throws -> OpenedShare {
        do {
            return .good(try OpeningShare(share: .masked(masked), id: dealing.id).perform(secret))
        } catch OwnKeysError.dealerCheated {
            let answer = try masked.evidence(with: secret).encoded()
            let file = EvidenceFile(dealing: try dealing.whole(), holder: secret.holder, request: nil, answer: answer)
            return .cheated(DealerEvidence(file, dealing.facts))
        }
    }
}

/// What is to be sealed to the requester.
struct HolderAnswerContent {
    let file: SecretFile
    /// Whether the share that it gives is good.
    let isGood: Bool

    init(_ bytes: consuming LockedBytes, isGood: Bool) {
        file = SecretFile(name: "the answer", bytes: bytes)
        self.isGood = isGood
    }
}

/// Answers a request with the point that unmasks the share, whether it unmasks a good one or not.
struct AnsweringRequest<G: Group>: HolderAct {
    typealias Shared = G
    let dealing: ProvenMaskedDealing<G>
    let request: RequestFile

    func perform<H: Group>(_ secret: borrowing HolderSecret<H>) throws -> HolderAnswerContent {
        let encoded = try dealing.answer(to: request.id.bytes, with: secret).encoded()
        let answer = try encoded.withUnsafeBytes { encoded in
            let point = H.elementByteCount
            return OwnAnswer(
                holder: secret.holder,
                element: try LockedBytes(copying: UnsafeRawBufferPointer(rebasing: encoded[..<point])),
                proof: Array(encoded[point...]))
        }
        return HolderAnswerContent(try answer.content(for: request), isGood: try isGood(secret))
    }

    /// Whether what is unmasked is the share; everything else that can go wrong is thrown.
    private func isGood<H: Group>(_ secret: borrowing HolderSecret<H>) throws -> Bool {
        do throws(OwnKeysError) {
            _ = try dealing.openShare(with: secret)
            return true
        } catch {
            guard case .dealerCheated = error else { throw error }
            return false
        }
    }
}

/// Answers a blinded request with this holder's part of the key, in which no share can be seen.
struct AnsweringBlinded<G: Group>: HolderAct {
    typealias Shared = G
    let share: OwnShare<G>
    let set: BlindedSet<G>
    let request: RequestFile

    func perform<H: Group>(_ secret: borrowing HolderSecret<H>) throws -> HolderAnswerContent {
        let encoded = try set.answer(share.opened(with: secret), with: secret).encoded()
        let content = BlindedContent(holder: secret.holder, answer: encoded)
        return HolderAnswerContent(try content.content(for: request), isGood: true)
    }
}

/// Says to everyone that the share is good, after it was opened and is.
struct Acknowledging<G: Group>: HolderAct {
    typealias Shared = G
    let share: OwnShare<G>

    /// 64 bytes.
    func perform<H: Group>(_ secret: borrowing HolderSecret<H>) throws -> [UInt8] {
        try share.dealing.acknowledge(share.opened(with: secret), with: secret)
    }
}

extension ShareLine {
    /// The line of a share that was checked.
    init<G: Group>(_ checked: borrowing CheckedShare<G>, of id: DealingID) throws {
        self = try ShareLine(holder: checked.share.holder, value: checked.share.value, of: id)
    }
}
