/// The code of a share: its line, without the check letters of the rows.
enum ShareCode {
    static func make(_ rows: UnsafeRawBufferPointer) -> QRCode? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.count) { room in
            var count = 0
            // Every seventeenth letter is a check letter, and so is the last.
            for place in rows.indices where place % 17 != 16 && place != rows.count - 1 {
                room.initializeElement(at: count, to: rows[place])
                count += 1
            }
            let line = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[..<count])
            defer { overwrite(line) }
            return QRCode(capitalsOf: UnsafeRawBufferPointer(line))
        }
    }
}

/// The code of a sealed share.
enum SealedCode {
    /// What a code of 70 mm holds so that a telephone reads it.
    static let mostBytes = 1200
}

/// Boxes for dates and initials.
struct CheckTable {
    let canvas: Canvas
    let columns: Int
    let rows: Int
    let rowHeight: Double
    let size: Double

    func draw(_ x: Double, _ y: Double, width: Double) {
        let columnWidth = width / Double(columns)
        for row in 0..<rows {
            for column in 0..<columns {
                let left = x + Double(column) * columnWidth, top = y + Double(row) * rowHeight
                canvas.frame(left, top, columnWidth, rowHeight, thickness: 0.4)
                canvas.line(
                    from: (left + 0.6 * columnWidth, top), to: (left + 0.6 * columnWidth, top + rowHeight), width: 0.4)
                guard row == 0 else { continue }
                canvas.text("date", left + 2, top, width: columnWidth, .dim(size))
                canvas.text("initials", left + 0.6 * columnWidth + 2, top, width: columnWidth, .dim(size))
            }
        }
    }
}

/// Paragraphs in two columns, filled one after the other.
struct RecoveryColumns {
    let canvas: Canvas
    let paragraphs: [Recovery.Paragraph]
    let size: Double

    /// What is not torn apart: a piece, the first one with its heading.
    private struct Block {
        let heading: String?
        let piece: Recovery.Piece
        let isLast: Bool
    }

    private var blocks: [Block] {
        paragraphs.flatMap { paragraph in
            paragraph.pieces.enumerated().map { place, piece in
                Block(
                    heading: place == 0 ? paragraph.heading : nil, piece: piece,
                    isLast: place == paragraph.pieces.count - 1)
            }
        }
    }

    func draw(_ x: Double, _ y: Double, width: Double, gap: Double) {
        let columnWidth = (width - gap) / 2
        let heights = blocks.map { height(of: $0, columnWidth) }
        let half = heights.reduce(0, +) / 2
        var flow = Flow(canvas: canvas, x: x, width: columnWidth, y: y)
        var used = 0.0
        for (block, height) in zip(blocks, heights) {
            // The first block whose middle lies beyond the half begins the second column.
            if used + height / 2 > half, flow.x == x {
                flow = Flow(canvas: canvas, x: x + columnWidth + gap, width: columnWidth, y: y)
            }
            draw(block, &flow)
            used += height
        }
    }

    /// So that the longest line fits a column.
    private var formulaSize: Double { 0.86 * size }

    private func height(of block: Block, _ width: Double) -> Double {
        let heading = block.heading.map { canvas.height(of: $0, width: width, .bold(size)) } ?? 0
        let piece =
            switch block.piece {
            case .words(let text): canvas.height(of: text, width: width, .plain(size))
            case .formula(let text):
                canvas.height(of: text, width: width - size, .letters(formulaSize)) + 0.5 * size
            }
        return heading + piece + (block.isLast ? size : 0)
    }

    private func draw(_ block: Block, _ flow: inout Flow) {
        if let heading = block.heading { flow.text(heading, .bold(size)) }
        switch block.piece {
        case .words(let text): flow.text(text, .plain(size))
        case .formula(let text):
            flow.y += 0.25 * size
            flow.y += canvas.text(text, flow.x + size, flow.y, width: flow.width - size, .letters(formulaSize))
            flow.y += 0.25 * size
        }
        if block.isLast { flow.y += size }
    }
}

/// Index and name of every holder, in three columns.
struct HolderList {
    let job: Job

    func draw(_ flow: inout Flow, most: Int) {
        let holders = job.lines("holder-names").prefix(most)
        let step = flow.width / 3
        var lowest = flow.y
        let rows = (holders.count + 2) / 3
        for (place, holder) in holders.enumerated() {
            let x = flow.x + Double(place / max(rows, 1)) * step
            let y = flow.y + Double(place % max(rows, 1)) * 12.5
            flow.canvas.text(
                "\(holder.first)  \(Words.isolated(holder.second))", x, y, width: step - 6, .plain(8), mostLines: 1)
            lowest = max(lowest, y + 12.5)
        }
        flow.y = lowest
        let rest = job.holderCount - holders.count
        if rest > 0 { flow.text("and \(rest) more, who stand in dealing.json", .dim(8)) }
    }
}
