import Custody
import Glibc

/// An identity of Hyperledger Fabric on disk (`msp`): `keystore` with the private key, `signcerts` with its certificate.
struct FabricFolder {
    /// Where `keystore` and `signcerts` are.
    let path: String

    private var keystore: String { OutputFile.join(path, "keystore") }

    /// - Parameter path: Such a folder, or the folder `keystore` in one.
    init?(_ path: String) {
        if FabricFolder.isFolder(OutputFile.join(path, "keystore")) {
            self.path = path
        } else if path.split(separator: "/").last == "keystore", FabricFolder.isFolder(path) {
            self.path = OutputFile.join(path, "..")
        } else {
            return nil
        }
    }

    /// The key file that the certificate is for, of one or several.
    /// - Throws: `FileError`; `Refusal` with code `unexpected-key` where there is none; `Failure` where there is no key or no
    ///   certificate at all.
    func keyPath(_ passphrase: PassphraseSource?) throws -> String {
        let folder = OutputFile.join(path, "signcerts")
        let keys = try FabricFolder.names(in: keystore)
        guard let certificate = try FabricFolder.names(in: folder).first, !keys.isEmpty else {
            throw Failure(
                .damaged, code: "not-recognised",
                "\(path) has no \(keys.isEmpty ? "key in keystore" : "certificate in signcerts")",
                hint: "name the key file itself")
        }
        let file = try InputFile.read(OutputFile.join(folder, certificate)).asSecretFile()
        let expected = try Expectation(certificate: try PublicFile(file))
        let files = try keys.map { try InputFile.read(OutputFile.join(keystore, $0)).asSecretFile() }
        return try files.keyFile(of: expected, passphrase: passphrase).name
    }

    /// Where the key of a dealing goes: named by its subject key identifier, as Fabric looks it up.
    func target(for dealing: DealingFacts) -> String? {
        dealing.addresses.first { $0.kind == .fabricSKI }.map { OutputFile.join(keystore, "\($0.text)_sk") }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The ordinary files in a folder, by name.
    private static func names(in folder: String) throws(FileError) -> [String] {
        guard let directory = opendir(folder) else {
            throw .cannotOpen(path: folder, reason: reason(errno))
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix("."), !isFolder(OutputFile.join(folder, name)) else { continue }
            names.append(name)
        }
        return names.sorted()
    }
}
