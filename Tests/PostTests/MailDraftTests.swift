// SPDX-License-Identifier: Apache-2.0
// A draft becomes octets that every server carries and every reader shows: structure, encodings, lengths, and
// no way to add a line to a header.

import DockModel
import Post
import Testing

func testDraft(
    subject: String = "Dock 7: cover checked", text: String = "All well.\n", html: String? = nil,
    attachments: [MailAttachment] = [], names: [String?] = ["Operations"]
) throws -> MailDraft {
    let addresses = ["ops@example.org", "second@example.org", "third@example.org"]
    return MailDraft(
        from: Mailbox(name: "Dock 7", address: try MailAddress("dock7@example.org")),
        to: try zip(names, addresses).map { Mailbox(name: $0, address: try MailAddress($1)) },
        subject: subject, text: text, html: html, attachments: attachments,
        date: WallTime(milliseconds: 1_764_063_708_000), utcOffsetSeconds: 3_600,
        messageID: try MailDraft.messageID(unique: "42.1764063708", domain: "dock7.example.org"))
}

private func lines(_ octets: [UInt8]) -> [String] {
    String(decoding: octets, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false).map(
        String.init)
}

/// The rules of R33 and R34 for any rendered mail.
private func isFit(_ octets: [UInt8]) -> Bool {
    var previous: UInt8 = 0
    var width = 0
    for octet in octets {
        if octet >= 0x80 || octet == 0 { return false }
        if (octet == 10) != (previous == 13) { return false }
        width = octet == 10 ? 0 : width + 1
        if width > 999 { return false }
        previous = octet
    }
    return previous == 10
}

