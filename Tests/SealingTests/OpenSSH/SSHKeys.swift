import Sealing

/// Keys as `ssh-keygen` of OpenSSH 9.2 wrote them. They are public, and must never hold value.
enum SSHKeys {
    static let plain = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
        QyNTUxOQAAACCdI/RJ5efaYi57HA3HpM6oVDo9gHVSnciAFOJnbrmWdgAAAJBJ4vtqSeL7
        agAAAAtzc2gtZWQyNTUxOQAAACCdI/RJ5efaYi57HA3HpM6oVDo9gHVSnciAFOJnbrmWdg
        AAAEAJjX68CHECnDfV/j1Ah5gko7ucsVuLUZbyPSPQPYGlHJ0j9Enl59piLnscDcekzqhU
        Oj2AdVKdyIAU4mduuZZ2AAAADWFsaWNlQGV4YW1wbGU=
        -----END OPENSSH PRIVATE KEY-----

        """

    static let plainLine =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0j9Enl59piLnscDcekzqhUOj2AdVKdyIAU4mduuZZ2 alice@example"

    /// The same key under the passphrase `correct horse`, `-a 2`.
    static let encrypted = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABAM7S1F6z
        gf8zUKKs18yhKyAAAAAgAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIJ0j9Enl59piLnsc
        DcekzqhUOj2AdVKdyIAU4mduuZZ2AAAAkH6OKqO+Pz38BIIfO1yfi9WroDtxSmi5lh6/7J
        oHp6hNufpXrDm2cF5krkhN/8BWzo0oLh3H9Qzi+mHetv8s4nnjZJ6sZISovfRlDqsVcO40
        IzBjTKK7dgjc1PjoWyHgEqzJRn/Qd40PDfr95+UZr2UQLtavvvmtqvgYEiuGb20NxMWOtx
        VgKimHKnKiMFUPNA==
        -----END OPENSSH PRIVATE KEY-----

        """

    static let passphrase = Array("correct horse".utf8)

    static let ecdsa = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
        1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQTglTtbZGvSfL/IHq5LJlVOxFQIovTx
        fVshy7k+5hfjmiHizHSavLIl+wIzkpGzfh7oNkTXk5kgnAuM8yK6vvMbAAAAqCukqdYrpK
        nWAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOCVO1tka9J8v8ge
        rksmVU7EVAii9PF9WyHLuT7mF+OaIeLMdJq8siX7AjOSkbN+Hug2RNeTmSCcC4zzIrq+8x
        sAAAAgbihI0RHL7TeBuxFu5gLlHFBq+fb2HdQKoQ9E9r9xBigAAAAMYnJhbUBleGFtcGxl
        AQIDBA==
        -----END OPENSSH PRIVATE KEY-----

        """

    static let ecdsaLine =
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOCVO1tka9J8v8gerksmVU7EVAii9PF9WyHLuT7mF+OaIeLMdJq8siX7AjOSkbN+Hug2RNeTmSCcC4zzIrq+8xs= bram@example"

    /// Of the plain key.
    static let seed = "098d7ebc0871029c37d5fe3d40879824a3bb9cb15b8b5196f23d23d03d81a51c"

    /// Of the key on P-256.
    static let scalar = "6e2848d111cbed3781bb116ee602e51c506af9f6f61dd40aa10f44f6bf710628"
}
