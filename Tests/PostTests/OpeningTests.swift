// SPDX-License-Identifier: Apache-2.0
// The opening of a session: STARTTLS without a way around it, every mechanism of AUTH, and faults that cost
// no mail.

import DockModel
import Post
import Testing

@Suite struct OpeningTests {
    private func open(
        _ policy: SubmissionPolicy, _ adapt: (inout SimulatedServer) -> Void = { _ in }
    ) -> SessionDriver {
        var server = SimulatedServer()
        adapt(&server)
        var driver = SessionDriver(policy: policy, server: server, mails: [testMail(1)])
        driver.run()
        return driver
    }

    /// What a session says when it is fed fixed replies, whatever it sends.
    private func feed(_ replies: [String], _ policy: SubmissionPolicy) -> (
        said: String, fault: SubmissionFault?
    ) {
        var machine = SubmissionMachine(policy: policy)
        var said = ""
        var fault: SubmissionFault?
        for reply in replies {
            machine.receive(Array(reply.utf8))
            said += String(decoding: machine.takeOutput(), as: UTF8.self)
            for event in machine.takeEvents() { if case .fault(let found) = event { fault = found } }
        }
        return (said, fault)
    }

    @Test func `mail goes out after STARTTLS and never before`() {
        let driver = open(testPolicy(security: .starttls)) { $0.offersSTARTTLS = true }
        #expect(driver.isSent(1) && driver.server.violations == [])
        #expect(driver.server.commands.prefix(3) == ["EHLO dock.example", "STARTTLS", "EHLO dock.example"])
    }

    @Test func `a stripped STARTTLS ends the session before anything is said`() {
        let driver = open(testPolicy(security: .starttls))
        #expect(driver.fault == .startTLSNotOffered)
        #expect(driver.server.commands == ["EHLO dock.example"])
    }

    @Test func `octets behind the reply to STARTTLS are an attack`() {
        for injected in ["250 ", "250 injected\r\n", "2"] {
            let result = feed(
                ["220 a\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n" + injected],
                testPolicy(security: .starttls))
            #expect(result.fault == .injectedBeforeTLS)
        }
        let late = feed(
            ["220 a\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n", "250 late\r\n"],
            testPolicy(security: .starttls))
        #expect(late.fault == .injectedBeforeTLS)
    }

    @Test func `what was offered before TLS is forgotten`() {
        let driver = open(testPolicy(security: .starttls)) { server in
            server.offersSTARTTLS = true
            server.keywords = ["PIPELINING"]
        }
        #expect(driver.fault == .mechanismNotOffered(wanted: "PLAIN", offered: []))
    }

    @Test func `replies that come before their commands end the session`() {
        let result = feed(["220 a\r\n250-a\r\n250 AUTH PLAIN\r\n235 welcome\r\n"], testPolicy())
        guard case .outOfStep = result.fault else {
            Issue.record("fault is \(String(describing: result.fault))")
            return
        }
        #expect(!result.said.contains("AUTH"))
    }

