// SPDX-License-Identifier: Apache-2.0
// Draws a page as HTML for mail programs: tables and inline styles, dark when the reader's screen is,
// readable at 320 pixels. It loads nothing from outside, holds no script, and escapes every value.

/// A page as HTML.
struct HTMLPage {
    private let page: Page
    private let language: String

    /// The HTML of `page`; `language` is its code for the reader's software.
    init(_ page: Page, language: String) {
        self.page = page
        self.language = language
    }

    /// The whole document.
    func html() -> String {
        let colour = Self.colour(page.tone)
        var body = """
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="card" \
            style="max-width:640px;margin:0 auto;background:#ffffff;border:1px solid #d9dfe4;\
            border-top:6px solid \(colour);border-radius:6px"><tr><td class="pad" style="padding:22px 26px">
            <div class="dim" style="font-size:13px;color:#5c6a75">\(CleanText.html(page.kind))</div>
            <h1 class="ink" style="margin:4px 0 8px;font-size:21px;line-height:1.3;font-weight:600;\
            color:#16202a">\
            \(CleanText.html(page.verdict))</h1>

            """
        for statement in page.summary {
            body +=
                "<p class=\"ink\" style=\"margin:0 0 6px;color:#16202a\">\(CleanText.html(statement))</p>\n"
        }
        for section in page.sections { body += Self.html(of: section) }
        body += """
            <div class="dim line" style="margin-top:22px;padding-top:10px;border-top:1px solid #e4e9ed;\
            font-size:12px;color:#5c6a75">\(CleanText.html(page.footer))</div>
            </td></tr></table>

            """
        return """
            <!DOCTYPE html>
            <html lang="\(CleanText.html(language))"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>\(CleanText.html(page.verdict))</title>
            <style>
            \(Self.style)
            </style></head>
            <body class="bg" style="margin:0;padding:14px 8px;background:#eef2f5;\
            font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.45">
            \(body)</body></html>

            """
    }

    private static let style = """
        td,th,p,h1,h2{overflow-wrap:anywhere}
        .cell{padding:5px 10px 5px 0;border-bottom:1px solid #e4e9ed}
        @media (prefers-color-scheme:dark){.bg{background:#11161a!important}\
        .card{background:#1b2228!important;border-left-color:#303a43!important;\
        border-right-color:#303a43!important;border-bottom-color:#303a43!important}\
        .ink{color:#e6ebef!important}.dim{color:#9dabb6!important}.line{border-color:#303a43!important}\
        .good{color:#6fd08c!important}.watch{color:#f0b64a!important}.bad{color:#ff8a80!important}}
        @media (max-width:480px){.pad{padding:16px 14px!important}h1{font-size:18px!important}\
        .cell{padding:5px 6px 5px 0!important;font-size:12px!important}.name{width:38%!important}}
        """

    /// The colour of the band on top and of stressed words; at least 4.5 to 1 on white.
    private static func colour(_ tone: Tone) -> String {
        switch tone {
        case .plain: "#4a6a85"
        case .good: "#1d7a3c"
        case .watch: "#9a6200"
        case .bad: "#b3261e"
        }
    }

    private static func html(of section: Section) -> String {
        """
        <h2 class="dim line" style="margin:22px 0 6px;padding-bottom:4px;border-bottom:1px solid #e4e9ed;\
        font-size:12px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:#5c6a75">\
        \(CleanText.html(section.title))</h2>

        """ + section.blocks.map(html(of:)).joined()
    }

    private static func html(of block: Block) -> String {
        switch block {
        case .paragraph(let text):
            "<p class=\"ink\" style=\"margin:0 0 6px;color:#16202a\">\(CleanText.html(text))</p>\n"
        case .note(let text):
            "<p class=\"dim\" style=\"margin:4px 0 0;font-size:12px;color:#5c6a75\">"
                + "\(CleanText.html(text))</p>\n"
        case .link(let title, let address):
            "<p style=\"margin:4px 0 6px\"><a class=\"ink\" style=\"color:#16202a;font-weight:600\" "
                + "href=\"\(CleanText.html(address))\">\(CleanText.html(title))</a></p>\n"
        case .pictures(let pictures): pictures.map(html(of:)).joined()
        case .list(let items): list(items)
        case .facts(let facts): table(of: facts)
        case .table(let header, let rows): table(header: header, rows: rows)
        }
    }

    /// A picture on a light ground of its own, so that it can be read on a dark screen; two stand side by side where
    /// there is room.
    private static func html(of picture: ReportPicture) -> String {
        // An address is never escaped into another one: what is no plain address is not shown.
        guard picture.source.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"'<>&`\\".utf8.contains($0) }) else {
            return ""
        }
        return "<div style=\"display:inline-block;vertical-align:top;max-width:100%;margin:8px 6px 0 0\">"
            + "<div class=\"dim\" style=\"font-size:12px;color:#5c6a75\">\(CleanText.html(picture.title))</div>"
            + "<img class=\"chart\" src=\"\(picture.source)\" alt=\"\(CleanText.html(picture.title))\" "
            + "width=\"\(picture.width)\" height=\"\(picture.height)\" style=\"display:block;width:100%;"
            + "max-width:\(picture.width)px;height:auto;background:#ffffff;border-radius:4px\"></div>\n"
    }

    /// Colour and padding stand once, at the table, so that a page of figures stays a small mail.
    private static func open(_ padding: Int) -> String {
        "<table role=\"presentation\" class=\"ink\" width=\"100%\" cellpadding=\"\(padding)\" cellspacing=\"0\" "
            + "style=\"color:#16202a;font-size:14px\">\n"
    }

    private static func list(_ items: [Cell]) -> String {
        open(2)
            + items.map { item in
                "<tr valign=\"top\"><td class=\"dim\" width=\"12\">•</td>"
                    + "<td\(look(item.tone, strong: false))>\(CleanText.html(item.text))</td></tr>\n"
            }.joined() + "</table>\n"
    }

    private static func table(of facts: [(name: String, value: String)]) -> String {
        open(3)
            + facts.map { fact in
                "<tr valign=\"top\"><td class=\"dim name\" width=\"30%\" style=\"color:#5c6a75\">"
                    + "\(CleanText.html(fact.name))</td><td>\(CleanText.html(fact.value))</td></tr>\n"
            }.joined() + "</table>\n"
    }

    private static func table(header: [String], rows: [[Cell]]) -> String {
        let head = header.map { title in
            "<th class=\"dim cell line\" align=\"left\" style=\"font-size:12px;color:#5c6a75\">"
                + "\(CleanText.html(title))</th>"
        }.joined()
        let body = rows.map { row in
            "<tr valign=\"top\">"
                + row.map { cell in
                    "<td\(look(cell.tone, also: "cell line"))>\(CleanText.html(cell.text))</td>"
                }.joined() + "</tr>\n"
        }.joined()
        return open(4) + "<tr valign=\"bottom\">\(head)</tr>\n\(body)</table>\n"
    }

    /// The attributes of a cell in a tone.
    private static func look(_ tone: Tone, also names: String = "", strong: Bool = true) -> String {
        let name: String
        switch tone {
        case .plain: return names.isEmpty ? "" : " class=\"\(names)\""
        case .good: name = "good"
        case .watch: name = "watch"
        case .bad: name = "bad"
        }
        let classes = names.isEmpty ? name : "\(name) \(names)"
        return " class=\"\(classes)\" style=\"color:\(colour(tone))\(strong ? ";font-weight:600" : "")\""
    }
}
