// SPDX-License-Identifier: Apache-2.0
// The forms of the mail settings: what they ask for, that each asks twice, that a fault is told at its place, and that
// a secret that was typed is on no page and in no description.

import Access
import DockModel
import Synchronization
import Testing

@testable import Console

@Suite struct MailEditTests {
    private func body(_ reply: ConsoleReply) -> String { String(decoding: reply.body, as: UTF8.self) }

    private func ticket(_ page: String) throws -> String {
        String(try #require(page.firstMatch(of: /name="ticket" value="([0-9a-f]{64})"/)?.1))
    }

    @Test func `a change of the account asks twice, and its password is on no page and in no description`()
        async throws
    {
        let desk = SampleDesk(), site = desk.site()
        let asked = await site.answer(
            desk.request(
                "POST", "/notifications/account", as: .administer,
                form: "way=password&user=dock&password=correct+horse%22%3C"))
        let page = body(asked)
        #expect(asked.status == 200 && page.contains("Change the mail account?"))
        #expect(!page.contains("correct") && page.contains(#"href="/notifications">No, leave it"#))
        #expect(desk.done.withLock { $0 }.isEmpty)
        let done = await site.answer(
            desk.request("POST", "/operate/confirm", as: .administer, form: "ticket=\(try ticket(page))"))
        #expect(done.status == 200 && !body(done).contains("correct"))
        let changes = desk.done.withLock { $0 }
        #expect(
            changes == [
                .mail(.account(way: "password", user: "dock", password: FormSecret("correct horse\"<")))
            ])
        var dumped = ""
        dump(changes, to: &dumped)
        #expect(!"\(changes)".contains("correct") && !dumped.contains("correct"))
    }

    @Test func `what the settings refuse is told at its place and nothing is asked a second time`()
        async throws
    {
        let desk = SampleDesk(), site = desk.site()
        let reply = await site.answer(
            desk.request(
                "POST", "/notifications/server", as: .administer,
                form: "host=%3Cscript%3E&port=587&security=tls&from=d@example.org"))
        #expect(reply.status == 422)
        #expect(
            body(reply).contains("mail.yaml:4:7: mail.host &quot;&lt;script&gt;&quot; is not a host name"))
        #expect(!body(reply).contains("ticket") && desk.done.withLock { $0 }.isEmpty)
    }

    @Test(arguments: [
        ("server", "port=587&security=tls&from=d@e.org"),
        ("server", "host=m&port=0&security=tls&from=d@e.org"),
        ("server", "host=m&port=70000&security=tls&from=d@e.org"),
        ("server", "host=m&port=5e2&security=tls&from=d@e.org"),
        ("server", "host=m&port=587&security=none&from=d@e.org"),
        ("server", "host=m&port=587&security=tls&from="), ("account", "way=xoauth2&user=d"),
        ("account", "way=password&user=d&password=\(String(repeating: "x", count: 1_001))"),
        ("account", "way=password&user=a%0D%0Ab"), ("oauth2", "preset=aol&grant=refresh_token&user=d"),
        ("recipients", "alerts=" + (0..<21).map { "a\($0)@e.org" }.joined(separator: ",")),
        ("route", "to=a@e.org&severity=P9&language=en"), ("route", "to=a@e.org&severity=any&language=fr"),
        ("route-remove", "number=0&mark=x"), ("route-remove", "number=1&mark=%3Cb%3E"),
    ])
    func `a form that says nothing that could be done is refused with its field`(path: String, form: String)
        async
    {
        let desk = SampleDesk(), site = desk.site()
        let reply = await site.answer(
            desk.request("POST", "/notifications/" + path, as: .administer, form: form))
        #expect(reply.status == 400 && body(reply).contains("Nothing was done"))
        #expect(desk.done.withLock { $0 }.isEmpty)
    }

    @Test func `the second word needs the role too`() async throws {
        let desk = SampleDesk()
        let site = desk.site(), gate = try #require(site.gate)
        let kim = Visitor(
            name: "operate", role: .operate, way: .session, address: "127.0.0.1",
            formToken: desk.secrets[.operate]?.formToken)
        // As a token whose role was lessened between the two words.
        let ticket = gate.hold(.mail(.revert), for: kim)
        let reply = await site.answer(
            desk.request("POST", "/operate/confirm", as: .operate, form: "ticket=\(ticket)"))
        #expect(reply.status == 403 && desk.done.withLock { $0 }.isEmpty)
    }

    @Test func `forms are offered to administrators alone, begin with what holds, and show no secret`() async
    {
        let desk = SampleDesk(), site = desk.site()
        for role in Role.allCases {
            let page = body(await site.answer(desk.request("GET", "/notifications", as: role)))
            let isOffered = page.contains(#"action="/notifications/server""#)
            #expect(isOffered == (role == .administer), "\(role)")
            #expect(
                page.contains("route-remove") == isOffered
                    && page.contains("/notifications/revert") == isOffered)
            #expect(!page.contains("<script>"))
            #expect(page.utf8.count < 60_000)
        }
        let page = body(await site.answer(desk.request("GET", "/notifications", as: .administer)))
        #expect(page.contains(#"name="port" value="587""#) && page.contains("ops@example.org, &lt;b&gt;"))
        #expect(page.contains(#"<option value="starttls" selected>"#))
        #expect(!page.contains(/type="password"[^>]*value=/))
    }

    @Test func `a log-in shows its code, and its address only as a link where it is https`() {
        let visitor = Visitor(name: "b", role: .administer, way: .session, address: "local", formToken: "t")
        Visitor.$reader.withValue(visitor) {
            var form = MailForm(
                host: "m", port: 1, security: "tls", from: "d@e.org", way: "oauth2", user: "d",
                oauth: OAuthEdit(preset: "microsoft365", grant: "refresh_token", user: "d", clientID: "c"))
            form.canLogIn = true
            var login = MailLoginFact("Open it.", address: "javascript:alert(1)", code: "AB<CD")
            #expect(!form.cards(login, TimeStyle()).text.contains("href=\"javascript"))
            login.address = "https://login.example/device"
            let text = form.cards(login, TimeStyle()).text
            #expect(text.contains(#"href="https://login.example/device""#) && text.contains("AB&lt;CD"))
            var page = NotificationsPage(now: WallTime(milliseconds: 0), server: [])
            (page.form, page.login) = (form, login)
            #expect(page.rendered(TimeStyle()).contains(#"http-equiv="refresh" content="10""#))
        }
    }
}
