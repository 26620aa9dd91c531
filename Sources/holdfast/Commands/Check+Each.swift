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
        var folders: [String] = [], loose: [String] = []
        for path in files {
            if let found = try ShareDirectory.folders(of: path) { folders += found } else { loose.append(path) }
        }
        let read =
            loose.isEmpty ? [] : sortedByDealing(try InputFile.readShares(loose, common, hasDealing: false))
        let places = folders
        let report = try checkMany(count: places.count + read.count, try manyOptions()) { place in
            place < places.count ? ShareDirectory.load(places[place]) : read[place - places.count]
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
