// SPDX-License-Identifier: Apache-2.0
// The submission machine against a well-behaved server: order, grouping, fallbacks and what each refusal
// means.

import DockModel
import Post
import Testing

@Suite struct SubmissionMachineTests {
    private func drive(
        _ mails: [QueuedMail], _ policy: SubmissionPolicy = testPolicy(),
        _ adapt: (inout SimulatedServer) -> Void = { _ in }
    ) -> SessionDriver {
        var server = SimulatedServer()
        adapt(&server)
        var driver = SessionDriver(policy: policy, server: server, mails: mails)
        driver.run()
        #expect(driver.server.violations == [])
        return driver
    }

    @Test(
        arguments: [
            ["PIPELINING", "CHUNKING", "8BITMIME"], ["PIPELINING"], [], ["CHUNKING"],
            ["PIPELINING", "CHUNKING", "SIZE 100000", "DSN", "SMTPUTF8", "8BITMIME"],
        ], [1, 3, 1 << 20])
    func `all mails arrive with their very octets in every mode and piece size`(
        keywords: [String], piece: Int
    ) {
        var server = SimulatedServer()
        server.keywords = keywords + ["AUTH PLAIN"]
        let mails = (1...9).map { testMail($0, to: ["a@example.org", "b@example.org"]) }
        var driver = SessionDriver(policy: testPolicy(), server: server, mails: mails)
        driver.pieceSize = piece
        driver.run()
        #expect(driver.hasFinished && driver.fault == nil)
        #expect(driver.server.violations == [])
        #expect(driver.server.accepted.map(\.octets) == mails.map(\.octets))
        #expect(driver.server.accepted.allSatisfy { $0.recipients == ["a@example.org", "b@example.org"] })
        #expect(
            (1...9).allSatisfy { driver.isSent($0, "a@example.org") && driver.isSent($0, "b@example.org") })
    }

    @Test func `a chain of BDAT needs far fewer round trips than one step at a time`() {
        let mails = (1...40).map { testMail($0) }
        let chain = drive(mails)
        let steps = drive(mails, testPolicy(traits: HostTraits(avoidsPipelining: true)))
        #expect(chain.turns <= 46)
        #expect(steps.turns >= 160)
    }

    @Test func `more small mails than large ones are under way, never more than the window`() {
        let policy = testPolicy(smallMailWindow: 8)
        let small = drive((1...40).map { testMail($0) }, policy)
        #expect(small.mostUnanswered == 8 && small.turns <= 41)
        let body = String(repeating: "0123456789\r\n", count: 340)
        let large = drive((1...40).map { testMail($0, body: body) }, policy)
        #expect(large.mostUnanswered == 4)
        let single = drive(
            (1...5).map { testMail($0) },
            testPolicy(smallMailWindow: 8, traits: HostTraits(avoidsPipelining: true)))
        #expect(single.mostUnanswered == 1)
    }

    @Test func `a chain of DATA needs one round trip a mail`() {
        let driver = drive(
            (1...40).map { testMail($0) }, testPolicy(traits: HostTraits(avoidsChunking: true)))
        #expect(driver.turns <= 90 && driver.server.accepted.count == 40)
        #expect(!driver.server.commands.contains { $0.hasPrefix("BDAT") })
    }

    @Test func `a refused recipient touches nobody else`() {
        let mails = (1...5).map {
            testMail($0, to: ["good@example.org", "bad@example.org", "full@example.org"])
        }
        for traits in [HostTraits(), HostTraits(avoidsChunking: true), HostTraits(avoidsPipelining: true)] {
            let driver = drive(mails, testPolicy(traits: traits)) { server in
                server.script = { line in
                    if line.hasPrefix("RCPT TO:<bad") { return "550 5.1.1 no such user" }
                    return line.hasPrefix("RCPT TO:<full") ? "452 4.2.2 mailbox full" : nil
                }
            }
            for id in Int64(1)...5 {
                #expect(driver.isSent(id, "good@example.org"))
                #expect(driver.refusal(id, "bad@example.org")?.enhanced == EnhancedStatus(5, 1, 1))
                guard case .postponed(let reply) = driver.verdicts[id]?["full@example.org"] else {
                    Issue.record("full@example.org should be postponed")
                    continue
                }
                #expect(RefusalReason(reply) == .full)
            }
            #expect(driver.hasFinished)
        }
    }

    @Test func `a mail whose recipients are all refused does not disturb the mails behind it in the pipe`() {
        let mails = (1...8).map { testMail($0, to: [$0 % 2 == 0 ? "bad@example.org" : "ops@example.org"]) }
        for traits in [HostTraits(), HostTraits(avoidsChunking: true), HostTraits(avoidsPipelining: true)] {
            let driver = drive(mails, testPolicy(traits: traits)) { server in
                server.script = { $0.hasPrefix("RCPT TO:<bad") ? "550 5.1.1 no such user" : nil }
            }
            #expect(driver.server.accepted.map(\.octets) == mails.filter { $0.id % 2 == 1 }.map(\.octets))
            #expect([2, 4, 6, 8].allSatisfy { driver.refusal($0, "bad@example.org")?.code == 550 })
            #expect(driver.hasFinished)
        }
    }

    @Test func `a refused content gives up that mail alone`() {
        for traits in [HostTraits(), HostTraits(avoidsChunking: true), HostTraits(avoidsPipelining: true)] {
            let driver = drive((1...6).map { testMail($0) }, testPolicy(traits: traits)) { server in
                server.verdict = { $0.contains("mail 3\r\n") ? "554 5.6.0 not liked" : "250 taken" }
            }
            #expect(driver.refusal(3)?.code == 554)
            #expect([1, 2, 4, 5, 6].allSatisfy { driver.isSent($0) })
        }
    }

    @Test func `a refused sender gives up that mail alone`() {
        for traits in [HostTraits(), HostTraits(avoidsChunking: true), HostTraits(avoidsPipelining: true)] {
            var count = 0
            let driver = drive((1...5).map { testMail($0) }, testPolicy(traits: traits)) { server in
                server.script = { line in
                    guard line.hasPrefix("MAIL") else { return nil }
                    count += 1
                    return count == 2 ? "550 5.7.1 not this one" : nil
                }
            }
            #expect(driver.refusal(2)?.code == 550)
            #expect([1, 3, 4, 5].allSatisfy { driver.isSent($0) })
        }
    }

    @Test func `not now to MAIL keeps the mail and leaves the rest of the queue alone`() {
        let driver = drive((1...20).map { testMail($0) }, testPolicy(window: 2)) { server in
            server.script = { $0.hasPrefix("MAIL") ? "452 4.5.3 too many messages" : nil }
        }
        #expect(driver.isWindingUp && driver.hasFinished)
        #expect(driver.waiting.count >= 18)
        #expect(
            driver.verdicts.values.allSatisfy { if case .postponed = $0.values.first { true } else { false } }
        )
    }

    @Test(arguments: [
        "530 5.7.0 authenticate first", "535 5.7.8 no", "550 5.7.30 basic authentication is not supported",
    ])
    func `a refusal of the account gives no mail up`(reply: String) {
        let driver = drive((1...3).map { testMail($0) }) { server in
            server.script = { $0.hasPrefix("MAIL") ? reply : nil }
        }
        guard case .notAuthorised = driver.fault else {
            Issue.record("fault is \(String(describing: driver.fault))")
            return
        }
        #expect(
            driver.verdicts.values.allSatisfy {
                if case .unfinished = $0.values.first { true } else { false }
            })
    }

    @Test func `421 in the middle keeps every unanswered mail`() {
        for at in ["MAIL", "RCPT", "BDAT", "RSET"] {
            let driver = drive((1...4).map { testMail($0) }) { server in
                server.script = { $0.hasPrefix(at) ? "421 4.3.2 closing" : nil }
            }
            guard case .serviceClosing = driver.fault else {
                Issue.record("fault is \(String(describing: driver.fault))")
                continue
            }
            for (id, verdicts) in driver.verdicts where !driver.isSent(id) {
                #expect(verdicts.values.allSatisfy { if case .unfinished = $0 { true } else { false } })
            }
        }
    }

    @Test func `a server that leaves refused chunks unread is noticed and remembered`() {
        let driver = drive((1...6).map { testMail($0) }) { server in
            server.leavesChunkUnread = true
            server.script = { $0.hasPrefix("MAIL FROM") ? "550 5.1.0 no" : nil }
        }
        #expect(driver.machine.traits.avoidsChunking)
        guard case .outOfStep = driver.fault else {
            Issue.record("fault is \(String(describing: driver.fault))")
            return
        }
        #expect(driver.server.accepted.isEmpty)
    }

    @Test func `BDAT that is offered and then unknown costs no mail`() {
        let driver = drive((1...3).map { testMail($0) }) { server in
            server.script = { $0.hasPrefix("BDAT") ? "500 5.5.1 unknown command" : nil }
        }
        #expect(driver.machine.traits.avoidsChunking)
        #expect(
            driver.verdicts.values.allSatisfy {
                if case .unfinished = $0.values.first { true } else { false }
            })
    }

    @Test func `a mail above the server's size is refused before a byte of it is sent`() {
        let driver = drive([testMail(1, body: String(repeating: "x\r\n", count: 500)), testMail(2)]) {
            server in
            server.keywords = ["PIPELINING", "SIZE 1000", "AUTH PLAIN"]
        }
        #expect(driver.refusal(1)?.enhanced == EnhancedStatus(5, 3, 4))
        #expect(driver.isSent(2))
        #expect(!driver.server.commands.contains { $0.hasPrefix("MAIL") && $0.contains("SIZE=15") })
    }

    @Test func `a large mail waits for its envelope before its content is sent`() {
        let large = testMail(
            1, to: ["bad@example.org"], body: String(repeating: "0123456789\r\n", count: 10_000))
        let driver = drive([large, testMail(2)]) { server in
            server.script = { $0.hasPrefix("RCPT TO:<bad") ? "550 5.1.1 no such user" : nil }
        }
        #expect(driver.octetsToServer < 2_000)
        #expect(driver.refusal(1, "bad@example.org") != nil && driver.isSent(2))
    }

    @Test func `an address that needs SMTPUTF8 is refused alone where it is not offered`() {
        let mail = testMail(1, to: ["ops@example.org", "jörg@example.org"])
        let without = drive([mail])
        #expect(
            without.isSent(1) && without.refusal(1, "jörg@example.org")?.enhanced == EnhancedStatus(5, 6, 7))
        let with = drive([mail]) { $0.keywords.append("SMTPUTF8") }
        #expect(with.isSent(1, "jörg@example.org"))
        #expect(with.server.commands.contains { $0.hasPrefix("MAIL") && $0.hasSuffix(" SMTPUTF8") })
    }

    @Test func `no line end in an address reaches the server`() {
        let mail = testMail(1, to: ["a@example.org>\r\nRCPT TO:<b@example.org", "ops@example.org"])
        let driver = drive([mail])
        #expect(driver.server.accepted.map(\.recipients) == [["ops@example.org"]])
    }

    @Test(arguments: [
        "a\nb\r\n", "a\rb\r\n", "nul \0 \r\n", "no end", String(repeating: "x", count: 999) + "\r\n",
    ])
    func `content that is not in wire form is refused before it is sent`(body: String) {
        let driver = drive([testMail(1, body: body)])
        #expect(driver.refusal(1)?.enhanced == EnhancedStatus(5, 6, 0))
        #expect(driver.server.accepted.isEmpty)
    }

    @Test func `a session ends at the number of mails the server takes`() {
        let driver = drive((1...9).map { testMail($0) }) { $0.keywords.append("LIMITS MAILMAX=4 RCPTMAX=50") }
        #expect(driver.server.accepted.count == 4)
        #expect(driver.isWindingUp && driver.hasFinished && driver.waiting.count == 5)
    }

    @Test func `many recipients are split into several transactions`() {
        let recipients = (1...25).map { "r\($0)@example.org" }
        let driver = drive([testMail(1, to: recipients)]) { $0.keywords.append("LIMITS RCPTMAX=10") }
        #expect(driver.server.accepted.map(\.recipients.count) == [10, 10, 5])
        #expect(recipients.allSatisfy { driver.isSent(1, $0) })
    }

    @Test func `failure notices are asked for where they are offered`() {
        let driver = drive([testMail(7)]) { $0.keywords.append("DSN") }
        #expect(driver.server.commands.contains { $0.hasPrefix("MAIL") && $0.contains("ENVID=7") })
        #expect(driver.server.commands.contains { $0 == "RCPT TO:<ops@example.org> NOTIFY=FAILURE" })
    }
}
