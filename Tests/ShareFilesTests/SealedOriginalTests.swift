import Groups
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct SealedOriginalTests {
    @Test(arguments: CurveName.allCases, [1, 251, 252, 253, 4096, SealedOriginal.mostFileBytes])
    func givesTheSameBytesBack(_ curve: CurveName, _ count: Int) throws {
        var random = Seed(UInt64(count)).generator
        let dealt = try DealtFiles.of(curve, threshold: 2, holders: 2, original: random.bytes(count))
        let opened = try openOriginal(dealt.dealing, dealt.scalar, curve.group)
        #expect(opened == dealt.original)
    }

    /// File length → sealed length: 4 bytes of length before the file, Padmé, 16 bytes of tag.
    @Test(arguments: [
        (1, 256), (252, 256), (253, 272), (268, 272), (269, 288), (508, 512), (509, 544), (996, 1024), (1020, 1024),
        (1021, 1088), (65532, 65536), (65533, 67584), (1_048_572, 1_048_576), (1_048_573, 1_081_344),
        (1_048_576, 1_081_344),
    ])
    func hidesTheLengthAsPadmeSays(_ fileCount: Int, _ bodyCount: Int) throws {
        let original = [UInt8](repeating: 7, count: fileCount)
        let dealt = try DealtFiles.of(.ed25519, threshold: 2, holders: 2, original: original)
        #expect(dealt.dealing.original.sealed.count == bodyCount + 16)
    }

    @Test func refusesNothingAndTooMuch() throws {
        for count in [0, SealedOriginal.mostFileBytes + 1] {
            let code = codeThrown { _ = try DealtFiles.of(.p256, original: [UInt8](repeating: 0, count: count)) }
            #expect(code == "original-length")
        }
    }

    @Test(arguments: CurveName.allCases)
    func tellsAnotherKeyFromADamagedFile(_ curve: CurveName) throws {
        let dealt = try DealtFiles.of(curve)
        let other = try DealtFiles.of(curve)
        #expect(codeThrown { _ = try openOriginal(dealt.dealing, other.scalar, curve.group) } == "original-other-key")
        var sealed = dealt.dealing.original.sealed
        for place in sealed.indices {
            sealed[place] ^= 0x10
            let damaged = try dealt.dealing.with(
                SealedOriginal(salt: dealt.dealing.original.salt, nonce: dealt.dealing.original.nonce, sealed: sealed))
            #expect(codeThrown { _ = try openOriginal(damaged, dealt.scalar, curve.group) } == "original-sealed")
            sealed[place] ^= 0x10
        }
    }

    @Test func isBoundToSaltNonceKindAndFormat() throws {
        let dealt = try DealtFiles.of(.ed25519)
        let good = dealt.dealing.original
        var salt = good.salt
        salt[0] ^= 1
        var nonce = good.nonce
        nonce[23] ^= 1
        let others = [
            try dealt.dealing.with(SealedOriginal(salt: salt, nonce: good.nonce, sealed: good.sealed)),
            try dealt.dealing.with(SealedOriginal(salt: good.salt, nonce: nonce, sealed: good.sealed)),
            try dealt.dealing.with(good, .init(kind: .nodeKey, format: "hex", addresses: [])),
            try dealt.dealing.with(good, .init(kind: .wrapping, format: "raw", addresses: [])),
        ]
        for other in others {
            #expect(other.id != dealt.dealing.id)
            #expect(codeThrown { _ = try openOriginal(other, dealt.scalar, Ed25519.self) } == "original-sealed")
        }
    }

    @Test func refusesAScalarOfAnotherGroup() throws {
        let dealt = try DealtFiles.of(.ed25519)
        let scalar = [UInt8](repeating: 0, count: 31) + [1]
        #expect(codeThrown { _ = try openOriginal(dealt.dealing, scalar, P256.self) } == "group")
    }
}

extension DealingFile {
    /// The same dealing with another original and its own id, which the proof is not made over.
    func with(_ original: SealedOriginal, _ key: Key? = nil) throws -> DealingFile {
        try UnprovenDealing(
            label: label, created: created, epoch: epoch, group: group, threshold: threshold, holders: holders,
            commitments: commitments, key: key ?? self.key, original: original
        ).proven(by: proof)
    }
}
