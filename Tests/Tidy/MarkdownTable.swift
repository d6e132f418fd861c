// SPDX-License-Identifier: Apache-2.0
// Reads the tables of a Markdown page. It decides nothing about what they say.

/// One row of a table, with the line it stands on.
struct MarkdownRow: Equatable {
    /// Counts from 1.
    let line: Int
    let cells: [String]
}

/// Rows of the tables of a page whose first column bears a given title; the title and the rule below it are left out.
func rows(ofTablesHeaded title: String, in file: TextFile) -> [MarkdownRow] {
    var rows: [MarkdownRow] = []
    var isInside = false
    for (index, line) in file.lines.enumerated() {
        let trimmed = line.trimming { $0.isWhitespace }
        guard trimmed.hasPrefix("|") else {
            isInside = false
            continue
        }
        let cells = cells(of: trimmed)
        let isRule = cells.allSatisfy { !$0.isEmpty && $0.allSatisfy { "-:".contains($0) } }
        if isInside, !isRule { rows.append(MarkdownRow(line: index + 1, cells: cells)) }
        if cells.first?.lowercased() == title { isInside = true }
    }
    return rows
}

/// The words of a text that stand between backticks.
func quoted(_ text: String) -> [String] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 && $0 < parts.count - 1 }.map { String(parts[$0]) }
}

/// The cells of a row; a bar after a backslash, or between backticks, separates nothing.
private func cells(of line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    var isEscaped = false
    for character in line.dropFirst() {
        if character == "`" { isQuoted.toggle() }
        if character == "|", !isQuoted, !isEscaped {
            cells.append("")
        } else {
            cells[cells.count - 1].append(character)
        }
        isEscaped = character == "\\"
    }
    if line.hasSuffix("|") { cells.removeLast() }
    return cells.map { String($0[...].trimming { $0.isWhitespace }) }
}

extension Substring {
    /// Without such characters at either end.
    func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
        var rest = drop(while: isTrimmed)
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
