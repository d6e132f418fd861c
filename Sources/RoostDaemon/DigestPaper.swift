// SPDX-License-Identifier: Apache-2.0
// The page of a digest as a document for print: the same words, in short sections side by side. It adds no word and
// leaves out none.

internal import DockModel
internal import Paper
internal import Report

/// Puts the page of a digest on paper.
enum DigestPaper {
    /// The page as a document.
    static func document(
        _ page: Page, id: String, language: ReportLanguage, size: PaperSize, created: WallTime
    ) -> Document {
        var document = Document(
            title: page.verdict, subtitle: page.kind, id: id, language: language == .german ? .german : .english,
            size: size, created: created)
        for (index, statement) in page.summary.enumerated() {
            document.elements.append(index == 0 ? .banner(statement, ink: ink(page.tone)) : .paragraph(statement))
        }
        document.elements.append(.panels(rows(page.sections)))
        document.elements.append(.note(page.footer))
        return document
    }

    private static func ink(_ tone: Tone) -> Ink {
        switch tone {
        case .plain: .blue
        case .good: .green
        case .watch: .orange
        case .bad: .vermilion
        }
    }

    /// Two sections side by side; one with a table has the row for itself, and so has the last of an odd number.
    private static func rows(_ sections: [Section]) -> [[DocumentElement.Panel]] {
        var rows: [[DocumentElement.Panel]] = []
        var waiting: DocumentElement.Panel?
        for section in sections {
            let panel = DocumentElement.Panel(section.title, section.blocks.flatMap(lines))
            if section.isWide {
                if let first = waiting { rows.append([first]) }
                waiting = nil
                rows.append([panel])
            } else if let first = waiting {
                rows.append([first, panel])
                waiting = nil
            } else {
                waiting = panel
            }
        }
        if let waiting { rows.append([waiting]) }
        return rows
    }

    private static func lines(_ block: Block) -> [DocumentElement.Panel.Line] {
        switch block {
        case .paragraph(let text): [.text(text)]
        case .note(let text): [.note(text)]
        case .list(let cells): cells.map { .item($0.text) }
        case .facts(let facts): facts.map { .fact($0.name, $0.value) }
        case .table(let header, let rows):
            [
                .table(
                    DocumentElement.Table(
                        columns: header.map { DocumentElement.Table.Column($0) },
                        rows: rows.map { $0.map(\.text) }))
            ]
        case .link(let title, let address): [.text("\(title): \(address)")]
        case .pictures: []
        }
    }
}

extension Section {
    /// Whether it needs the whole width: a table of many columns, or the missions with their reasons.
    fileprivate var isWide: Bool {
        place == .missions
            || blocks.contains { block in
                if case .table(let header, _) = block { header.count > 3 } else { false }
            }
    }
}
