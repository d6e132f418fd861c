// SPDX-License-Identifier: Apache-2.0
// One page of content, independent of how it is shown. Text and HTML are drawn from the same page, so that
// they can never say different things.

/// How a statement should look: never the only carrier of what it says.
package enum Tone: Sendable {
    /// Nothing special; well; to be watched; bad.
    case plain, good, watch, bad
}

/// One cell of a table.
package struct Cell: Sendable {
    /// What it says.
    package var text: String
    /// How it should look.
    package var tone: Tone

    init(_ text: String, _ tone: Tone = .plain) {
        self.text = text
        self.tone = tone
    }
}

/// A piece of a section.
package enum Block: Sendable {
    /// Running text.
    case paragraph(String)
    /// A list of short statements.
    case list([Cell])
    /// Names and their values.
    case facts([(name: String, value: String)])
    /// A table; the first column holds names and takes the room that is left.
    case table(header: [String], rows: [[Cell]])
    /// A remark of lesser weight.
    case note(String)
    /// Pictures side by side where there is room; what they show stands in the figures too.
    case pictures([ReportPicture])
    /// An address to follow; never broken over lines.
    case link(title: String, address: String)
}

/// A titled part of a page.
package struct Section: Sendable {
    /// What it is about.
    package var title: String
    /// Which pictures stand in it; nil for none.
    package var place: ReportPicture.Place?
    /// Its pieces.
    package var blocks: [Block]

    init(title: String, place: ReportPicture.Place? = nil, blocks: [Block]) {
        self.title = title
        self.place = place
        self.blocks = blocks
    }
}

/// What one mail says.
package struct Page: Sendable {
    /// What kind of mail it is, and whose: "Daily digest, dock NORTH".
    package var kind: String
    /// The one line that matters.
    package var verdict: String
    /// How the verdict should look.
    package var tone: Tone
    /// What stands directly below the verdict.
    package var summary: [String]
    /// The parts, in reading order.
    package var sections: [Section]
    /// Who wrote it, and in which zone its times are.
    package var footer: String
}
