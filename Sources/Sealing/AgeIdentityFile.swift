import Encodings
package import Secrets

/// A file of identities: lines of age, a private key of OpenSSH, or an age file that has one of them inside.
package enum AgeIdentityFile {
    /// The longest file that is looked at, in bytes.
    package static let mostBytes = 1 << 16
    /// The most identities in one file.
    package static let most = 256

    private static let prefix = "AGE-SECRET-KEY-"

    /// What a file is, by what it begins with.
    package enum Form: Equatable, Sendable {
        case lines
        /// Whether it is encrypted stands inside.
        case openSSH
        /// Encrypted with a passphrase.
        case ageFile
        /// Another private key, by the label of its block.
        case foreign(label: String)
    }

    /// Of a line `AGE-SECRET-KEY-1…` nothing but what it begins with is released.
    package static func form(of bytes: UnsafeRawBufferPointer) -> Form {
        // Age files are no secret: they are looked at as they are.
        let start = bytes.countAtStart(of: .blank)
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        if rest.begins(with: Array(AgeHeader.anyVersion.utf8), Array("-----BEGIN AGE".utf8)) { return .ageFile }
        if bytes.has("-----BEGIN \(OpenSSHKeyFile.label)-----") { return .openSSH }
        if let label = (try? PEM.blocks(in: bytes))?.first?.label { return .foreign(label: label) }
        return .lines
    }

    /// Whether `read` needs a passphrase.
    /// - Throws: What is wrong with an OpenSSH key, as `read` does.
    package static func wantsPassphrase(_ bytes: borrowing LockedBytes) throws(SealingError) -> Bool {
        try bytes.withUnsafeBytes { (bytes) throws(SealingError) in
            switch form(of: bytes) {
            case .ageFile: true
            case .openSSH: try OpenSSHKeyFile(parsing: bytes).isEncrypted
            case .lines, .foreign: false
            }
        }
    }

    /// Reads all identities of a file.
    /// - Parameter passphrase: Looked at only where something is encrypted.
    /// - Throws: `SealingError.passphraseMissing`, `.wrongPassphrase`, `.age`, `.openSSH`, `.memory`.
    package static func read(
        _ bytes: borrowing LockedBytes, passphrase: borrowing LockedBytes?, limits: AgeFile.Limits = .usual
    ) throws(SealingError) -> [AgeIdentity] {
        guard bytes.count <= mostBytes else { throw .age(.tooLarge(found: bytes.count, most: mostBytes)) }
        return try bytes.withUnsafeBytes { (bytes) throws(SealingError) in
            guard form(of: bytes) == .ageFile else { return try readOpen(bytes, passphrase) }
            switch passphrase {
            case .none: throw .passphraseMissing
            case .some(let passphrase):
                MemoryChecker.markPublic(bytes)
                let opened = try openFile(Array(bytes), passphrase, limits)
                return try opened.withUnsafeBytes { (opened) throws(SealingError) in
                    // Of an encrypted OpenSSH key inside of an encrypted file nobody has two passphrases at hand.
                    try readOpen(opened, nil)
                }
            }
        }
    }

    private static func openFile(
        _ bytes: [UInt8], _ passphrase: borrowing LockedBytes, _ limits: AgeFile.Limits
    ) throws(SealingError) -> LockedBytes {
        let file = try AgeFile(parsing: bytes)
        guard file.wantsPassphrase else { throw .age(.identityFileSealedToKeys) }
        var limits = limits
        limits.mostContent = min(limits.mostContent, mostBytes)
        return try file.open(passphrase: passphrase, limits: limits)
    }

    private static func readOpen(
        _ bytes: UnsafeRawBufferPointer, _ passphrase: borrowing LockedBytes?
    ) throws(SealingError) -> [AgeIdentity] {
        switch form(of: bytes) {
        case .lines: return try lines(bytes)
        case .openSSH: return [try AgeIdentity(ssh: try OpenSSHKeyFile(parsing: bytes).unlock(passphrase: passphrase))]
        case .foreign(let label): throw .age(.foreignKeyFile(label: label))
        case .ageFile: throw .age(.identity(.notRecognised, line: 1))
        }
    }

    /// One a line; empty lines and those that begin with `#` are left aside.
    private static func lines(_ bytes: UnsafeRawBufferPointer) throws(SealingError) -> [AgeIdentity] {
        var identities: [AgeIdentity] = []
        var lines = TextLines(bytes)
        while let line = lines.next() {
            let letters = UnsafeRawBufferPointer(rebasing: bytes[line.range])
            if letters.isEmpty || letters.begins(with: [0x23]) { continue }
            guard identities.count < most else { throw .age(.tooManyKeys(most: most)) }
            do throws(KeyTextError) {
                identities.append(try identity(letters))
            } catch {
                switch error {
                case .text(let fault): throw .age(.identity(fault, line: line.number))
                case .sealing(let error): throw error
                }
            }
        }
        guard !identities.isEmpty else { throw .age(.noIdentityInFile) }
        return identities
    }

    private enum KeyTextError: Error {
        case text(KeyTextFault)
        case sealing(SealingError)
    }

    /// `AGE-SECRET-KEY-1…`, in upper case.
    private static func identity(_ letters: UnsafeRawBufferPointer) throws(KeyTextError) -> AgeIdentity {
        guard letters.begins(with: Array("\(prefix)1".utf8)) else { throw .text(foreign(letters)) }
        do {
            var scalar = try LockedBytes(copying: letters)
            let count = try scalar.withUnsafeMutableBytes { (letters) throws(EncodingsError) in
                try Bech32.decodeInPlace(secret: letters, prefix: prefix)
            }
            guard count == X25519.count else { throw KeyTextError.text(.length(count)) }
            scalar.truncate(to: count)
            return try AgeIdentity(x25519: scalar)
        } catch let error as EncodingsError {
            throw .text(error == .bech32(.mixedCase) ? .wrongCase : .encoding(error))
        } catch let error as SecretsError {
            throw .sealing(.memory(error))
        } catch let error as SealingError {
            throw .sealing(error)
        } catch {
            throw (error as? KeyTextError) ?? .text(.notRecognised)
        }
    }

    /// Why a line is no identity.
    private static func foreign(_ letters: UnsafeRawBufferPointer) -> KeyTextFault {
        if letters.begins(with: Array("\(prefix)PQ-1".utf8)) { return .postQuantum }
        if letters.begins(with: Array("age1".utf8), Array("ssh-".utf8)) { return .recipientAsIdentity }
        if letters.begins(with: Array("age-secret-key-".utf8)) { return .wrongCase }
        let plugin = Array("AGE-PLUGIN-".utf8)
        guard letters.begins(with: plugin) else { return .notRecognised }
        // The name is public: it says which program to run.
        let rest = UnsafeRawBufferPointer(rebasing: letters[plugin.count...])
        MemoryChecker.markPublic(rest)
        let name = String(decoding: rest.prefix { $0 != 0x31 }, as: UTF8.self)
        return .plugin(name: (name.hasSuffix("-") ? String(name.dropLast()) : name).lowercased())
    }
}
