/// The sheets of A4 and Letter: a page with the share, and a page that says how the key comes back.
struct PaperSheet {
    let job: Job
    let bytes: UnsafeRawBufferPointer
    private var words: Words { Words(job: job) }
    private static let margin = mm(14)
    /// What the receipt at the foot of a share takes; the page behind it keeps this free, since it is cut off.
    private static let receiptHeight = mm(40)
    private static let codeSide = mm(56)

    init(_ job: Job, _ bytes: UnsafeRawBufferPointer) {
        self.job = job
        self.bytes = bytes
    }

    /// Codes on a page of their own, and beside the words on recovery.
    private static let codesOnPage = 12
    private static let codesOnBack = 3

    var pages: [(Canvas) -> Void] {
        if job.isDiscreet { return [front] }
        if job.kind == .dealing { return [dealing] + codePages + [recoveryPage] }
        let hasOwnPage = job.parts.count > Self.codesOnBack && job.parts.count <= Self.codesOnPage
        return [front, back] + (hasOwnPage ? codePages : [])
    }

    private var numberedCodes: [(Int, String)] { job.parts.enumerated().map { ($0.offset + 1, $0.element) } }

    private var codePages: [(Canvas) -> Void] {
        let codes = numberedCodes
        return stride(from: 0, to: codes.count, by: Self.codesOnPage).map { start in
            { (canvas: Canvas) in codePage(canvas, Array(codes[start..<min(start + Self.codesOnPage, codes.count)])) }
        }
    }

    private func flow(_ canvas: Canvas) -> Flow {
        Flow(canvas: canvas, x: Self.margin, width: canvas.width - 2 * Self.margin, y: mm(12))
    }

    // MARK: The share

    private func front(_ canvas: Canvas) {
        var flow = flow(canvas)
        head(&flow)
        if !job.isDiscreet {
            flow.text(words.purpose, .plain(10), after: 2)
            flow.rule()
            flow.facts(words.facts, size: 9.5, names: mm(26))
            flow.y += 2
        }
        fingerprint(&flow)
        flow.y += mm(4)
        switch job.kind {
        case .share: shareBox(&flow)
        case .sealed: sealedBox(&flow)
        case .dealing: break
        }
        flow.y += mm(4)
        let half = (flow.width - mm(6)) / 2
        var left = Flow(canvas: canvas, x: flow.x, width: half, y: flow.y)
        if job.isDiscreet {
            left.text("Keep this paper", .bold(10))
            left.text(
                "Flat, dry and dark; not laminated, not folded through the letters or the code. "
                    + "Form: \(job["line-form"]).", .plain(9), after: 1)
        } else {
            left.text("If someone asks you for this", .bold(10))
            left.text(words.ifAsked, .plain(9), after: 1)
            left.text("Keep it flat, dry and dark, and not laminated.", .plain(9), after: 3)
        }
        let foot = canvas.height - (job.isDiscreet ? mm(60) : Self.receiptHeight) - mm(6)
        yearly(canvas, flow.x + half + mm(6), flow.y, half, above: foot)
        if !job.isDiscreet { receipt(canvas) }
    }

    /// The title at the left, the dealing at the right, both large.
    private func head(_ flow: inout Flow) {
        let right = mm(78)
        flow.canvas.text(
            job["dealing"], flow.x + flow.width - right, flow.y, width: right, .boldLetters(24), alignedRight: true)
        if !job.isDiscreet {
            flow.canvas.text(
                "dealing", flow.x + flow.width - right, flow.y + 29, width: right, .dim(9), alignedRight: true)
        }
        var left = Flow(canvas: flow.canvas, x: flow.x, width: flow.width - right, y: flow.y)
        left.text(words.title, .bold(24), mostLines: 2)
        if !job.isDiscreet, job.kind != .dealing, !job["holder"].isEmpty {
            left.text(job["holder"], .plain(15), mostLines: 2)
        }
        flow.y = max(left.y, flow.y + 42)
    }

