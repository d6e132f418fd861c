// SPDX-License-Identifier: Apache-2.0
// The mailbox and the outbox: what is listed, paged, linked and framed.

import DockModel
import Testing

@testable import Console

@Suite struct MailboxPagesTests {
    private func entry(_ number: Int) -> MailboxEntry {
        MailboxEntry(
            id: "\(number).eml", from: "dock", to: ["ops@example.org"], subject: "Mail \(number)",
            kind: "digest")
    }

    private func mail(html: String? = nil, text: String? = "hello") -> MailView {
        MailView(
            entry: entry(1), headers: [ShownHeader(name: "Subject", value: "Mail 1")], text: text, html: html)
    }

    @Test func `an empty mailbox says so`() throws {
        let page = try #require(MailboxList(entries: [], page: 1).rendered(TimeStyle()))
        #expect(page.contains("No mail has been delivered yet."))
        #expect(MailboxList(entries: [], page: 2).rendered(TimeStyle()) == nil)
    }

    @Test func `the list is paged`() throws {
        let entries = (1...100).map(entry)
        let middle = try #require(MailboxList(entries: entries, page: 2).rendered(TimeStyle()))
        #expect(middle.contains("Page 2 of 3"))
        #expect(middle.contains(#"<a href="/mailbox/41.eml">Mail 41</a>"#))
        #expect(!middle.contains("Mail 40<") && !middle.contains("Mail 81<"))
        #expect(middle.contains("/mailbox?page=1") && middle.contains("/mailbox?page=3"))
        #expect(MailboxList(entries: entries, page: 4).rendered(TimeStyle()) == nil)
    }

    @Test(arguments: ["../../etc/passwd", "", "a b", "\"><x", ".."])
    func `a mail whose name cannot be asked for is listed without a link`(id: String) throws {
        let page = try #require(
            MailboxList(entries: [MailboxEntry(id: id, subject: "odd")], page: 1).rendered(TimeStyle()))
        #expect(page.contains("odd"))
        #expect(!page.contains("href=\"/mailbox/"))
    }

    @Test func `the HTML part is only referred to, in a sandbox`() {
        let page = MailPage(mail: mail(html: "<script>alert(1)</script>")).rendered(TimeStyle())
        #expect(page.contains(#"<iframe sandbox title="HTML part of this mail" "#))
        #expect(page.contains(#"src="/mailbox/1.eml/html""#))
        #expect(!page.contains("alert(1)"))
        #expect(!MailPage(mail: mail()).rendered(TimeStyle()).contains("iframe"))
    }

    @Test func `a text keeps its lines and a missing one is said`() {
        #expect(
            MailPage(mail: mail(text: "a\r\n  b<c")).rendered(TimeStyle()).contains("<pre>a\n  b&lt;c</pre>"))
        #expect(MailPage(mail: mail(text: nil)).rendered(TimeStyle()).contains("This mail has no text part."))
    }

    @Test func `the outbox shows counts and the last answer of the server`() {
        let row = OutboxRow(
            id: "a", to: "ops@example.org", subject: "Digest", state: .deferred, attempts: 3,
            nextAttempt: SampleDock.now, lastAnswer: "451 <try> later")
        let page = OutboxPage(now: SampleDock.now, counts: MailCounts(deferred: 1), link: "up", rows: [row])
        let markup = page.rendered(TimeStyle())
        #expect(markup.contains("451 &lt;try&gt; later"))
        #expect(markup.contains("deferred"))
        #expect(MarkupScan(markup).faults == [])
        #expect(OutboxPage(now: SampleDock.now).rendered(TimeStyle()).contains("Nothing is waiting."))
    }

    @Test func `mailbox and outbox in JSON keep every key`() {
        let mails = MailboxAnswer(entries: [entry(1)]).json.rendered
        #expect(
            mails
                == #"{"total":1,"mails":[{"id":"1.eml","from":"dock","to":["ops@example.org"],"subject":"Mail 1","#
                + #""date":null,"date_text":null,"kind":"digest"}]}"#)
        let outbox = OutboxPage(now: SampleDock.now).json.rendered
        #expect(outbox == #"{"now":"2026-07-04T14:30:05.250Z","counts":null,"link":null,"mails":[]}"#)
    }
}
