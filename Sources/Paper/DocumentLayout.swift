// SPDX-License-Identifier: Apache-2.0
// Where the pages of a document end and what stands where on them. Nothing is lost in silence: what exceeds the limit
// of pages or rows is counted on the page. No text may leave the margins.

/// The pages of a document.
struct DocumentLayout {
    static let body = TextStyle(size: 9.5)
    static let small = TextStyle(size: 8, ink: .grey)
    static let heading = TextStyle(face: .bold, size: 12)
    static let title = TextStyle(face: .bold, size: 17)
    private static let side = 50.0
    private static let top = 46.0
    private static let foot = 62.0

    let document: Document
    let fonts: FontShelf
    var pages: [Sketch] = [Sketch()]
    /// Where the next thing begins.
    var y = Self.top
    /// Set when no further page may be begun; all that follows is left out.
    var isFull = false
    private var leftOut = 0

    var left: Double { Self.side }
    var width: Double { document.size.width - 2 * Self.side }
    var right: Double { left + width }
    /// The last page keeps a line for what is left out.
    private var bottom: Double {
        document.size.height - Self.foot - (pages.count == Document.pageLimit ? Self.body.lineHeight + 4 : 0)
    }
    /// What a page can hold.
    var pageRoom: Double { document.size.height - Self.foot - Self.top - Self.body.lineHeight - 4 }

    /// The document's pages as marks.
    static func pages(of document: Document, fonts: FontShelf) -> [Sketch] {
        var layout = DocumentLayout(document: document, fonts: fonts)
        layout.drawTitle()
        for element in document.elements {
            if !layout.isFull { layout.add(element) }
            if layout.isFull { layout.leftOut += 1 }
        }
        layout.finish()
        return layout.pages
    }

    private init(document: Document, fonts: FontShelf) {
        self.document = document
        self.fonts = fonts
    }

    // MARK: Room

    /// Makes sure that so much fits below; false when the document is full.
    mutating func reserve(_ height: Double) -> Bool {
        guard !isFull else { return false }
        if y + height <= bottom || y <= Self.top { return true }
        guard pages.count < Document.pageLimit else {
            isFull = true
            return false
        }
        pages.append(Sketch())
        y = Self.top
        return true
    }

    mutating func box(_ rect: Rect, fill: Ink? = nil, stroke: Ink? = nil) {
        pages[pages.count - 1].box(rect, fill: fill, stroke: stroke)
    }

    /// A line over the whole width, at the height that is reached.
    mutating func rule(_ ink: Ink, width lineWidth: Double) {
        pages[pages.count - 1].line([Point(left, y), Point(right, y)], ink: ink, width: lineWidth)
    }

    mutating func text(
        _ text: String, x: Double, y: Double, _ style: TextStyle, anchor: TextAnchor = .start
    ) {
        pages[pages.count - 1].text(text, at: Point(x, y), style, anchor: anchor, fonts: fonts)
    }

    // MARK: Elements

    private mutating func add(_ element: DocumentElement) {
        switch element {
        case .heading(let text): addHeading(text)
        case .paragraph(let text):
            addLines(PaperText.line(text, most: PaperText.longestParagraph), Self.body)
            y += 5
        case .note(let text):
            addLines(PaperText.line(text, most: PaperText.longestParagraph), Self.small)
            y += 5
        case .warning(let text): addWarning(text)
        case .banner(let text, let ink): addBanner(text, ink)
        case .panels(let rows): addPanels(rows)
        case .facts(let facts): addFacts(facts)
        case .table(let table): addTable(table)
        case .picture(let picture, let height): addPicture(picture, height: height)
        case .checks(let checks): addChecks(checks)
        case .signature(let labels): addSignature(labels)
        case .pageBreak:
            if y > Self.top { _ = reserve(.infinity) }
        }
    }

    private mutating func drawTitle() {
        for line in fonts.lines(PaperText.line(document.title), Self.title, width: width, most: 3) {
            y += Self.title.size
            text(line, x: left, y: y, Self.title)
            y += Self.title.lineHeight - Self.title.size
        }
        for line in fonts.lines(PaperText.line(document.subtitle), Self.body, width: width, most: 3) {
            y += Self.body.lineHeight
            text(line, x: left, y: y, TextStyle(size: 9.5, ink: .grey))
        }
        y += 8
        rule(.black, width: 1)
        y += 8
    }

    private mutating func addHeading(_ heading: String) {
        // A heading never stands alone at the foot of a page.
        guard reserve(74) else { return }
        if y > Self.top { y += 9 }
        for line in fonts.lines(PaperText.line(heading), Self.heading, width: width, most: 2) {
            y += Self.heading.lineHeight
            text(line, x: left, y: y, Self.heading)
        }
        y += 6
    }

    mutating func addLines(_ paragraph: String, _ style: TextStyle) {
        for line in fonts.lines(paragraph, style, width: width) {
            guard reserve(style.lineHeight) else { return }
            y += style.lineHeight
            text(line, x: left, y: y, style)
        }
    }