    @Test(arguments: [
        ("554 5.7.1 no", SubmissionWait.greeting), ("450 busy", .greeting),
    ])
    func `a refusing greeting is a fault of the connection`(greeting: String, wait: SubmissionWait) {
        let result = feed([greeting + "\r\n"], testPolicy())
        #expect(
            result.fault
                == .serviceRefused(
                    wait, SMTPReply(code: Int(greeting.prefix(3))!, lines: [String(greeting.dropFirst(4))])))
        #expect(result.said == "")
    }

    @Test func `HELO is never tried`() {
        let result = feed(["220 a\r\n", "502 5.5.1 no EHLO here\r\n"], testPolicy())
        #expect(result.said == "EHLO dock.example\r\n")
        guard case .serviceRefused(.hello, _) = result.fault else {
            Issue.record("fault is \(String(describing: result.fault))")
            return
        }
    }

    @Test(arguments: [
        (AuthenticationMechanism.plain, "AUTH PLAIN AGRvY2tAZXhhbXBsZS5vcmcAcGFzcw=="),
        (.login, "AUTH LOGIN ZG9ja0BleGFtcGxlLm9yZw=="),
        (.xoauth2, "AUTH XOAUTH2 dXNlcj1kb2NrQGV4YW1wbGUub3JnAWF1dGg9QmVhcmVyIHBhc3MBAQ=="),
        (
            .oauthBearer,
            "AUTH OAUTHBEARER bixhPWRvY2tAZXhhbXBsZS5vcmcsAWhvc3Q9bWFpbC5leGFtcGx"
                + "lAXBvcnQ9NDY1AWF1dGg9QmVhcmVyIHBhc3MBAQ=="
        ),
    ])
    func `each mechanism sends its initial response`(mechanism: AuthenticationMechanism, line: String) {
        let driver = open(testPolicy(mechanism: mechanism)) { server in
            server.script = { $0.hasPrefix("AUTH LOGIN") ? "334 UGFzc3dvcmQ6" : nil }
        }
        #expect(driver.server.commands.contains(line))
        #expect(driver.isSent(1))
        if mechanism == .login { #expect(driver.server.commands.contains("cGFzcw==")) }
    }

    @Test(arguments: [(AuthenticationMechanism.xoauth2, ""), (.oauthBearer, "AQ==")])
    func `an error challenge is answered so that the server says its 535`(
        mechanism: AuthenticationMechanism, answer: String
    ) {
        let driver = open(testPolicy(mechanism: mechanism)) { server in
            server.script = { line in
                if line.hasPrefix("AUTH") { return "334 eyJzdGF0dXMiOiI0MDEifQ==" }
                return line == answer ? "535 5.7.8 token expired" : nil
            }
        }
        #expect(driver.fault == .credentialsRefused(SMTPReply(code: 535, lines: ["5.7.8 token expired"])))
        #expect(driver.fault?.isAboutCredentials == true)
        #expect(driver.server.commands.last == answer)
    }

    @Test func `a long token goes out in one line, or behind a challenge where lines are short`() {
        let token = String(repeating: "t", count: 3_000)
        let direct = open(testPolicy(mechanism: .xoauth2, secret: token))
        #expect(direct.isSent(1) && direct.server.commands[1].utf8.count > 4_000)
        let short = open(testPolicy(mechanism: .xoauth2, secret: token)) { server in
            server.script = { line in
                if line.hasPrefix("AUTH XOAUTH2 ") { return "500 5.5.6 line too long" }
                return line == "AUTH XOAUTH2" ? "334 " : nil
            }
        }
        #expect(short.isSent(1))
    }

    @Test(arguments: ["", "a\0b", "a\u{1}b", "line\nend", String(repeating: "t", count: 13_000)])
    func `a secret that cannot be sent is not sent`(secret: String) {
        let driver = open(testPolicy(mechanism: .xoauth2, secret: secret))
        #expect(driver.fault == .credentialUnusable)
        #expect(!driver.server.commands.contains { $0.hasPrefix("AUTH") })
    }

    @Test func `no description shows the secret`() {
        let policy = testPolicy(secret: "hunter2")
        #expect(!"\(policy)".contains("hunter2") && !String(reflecting: policy).contains("hunter2"))
        var dumped = ""
        dump(policy, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test func `a login that is not possible now is no refusal of the credentials`() {
        let driver = open(testPolicy()) { $0.script = { $0.hasPrefix("AUTH") ? "454 4.7.0 later" : nil } }
        guard case .authenticationPostponed = driver.fault else {
            Issue.record("fault is \(String(describing: driver.fault))")
            return
        }
        #expect(driver.fault?.isAboutCredentials == false)
    }

    @Test func `a name that is no host name is not said to the server`() {
        var policy = testPolicy()
        policy = SubmissionPolicy(
            helloName: "dock\r\nMAIL FROM:<x@y>", security: .tls, credential: policy.credential)
        #expect(policy.helloName == "[127.0.0.1]")
    }
}
