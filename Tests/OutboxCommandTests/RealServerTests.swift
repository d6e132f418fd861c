// SPDX-License-Identifier: Apache-2.0
// `roost outbox flush` against a real Postfix and a real OpenSMTPD with TLS and log-in: what they put into a maildir
// are the frozen octets, each mail once. Postfix takes groups of commands, OpenSMTPD one at a time.

import DockModel
import Foundation
import Glibc
import Store
import Testing

/// What every server of these tests needs.
private let hasTools = geteuid() == 0 && isInstalled("/usr/bin/python3") && isInstalled("openssl")

/// Whether Postfix can be run: it wants root, and the SASL tools to know a user.
private let hasPostfix = hasTools && isInstalled("/usr/sbin/postfix") && isInstalled("/usr/sbin/saslpasswd2")

/// Where `Scripts/unpack-opensmtpd` has put OpenSMTPD.
private let openSMTPD = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(".build/opensmtpd").path
private let hasOpenSMTPD = hasTools && isInstalled(openSMTPD + "/usr/sbin/smtpd") && isInstalled("cc")

/// A private server that ends with the test.
private final class RealServer {
    private struct Ready: Decodable {
        var starttls: Int
        var tls: Int
        var ca: String
        var maildir: String
    }

    private let child: Child
    private let ready: Ready
    private let user: String

    init(_ script: String, _ arguments: [String], user: String) throws {
        let script = try #require(
            Bundle.module.url(forResource: script, withExtension: "py", subdirectory: "Fixtures"))
        self.user = user
        child = try Child("/usr/bin/python3", [script.path] + arguments)
        guard let line = try child.line(within: 60) else {
            Issue.record("the server did not start: \(child.finish().complaints)")
            throw Child.TooLate()
        }
        ready = try JSONDecoder().decode(Ready.self, from: Data(line.utf8))
    }

    deinit { _ = child.finish() }

    func arguments(_ security: String) -> [String] {
        [
            "--host", "localhost", "--port", "\(security == "tls" ? ready.tls : ready.starttls)", "--security",
            security, "--ca", ready.ca, "--user", user,
        ]
    }

    /// The mails of the maildir, once there are `count` or it has taken too long; local line ends.
    func mails(_ count: Int) throws -> [Data] {
        let deadline = Date().addingTimeInterval(15)
        var names: [String] = []
        while names.count < count, Date() < deadline {
            usleep(20_000)
            // The maildir is made with the first mail.
            names = (try? FileManager.default.contentsOfDirectory(atPath: ready.maildir)) ?? []
        }
        return try names.map { try Data(contentsOf: URL(fileURLWithPath: ready.maildir + "/" + $0)) }
    }
}

@Suite struct RealServerTests {
    @Test(.enabled(if: hasPostfix, "postfix, sasl2-bin and root are needed"))
    func `Postfix delivers every mail once with its very octets`() throws {
        let directory = try freshDirectory()
        let server = try RealServer("postfix_server", [directory + "/postfix"], user: "dock@test")
        try deliver(to: server, directory, first: ("tls", "plain", 25), second: ("starttls", "login", 5))
    }

    @Test(.enabled(if: hasOpenSMTPD, "root, cc and Scripts/unpack-opensmtpd are needed"))
    func `OpenSMTPD delivers every mail once with its very octets`() throws {
        let directory = try freshDirectory()
        let server = try RealServer("opensmtpd_server", [directory + "/opensmtpd", openSMTPD], user: "dock")
        try deliver(to: server, directory, first: ("starttls", "password", 8), second: ("tls", "login", 4))
    }

    /// Sends two rounds of mails and compares what arrived with what was frozen.
    private func deliver(
        to server: RealServer, _ directory: String, first: (security: String, mechanism: String, count: Int),
        second: (security: String, mechanism: String, count: Int)
    ) throws {
        let queue = directory + "/queue", passwordFile = directory + "/password"
        try "s3cret word\n".write(toFile: passwordFile, atomically: true, encoding: .utf8)
        chmod600(passwordFile)
        for (security, mechanism, count) in [first, second] {
            let text = (1...count).map { number in
                let body = #".\n..dots\nFrom here\n"# + String(repeating: #"0123456789\n"#, count: number * 50)
                return #"{"to":"ops@example.org","subject":"mail \#(number) Grüße","body":"\#(body)"}"# + "\n"
            }
            _ = try Child.outbox("enqueue", "--queue", queue, "--from", "dock@example.org")
                .finish(input: text.joined())
            let result = try Child.outbox(
                ["flush", "--queue", queue, "--password-file", passwordFile, "--auth", mechanism]
                    + server.arguments(security)
            ).finish()
            #expect(result.status == 0, "\(result.complaints)")
            #expect(result.output == "sent \(count), deferred 0, refused 0, left 0\n")
        }
        let outbox = Outbox(try RoostDatabase.open(directory: queue))
        let frozen = try outbox.list().compactMap { try outbox.mail(id: $0.id)?.octets }.map { octets in
            Data(octets.filter { $0 != 0x0D })
        }
        let wanted = first.count + second.count
        let delivered = try server.mails(wanted)
        #expect(frozen.count == wanted && delivered.count == wanted)
        for mail in frozen {
            // A server puts Received and the like before the message and leaves the message as it is.
            #expect(delivered.count { $0.suffix(mail.count) == mail } == 1)
        }
    }
}
