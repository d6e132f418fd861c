// SPDX-License-Identifier: Apache-2.0
// Mails of others are read as far as they can be read, and broken ones never trap.

import DockModel
import Post
import Testing

@Suite struct ParsedMailTests {
    @Test func `a mail with bare LF, folded words and a foreign charset is read`() {
        let text = """
            From: =?iso-8859-1?Q?J=F6rg?= <j@example.org>
            SUBJECT: =?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?= an
             alle
            Content-Type: text/plain; charset="windows-1252"
            Content-Transfer-Encoding: quoted-printable

            80 =80 =
            more=
            """
        let mail = ParsedMail(Array(text.utf8))
        #expect(mail.from == "Jörg <j@example.org>")
        #expect(mail.subject == "Grüße an alle")
        #expect(mail.text == "80 € more")
    }

    @Test func `a character split over two encoded words is put together`() {
        let mail = ParsedMail(
            Array("Subject: =?utf-8?B?w?= =?utf-8?Q?x?=\r\n =?utf-8?Q?=C3?= =?utf-8?Q?=BC?=\r\n\r\n".utf8))
        #expect(mail.subject.hasSuffix("ü"))
    }

    @Test func `a file name in pieces is put together`() {
        let text = """
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*0*=utf-8''Pr%C3%BC; filename*1="fung.pdf"

            x
            """
        #expect(ParsedMail(Array(text.utf8)).attachments.first?.fileName == "Prüfung.pdf")
    }

    @Test func `nested containers without an end are read to a bounded depth`() {
        var text = ""
        for depth in 0..<200 {
            text += "Content-Type: multipart/mixed; boundary=b\(depth)\r\n\r\n--b\(depth)\r\n"
        }
        let mail = ParsedMail(Array(text.utf8))
        #expect(mail.attachments.count == 1 && mail.text == nil)
    }

    @Test func `a missing end boundary keeps the last part`() {
        let text =
            "Content-Type: multipart/mixed; boundary=\"x y\"\r\n\r\nignored\r\n"
            + "--x y\r\n\r\nfirst\r\n--x y  \r\n\r\nlast"
        let mail = ParsedMail(Array(text.utf8))
        #expect(mail.text == "first")
        #expect(mail.attachments.map(\.octets) == [Array("last".utf8)])
    }

    @Test func `thousands of fields and parts are bounded`() {
        let fields = String(repeating: "X: y\r\n", count: 5_000)
        #expect(ParsedMail(Array(fields.utf8)).headers.count == 500)
        let parts =
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + String(repeating: "--b\r\n\r\nx\r\n", count: 5_000)
        #expect(ParsedMail(Array(parts.utf8)).attachments.count <= 200)
    }

    @Test func `random octets and damaged mails never trap`() throws {
        let file = MailAttachment(
            fileName: "ä.pdf", mediaType: "application/pdf", octets: [UInt8](repeating: 7, count: 90))
        let whole = try testDraft(subject: "Prüfung", text: "Grüße\n", html: "<p>ü</p>", attachments: [file])
            .rendered()
        for seed in UInt64(1)...300 {
            var random = SeededGenerator(state: seed)
            var octets = whole
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                octets[Int.random(in: 0..<octets.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            octets.removeLast(Int.random(in: 0..<octets.count, using: &random))
            let mail = ParsedMail(octets)
            #expect(mail.headers.count <= 40)
            let noise = ParsedMail((0..<300).map { _ in UInt8.random(in: 0...255, using: &random) })
            #expect(noise.attachments.count <= 200)
        }
    }
}