    private func fingerprint(_ flow: inout Flow) {
        flow.canvas.text("Fingerprint", flow.x, flow.y + 2.5, width: mm(26), .dim(9.5))
        var rest = Flow(canvas: flow.canvas, x: flow.x + mm(26), width: flow.width - mm(26), y: flow.y)
        rest.text(job["fingerprint"], .boldLetters(14))
        if !job.isDiscreet {
            rest.text("the same on every share of this dealing: compare it with the other holders'", .dim(8))
        }
        flow.y = rest.y
    }

    private func shareBox(_ flow: inout Flow) {
        let canvas = flow.canvas
        let rows = UnsafeRawBufferPointer(rebasing: bytes[job.rows])
        let letters = LetterRows(canvas: canvas, rows: rows, size: 16)
        let height = letters.height + mm(19)
        let side = mm(54)
        canvas.frame(flow.x, flow.y, flow.width, height, thickness: 1.2)
        canvas.draw(ShareCode.make(rows), flow.x + mm(2), flow.y + (height - side) / 2, side: side)
        let left = flow.x + side + mm(5)
        letters.draw(left, flow.y + mm(3.5))
        let width = flow.x + flow.width - left - mm(3)
        canvas.text(words.typing, left, flow.y + mm(3.5) + letters.height, width: width, .dim(7.5))
        flow.y += height
    }

    private func sealedBox(_ flow: inout Flow) {
        let canvas = flow.canvas
        let armor = job["sealed"]
        let height = mm(82)
        canvas.frame(flow.x, flow.y, flow.width, height, thickness: 1.2)
        var left = flow.x + mm(4)
        if armor.utf8.count <= SealedCode.mostBytes {
            canvas.draw(QRCode(armor), flow.x + mm(2), flow.y + mm(6), side: mm(70))
            left += mm(70)
        }
        let width = flow.x + flow.width - left - mm(3)
        let isLong = armor.split(separator: "\n").count > 26
        let text = isLong ? "The sealed text is too long for this paper. It is in the share file." : armor
        canvas.text(text, left, flow.y + mm(4), width: width, isLong ? .plain(9) : .letters(6.6))
        flow.y += height
    }

    /// A table for the yearly look, of as many rows as there is room for.
    private func yearly(_ canvas: Canvas, _ x: Double, _ y: Double, _ width: Double, above foot: Double) {
        var flow = Flow(canvas: canvas, x: x, width: width, y: y)
        flow.text("Once a year", .bold(10))
        flow.text(job.isDiscreet ? "Can it still be read?" : words.yearly, .plain(9), after: 1)
        if !job.isDiscreet, !words.yearlyCommand.isEmpty { flow.text(words.yearlyCommand, .letters(8)) }
        flow.y += 4
        let rowHeight = mm(6.4)
        let rows = min(max(Int((foot - flow.y) / rowHeight), 1), 8)
        CheckTable(canvas: canvas, columns: 2, rows: rows, rowHeight: rowHeight, size: 7).draw(x, flow.y, width: width)
    }

    private func receipt(_ canvas: Canvas) {
        let top = canvas.height - Self.receiptHeight
        canvas.line(from: (0, top), to: (canvas.width, top), dashed: true)
        canvas.text("\u{2702}", mm(3), top - 8, width: mm(8), .plain(12))
        var flow = flow(canvas)
        flow.y = top + mm(3)
        canvas.text(
            "nothing below this line is secret", flow.x, flow.y, width: flow.width, .dim(7.5), alignedRight: true)
        flow.text("Receipt, for whoever split the key", .bold(10))
        flow.text(words.receipt, .plain(9), after: 1)
        flow.text(job["fingerprint"], .letters(9), after: 1)
        flow.text(job["holder"].isEmpty ? "" : words.holder, .plain(9), mostLines: 1, after: 1)
        let foot = canvas.height - mm(9)
        for (name, start, end) in [("date", 0.0, 0.3), ("signature", 0.35, 1.0)] {
            canvas.line(
                from: (flow.x + start * flow.width, foot), to: (flow.x + end * flow.width, foot), width: 0.4)
            canvas.text(name, flow.x + start * flow.width, foot + 1, width: mm(40), .dim(7))
        }
    }

    // MARK: Behind it

