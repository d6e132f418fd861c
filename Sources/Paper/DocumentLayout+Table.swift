// SPDX-License-Identifier: Apache-2.0
// Tables on pages: columns as wide as their texts need, heads on each page, rows that are never torn. A long text
// wraps in its cell and ends with an ellipsis; rows beyond the limit are counted.

extension DocumentLayout {
    private static let cell = TextStyle(size: 8.5)
    private static let head = TextStyle(face: .bold, size: 8.5)
    private static let padding = 4.0
    private static let mostLines = 8
    private static let mostColumns = 14

    mutating func addTable(_ table: DocumentElement.Table) {
        let columns = Array(table.columns.prefix(Self.mostColumns))
        guard !columns.isEmpty else { return }
        let rows = table.rows.prefix(Document.rowLimit)
        let widths = columnWidths(columns, rows: rows.prefix(200))
        let heads = wrapped(columns.map(\.title), widths, Self.head)
        let headHeight = height(heads, Self.head)
        guard reserve(headHeight + Self.cell.lineHeight + 12) else { return }
        var page = pages.count
        drawHead(heads, columns, widths, height: headHeight)
        var printed = 0
        for row in rows {
            let cells = columns.indices.map { row.indices.contains($0) ? row[$0] : "" }
            let lines = wrapped(cells, widths, Self.cell)
            let rowHeight = height(lines, Self.cell)
            guard reserve(rowHeight) else { break }
            if pages.count != page {
                page = pages.count
                drawHead(heads, columns, widths, height: headHeight)
            }
            drawCells(lines, columns, widths, Self.cell)
            y += rowHeight
            rule(.pale, width: 0.5)
            printed += 1
        }
        y += 6
        guard printed < table.rows.count, !isFull else { return }
        addLines(
            document.language(.rowsPrinted, ["n": "\(printed)", "all": "\(table.rows.count)"]), Self.small)
        y += 4
    }

    private mutating func drawHead(
        _ heads: [[String]], _ columns: [DocumentElement.Table.Column], _ widths: [Double], height: Double
    ) {
        box(Rect(left, y, width, height), fill: .ground)
        drawCells(heads, columns, widths, Self.head)
        y += height
        rule(.black, width: 0.7)
    }

    private mutating func drawCells(
        _ cells: [[String]], _ columns: [DocumentElement.Table.Column], _ widths: [Double], _ style: TextStyle
    ) {
        var x = left
        for (index, lines) in cells.enumerated() {
            let isRight = columns[index].alignment == .right
            let at = isRight ? x + widths[index] - Self.padding : x + Self.padding
            for (number, line) in lines.enumerated() {
                let base = y + 2 + Double(number) * style.lineHeight + style.size
                text(line, x: at, y: base, style, anchor: isRight ? .end : .start)
            }
            x += widths[index]
        }
    }

    private func wrapped(_ cells: [String], _ widths: [Double], _ style: TextStyle) -> [[String]] {
        zip(cells, widths).map { cell, width in
            fonts.lines(PaperText.line(cell), style, width: width - 2 * Self.padding, most: Self.mostLines)
        }
    }

    private func height(_ cells: [[String]], _ style: TextStyle) -> Double {
        Double(max(1, cells.map(\.count).max() ?? 1)) * style.lineHeight + 5
    }

    /// Each column as wide as its longest word asks for; what is left goes to those with long texts.
    private func columnWidths(_ columns: [DocumentElement.Table.Column], rows: ArraySlice<[String]>)
        -> [Double]
    {
        var least = columns.map { widestWord(PaperText.line($0.title), Self.head) }
        var wanted = columns.map { fonts.width(PaperText.line($0.title), Self.head) }
        for row in rows {
            for (index, cell) in row.prefix(columns.count).enumerated() {
                let text = PaperText.line(cell)
                least[index] = max(least[index], widestWord(text, Self.cell))
                wanted[index] = max(wanted[index], fonts.width(text, Self.cell))
            }
        }
        let room = width - 2 * Self.padding * Double(columns.count)
        let fair = room / Double(columns.count)
        // One endless word must not take the place of the others.
        least = least.map { min($0, max(fair, room * 0.3)) }
        let leastSum = least.reduce(0, +)
        if leastSum >= room { return least.map { $0 * room / leastSum + 2 * Self.padding } }
        let wish = zip(wanted, least).map { min(max($0 - $1, 0), room) }
        let wishSum = wish.reduce(0, +)
        let rest = room - leastSum
        if wishSum <= rest {
            let share = (rest - wishSum) / Double(columns.count)
            return columns.indices.map { least[$0] + wish[$0] + share + 2 * Self.padding }
        }
        return columns.indices.map { least[$0] + wish[$0] * rest / wishSum + 2 * Self.padding }
    }

    private func widestWord(_ text: String, _ style: TextStyle) -> Double {
        text.split(separator: " ").map { fonts.width(String($0), style) }.max() ?? 0
    }
}
