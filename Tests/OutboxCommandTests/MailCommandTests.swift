// SPDX-License-Identifier: Apache-2.0
// `roost mail check`, `roost mail login` and `roost test-mail` against servers that did not come from this project's
// engine: exit codes, words, JSON, and that no secret is shown.

import DockModel
import Foundation
import Store
import Testing

/// A configuration directory with a mail server and a token endpoint beside it.
private final class MailBench {
    let directory: String
    private let smtp: Child
    private let endpoint: Child
    private let smtpPort: String
    private let endpointPort: String

    init(offered: String = "PLAIN+LOGIN+SCRAM-SHA-256") throws {
        directory = try freshDirectory()
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let examples = tests.deletingLastPathComponent().appendingPathComponent("examples")
        for (name, kind) in [("server", "rsa:2048"), ("client", "rsa:2048"), ("service", "rsa:2048")] {
            let arguments = [
                "req", "-x509", "-newkey", kind, "-nodes", "-days", "30", "-keyout", "\(name).key", "-out",
                "\(name).pem", "-subj", "/CN=Roost test", "-addext", "subjectAltName=DNS:localhost",
            ]
            #expect(try Child("/usr/bin/openssl", arguments, directory: directory).finish().status == 0)
        }
        try FileManager.default.createDirectory(atPath: directory + "/mails", withIntermediateDirectories: true)
        let copy = ["-rL", examples.path, directory + "/conf"]
        #expect(try Child("/bin/cp", copy).finish().status == 0)
        let pair = [directory + "/server.pem", directory + "/server.key"]
        let folder = tests.appendingPathComponent("MailerTests/Fixtures/smtp_server.py").path
        smtp = try Child(
            "/usr/bin/python3", [folder, "chunking-tls", directory + "/mails"] + pair + ["auth=\(offered)"])
        let tokens = tests.appendingPathComponent("TokensTests/Fixtures/token_server.py").path
        endpoint = try Child("/usr/bin/python3", [tokens, directory] + pair)
        smtpPort = String(try #require(try smtp.line()).dropFirst("port ".count))
        endpointPort = String(try #require(try endpoint.line()).dropFirst("port ".count))
        try setSecret("pass")
        try configure("  password_file: pw\n")
    }

    func setSecret(_ text: String) throws {
        let path = directory + "/conf/pw"
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600]))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// Writes dock.yaml with these lines in its mail section.
    func configure(_ lines: String) throws {
        let path = directory + "/conf/dock.yaml"
        var text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nmail:")), end = try #require(text.range(of: "\nclock:"))
        text.replaceSubrange(
            start.lowerBound..<end.lowerBound,
            with: "\nmail:\n  host: localhost\n  port: \(smtpPort)\n  security: tls\n"
                + "  ca_file: \(directory)/server.pem\n"
                + "  user: dock@example.org\n\(lines)  from: dock@example.org\n"
                + "  recipients: {alerts: [ops@example.org]}\n")
        text = text.replacingOccurrences(of: "trust: synchronised", with: "trust: set")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    func configureTokens() throws {
        let base = "https://localhost:\(endpointPort)/"
        try configure(
            "  oauth: {client_id: public, scope: send, token_url: '\(base)token', device_url: '\(base)device', "
                + "ca_file: \(directory)/server.pem}\n")
    }

    func roost(_ arguments: String...) throws -> Child.Result {
        try Child(roostPath, arguments + ["--config", directory + "/conf"]).finish()
    }

    func mails() throws -> Int { try received().count }

    /// The octets of what the server took, in its order.
    func received() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/mails").sorted()
        return try names.filter { $0.hasSuffix(".mail") }.map {
            try String(contentsOfFile: directory + "/mails/" + $0, encoding: .utf8)
        }
    }

    /// A cheap link and a satellite with a budget; a file tells which of them is in use.
    func configureLinks() throws {
        try configure(
            """
              password_file: pw
              links:
                - {name: fibre, kind: wired}
                - {name: sky, kind: satellite, bytes_per_day: 30 kB, largest_mail: 10 kB}
              link_file: link

            """)
    }

    func use(link: String) throws {
        try link.write(toFile: directory + "/conf/link", atomically: true, encoding: .utf8)
    }