    private func back(_ canvas: Canvas) {
        var flow = flow(canvas)
        canvas.text(
            "\(words.share), \(job["dealing"])", flow.x, flow.y, width: flow.width, .dim(9), alignedRight: true)
        flow.text("How the \(words.result) comes back", .bold(14))
        withProgram(&flow)
        flow.y += mm(3)
        switch job.parts.count {
        case 1...Self.codesOnBack:
            flow.text(words.aboutCodes(onNextPage: false), .plain(9))
            flow.y += 2
            codes(numberedCodes, &flow)
        case 1...Self.codesOnPage:
            flow.text(words.aboutCodes(onNextPage: true), .plain(9))
            flow.y += mm(2)
        default:
            flow.text(words.withoutCodes(job.number("part-count")), .plain(9))
            flow.y += mm(2)
        }
        recovery(&flow)
    }

    private func withProgram(_ flow: inout Flow) {
        flow.text(
            "With the program, on a machine without a network: \(job.threshold) shares and the dealing, as files, typed or "
                + "scanned. The second line reads sheets from a scanner.", .plain(9), after: 2)
        flow.text(
            "holdfast rebuild SHARE... --dealing dealing.json -o FILE\n"
                + "zbarimg -q SCAN... | holdfast rebuild - -o FILE", .letters(8), after: 2)
    }

    private func recovery(_ flow: inout Flow) {
        flow.text("Without it, what a programmer has to know", .bold(11))
        flow.y += 2
        RecoveryColumns(canvas: flow.canvas, paragraphs: Recovery(job: job).paragraphs, size: 8)
            .draw(flow.x, flow.y, width: flow.width, gap: mm(6))
    }

    /// Codes in rows of three, each with its number below.
    private func codes(_ codes: [(number: Int, text: String)], _ flow: inout Flow) {
        let side = Self.codeSide
        let step = (flow.width - side) / 2
        for (place, code) in codes.enumerated() {
            let x = flow.x + Double(place % 3) * step
            let y = flow.y + Double(place / 3) * (side + mm(4))
            flow.canvas.draw(QRCode(code.text), x, y, side: side)
            flow.canvas.text(
                "\(code.number) of \(job.number("part-count"))", x + mm(4), y + side - 3, width: side, .dim(8))
        }
        flow.y += Double((codes.count + 2) / 3) * (side + mm(4)) + 2
    }

    // MARK: The dealing

    private func dealing(_ canvas: Canvas) {
        var flow = flow(canvas)
        head(&flow)
        flow.text(words.purpose, .plain(10), after: 2)
        flow.rule()
        flow.facts(words.facts, size: 9.5, names: mm(26))
        flow.y += 2
        fingerprint(&flow)
        flow.rule()
        flow.text("Holders", .bold(10))
        HolderList(job: job).draw(&flow, most: 60)
        flow.rule()
        flow.text("What this is for", .bold(10))
        flow.text(words.ifAsked, .plain(9), after: 1)
        let count = job.number("part-count")
        if job.parts.isEmpty {
            flow.text(
                "As codes it would take \(count) parts, too many for paper. It is in the file dealing.json and in every "
                    + "share file.", .plain(9), after: 3)
        } else {
            flow.text(
                "The whole of it follows in \(count == 1 ? "one code" : "\(count) codes"). To read them: zbarimg -q "
                    + "SCAN... | holdfast check -", .plain(9), after: 3)
        }
        flow.y += mm(4)
        yearly(canvas, flow.x, flow.y, flow.width, above: flow.y + mm(36))
    }

    private func codePage(_ canvas: Canvas, _ codes: [(Int, String)]) {
        var flow = flow(canvas)
        canvas.text(
            "\(job["dealing"]), public", flow.x, flow.y, width: flow.width, .dim(9), alignedRight: true)
        flow.text("The dealing as codes", .bold(12))
        flow.y += 4
        self.codes(codes, &flow)
    }

    private func recoveryPage(_ canvas: Canvas) {
        var flow = flow(canvas)
        canvas.text(
            "\(job["dealing"]), public", flow.x, flow.y, width: flow.width, .dim(9), alignedRight: true)
        flow.text("How the \(words.result) comes back", .bold(14))
        withProgram(&flow)
        flow.y += mm(3)
        recovery(&flow)
    }
}
