// SPDX-License-Identifier: Apache-2.0
// One page of content, independent of how it is shown. Text and HTML are drawn from the same page, so that
// they can never say different things.

/// How a statement should look: never the only carrier of what it says.
enum Tone: Sendable {
    case plain, good, watch, bad
}

/// One cell of a table.
struct Cell: Sendable {
    var text: String
    var tone: Tone

    init(_ text: String, _ tone: Tone = .plain) {
        self.text = text
        self.tone = tone
    }
}

/// A piece of a section.
enum Block: Sendable {
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
    /// An address to follow; never broken over lines.
    case link(title: String, address: String)
}

/// A titled part of a page.
struct Section: Sendable {
    var title: String
    var blocks: [Block]
}

/// What one mail says.
struct Page: Sendable {
    /// What kind of mail it is, and whose: "Daily digest, dock NORTH".
    var kind: String
    /// The one line that matters.
    var verdict: String
    /// How the verdict should look.
    var tone: Tone
    /// What stands directly below the verdict.
    var summary: [String]
    /// The parts, in reading order.
    var sections: [Section]
    /// Who wrote it, and in which zone its times are.
    var footer: String
}
