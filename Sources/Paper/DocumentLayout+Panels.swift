// SPDX-License-Identifier: Apache-2.0
// Short sections side by side: a page full of figures that is read row by row. A section is never torn over two
// pages; one that is higher than a page is cut with an ellipsis.

extension DocumentLayout {
    private static let line = TextStyle(size: 8.2)
    private static let name = TextStyle(size: 8.2, ink: .grey)
    private static let remark = TextStyle(size: 7.2, ink: .grey)
    private static let head = TextStyle(face: .bold, size: 8.6)
    private static let tableHead = TextStyle(face: .bold, size: 7.6)
    private static let gap = 20.0
    private static let mostColumns = 8
    /// Most lines of one text.
    private static let mostLines = 6

    mutating func addBanner(_ text: String, _ ink: Ink) {
        let style = TextStyle(face: .bold, size: 9.5)
        let lines = fonts.lines(PaperText.line(text, most: 1_200), style, width: width - 16, most: 6)
        let height = Double(lines.count) * style.lineHeight + 8
        guard reserve(height + 4) else { return }
        box(Rect(left, y, 5, height), fill: ink)
        for (index, line) in lines.enumerated() {
            self.text(line, x: left + 14, y: y + 2 + Double(index + 1) * style.lineHeight, style)
        }
        y += height + 4
    }

    mutating func addPanels(_ rows: [[DocumentElement.Panel]]) {
        for row in rows where !row.isEmpty {
            let column = (width - Self.gap * Double(row.count - 1)) / Double(row.count)
            var scratch = Sketch()
            let heights = row.map { draw($0, x: left, y: 0, width: column, into: &scratch) }
            guard reserve((heights.max() ?? 0) + 7) else { return }
            var sketch = Sketch()
            for (index, panel) in row.enumerated() {
                _ = draw(panel, x: left + Double(index) * (column + Self.gap), y: y, width: column, into: &sketch)
            }
            pages[pages.count - 1].append(sketch)
            y += (heights.max() ?? 0) + 7
        }
    }

    /// Draws a section and says how high it is.
    private func draw(
        _ panel: DocumentElement.Panel, x: Double, y top: Double, width: Double, into sketch: inout Sketch
    ) -> Double {
        var y = top + Self.head.lineHeight
        let title = fonts.fitted(PaperText.line(panel.title), Self.head, width: width)
        sketch.text(title, at: Point(x, y), Self.head, fonts: fonts)
        y += 3.5
        sketch.line([Point(x, y), Point(x + width, y)], ink: .pale, width: 0.8)
        y += 1.5
        let names = panel.lines.compactMap { line -> Double? in
            if case .fact(let name, _) = line { fonts.width(PaperText.line(name), Self.name) } else { nil }
        }
        let nameWidth = min(names.max() ?? 0, width * 0.5) + 8
        for line in panel.lines {
            guard y - top < pageRoom - 20 else {
                sketch.text("…", at: Point(x, y + Self.line.lineHeight), Self.line, fonts: fonts)
                return y + Self.line.lineHeight - top
            }
            switch line {
            case .text(let text): write(text, Self.line, x: x, width: width, &y, &sketch)
            case .note(let text): write(text, Self.remark, x: x, width: width, &y, &sketch)
            case .item(let text):
                sketch.text("•", at: Point(x, y + Self.line.lineHeight), Self.name, fonts: fonts)
                write(text, Self.line, x: x + 9, width: width - 9, &y, &sketch)
            case .fact(let name, let value):
                let shown = fonts.fitted(PaperText.line(name), Self.name, width: nameWidth - 6)
                sketch.text(shown, at: Point(x, y + Self.line.lineHeight), Self.name, fonts: fonts)
                write(value, Self.line, x: x + nameWidth, width: width - nameWidth, &y, &sketch)
            case .table(let table): write(table, x: x, width: width, &y, &sketch)
            }
        }
        return y - top
    }

    private func write(
        _ text: String, _ style: TextStyle, x: Double, width: Double, _ y: inout Double, _ sketch: inout Sketch
    ) {
        let lines = fonts.lines(PaperText.line(text, most: 1_200), style, width: width, most: Self.mostLines)
        for line in lines {
            y += style.lineHeight
            sketch.text(line, at: Point(x, y), style, fonts: fonts)
        }
        y += lines.isEmpty ? style.lineHeight : 0.6
    }

    private func write(
        _ table: DocumentElement.Table, x: Double, width: Double, _ y: inout Double, _ sketch: inout Sketch
    ) {
        let columns = Array(table.columns.prefix(Self.mostColumns))
        guard !columns.isEmpty else { return }
        let rows = table.rows.map { row in
            columns.indices.map { row.indices.contains($0) ? PaperText.line(row[$0]) : "" }
        }
        var widths = columns.indices.map { column in
            max(
                fonts.width(PaperText.line(columns[column].title), Self.tableHead),
                rows.map { fonts.width($0[column], Self.line) }.max() ?? 0) + 12
        }
        // Figures first: the names get what is left, a quarter at least.
        let others = widths.dropFirst().reduce(0, +)
        let room = max(width - others, width / 4)
        if others > 0, others > width - room {
            for index in 1..<widths.count { widths[index] *= (width - room) / others }
        }
        widths[0] = room
        func row(_ cells: [String], _ style: TextStyle) {
            y += style.lineHeight
            var at = x
            for (index, cell) in cells.enumerated() {
                let isRight = columns[index].alignment == .right
                let shown = fonts.fitted(cell, style, width: widths[index] - 6)
                sketch.text(
                    shown, at: Point(isRight ? at + widths[index] - 6 : at, y), style,
                    anchor: isRight ? .end : .start,
                    fonts: fonts)
                at += widths[index]
            }
        }
        row(columns.map { PaperText.line($0.title) }, Self.tableHead)
        y += 2.5
        sketch.line([Point(x, y), Point(x + width, y)], ink: .pale, width: 0.5)
        for cells in rows.prefix(60) { row(cells, Self.line) }
        y += 1.5
    }
}