    private mutating func addWarning(_ warning: String) {
        let style = TextStyle(face: .bold, size: 9.5)
        let lines = fonts.lines(PaperText.line(warning, most: 1_200), style, width: width - 20, most: 20)
        let height = Double(lines.count) * style.lineHeight + 12
        guard reserve(height + 6) else { return }
        box(Rect(left, y, width, height), fill: .ground, stroke: .black)
        for (index, line) in lines.enumerated() {
            text(line, x: left + 10, y: y + 4 + Double(index + 1) * style.lineHeight, style)
        }
        y += height + 6
    }

    private mutating func addFacts(_ facts: [DocumentElement.Fact]) {
        let labelStyle = TextStyle(size: 9.5, ink: .grey)
        let names = facts.prefix(Document.rowLimit).map { PaperText.line($0.name) }
        let widest = names.map { fonts.width($0, labelStyle) }.max() ?? 0
        let labelWidth = min(widest, width * 0.42) + 12
        for (name, fact) in zip(names, facts) {
            let style = TextStyle(face: fact.isExact ? .mono : .regular, size: fact.isExact ? 8.5 : 9.5)
            let nameLines = fonts.lines(name, labelStyle, width: labelWidth - 12, most: 3)
            let lines = fonts.lines(
                PaperText.line(fact.value, most: 1_200), style, width: width - labelWidth, most: 12)
            let height = Double(max(lines.count, nameLines.count, 1)) * Self.body.lineHeight + 1.5
            guard reserve(height) else { return }
            for (index, line) in nameLines.enumerated() {
                text(line, x: left, y: y + Double(index + 1) * Self.body.lineHeight, labelStyle)
            }
            for (index, line) in lines.enumerated() {
                text(line, x: left + labelWidth, y: y + Double(index + 1) * Self.body.lineHeight, style)
            }
            y += height
        }
        y += 7
        if facts.count > names.count {
            addLines(
                document.language(.rowsPrinted, ["n": "\(names.count)", "all": "\(facts.count)"]), Self.small)
        }
    }

    private mutating func addPicture(_ picture: any Drawable, height: Double) {
        let height = height.isFinite ? min(max(height, 100), pageRoom) : 200
        guard reserve(height + 8) else { return }
        let frame = DrawingFrame(rect: Rect(left, y + 4, width, height - 4), fonts: fonts)
        let drawing = picture.drawing(in: frame).sketch
        pages[pages.count - 1].append(drawing)
        y += height + 8
    }

    private mutating func addChecks(_ checks: [DocumentElement.Check]) {
        let command = TextStyle(face: .mono, size: 8.5)
        for check in checks {
            let lines = fonts.lines(
                PaperText.line(check.text, most: 1_200), Self.body, width: width - 20, most: 12)
            let typed = fonts.lines(PaperText.line(check.command ?? ""), command, width: width - 34, most: 6)
            let height = Double(lines.count) * Self.body.lineHeight + Double(typed.count) * 13 + 5
            guard reserve(height) else { return }
            box(Rect(left + 1, y + 3, 9.5, 9.5), stroke: .black)
            var line = y
            for text in lines {
                line += Self.body.lineHeight
                self.text(text, x: left + 20, y: line - 1, Self.body)
            }
            for text in typed {
                line += 13
                box(Rect(left + 20, line - 10, width - 20, 13), fill: .ground)
                self.text(text, x: left + 25, y: line - 0.5, command)
            }
            y += height
        }
        y += 4
    }

    private mutating func addSignature(_ labels: [String]) {
        let labels = labels.prefix(4)
        guard !labels.isEmpty, reserve(58) else { return }
        let gap = 18.0
        let column = (width - gap * Double(labels.count - 1)) / Double(labels.count)
        y += 40
        for (index, label) in labels.enumerated() {
            let x = left + Double(index) * (column + gap)
            pages[pages.count - 1].line([Point(x, y), Point(x + column, y)], ink: .black, width: 0.7)
            text(fonts.fitted(PaperText.line(label), Self.small, width: column), x: x, y: y + 11, Self.small)
        }
        y += 18
    }

    // MARK: Ends

    private mutating func finish() {
        let language = document.language
        if isFull {
            let values = ["pages": "\(Document.pageLimit)", "n": "\(leftOut)"]
            let style = TextStyle(face: .bold, size: 9.5)
            let words = fonts.fitted(language(.pagesCut, values), style, width: width)
            text(words, x: left, y: document.size.height - Self.foot, style)
        }
        let id = fonts.fitted(PaperText.line(document.id, most: 120), Self.small, width: width * 0.42)
        let made = language(.madeAt, ["time": PaperClock.utc(document.created)])
        for index in pages.indices {
            let base = document.size.height - 36
            pages[index].line([Point(left, base - 12), Point(right, base - 12)], ink: .pale, width: 0.6)
            pages[index].text(id, at: Point(left, base), Self.small, fonts: fonts)
            pages[index].text(
                made, at: Point(left + width * 0.6, base), Self.small, anchor: .middle, fonts: fonts)
            let count = language(.pageOf, ["n": "\(index + 1)", "all": "\(pages.count)"])
            pages[index].text(count, at: Point(right, base), Self.small, anchor: .end, fonts: fonts)
        }
    }
}
