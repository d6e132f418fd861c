// SPDX-License-Identifier: Apache-2.0
// Signing in and out, cookies, proxies and budgets, from a request to its answer.

import Access
import DockModel
import Synchronization
import Testing

@testable import Console

@Suite struct SignInTests {
    private func field(_ reply: ConsoleReply, _ name: String) -> String? {
        reply.fields.first { $0.name == name }?.value
    }

    @Test func `who signs in gets a cookie that no script and no other site sees, and goes on to the page`()
        async
    {
        let desk = SampleDesk(), secret = BearerSecret()
        desk.answer.withLock { $0 = .welcome(secret) }
        let form = "name=kim&password=p%26w+%C3%BC12345&next=%2Foperate"
        let reply = await desk.site().answer(desk.request("POST", "/sign-in", form: form))
        #expect(reply.status == 303 && field(reply, "Location") == "/operate")
        #expect(
            field(reply, "Set-Cookie")
                == "roost=\(secret.text); Path=/; Max-Age=43200; HttpOnly; SameSite=Strict")
        #expect(desk.tries.withLock { $0 } == ["kim p&w ü12345 127.0.0.1"])
        let secure = await desk.site(AccessTerms(isTLS: true)).answer(
            {
                var request = desk.request("POST", "/sign-in", form: form)
                request.origin = "https://localhost:8437"
                return request
            }())
        #expect(field(secure, "Set-Cookie")?.hasPrefix("__Host-roost=") == true)
        #expect(field(secure, "Set-Cookie")?.hasSuffix("; Secure") == true)
    }

    @Test(arguments: [
        "https://evil.example/", "//evil.example", "/\\evil", "javascript:alert(1)", "/nothing",
        "/operate\r\nX: y",
        "/operate/confirm",
    ])
    func `after signing in nobody is sent anywhere else`(next: String) async {
        #expect(SignInPage.place(next) == nil)
        #expect(SignInPage.path(next: next) == "/sign-in")
    }

    @Test func `a page that needs a user sends to sign in and back; a program is told to show a token`() async
    {
        let desk = SampleDesk(), site = desk.site(AccessTerms(anonymous: nil))
        #expect(
            field(await site.answer(desk.request("GET", "/audit?before=5")), "Location")
                == "/sign-in?next=/audit%3Fbefore%3D5")
        let page = await site.answer(desk.request("GET", "/sign-in?next=/audit%3Fbefore%3D5"))
        #expect(String(decoding: page.body, as: UTF8.self).contains(#"name="next" value="/audit?before=5""#))
        let program = await site.answer(desk.request("GET", "/api/status"))
        #expect(program.status == 401 && field(program, "WWW-Authenticate") == "Bearer")
    }

    @Test func `a wrong password, a wait and a full house are said, and a bad name is not even tried`() async
    {
        let desk = SampleDesk(), site = desk.site()
        for (answer, status) in [
            (SignInAnswer.refused(wait: .seconds(30)), 403), (.wait(.seconds(12)), 429), (.busy, 503),
            (.notStored, 503),
        ] {
            desk.answer.withLock { $0 = answer }
            let reply = await site.answer(
                desk.request("POST", "/sign-in", form: "name=kim&password=1234567890"))
            #expect(reply.status == status && field(reply, "Set-Cookie") == nil)
            if status == 429 { #expect(field(reply, "Retry-After") == "12") }
        }
        let before = desk.tries.withLock { $0.count }
        for form in [
            "name=Kim%3Cb%3E&password=x", "name=kim", "password=x",
            "name=kim&password=\(String(repeating: "x", count: 300))",
        ] {
            let reply = await site.answer(desk.request("POST", "/sign-in", form: form))
            #expect(reply.status == 403)
        }
        #expect(desk.tries.withLock { $0.count } == before)
        var foreign = desk.request("POST", "/sign-in", form: "name=kim&password=1234567890")
        foreign.origin = "null"
        #expect(await site.answer(foreign).status == 403)
    }

    @Test func `signing out takes the cookie away`() async {
        let desk = SampleDesk()
        let reply = await desk.site().answer(desk.request("POST", "/sign-out", as: .view))
        #expect(reply.status == 303 && field(reply, "Set-Cookie")?.contains("Max-Age=0") == true)
        #expect(desk.tries.withLock { $0 } == ["out"])
    }

    @Test func `two cookies of the name are none: one of them was planted`() async {
        let desk = SampleDesk(), site = desk.site(AccessTerms(anonymous: nil))
        var request = desk.request("GET", "/operate", as: .operate)
        #expect(await site.answer(request).status == 200)
        request.cookies.append("roost=" + BearerSecret().text)
        #expect(await site.answer(request).status == 303)
    }

    @Test func `behind a proxy only the proxy is answered, and only for who came by TLS`() async {
        let desk = SampleDesk()
        let terms = AccessTerms(
            anonymous: nil, proxies: ProxyTrust([NetworkPrefix("10.0.0.2")].compactMap { $0 }))
        let site = desk.site(terms, names: ["dock.example.org"])
        var request = desk.request("POST", "/sign-in", form: "name=kim&password=1234567890")
        (request.hosts, request.origin) = (["dock.example.org"], "https://dock.example.org")
        (request.peer, request.forwardedFor) = ("10.0.0.2", ["198.51.100.7"])
        #expect(await site.answer(request).status == 403)
        #expect(desk.tries.withLock { $0 } == ["kim 1234567890 198.51.100.7"])
        for (peer, hops, proto) in [
            ("127.0.0.1", ["198.51.100.7"], ["https"]), ("10.0.0.2", [], ["https"]),
            ("10.0.0.2", ["198.51.100.7"], ["http"]), ("10.0.0.2", ["evil"], []),
        ] {
            (request.peer, request.forwardedFor, request.forwardedProto) = (peer, hops, proto)
            let reply = await site.answer(request)
            #expect(reply.status == 403 && reply.contentType.hasPrefix("text/plain"))
        }
        #expect(desk.tries.withLock { $0.count } == 1)
        // Without a declared proxy its fields are not believed.
        var liar = desk.request("POST", "/sign-in", form: "name=kim&password=1234567890")
        liar.forwardedFor = ["203.0.113.1"]
        _ = await desk.site().answer(liar)
        #expect(desk.tries.withLock { $0.last } == "kim 1234567890 127.0.0.1")
    }

    @Test func `an address that asks too often waits, others do not`() async {
        let desk = SampleDesk(), site = desk.site(AccessTerms(anonymous: nil), listeningOn: "192.0.2.1")
        var request = desk.request("GET", "/sign-in")
        request.peer = "192.0.2.77"
        var refused = 0
        for _ in 0..<300 where await site.answer(request).status == 429 { refused += 1 }
        #expect(refused == 100)
        request.peer = "192.0.2.78"
        #expect(await site.answer(request).status == 200)
        var posts = 0
        for _ in 0..<40 {
            let post = desk.request("POST", "/operate/acknowledge", as: .operate, form: "incident=1-2")
            if await site.answer(post).status == 429 { posts += 1 }
        }
        #expect(posts == 20)
        desk.time.withLock { $0 = $0 + .seconds(60) }
        let later = desk.request("POST", "/operate/acknowledge", as: .operate, form: "incident=1-2")
        #expect(await site.answer(later).status == 200)
    }

    @Test func `the ways with their own proof stay as they were`() async {
        let desk = SampleDesk(), site = desk.site(AccessTerms(anonymous: nil))
        var request = desk.request("POST", "/trigger/gate")
        #expect(await site.answer(request).status == 401)
        request.authorization = "Bearer 0123456789abcdef"
        #expect(await site.answer(request).status == 202)
        #expect(await site.answer(desk.request("GET", "/ack/x")).status == 404)
    }
}
