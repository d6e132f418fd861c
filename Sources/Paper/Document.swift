// SPDX-License-Identifier: Apache-2.0
// A document as values: headings, texts, tables, pictures, boxes to tick, in order. Where pages end is the layout's
// business. The same document gives the same bytes; its times are all handed in.

import DockModel

/// A size of paper.
public enum PaperSize: String, Sendable, Hashable, Codable, CaseIterable {
    /// 210 x 297 mm.
    case a4
    /// 8.5 x 11 inch.
    case letter

    /// Width in points.
    var width: Double { self == .a4 ? 595.28 : 612 }
    /// Height in points.
    var height: Double { self == .a4 ? 841.89 : 792 }
}

/// A printed document.
public struct Document: Sendable {
    /// The most pages; what does not fit is counted on the last one.
    public static let pageLimit = 60
    /// The most rows of one table; what is left out is counted below it.
    public static let rowLimit = 1_000

    /// Its title, at the top of the first page.
    public var title: String
    /// A line below the title: of which dock, which flight.
    public var subtitle: String
    /// Its number, at the foot of each page.
    public var id: String
    /// The language of the words that the pages add.
    public var language: PaperLanguage
    /// On what it is printed.
    public var size: PaperSize
    /// When it was made, at the foot of each page in UTC.
    public var created: WallTime
    /// What it holds.
    public var elements: [DocumentElement]

    /// A document.
    public init(
        title: String, subtitle: String = "", id: String, language: PaperLanguage = .english,
        size: PaperSize = .a4, created: WallTime, elements: [DocumentElement] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.id = id
        self.language = language
        self.size = size
        self.created = created
        self.elements = elements
    }
}

/// One thing in a document.
public enum DocumentElement: Sendable {
    /// The head of a section.
    case heading(String)
    /// Text, wrapped.
    case paragraph(String)
    /// Small grey text, wrapped.
    case note(String)
    /// A warning in a frame.
    case warning(String)
    /// A statement beside a bar of a colour; the words say what the colour does.
    case banner(String, ink: Ink)
    /// Short sections side by side in rows, in small print: a page full of figures.
    case panels([[Panel]])
    /// Names and values, one a line.
    case facts([Fact])
    /// Rows and columns.
    case table(Table)
    /// A picture over the whole width; its height in points.
    case picture(any Drawable, height: Double)
    /// Boxes to tick.
    case checks([Check])
    /// Lines to write on, side by side, each with its label below.
    case signature([String])
    /// What follows begins on a new page.
    case pageBreak

    /// A name and its value.
    public struct Fact: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String
        /// Whether it is a figure to compare by eye: digests, serial numbers.
        public var isExact: Bool

        /// A name and its value.
        public init(_ name: String, _ value: String, isExact: Bool = false) {
            self.name = name
            self.value = value
            self.isExact = isExact
        }
    }

    /// A short section of a row.
    public struct Panel: Sendable, Equatable {
        /// One thing in it.
        public enum Line: Sendable, Equatable {
            /// Text, wrapped.
            case text(String)
            /// Text of the second rank, wrapped.
            case note(String)
            /// One of a list, wrapped.
            case item(String)
            /// A name and its value.
            case fact(String, String)
            /// Rows and columns; the first column takes the room that the others leave.
            case table(Table)
        }

        /// Its head.
        public var title: String
        /// What it holds.
        public var lines: [Line]

        /// A short section.
        public init(_ title: String, _ lines: [Line]) {
            self.title = title
            self.lines = lines
        }
    }

    /// Something to do and to tick.
    public struct Check: Sendable, Equatable {
        /// What to do.
        public var text: String
        /// What to type for it.
        public var command: String?

        /// Something to do.
        public init(_ text: String, command: String? = nil) {
            self.text = text
            self.command = command
        }
    }

    /// Rows and columns.
    public struct Table: Sendable, Equatable {
        /// On which side the texts of a column stand.
        public enum Alignment: Sendable, Equatable {
            case left, right
        }

        /// A column.
        public struct Column: Sendable, Equatable {
            /// Its head.
            public var title: String
            /// On which side its texts stand.
            public var alignment: Alignment

            /// A column.
            public init(_ title: String, _ alignment: Alignment = .left) {
                self.title = title
                self.alignment = alignment
            }
        }

        /// The columns.
        public var columns: [Column]
        /// The rows; a row with too few cells has empty ones, further cells are left out.
        public var rows: [[String]]

        /// Rows and columns.
        public init(columns: [Column], rows: [[String]]) {
            self.columns = columns
            self.rows = rows
        }
    }
}

extension Document {
    /// The document as PDF.
    public func pdf() throws(PaperError) -> [UInt8] {
        let fonts = try FontShelf()
        let pages = DocumentLayout.pages(of: self, fonts: fonts)
        let canvas = try Canvas(.pdf, width: size.width, height: size.height, fonts: fonts)
        try canvas.describe(PaperProperties(title: PaperText.line("\(title) \(id)"), created: created))
        for page in pages { try canvas.page(page) }
        return try canvas.finish(title: title)
    }

    /// How many pages it has.
    public func pageCount() throws(PaperError) -> Int {
        DocumentLayout.pages(of: self, fonts: try FontShelf()).count
    }

    /// One page, counted from 1, as a picture.
    public func picture(ofPage number: Int, _ format: PictureFormat) throws(PaperError) -> [UInt8] {
        let fonts = try FontShelf()
        let pages = DocumentLayout.pages(of: self, fonts: fonts)
        guard pages.indices.contains(number - 1) else { throw .noSuchPage(number, of: pages.count) }
        let canvas = try Canvas(format.kind, width: size.width, height: size.height, fonts: fonts)
        let name = PaperText.line("\(title) \(id)")
        try canvas.describe(PaperProperties(title: name, created: created))
        try canvas.page(pages[number - 1])
        return try canvas.finish(title: name)
    }
}
