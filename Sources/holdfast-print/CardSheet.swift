/// The cards: one with the share on it, its back, and a third that says how the key comes back.
struct CardSheet {
    let job: Job
    let bytes: UnsafeRawBufferPointer
    private var words: Words { Words(job: job) }
    private static let margin = mm(6)

    init(_ job: Job, _ bytes: UnsafeRawBufferPointer) {
        self.job = job
        self.bytes = bytes
    }

    var pages: [(Canvas) -> Void] {
        if job.isDiscreet { return [front] }
        guard job.kind == .dealing else { return [front, back, recovery] }
        let codes = job.parts.enumerated().map { ($0.offset + 1, $0.element) }
        let codePages = stride(from: 0, to: codes.count, by: 2).map { start in
            { (canvas: Canvas) in codePage(canvas, Array(codes[start..<min(start + 2, codes.count)])) }
        }
        return [back] + codePages + [recovery]
    }

    private func flow(_ canvas: Canvas) -> Flow {
        Flow(canvas: canvas, x: Self.margin, width: canvas.width - 2 * Self.margin, y: mm(5))
    }

    private func front(_ canvas: Canvas) {
        var flow = flow(canvas)
        head(&flow)
        if !job.isDiscreet { flow.text(words.purpose, .plain(7.5), after: 1) }
        flow.y += mm(1.5)
        switch job.kind {
        case .share: share(&flow)
        case .sealed: sealed(&flow)
        case .dealing: break
        }
        let foot = canvas.height - mm(14)
        canvas.text(job["fingerprint"], flow.x, foot, width: flow.width, .boldLetters(9.5))
        let below =
            job.isDiscreet
            ? "Keep it flat, dry and dark. Form: \(job["line-form"])."
            : "fingerprint, the same on every share of this dealing \u{2022} any \(job.threshold) of \(job.holderCount) "
                + "\u{2022} \(words.made)"
        canvas.text(below, flow.x, foot + 14, width: flow.width, .dim(7), mostLines: 1)
    }

    private func head(_ flow: inout Flow) {
        let right = mm(48)
        flow.canvas.text(
            job["dealing"], flow.x + flow.width - right, flow.y, width: right, .boldLetters(15), alignedRight: true)
        var left = Flow(canvas: flow.canvas, x: flow.x, width: flow.width - right, y: flow.y)
        left.text(words.title, .bold(14), mostLines: 1)
        if !job.isDiscreet, job.kind != .dealing, !job["holder"].isEmpty {
            left.text(job["holder"], .plain(10), mostLines: 1)
        }
        flow.y = max(left.y, flow.y + 20)
    }

    private func share(_ flow: inout Flow) {
        let canvas = flow.canvas
        let rows = UnsafeRawBufferPointer(rebasing: bytes[job.rows])
        let letters = LetterRows(canvas: canvas, rows: rows, size: 12.5)
        let side = mm(47)
        canvas.draw(ShareCode.make(rows), flow.x - mm(2), flow.y, side: side)
        letters.draw(flow.x + side + mm(1), flow.y + mm(1.5))
        canvas.text(
            words.typingOnCard, flow.x + side + mm(1), flow.y + mm(2) + letters.height, width: flow.width - side,
            .dim(6.5), mostLines: 3)
        flow.y += side
    }

    private func sealed(_ flow: inout Flow) {
        let armor = job["sealed"]
        let side = mm(58)
        var left = flow.x
        if armor.utf8.count <= SealedCode.mostBytes {
            flow.canvas.draw(QRCode(armor), flow.x - mm(2), flow.y, side: side)
            left += side
        }
        let isLong = armor.split(separator: "\n").count > 17
        flow.canvas.text(
            isLong ? "The sealed text is too long for this card. It is in the share file." : armor, left,
            flow.y + mm(2), width: flow.x + flow.width - left, isLong ? .plain(8) : .letters(5.4))
        flow.y += side
    }

    private func back(_ canvas: Canvas) {
        var flow = flow(canvas)
        head(&flow)
        if job.kind == .dealing { flow.text(words.purpose, .plain(7.5), after: 1) }
        flow.rule(after: 2)
        flow.facts(words.facts, size: 7.5, names: mm(20))
        if job.kind == .dealing {
            flow.text(job["fingerprint"], .boldLetters(9.5), after: 1)
            HolderList(job: job).draw(&flow, most: 9)
        }
        flow.rule(after: 2)
        flow.text(words.ifAsked, .plain(7))
        if job.kind != .dealing || job.parts.isEmpty {
            flow.text(words.withoutCodes(job.number("part-count")), .plain(7), after: 2)
        }
        if job.kind != .dealing {
            CheckTable(canvas: canvas, columns: 4, rows: 2, rowHeight: mm(5.2), size: 6)
                .draw(flow.x, canvas.height - mm(16), width: flow.width)
        }
    }

    private func codePage(_ canvas: Canvas, _ codes: [(number: Int, text: String)]) {
        var flow = flow(canvas)
        flow.text("Dealing \(job["dealing"]), public", .bold(9))
        let side = mm(66)
        for (place, code) in codes.enumerated() {
            let x = flow.x + Double(place) * (flow.width - side)
            canvas.draw(QRCode(code.text), x, flow.y + mm(6), side: side)
            canvas.text(
                "\(code.number) of \(job.number("part-count"))", x + mm(4), flow.y + side + mm(7), width: side, .dim(8))
        }
    }

    private func recovery(_ canvas: Canvas) {
        var flow = flow(canvas)
        flow.text("How the \(words.result) of dealing \(job["dealing"]) comes back (not secret)", .bold(8.5))
        flow.y += 2
        RecoveryColumns(canvas: canvas, paragraphs: Recovery(job: job).paragraphs, size: 5.7)
            .draw(flow.x, flow.y, width: flow.width, gap: mm(4))
    }
}
