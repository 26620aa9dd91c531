package import Sealing
import SecretSharing

extension SubmissionFile {
    /// The most bytes of the binary form, as much as the text can carry.
    private static let mostBinaryBytes = 98_304

    /// The binary form of this submission, whose sealed part is an age file by its header.
    /// - Throws: `SealingError.age`.
    package func binary() throws(SealingError) -> [UInt8] {
        let sealed = try AgeArmor.decode(armor)
        _ = try AgeFile(parsing: sealed)
        return CompactForm.submission.start + request + dealing + sealed
    }

    /// - Throws: `ShareFilesError.tooLarge`, `.unknownVersion`, `.compactForm`.
    init(parsingBinary bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        guard bytes.count <= Self.mostBinaryBytes else {
            throw .tooLarge(byteCount: bytes.count, most: Self.mostBinaryBytes)
        }
        var reader = try CompactForm.submission.content(of: bytes)
        let request = try reader.octets(32, "id of the request")
        let dealing = try reader.octets(32, "id of the dealing")
        let sealed = reader.rest
        // An armored file would be a second way of writing the same one.
        guard AgeFile.isBegun(sealed), !AgeArmor.isBegun(sealed) else {
            throw .compactForm(.sealed("it does not begin as an age file does"))
        }
        do { _ = try AgeFile(parsing: sealed) } catch { throw .compactForm(.sealed(error.description)) }
        self.init(request: request, dealing: dealing, armor: Array(AgeArmor.encode(sealed).utf8))
    }
}

extension AcknowledgementFile {
    /// The binary form: 102 bytes.
    package var binary: [UInt8] { CompactForm.acknowledgement.start + dealing + bigEndian(holder.value) + proof }

    /// - Throws: `ShareFilesError.unknownVersion`, `.compactForm`.
    init(parsingBinary bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        var reader = try CompactForm.acknowledgement.content(of: bytes)
        let dealing = DealingID(try reader.octets(32, "id of the dealing"))
        let number = try reader.number(bytes: 2, "holder")
        guard let holder = try? HolderIndex(number) else { throw .compactForm(.holder(number)) }
        let proof = try reader.octets(64, "proof")
        try reader.end()
        self.init(dealing: dealing, holder: holder, proof: proof)
    }
}
