// SPDX-License-Identifier: Apache-2.0
// A document as plain text for a terminal: the same headings, facts and tables in the same order, without pictures. It
// says nothing that the page does not say.

import DockModel

extension Document {
    /// The most characters of a line; longer ones go on below.
    private static let lineLength = 100
    /// The widest column of names.
    private static let widestName = 34

    /// The lines of the document.
    public var textLines: [String] {
        var lines = [PaperText.line(title)]
        if !subtitle.isEmpty { lines.append(PaperText.line(subtitle)) }
        for element in elements { lines += Self.lines(of: element) }
        return lines
    }

    private static func lines(of element: DocumentElement) -> [String] {
        switch element {
        case .heading(let text): ["", PaperText.line(text)]
        case .paragraph(let text), .note(let text): broken(PaperText.line(text, most: PaperText.longestParagraph))
        case .banner(let text, ink: _): broken(PaperText.line(text, most: PaperText.longestParagraph))
        case .panels(let rows): rows.joined().flatMap(lines)
        case .warning(let text): broken("! " + PaperText.line(text, most: PaperText.longestParagraph))
        case .facts(let facts): named(facts.map { ($0.name, $0.value) })
        case .table(let table): rows(table)
        case .checks(let checks): checks.map { "[ ] " + PaperText.line($0.text) }
        case .picture, .signature, .pageBreak: []
        }
    }

    private static func lines(of panel: DocumentElement.Panel) -> [String] {
        ["", PaperText.line(panel.title)]
            + panel.lines.flatMap { line -> [String] in
                switch line {
                case .text(let text), .note(let text):
                    broken(PaperText.line(text, most: PaperText.longestParagraph))
                case .item(let text): broken("- " + PaperText.line(text, most: PaperText.longestParagraph))
                case .fact(let name, let value): named([(name, value)])
                case .table(let table): rows(table)
                }
            }
    }

    private static func named(_ facts: [(name: String, value: String)]) -> [String] {
        let width = min(widestName, facts.map { $0.name.count }.max() ?? 0)
        return facts.map { fact in
            "  " + padded(PaperText.line(fact.name), width) + "  "
                + PaperText.line(fact.value, most: PaperText.longestParagraph)
        }
    }

    private static func rows(_ table: DocumentElement.Table) -> [String] {
        let cells = ([table.columns.map(\.title)] + table.rows.prefix(rowLimit)).map { row in
            row.map { PaperText.line($0) }
        }
        let widths = table.columns.indices.map { column in
            min(40, cells.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
        }
        let lines = cells.map { row in
            let shown = zip(row, widths).enumerated().map { index, cell in
                index == widths.count - 1 ? cell.0 : padded(cell.0, cell.1)
            }
            return "  " + shown.joined(separator: "  ")
        }
        let left = table.rows.count - rowLimit
        return left > 0 ? lines + ["  (+ \(left))"] : lines
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func broken(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count >= lineLength {
                lines.append("  " + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + ["  " + line]
    }
}
