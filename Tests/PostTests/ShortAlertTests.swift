// SPDX-License-Identifier: Apache-2.0
// The short form of an alert: never more than 340 octets of ASCII, whatever goes in, and always with dock, class, time
// and reference.

import DockModel
import Post
import Testing

@Suite struct ShortAlertTests {
    private func alert(
        what: String, action: String, dock: String = "NORTH-1", incident: String = "COVER.timed-out"
    )
        -> ShortAlert
    {
        ShortAlert(
            dock: dock, severity: .critical, standing: .open, incident: incident, what: what,
            time: WallTime(seconds: 1_790_000_000), action: action, reference: "1790000000000-12")
    }

    @Test func `a short alert reads so`() {
        let alert = alert(what: "cover: 45 s, limit 40 s", action: "Look for ice in the cover's track.")
        #expect(
            alert.text
                == "P1 OPEN NORTH-1\r\nCOVER.timed-out: cover: 45 s, limit 40 s\r\n"
                + "Do: Look for ice in the cover's track.\r\n2026-09-21T14:13:20Z\r\nRef 1790000000000-12\r\n"
        )
        #expect(alert.subject == "P1 OPEN NORTH-1 COVER.timed-out")
    }

    @Test func `nothing makes it longer than a payload or other than ASCII`() {
        var random = SystemRandomNumberGenerator()
        let pool: [Unicode.Scalar] = ["a", "ü", "€", " ", "\n", "\r", "\0", "🚁", "=", "-", "x", "\u{301}"]
        for _ in 0..<2_000 {
            func text(_ most: Int) -> String {
                var view = String.UnicodeScalarView()
                for _ in 0..<Int.random(in: 0...most, using: &random) {
                    view.append(pool.randomElement(using: &random) ?? "a")
                }
                return String(view)
            }
            let alert = ShortAlert(
                dock: text(60), severity: .emergency, standing: .stillOpen, incident: text(90),
                what: text(500),
                time: WallTime(milliseconds: Int64.random(in: .min ... .max, using: &random)),
                action: text(500),
                reference: text(80))
            let octets = Array(alert.text.utf8)
            #expect(octets.count <= ShortAlert.mostOctets)
            #expect(octets.allSatisfy { (0x20...0x7E).contains($0) || $0 == 13 || $0 == 10 })
            #expect(octets.suffix(2) == [13, 10] && alert.text.hasPrefix("P0 STILL OPEN"))
            #expect(
                octets.split(separator: 10).allSatisfy {
                    $0.last == 13 && $0.dropLast().allSatisfy { $0 != 13 }
                })
        }
    }

    @Test func `what one field leaves the other may use`() {
        let long = Array(repeating: "word", count: 100).joined(separator: " ")
        let both = alert(what: long, action: long).text
        #expect(both.utf8.count > 320 && both.utf8.count <= 340)
        #expect(both.contains("word..\r\nDo: word"))
        let one = alert(what: "short", action: long).text
        #expect(one.contains(": short\r\n") && one.utf8.count > 320 && one.utf8.count <= 340)
        let ended = alert(what: "Grüße: 5 °C, 3 Ω", action: "").text
        #expect(ended.contains(": Gruesse: 5 degC, 3 ohm\r\n2026") && !ended.contains("Do:"))
    }

    @Test func `the body of the mail is the text, octet for octet`() throws {
        let alert = alert(what: "a", action: "b")
        let draft = MailDraft(
            from: Mailbox(address: try MailAddress("dock@example.org")),
            to: [Mailbox(address: try MailAddress("ops@example.org"))], subject: alert.subject,
            text: alert.text,
            date: WallTime(seconds: 1_790_000_000), messageID: "<a@example.org>")
        let message = String(decoding: try draft.rendered(), as: UTF8.self)
        #expect(
            message.hasSuffix("\r\n\r\n" + alert.text) && message.contains("Content-Transfer-Encoding: 7bit"))
    }
}
