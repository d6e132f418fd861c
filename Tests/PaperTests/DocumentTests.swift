// SPDX-License-Identifier: Apache-2.0
// Pages: what is on them, where they end, and what they say of what does not fit.

import DockModel
import Testing

@testable import Paper

@Suite struct DocumentTests {
    private func pages(_ elements: [DocumentElement], size: PaperSize = .a4) throws -> [Sketch] {
        let document = Document(
            title: "Title", id: "D-1", size: size, created: Sample.begin, elements: elements)
        return DocumentLayout.pages(of: document, fonts: try FontShelf())
    }

    private func texts(_ pages: [Sketch]) -> [String] { pages.flatMap { $0.textPlaces.map(\.text) } }

    private func table(rows: Int) -> DocumentElement {
        .table(
            DocumentElement.Table(
                columns: [.init("Number", .right), .init("Text")],
                rows: (0..<rows).map { ["\($0)", "row \($0)"] }))
    }

    @Test func `each page has its number, the document's and the time in UTC`() throws {
        let pages = try pages([table(rows: 120)])
        #expect(pages.count == 3)
        for (index, page) in pages.enumerated() {
            let texts = page.textPlaces.map(\.text)
            #expect(texts.contains("page \(index + 1) of 3"))
            #expect(texts.contains("D-1"))
            #expect(texts.contains("made 2026-11-18 11:06:40 UTC"))
            #expect(texts.contains("Number"), "the head of the table stands on each page")
        }
    }

    @Test func `each row of a table is printed once`() throws {
        let all = texts(try pages([table(rows: 120)]))
        for row in 0..<120 { #expect(all.count { $0 == "row \(row)" } == 1) }
    }

    @Test func `ten thousand rows are cut and counted`() throws {
        let all = texts(try pages([table(rows: 10_000), .paragraph("after the table")]))
        #expect(all.contains("1000 of 10000 rows are printed."))
        #expect(all.contains("after the table"))
        #expect(all.contains("row 999"))
        #expect(!all.contains("row 1000"))
    }

    @Test func `a document without end ends after its last page and says what is missing`() throws {
        let long = String(repeating: "word ", count: 790)
        let pages = try pages((0..<2_000).map { _ in .paragraph(long) })
        #expect(pages.count == Document.pageLimit)
        let words = try #require(texts(pages).first { $0.hasPrefix("Cut after 60 pages") })
        let count = try #require(
            Int(words.drop { !$0.isNumber }.dropFirst(2).drop { !$0.isNumber }.prefix { $0.isNumber }))
        #expect((1_500..<2_000).contains(count), "\(words)")
    }

    @Test(arguments: PaperSize.allCases) func `no text leaves the page or covers another`(
        size: PaperSize
    ) throws {
        var record = Sample.record
        record.gates = (0..<40).map { index in
            FlightRecord.Gate(
                name: "gate \(index)", answer: "hold", value: String(repeating: "9", count: index * 3),
                limit: "")
        }
        record.authority.operatorName = String(
            repeating: "Donaudampfschifffahrtsgesellschaft", count: 9)
        for language in PaperLanguage.allCases {
            for document in [
                record.document(language: language, size: size),
                Sample.order.document(language: language, size: size),
            ] {
                for page in DocumentLayout.pages(of: document, fonts: try FontShelf()) {
                    let places = page.textPlaces
                    let margins = Rect(48, 30, size.width - 96, size.height - 60)
                    for (index, text) in places.enumerated() {
                        #expect(margins.holds(text.place), "\(text.text)")
                        let clash = places[(index + 1)...].first { $0.place.overlaps(text.place) }
                        #expect(clash == nil, "\(text.text) and \(clash?.text ?? "")")
                    }
                }
            }
        }
    }

    @Test func `a long word is broken and a long cell is cut with a mark`() throws {
        let hash = String(repeating: "ab12", count: 200)
        let all = texts(
            try pages([.table(.init(columns: [.init("a"), .init("b")], rows: [[hash, "short"], []]))]))
        #expect(all.contains { $0.hasSuffix("…") })
        #expect(all.contains("short"))
    }

    @Test func `a heading does not stand alone at the foot of a page`() throws {
        for lines in 40..<60 {
            let pages = try pages(
                (0..<lines).map { _ in .note("x") } + [.heading("Head"), .paragraph("body")])
            let head = pages.firstIndex { $0.textPlaces.contains { $0.text == "Head" } }
            let body = pages.firstIndex { $0.textPlaces.contains { $0.text == "body" } }
            #expect(head == body)
        }
    }

    @Test func `the same document gives the same bytes`() throws {
        #expect(
            try Sample.order.document(language: .german).pdf()
                == Sample.order.document(language: .german).pdf())
        #expect(try Sample.record.document().pdf() == Sample.record.document().pdf())
        let page = try Sample.record.document().picture(ofPage: 1, .svg)
        #expect(try page == Sample.record.document().picture(ofPage: 1, .svg))
    }

    @Test func `a page that is not there is refused`() {
        #expect(throws: PaperError.noSuchPage(9, of: 2)) {
            try Sample.record.document().picture(ofPage: 9, .png(scale: 1))
        }
    }

    @Test(.enabled(if: OtherProgram.isInstalled("qpdf") && OtherProgram.isInstalled("pdftotext")))
    func `a PDF of pages is sound and its text can be read`() throws {
        let pdf = try Sample.record.document(language: .german).pdf()
        let check = try #require(OtherProgram("qpdf")).read(pdf, ["--check", "FILE"])
        #expect(check.status == 0, "\(check.output)")
        let text = try textLayer(pdf)
        for words in [
            "Flugbericht NORTH-0412", "K. Jäger", "2026-11-18 11:06:40 UTC", "Größte Höhe",
            "Seite 2 von 2",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(pdf.count < 250_000)
    }
}
