// SPDX-License-Identifier: Apache-2.0
// Parts beyond text and files: text that flows, pictures inside a page, calendar files, names of any length.

import DockModel
import Post
import Testing

@Suite struct MailPartTests {
    private func text(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }

    @Test(arguments: [
        "short\n", "\n", " indented\n> quoted\nFrom here\n\n-- \nsignature\n",
        String(repeating: "word ", count: 100) + "end\n", String(repeating: "x", count: 300) + " y\n",
        "a  " + String(repeating: "b", count: 76) + "   c\n",
        "Grüße " + String(repeating: "äöü ", count: 60) + "Ende\n",
        String(repeating: "x ", count: 38) + "\nnext\n", "trailing space \nnext\n", "tab\t\nend\n",
        String(repeating: "y", count: 1_200) + "\n",
    ])
    func `text that flows comes back as it was`(body: String) throws {
        var draft = try testDraft(text: body)
        draft.isFlowed = true
        let octets = try draft.rendered()
        #expect(ParsedMail(octets).text == body)
        let longest = text(octets).split(separator: "\r\n").map(\.utf8.count).max() ?? 0
        #expect(longest <= 998)
        #expect(octets.allSatisfy { $0 < 0x80 })
    }

    @Test func `long lines are broken between words and say so`() throws {
        var draft = try testDraft(text: String(repeating: "word ", count: 100) + "end\n")
        draft.isFlowed = true
        let lines = text(try draft.rendered()).split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.contains("Content-Type: text/plain; charset=us-ascii; format=flowed"))
        let body = lines.drop { !$0.isEmpty }.dropFirst().dropLast()
        #expect(body.count > 5 && body.dropLast().allSatisfy { $0.hasSuffix("word ") && $0.utf8.count <= 78 })
    }

    @Test func `a picture stands inside the page`() throws {
        let picture = MailAttachment(
            fileName: "chart.png", mediaType: "image/png", octets: [0x89, 0x50, 0x4E, 0x47],
            contentID: "chart@dock7")
        let table = MailAttachment(fileName: "day.csv", mediaType: "text/csv", octets: [1, 2])
        let draft = try testDraft(html: "<img src=\"cid:chart@dock7\">\n", attachments: [picture, table])
        let octets = try draft.rendered()
        let mail = ParsedMail(octets)
        #expect(mail.attachments == [picture, table] && mail.html == "<img src=\"cid:chart@dock7\">\n")
        let kinds = text(octets).split(separator: "\r\n").filter { $0.hasPrefix("Content-Type: ") }
            .map { $0.dropFirst(14).prefix { $0 != ";" } }
        #expect(
            kinds == [
                "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
                "image/png",
                "text/csv",
            ])
        #expect(text(octets).contains("Content-ID: <chart@dock7>\r\nContent-Disposition: inline;"))
    }

    @Test(arguments: ["", "a b@c", "x@y>\r\nBcc: z", "noat"])
    func `a picture without a good name is refused`(id: String) throws {
        let picture = MailAttachment(fileName: "a.png", mediaType: "image/png", octets: [], contentID: id)
        #expect(throws: MailDraftError.badContentID(id)) {
            try testDraft(html: "<p>", attachments: [picture]).rendered()
        }
        let lonely = MailAttachment(fileName: "a.png", mediaType: "image/png", octets: [], contentID: "a@b")
        #expect(throws: MailDraftError.badContentID("a@b")) {
            try testDraft(attachments: [lonely]).rendered()
        }
    }

    @Test func `a calendar file keeps its method`() throws {
        let file = MailAttachment(
            fileName: "service.ics", mediaType: "text/calendar; method=PUBLISH; charset=utf-8", octets: [1])
        let octets = try testDraft(attachments: [file]).rendered()
        #expect(text(octets).contains("Content-Type: text/calendar; method=PUBLISH; charset=utf-8\r\n"))
        #expect(ParsedMail(octets).attachments.first?.mediaType == "text/calendar")
    }

    @Test(arguments: [
        "text", "text/", "/csv", "text/csv;", "text/csv; ", "text/csv; a", "text/csv; a=b c",
        "text/csv; a=\"b\"",
        "text/csv\r\nX: y", "text/csv;a=b", "text/csv; a=b; c=d; e=f; g=h; i=j",
    ])
    func `a media type that is none is refused`(type: String) throws {
        let file = MailAttachment(fileName: "a", mediaType: type, octets: [])
        #expect(throws: MailDraftError.badMediaType(type)) { try testDraft(attachments: [file]).rendered() }
    }

    @Test(arguments: [
        "flight.csv", "Flug über Zürich – Süd.csv", String(repeating: "long name ", count: 20) + ".csv",
        String(repeating: "ü", count: 120) + ".csv", "quote\"and\\back.csv", "100%.csv", "a'b''c.csv",
    ])
    func `a name of any length and language comes back`(name: String) throws {
        let file = MailAttachment(fileName: name, mediaType: "text/csv", octets: [1])
        let octets = try testDraft(attachments: [file]).rendered()
        #expect(ParsedMail(octets).attachments.map(\.fileName) == [name])
        #expect((text(octets).split(separator: "\r\n").map(\.utf8.count).max() ?? 0) <= 78)
    }
}
