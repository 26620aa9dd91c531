import Custody

/// Where signed contents are written: one into a file, several into a folder that is there whole or not at all.
struct SigningOutput {
    private let path: String
    private let single: OutputTarget?

    /// Refuses before any work is done what would be refused at the end.
    /// - Throws: `Failure`, `FileError`.
    init(_ path: String, force: Bool, count: Int, inputs: [String]) throws {
        self.path = path
        if count == 1 {
            let target = OutputTarget(path: path, force: force)
            try target.requireWritable(besides: inputs)
            single = target
        } else {
            guard path != "-" else {
                throw Failure(
                    .usage, code: "usage", "several results do not go to standard output as files",
                    hint: "leave -o out to get one line each, or name a folder")
            }
            try OutputDirectory.requireWritable(path)
            single = nil
        }
    }

    /// - Parameter names: What each content was read from; of several, the file of each is named after it.
    /// - Returns: The paths, in order.
    func write(_ results: [SignedContent], of names: [String]) throws -> [String] {
        if let single {
            try results[0].file.withUnsafeBytes { try single.write($0, mode: 0o644) }
            return [path]
        }
        let files = fileNames(names)
        try OutputDirectory.write(path, files.map { OutputDirectory.Entry(name: $0, mode: 0o644) }) { place, write in
            try results[place].file.withUnsafeBytes { try write($0) }
        }
        return files.map { "\(path)/\($0)" }
    }

    /// `pay.json` → `pay.json.signed`; where two would be equal, the later ones are numbered.
    private func fileNames(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.map { name in
            let last = name.split(separator: "/").last.map(String.init) ?? name
            var file = "\(last).signed"
            var number = 2
            while !taken.insert(file).inserted {
                file = "\(last)-\(number).signed"
                number += 1
            }
            return file
        }
    }
}