@Suite struct MailDraftTests {
    @Test func `a plain mail is exactly this`() throws {
        let expected = """
            Date: Tue, 25 Nov 2025 10:41:48 +0100
            From: Dock 7 <dock7@example.org>
            To: Operations <ops@example.org>
            Subject: Dock 7: cover checked
            Message-ID: <42.1764063708@dock7.example.org>
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii
            Content-Transfer-Encoding: 7bit

            All well.

            """
        #expect(
            lines(try testDraft().rendered())
                == expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    @Test func `the same draft gives the same octets`() throws {
        let file = MailAttachment(
            fileName: "log.ulg", mediaType: "application/octet-stream", octets: [0, 255, 13, 10])
        let draft = try testDraft(text: "Grüße\n", html: "<p>Grüße</p>", attachments: [file])
        #expect(try draft.rendered() == draft.rendered())
    }

    @Test(arguments: [
        ("1970-01-01", Int64(0), 0, "Thu, 1 Jan 1970 00:00:00 +0000"),
        ("before 1970", -1, 0, "Wed, 31 Dec 1969 23:59:59 +0000"),
        ("leap day", 1_709_164_800_000, -34_200, "Wed, 28 Feb 2024 14:30:00 -0930"),
        ("India", 1_709_164_800_000, 19_800, "Thu, 29 Feb 2024 05:30:00 +0530"),
        ("year 2100", 4_107_542_400_000, 0, "Mon, 1 Mar 2100 00:00:00 +0000"),
    ])
    func `dates are written with their zone`(name: String, time: Int64, offset: Int, expected: String) throws
    {
        var draft = try testDraft()
        draft.date = WallTime(milliseconds: time)
        draft.utcOffsetSeconds = offset
        #expect(ParsedMail(try draft.rendered()).date == expected)
    }

    @Test(arguments: [(Int64.max, 0), (.min, 0), (0, 100_000), (0, .min), (0, .max)])
    func `a date that cannot be written is refused`(time: Int64, offset: Int) throws {
        var draft = try testDraft()
        draft.date = WallTime(milliseconds: time)
        draft.utcOffsetSeconds = offset
        #expect(throws: MailDraftError.badDate) { try draft.rendered() }
    }

    @Test(arguments: [
        "", "short", "two  spaces   three",
        "Überprüfung der Abdeckung: alles in Ordnung, nächste Prüfung im März",
        "проверка крышки завершена без замечаний, следующая проверка в марте",
        "🛸 Landung 🛬 und 🔋", "=?utf-8?Q?fake?=", " leading", "trailing ",
        String(repeating: "long ", count: 90) + "end",
        String(repeating: "x", count: 2_000), String(repeating: "ü", count: 700), "tab\tinside",
    ])
    func `a subject comes back as it was`(subject: String) throws {
        let octets = try testDraft(subject: subject).rendered()
        #expect(isFit(octets))
        #expect(lines(octets).allSatisfy { $0.utf8.count <= 998 })
        #expect(ParsedMail(octets).subject == subject)
    }

    @Test(
        arguments: [
            "one\n", "Grüße aus der Box\n", "проверка крышки\nзавершена\n", "From the dock\n.\n..\n. dot\n",
            "trailing \nx\t\n",
            String(repeating: "word ", count: 400) + "\n", String(repeating: "x", count: 3_000) + "\n",
            "bare\rreturn\r\nand\n\n\nempty lines\n", "=_roost_ in the text = yes\n",
            "nul \0 and \u{1B} escape\n", "",
            "--=_roost_\n",
        ], [nil, "<p>Grüße</p>\n"])
    func `a body comes back as it was, with LF line ends`(text: String, html: String?) throws {
        let octets = try testDraft(text: text, html: html).rendered()
        #expect(isFit(octets))
        let mail = ParsedMail(octets)
        #expect(mail.text == text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
        #expect(mail.html == html)
    }

    @Test func `attachments come back octet by octet with their names`() throws {
        let all = MailAttachment(
            fileName: "Prüfbericht März \"7\".pdf", mediaType: "application/pdf",
            octets: (0..<1_000).map { UInt8($0 & 255) })
        let plain = MailAttachment(
            fileName: "say \"hi\"\\.txt", mediaType: "text/plain", octets: Array("a\nb\r\nc".utf8))
        let empty = MailAttachment(fileName: "empty.bin", mediaType: "application/octet-stream", octets: [])
        let octets = try testDraft(
            text: "See files.\n", html: "<b>See</b>\n", attachments: [all, plain, empty]
        ).rendered()
        #expect(isFit(octets))
        let mail = ParsedMail(octets)
        #expect(mail.attachments == [all, plain, empty])
        #expect(mail.text == "See files.\n" && mail.html == "<b>See</b>\n")
    }

    @Test(arguments: [
        "Müller, Jörg", "O'Neil (Ops) <x>", "\"quoted\" \\ back", String(repeating: "name ", count: 40),
        "a  b",
    ])
    func `names of recipients come back as they were`(name: String) throws {
        let octets = try testDraft(names: [name, nil, "Plain Name"]).rendered()
        #expect(isFit(octets))
        let to = ParsedMail(octets).to
        #expect(to.hasSuffix("<ops@example.org>, second@example.org, Plain Name <third@example.org>"))
        let bare = to.replacing("\\\"", with: "\u{1}").replacing("\"", with: "").replacing(
            "\u{1}", with: "\""
        )
        .replacing("\\\\", with: "\\")
        #expect(bare.hasPrefix(name))
    }

    @Test(arguments: ["a\r\nBcc: x@y.z", "a\nb", "a\rb", "a\0b", "a\u{2028}b", "a\u{85}b"])
    func `nothing can add a line to a header`(text: String) throws {
        var draft = try testDraft(subject: text)
        #expect(throws: MailDraftError.unsafeHeader(name: "Subject")) { try draft.rendered() }
        draft = try testDraft(names: [text])
        #expect(throws: MailDraftError.unsafeHeader(name: "To")) { try draft.rendered() }
        draft = try testDraft()
        draft.extraHeaders = [MailHeader(name: "X-Roost-Incident", value: text)]
        #expect(throws: MailDraftError.unsafeHeader(name: "X-Roost-Incident")) { try draft.rendered() }
        draft.extraHeaders = [MailHeader(name: text, value: "v")]
        #expect(throws: MailDraftError.unsafeHeader(name: text)) { try draft.rendered() }
        draft = try testDraft()
        draft.messageID = "<\(text)@example.org>"
        #expect(throws: MailDraftError.badMessageID(draft.messageID)) { try draft.rendered() }
        draft = try testDraft(attachments: [MailAttachment(fileName: text, mediaType: "a/b", octets: [])])
        #expect(throws: MailDraftError.badFileName(text)) { try draft.rendered() }
        draft = try testDraft(attachments: [
            MailAttachment(fileName: "f", mediaType: "a/b\(text)", octets: [])
        ])
        #expect(throws: MailDraftError.badMediaType("a/b\(text)")) { try draft.rendered() }
        #expect(throws: MailAddressError.controlCharacter) { try MailAddress("ops\(text)@example.org") }
    }

    @Test(arguments: ["From", "message-id", "Content-Type", "Received", "MIME-Version"])
    func `fields of the renderer cannot be written twice`(name: String) throws {
        var draft = try testDraft()
        draft.extraHeaders = [MailHeader(name: name, value: "v")]
        #expect(throws: MailDraftError.reservedHeader(name: name)) { try draft.rendered() }
    }

    @Test func `threads and lists are marked`() throws {
        var draft = try testDraft()
        draft.references = (1...30).map { "<incident-\($0)@dock7.example.org>" }
        draft.extraHeaders = [MailHeader(name: "List-Id", value: "Dock 7 <dock7.example.org>")]
        let mail = ParsedMail(try draft.rendered())
        #expect(mail.header("In-Reply-To") == "<incident-30@dock7.example.org>")
        #expect(mail.header("references") == draft.references.joined(separator: " "))
        #expect(mail.header("List-Id") == "Dock 7 <dock7.example.org>")
        #expect(mail.header("Auto-Submitted") == "auto-generated")
    }

    @Test func `a recipient that needs SMTPUTF8 leaves the header in 7 bit`() throws {
        var draft = try testDraft()
        draft.to.append(Mailbox(name: "Jörg", address: try MailAddress("jörg@bücher.example")))
        let octets = try draft.rendered()
        #expect(isFit(octets))
        #expect(ParsedMail(octets).to == "Operations <ops@example.org>, Jörg jörg@bücher.example :;")
    }

    @Test(arguments: [
        "a@b", "first.last+tag@mail.example.org", "\"odd name\"@example.org", "x@[192.0.2.1]",
        "x@[IPv6:2001:db8::1]",
        "jörg@bücher.example",
    ])
    func `these are addresses`(text: String) throws {
        #expect(try MailAddress(text).text == text)
    }

    @Test(arguments: [
        "", "a", "@b", "a@", "a b@c", ".a@b", "a.@b", "a..b@c", "a@b..c", "a@-b.c", "a@b_c", "<a@b>", "a@b>",
        "a@[x y]",
        "\"a@b", "\"a\"b\"@c", String(repeating: "a", count: 65) + "@b.c",
        "a@" + String(repeating: "b", count: 64) + ".c", "a@" + String(repeating: "bcd.", count: 70) + "e",
    ])
    func `these are no addresses`(text: String) {
        #expect(throws: MailAddressError.self) { try MailAddress(text) }
    }

    @Test func `a mail needs a recipient`() throws {
        var draft = try testDraft()
        draft.to = []
        #expect(throws: MailDraftError.noRecipient) { try draft.rendered() }
    }
}
