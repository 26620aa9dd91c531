/// How the key comes back without any program of ours, in words and formulas: enough for a programmer.
struct Recovery {
    let job: Job

    struct Paragraph {
        let heading: String
        let pieces: [Piece]
    }

    enum Piece {
        case words(String)
        /// In letters of one width, its lines as they are.
        case formula(String)
    }

    private var order: String {
        switch job["group"] {
        case "secp256k1": "fffffffffffffffffffffffffffffffe\n    baaedce6af48a03bbfd25e8cd0364141 (hexadecimal)"
        case "p256": "ffffffff00000000ffffffffffffffff\n    bce6faada7179e84f3b9cac2fc632551 (hexadecimal)"
        default: "2^252 + 27742317777372353535851937790883648493"
        }
    }

    private var isEdwards: Bool { job["group"] == "ed25519" }
    private var isWrapping: Bool { job["key"] == "wrapping" }
    private var bytes: String { isEdwards ? "32 bytes, the lowest first" : "32 bytes, the highest first" }

    var paragraphs: [Paragraph] { [line, checks, interpolation, file, dealing, all] }

    private var line: Paragraph {
        let start =
            switch (job.kind, Words(job: job).opener) {
            case (.sealed, "passphrase"):
                "The sealed text is an age file (age-encryption.org/v1): age -d asks for the passphrase and gives the "
                    + "line, hfs1 and 85 letters. "
            case (.sealed, _):
                "The sealed text is an age file (age-encryption.org/v1): age -d -i KEY gives the line, hfs1 and 85 "
                    + "letters. "
            case (.share, _), (.dealing, _):
                "Join the rows, without their numbers and the check letter at the end of each: hfs1 and 85 letters. "
            }
        return Paragraph(
            heading: "1. Read the line",
            pieces: [
                .words(start + "The letters"),
                .formula("qpzry9x8gf2tvdw0s3jn54khce6mua7l"),
                .words(
                    "stand for 0 to 31, five bits each, the highest bit first. The first 72 letters after hfs1 are 360 "
                        + "bits: 5 version, which is 1; 3 group (1 secp256k1, 2 p256, 3 ed25519); 16 index i of the "
                        + "holder; 80 the start of the dealing's id; 256 the number f(i), as \(bytes). The last 13 letters "
                        + "are a checksum."),
            ])
    }

    /// A sealed share has no rows.
    private var rowChecks: [Piece] {
        guard job.kind != .sealed else { return [] }
        return [
            .words("Row r with the letters v1 ... vm (hfs1 left out) has the check letter"),
            .formula("r + 2 v1 + 4 v2 + ... + 2^m vm"),
            .words("in GF(32): a sum is an exclusive or; to double, shift left, and from 32 on exclusive or 41."),
        ]
    }

    private var checks: Paragraph {
        Paragraph(
            heading: "2. See whether it is right",
            pieces: rowChecks + [
                .words("The line as a whole (^ exclusive or, numbers hexadecimal):"),
                .formula(
                    """
                    c = 8c63020d3
                    for each v of the 85 letters:
                        b = c >> (decimal 60)
                        c = (c mod 2^(decimal 60)) << 5 ^ v
                        for k = 0 ... 4:
                            if bit k of b is 1: c = c ^ g[k]
                    then c must be 10ce0795c2fd1e62a
                    g[0] = 19dc500ce73fde210
                    g[1] = 1bfae00def77fe529
                    g[2] = 1fbd920fffe7bee52
                    g[3] = 1739640bdeee3fdad
                    g[4] = 07729a039cfc75f5a
                    """),
            ])
    }

    private var interpolation: Paragraph {
        let publicKey = isWrapping ? "" : ", the public key"
        return Paragraph(
            heading: "3. Rebuild the number",
            pieces: [
                .words(
                    "f is a polynomial of degree \(job.threshold - 1), and f(0) = x is what was shared. From "
                        + "\(job.threshold) shares with different i, modulo q:"),
                .formula(
                    """
                    x = sum over i of f(i) l(i)
                    l(i) = product over j != i of j / (j - i)
                    u / v = u v^(q-2)
                    q = \(order)
                    """),
                .words(
                    "i and j are the indices of the same \(job.threshold) shares. The dealing has the points A0, A1, ... "
                        + "(G is the generator of \(job["group"])): each share must give"),
                .formula("f(i) G = A0 + i A1 + i^2 A2 + ..."),
                .words("and in the end x G = A0\(publicKey)."),
            ])
    }

    private var file: Paragraph {
        let meaning =
            switch (isWrapping, isEdwards) {
            case (true, _): "x is no key of a node: it opens the file that was wrapped."
            case (false, true): "x is the private scalar; the seed that nodes keep is only in the file."
            case (false, false): "x, as \(bytes), is the private key itself."
            }
        return Paragraph(
            heading: "4. Open the file",
            pieces: [
                .words(
                    "\(meaning) The file as it was is in the dealing, sealed (|| one after another, \"\" its ASCII):"),
                .formula(
                    """
                    K = HKDF-SHA-256(
                      key  x as \(bytes),
                      salt salt,
                      info "holdfast-original/1" || "\(job["group"])" || A0)
                    file = XChaCha20-Poly1305-open(
                      K, nonce, sealed, associated data
                      F("holdfast-original/1") || F("\(job["group"])")
                      || F(A0) || F(kind) || F(format))
                    F(b) = length of b in 4 bytes || b
                    """),
                .words(
                    "A0 is its bytes, in the dealing the first of the commitments, in hexadecimal as salt and nonce are; "
                        + "sealed is in base64, its last 16 bytes the tag; kind and format stand under key. What comes "
                        + "out: 4 bytes with a length L, the highest first, L bytes, the file, and padding."),
            ])
    }

    private var dealing: Paragraph {
        Paragraph(
            heading: "5. The dealing",
            pieces: [
                .words("It is a text in JSON, in one or more codes. Each holds"),
                .formula("hfd1:NUMBER/COUNT:ID:piece"),
                .words(
                    "Put the pieces one after another; then % and two hexadecimal digits stand for the byte that they "
                        + "name."),
            ])
    }

    private var all: Paragraph {
        Paragraph(
            heading: "6. All of it",
            pieces: [
                .words(
                    "The manual pages holdfast-share(5) and holdfast-dealing(5) of Holdfast say this in full; "
                        + "recover.py of its sources does it in some 200 lines of Python:"),
                .formula("python3 recover.py SHARE... -o FILE"),
            ])
    }
}
