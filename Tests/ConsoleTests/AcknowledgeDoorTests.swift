// SPDX-License-Identifier: Apache-2.0
// The door for readers of alerts: looking changes nothing, only POST takes note, and no token is a page by chance.

import DockModel
import Synchronization
import Testing

@testable import Console

@Suite struct AcknowledgeDoors {
    private final class Taken: Sendable {
        let tokens = Mutex<[String]>([])
    }

    private func site(_ taken: Taken, isOpen: Bool = true) -> ConsoleSite {
        @Sendable func view(_ token: String, _ isTaken: Bool) -> AcknowledgeAnswer {
            if token == "full" { return .notStored }
            guard token == "good" else { return .unknown }
            return .view(
                AcknowledgeView(
                    title: "<b>cover</b>", severity: .critical, opened: WallTime(seconds: 1_790_000_000),
                    isOpen: true,
                    taken: isTaken ? WallTime(seconds: 1_790_000_060) : nil, who: isTaken ? "Kim & co" : nil))
        }
        let door = AcknowledgeDoor(
            look: { token in view(token, taken.tokens.withLock { $0.contains(token) }) },
            take: { token, _ in
                taken.tokens.withLock { $0.append(token) }
                return view(token, true)
            })
        return ConsoleSite(
            model: SampleDock(), hosts: HostRule(listeningOn: "127.0.0.1", names: ["dock.example.org"]),
            acknowledge: isOpen ? door : nil)
    }

    @Test(arguments: [
        ("GET", "/ack/good", 200), ("HEAD", "/ack/good", 200), ("POST", "/ack/good", 200),
        ("GET", "/ack/bad", 404),
        ("POST", "/ack/bad", 404), ("GET", "/ack/", 404), ("PUT", "/ack/good", 405),
        ("DELETE", "/ack/good", 405),
        ("GET", "/ack/good/", 404), ("GET", "/ack/good?x", 404), ("POST", "/ack/full", 503),
        ("POST", "/outbox", 405),
    ])
    func `only POST takes note`(method: String, target: String, status: Int) async {
        let taken = Taken()
        let reply = await site(taken).reply(method: method, target: target, hosts: ["dock.example.org"])
        #expect(reply.status == status)
        #expect(taken.tokens.withLock { $0.isEmpty } == (method != "POST" || target == "/outbox"))
    }

    @Test func `the page has a form that goes back to us, and afterwards none`() async {
        let taken = Taken(), site = site(taken)
        let shown = await site.reply(method: "GET", target: "/ack/good", hosts: ["localhost"])
        let page = String(decoding: shown.body, as: UTF8.self)
        #expect(page.contains(#"<form method="post">"#) && page.contains("P1 &lt;b&gt;cover"))
        let policy = shown.securityFields.first { $0.name == "Content-Security-Policy" }?.value ?? ""
        #expect(policy.contains("form-action 'self'") && policy.contains("default-src 'none'"))
        let done = await site.reply(method: "POST", target: "/ack/good", hosts: ["localhost"])
        let answer = String(decoding: done.body, as: UTF8.self)
        #expect(!answer.contains("<form") && answer.contains("Kim &amp; co"))
    }

    @Test func `a foreign host opens nothing and a dock without links has no door`() async {
        let taken = Taken()
        #expect(
            await site(taken).reply(method: "POST", target: "/ack/good", hosts: ["evil.example"]).status
                == 421)
        #expect(
            await site(taken, isOpen: false).reply(method: "POST", target: "/ack/good", hosts: ["localhost"])
                .status
                == 405)
        #expect(taken.tokens.withLock { $0.isEmpty })
    }
}
