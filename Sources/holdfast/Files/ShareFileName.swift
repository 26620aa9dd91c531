/// How the files of a split are called.
enum ShareFileName {
    static let dealing = "dealing.json"
    /// The proof of shares that are publicly verifiable.
    static let proof = "dealing.proof"

    /// The names of all holders' files, in their order.
    /// - Throws: `Failure` where two holders would get one file.
    static func all(for holders: [String]) throws(Failure) -> [String] {
        var taken: [String: String] = [:]
        var files: [String] = []
        for holder in holders {
            let file = name(for: holder)
            if let other = taken.updateValue(holder, forKey: file) {
                throw Failure(
                    .usage, code: "same-file-name",
                    "the shares of '\(other)' and '\(holder)' would both be called \(file)",
                    hint: "name one of them differently")
            }
            files.append(file)
        }
        return files
    }

    /// The name in lower case, everything but letters, digits and `-` turned into `-`.
    static func name(for holder: String) -> String {
        let letters = holder.lowercased().map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" }
        return String(letters) + ".share"
    }
}
