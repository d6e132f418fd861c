// SPDX-License-Identifier: Apache-2.0
// The button for a test mail: only POST to the address that the page tells sends one.

import Synchronization
import Testing

@testable import Console

@Suite struct TestMailDoorTests {
    private final class Sent: Sendable {
        let count = Mutex(0)
    }

    private func site(_ sent: Sent, answer: TestMailAnswer = .queued(7)) -> ConsoleSite {
        let door = TestMailDoor(token: "5ecre7") {
            sent.count.withLock { $0 += 1 }
            return answer
        }
        return ConsoleSite(model: SampleDock(), hosts: HostRule(listeningOn: "127.0.0.1"), testMail: door)
    }

    @Test(arguments: [
        ("POST", "/outbox/test/5ecre7", 200), ("GET", "/outbox/test/5ecre7", 405), ("POST", "/outbox/test/", 404),
        ("POST", "/outbox/test/5ecre8", 404), ("POST", "/outbox/test/5ecre7?x", 404), ("POST", "/outbox", 405),
    ])
    func `only the button of the page sends a test mail`(method: String, target: String, status: Int) async {
        let sent = Sent()
        let reply = await site(sent).reply(method: method, target: target, hosts: ["localhost"])
        #expect(reply.status == status)
        #expect(sent.count.withLock { $0 } == (status == 200 ? 1 : 0))
        let foreign = await site(sent).reply(method: method, target: target, hosts: ["evil.example"])
        #expect(foreign.status == 421 && sent.count.withLock { $0 } == (status == 200 ? 1 : 0))
    }

    @Test func `the page tells the button's address, and a page without one has none`() async {
        let page = await site(Sent()).reply(method: "GET", target: "/outbox", hosts: ["localhost"])
        #expect(String(decoding: page.body, as: UTF8.self).contains(#"action="/outbox/test/5ecre7""#))
        #expect(page.policy == .form)
        let plain = ConsoleSite(model: SampleDock(), hosts: HostRule(listeningOn: "127.0.0.1"))
        let other = await plain.reply(method: "GET", target: "/outbox", hosts: ["localhost"])
        #expect(!String(decoding: other.body, as: UTF8.self).contains("/outbox/test/") && other.policy == .page)
    }

    @Test(arguments: [(TestMailAnswer.tooSoon, 429), (.refused("the queue is <full>"), 503)])
    func `what was not sent is said`(answer: TestMailAnswer, status: Int) async {
        let reply = await site(Sent(), answer: answer).reply(
            method: "POST", target: "/outbox/test/5ecre7", hosts: ["localhost"])
        #expect(reply.status == status && !String(decoding: reply.body, as: UTF8.self).contains("<full>"))
    }
}