    /// The queue of the dock.
    func outbox() throws -> Outbox {
        let path = directory + "/var"
        let file = directory + "/conf/dock.yaml"
        var text = try String(contentsOfFile: file, encoding: .utf8)
        let line = try #require(text.range(of: #"directory: [^\n]*"#, options: .regularExpression))
        text.replaceSubrange(line, with: "directory: \(path)")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return Outbox(try RoostDatabase.open(directory: path))
    }
}

@Suite(.enabled(if: hasPeer, "python3-aiosmtpd and openssl are needed")) struct MailCommandTests {
    @Test func `a check tells every step and sends nothing`() throws {
        let bench = try MailBench()
        let result = try bench.roost("mail", "check")
        #expect(result.status == 0, "\(result)")
        for step in ["secret", "dns", "connect", "tls", "greeting", "capabilities", "login", "quit"] {
            #expect(result.lines.contains { $0.hasPrefix("ok") && $0.contains(" \(step) ") && $0.contains(" ms ") })
        }
        #expect(result.output.contains("pin sha256/") && !result.output.contains("pass\n"))
        let json = try bench.roost("mail", "check", "--json")
        let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(document?["ok"] as? Bool == true && (document?["steps"] as? [Any])?.count == 8)
        #expect(try bench.mails() == 0)
    }

    @Test func `a check that fails says where and what to do`() throws {
        let bench = try MailBench()
        try bench.setSecret("hunter2")
        let result = try bench.roost("mail", "check")
        #expect(result.status == 1 && result.output.contains("FAIL login"))
        #expect(result.output.contains("-> check mail.user") && !result.output.contains("hunter2"))
        try FileManager.default.removeItem(atPath: bench.directory + "/conf/pw")
        #expect(try bench.roost("mail", "check").output.contains("FAIL secret"))
        try bench.configure("  password_file: pw\n  port: 25\n")
        #expect(try bench.roost("mail", "check").status == 78)
    }

    @Test func `a test mail goes the usual way and shows the reply`() throws {
        let bench = try MailBench()
        let sent = try bench.roost("test-mail")
        #expect(sent.status == 0)
        #expect(sent.output == "mail 1 to ops@example.org: sent, the server said: 250 2.0.0 taken\n")
        let refused = try bench.roost("test-mail", "--to", "bad@example.org", "--json")
        #expect(refused.status == 1 && refused.output.contains("\"state\":\"dead\""))
        #expect(try bench.mails() == 1)
        #expect(try bench.roost("test-mail", "--to", "no address").status == 64)
    }

    @Test func `the last words of a daemon say how it ended and what to do, once a day for each way`() throws {
        let bench = try MailBench()
        func lastWords(_ result: String, _ code: String, _ status: String) throws -> Child.Result {
            try Child(
                "/usr/bin/env",
                [
                    "MONITOR_UNIT=roost.service", "MONITOR_SERVICE_RESULT=\(result)", "MONITOR_EXIT_CODE=\(code)",
                    "MONITOR_EXIT_STATUS=\(status)", roostPath, "mail", "last-words", "--config",
                    bench.directory + "/conf",
                ]
            ).finish()
        }
        let first = try lastWords("exit-code", "exited", "78")
        #expect(first.status == 0 && first.output.contains("sent, the server said: 250"), "\(first)")
        let text = try bench.received().joined()
        #expect(text.contains("its configuration or its database cannot be used"))
        #expect(text.contains("check-config") && text.contains("X-Roost-Kind: daemon.ended"))
        #expect(try lastWords("exit-code", "exited", "78").status == 0)
        #expect(try bench.mails() == 1)
        #expect(try lastWords("watchdog", "dumped", "ABRT").status == 0)
        #expect(try bench.mails() == 2)
        #expect(try bench.received().joined().contains("a part of it hung"))
    }

    @Test func `a refused log-in is not repeated by the next test mail`() throws {
        let bench = try MailBench()
        try bench.setSecret("hunter2")
        let first = try bench.roost("test-mail")
        #expect(first.status == 75 && first.complaints.contains("535 5.7.8"))
        let second = try bench.roost("test-mail")
        #expect(second.status == 75 && second.complaints.contains("not tried again before"))
        try bench.setSecret("pass")
        #expect(try bench.roost("test-mail").status == 0)
        // The mail of the first try went along.
        #expect(try bench.mails() == 2)
    }

    @Test func `a log-in on another device serves the next check`() throws {
        let bench = try MailBench(offered: "OAUTHBEARER+XOAUTH2")
        try bench.configureTokens()
        let before = try bench.roost("mail", "check")
        #expect(before.status == 1 && before.output.contains("roost mail login"))
        let login = try bench.roost("mail", "login")
        #expect(login.status == 0 && login.output.contains("WDJB-MJHT"), "\(login)")
        // The server of this test knows no such token; what counts is that one was sent, once anew.
        let after = try bench.roost("mail", "check")
        #expect(after.output.contains("FAIL login") && after.output.contains("535"))
        let shown = login.output + login.complaints + after.output + after.complaints
        #expect(!shown.contains("at-") && !shown.contains("device-0"))
    }

    @Test func `a flush by hand goes the way of the daemon, short over a satellite and within its budget`() throws {
        let bench = try MailBench()
        try bench.configureLinks()
        let outbox = try bench.outbox(), now = Moment(boot: Instant(seconds: 1), wall: WallTime(seconds: 1_790_000_000))
        func mail(_ name: String, _ priority: MailPriority, octets: Int) -> NewMail {
            let text = "Subject: \(name)\r\n\r\n" + String(repeating: "0123456789012\r\n", count: octets / 15)
            return NewMail(
                kind: "mail", priority: priority, sender: "dock@example.org", recipients: ["ops@example.org"],
                messageID: "<\(name)@example.org>", subject: name, octets: Array(text.utf8))
        }
        var alert = mail("alert", .alert, octets: 5_000)
        alert.short = ShortMail(messageID: "<s@example.org>", octets: Array("Subject: short\r\n\r\nP1\r\n".utf8))
        let others = [mail("large", .normal, octets: 12_000)] + (1...6).map { mail("\($0)", .low, octets: 8_000) }
        _ = try outbox.enqueue([alert] + others, at: now)
        try bench.use(link: "sky")
        let narrow = try bench.roost("outbox", "flush")
        #expect(narrow.status == 75, "\(narrow)")
        #expect(narrow.complaints.contains("over the link sky") && narrow.complaints.contains("--any-link"))
        let first = try bench.received()
        #expect(first.contains { $0.hasPrefix("Subject: short") } && !first.contains { $0.contains("Subject: alert") })
        // What crossed the wire is counted, so no more than the budget's mails went.
        #expect((2...4).contains(first.count))
        let used = try #require(try outbox.linkUse().first)
        #expect(used.link == "sky" && used.octets > 8_000 && used.mails == first.count)
        #expect(try bench.roost("outbox", "flush", "--now").status == 75)
        #expect(try bench.mails() == first.count)
        // Another link carries the rest, the long form of the alert too.
        try bench.use(link: "fibre")
        #expect(try bench.roost("outbox", "flush").status == 0)
        let all = try bench.received()
        #expect(all.count == 9 && all[first.count].hasPrefix("Subject: alert"))
    }

    @Test func `who asks for it sends long forms over any link, and their octets are counted`() throws {
        let bench = try MailBench()
        try bench.configureLinks()
        try bench.use(link: "sky")
        let outbox = try bench.outbox(), now = Moment(boot: Instant(seconds: 1), wall: WallTime(seconds: 1_790_000_000))
        let text = "Subject: large\r\n\r\n" + String(repeating: "0123456789012\r\n", count: 4_000)
        let large = NewMail(
            kind: "mail", priority: .low, sender: "dock@example.org", recipients: ["ops@example.org"],
            messageID: "<1@example.org>", subject: "large", octets: Array(text.utf8))
        _ = try outbox.enqueue([large], at: now)
        #expect(try bench.roost("outbox", "flush").status == 75)
        #expect(try bench.roost("outbox", "flush", "--any-link").status == 0)
        #expect(try outbox.linkUse().first.map { $0.link == "sky" && $0.octets > 60_000 } == true)
        let both = try bench.roost("outbox", "flush", "--host", "localhost")
        #expect(both.status == 64 && both.complaints.contains("not both"))
        #expect(try Child.outbox("flush").finish().status == 64)
    }

    @Test func `a log-in that is not needed is said`() throws {
        let bench = try MailBench()
        #expect(try bench.roost("mail", "login").status == 78)
    }
}
