import Custody

/// Many dealings in one run: folders, each of a dealing, and files, put together by the dealing that they bring.
extension Check {
    func checkEach() throws -> ExitStatus {
        guard !isPublic, shareOptions.dealing == nil else {
            throw Failure(
                .usage, code: "usage",
                "--each takes every dealing for itself, and --public and --dealing are about one",
                hint: "leave one of them out; name what the dealings must be with --expect")
        }
        var folders: [String] = [], loose: [String] = [], read: [DealingFiles] = []
        for path in files {
            // What cannot be read is one outcome among the others, and stops none of them.
            do {
                if let found = try ShareDirectory.folders(of: path) { folders += found } else { loose.append(path) }
            } catch {
                guard files.count > 1 else { throw error }
                read.append(DealingFiles(path, [], unread: [error.asRefusal]))
            }
        }
        do {
            if !loose.isEmpty {
                read += sortedByDealing(try InputFile.readShares(loose, common, hasDealing: false))
            }
        } catch let error as FileError {
            guard files.count > 1 else { throw error }
            read.append(DealingFiles(loose[0], [], unread: [Failure(error).asRefusal]))
        }
        let places = folders, sorted = read
        let report = try checkMany(count: places.count + sorted.count, try manyOptions()) { place in
            place < places.count ? ShareDirectory.load(places[place]) : sorted[place - places.count]
        }
        for outcome in report.outcomes { warn(of: outcome) }
        for text in report.unmet { talk.error("no dealing is of \(text)", hint: "look for its folder") }
        try answer(json: Report.json(report), text: Report.text(report))
        let statuses = report.outcomes.map { $0.fault.map { ExitStatus($0) } ?? .done }
        let readCount = read.reduce(0) { $0 + $1.files.count }
        return .worst(
            statuses + (report.unmet.isEmpty ? [] : [.answerIsNo]) + (readCount < loose.count ? [.inputOutput] : []))
    }

    private func manyOptions() throws -> ManyOptions {
        let options = try shareOptions.checkOptions(common)
        // Nobody is asked in the middle of a thousand dealings.
        let passphrase =
            common.hasPassphrase
            ? try SecretFile(name: "the passphrase", bytes: common.passphrases.read(for: "the shares")) : nil
        return ManyOptions(expected: options.expected, identities: options.identities, passphrase: passphrase)
    }

    private func warn(of outcome: DealingOutcome) {
        for refusal in outcome.unread { talk.warn("\(refusal.message); it is left out", hint: refusal.advice) }
        if let twin = outcome.twin { talk.warn("\(outcome.name) and \(twin) are of the same dealing") }
    }
}
