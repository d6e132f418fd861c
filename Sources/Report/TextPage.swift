// SPDX-License-Identifier: Apache-2.0
// Draws a page as plain text of at most 72 columns, so that it reads well on a satellite terminal and
// survives being quoted. It drops nothing that the page says; what a
// picture shows stands in the figures beside it.

/// A page as plain text.
struct TextPage {
    /// The widest line.
    static let width = 72

    private let page: Page

    /// The text of `page`.
    init(_ page: Page) { self.page = page }

    /// The whole text, each line ended by a line feed.
    func text() -> String {
        var lines = Self.wrap(page.verdict, first: "", rest: "")
        for statement in page.summary { lines += Self.wrap(statement, first: "", rest: "") }
        for section in page.sections {
            lines.append("")
            lines.append(CleanText.line(section.title).uppercased())
            for block in section.blocks { lines += Self.lines(of: block) }
        }
        lines.append("")
        lines.append("--")
        lines += Self.wrap(page.kind, first: "", rest: "")
        lines += Self.wrap(page.footer, first: "", rest: "")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of block: Block) -> [String] {
        switch block {
        case .paragraph(let text), .note(let text): wrap(text, first: "", rest: "")
        case .pictures: []
        case .link(let title, let address): wrap(title + ":", first: "", rest: "") + [CleanText.line(address)]
        case .list(let items): items.flatMap { wrap($0.text, first: "- ", rest: "  ") }
        case .facts(let facts): lines(of: facts)
        case .table(let header, let rows): lines(of: header, rows: rows)
        }
    }

    private static func lines(of facts: [(name: String, value: String)]) -> [String] {
        let widest = facts.map { CleanText.columns(CleanText.line($0.name, most: 24)) }.max() ?? 0
        return facts.flatMap { fact in
            let name = padded(CleanText.line(fact.name, most: 24) + ":", to: widest + 2)
            // A hash that fits a line of its own is not cut: people compare it.
            let longest = fact.value.split(separator: " ").map { CleanText.columns(String($0)) }.max() ?? 0
            if longest > width - widest - 2, longest <= width - 2 {
                return [trimmed(name)] + wrap(fact.value, first: "  ", rest: "  ")
            }
            return wrap(fact.value, first: name, rest: String(repeating: " ", count: widest + 2))
        }
    }

    /// A table whose first column gives way when the rest needs the room.
    private static func lines(of header: [String], rows: [[Cell]]) -> [String] {
        let texts = [header.map { CleanText.line($0) }] + rows.map { $0.map { CleanText.line($0.text) } }
        var widths = header.indices.map { column in
            texts.map { column < $0.count ? CleanText.columns($0[column]) : 0 }.max() ?? 0
        }
        let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
        widths[0] = min(widths[0], max(width - others, 10))
        return texts.flatMap { row -> [String] in
            var cells = row
            // A long name stands on its own lines above its figures.
            var above: [String] = []
            if CleanText.columns(cells[0]) > widths[0] {
                above = wrap(cells[0], first: "", rest: "  ")
                cells[0] = ""
            }
            var line = ""
            for (column, cell) in cells.enumerated() {
                line += column == cells.count - 1 ? cell : padded(cell, to: widths[column] + 2)
            }
            return above + wrapIfLong(line)
        }
    }

    private static func wrapIfLong(_ line: String) -> [String] {
        CleanText.columns(line) <= width ? [trimmed(line)] : wrap(line, first: "", rest: "    ")
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    private static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - CleanText.columns(text)))
    }

    /// Breaks a text into lines at spaces; a word longer than a line is cut.
    static func wrap(_ text: String, first: String, rest: String) -> [String] {
        var lines: [String] = []
        var line = first
        var used = CleanText.columns(first)
        var isEmpty = true
        func startLine() {
            lines.append(trimmed(line))
            line = rest
            used = CleanText.columns(rest)
            isEmpty = true
        }
        for word in CleanText.line(text, most: 2_000).split(separator: " ") {
            let size = CleanText.columns(String(word))
            if !isEmpty, used + 1 + size > width { startLine() }
            if !isEmpty {
                line += " "
                used += 1
            }
            for character in word {
                let columns = CleanText.columns(of: character)
                if used + columns > width { startLine() }
                line.append(character)
                used += columns
                isEmpty = false
            }
        }
        lines.append(trimmed(line))
        return lines
    }
}
