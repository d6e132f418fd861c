// SPDX-License-Identifier: Apache-2.0
// `roost outbox flush` against a real Postfix with TLS and SASL: what Postfix puts into a maildir are the frozen
// octets, each mail once.

import DockModel
import Foundation
import Glibc
import Store
import Testing

/// Whether Postfix can be run: it wants root, and the SASL tools to know a user.
private let hasPostfix =
    geteuid() == 0 && isInstalled("/usr/sbin/postfix") && isInstalled("/usr/sbin/saslpasswd2")
    && isInstalled("/usr/bin/python3") && isInstalled("openssl")

/// A private Postfix that ends with the test.
private final class PostfixServer {
    private struct Ready: Decodable {
        var starttls: Int
        var tls: Int
        var ca: String
        var maildir: String
    }

    private let child: Child
    private let ready: Ready

    init(_ folder: String) throws {
        let script = try #require(
            Bundle.module.url(forResource: "postfix_server", withExtension: "py", subdirectory: "Fixtures"))
        child = try Child("/usr/bin/python3", [script.path, folder])
        guard let line = try child.line(within: 60) else {
            Issue.record("Postfix did not start: \(child.finish().complaints)")
            throw Child.TooLate()
        }
        ready = try JSONDecoder().decode(Ready.self, from: Data(line.utf8))
    }

    deinit { _ = child.finish() }

    func arguments(_ security: String) -> [String] {
        [
            "--host", "localhost", "--port", "\(security == "tls" ? ready.tls : ready.starttls)", "--security",
            security, "--ca", ready.ca, "--user", "dock@test",
        ]
    }

    /// The mails of the maildir, once there are `count` or it has taken too long; local line ends.
    func mails(_ count: Int) throws -> [Data] {
        let deadline = Date().addingTimeInterval(15)
        var names: [String] = []
        while names.count < count, Date() < deadline {
            usleep(20_000)
            // Postfix makes the maildir with the first mail.
            names = (try? FileManager.default.contentsOfDirectory(atPath: ready.maildir)) ?? []
        }
        return try names.map { try Data(contentsOf: URL(fileURLWithPath: ready.maildir + "/" + $0)) }
    }
}

@Suite(.enabled(if: hasPostfix, "postfix, sasl2-bin and root are needed")) struct PostfixTests {
    @Test func `Postfix delivers every mail once with its very octets`() throws {
        let directory = try freshDirectory()
        let queue = directory + "/queue", passwordFile = directory + "/password"
        try "s3cret word\n".write(toFile: passwordFile, atomically: true, encoding: .utf8)
        chmod600(passwordFile)
        let postfix = try PostfixServer(directory + "/postfix")
        func send(_ numbers: ClosedRange<Int>, _ security: String, _ mechanism: String) throws {
            let text = numbers.map { number in
                let body = #".\n..dots\nFrom here\n"# + String(repeating: #"0123456789\n"#, count: number * 50)
                return #"{"to":"ops@example.org","subject":"mail \#(number) Grüße","body":"\#(body)"}"# + "\n"
            }
            _ = try Child.outbox("enqueue", "--queue", queue, "--from", "dock@example.org")
                .finish(input: text.joined())
            let result = try Child.outbox(
                ["flush", "--queue", queue, "--password-file", passwordFile, "--auth", mechanism]
                    + postfix.arguments(security)
            ).finish()
            #expect(result.status == 0, "\(result.complaints)")
            #expect(result.output == "sent \(numbers.count), deferred 0, refused 0, left 0\n")
        }
        try send(1...25, "tls", "plain")
        try send(26...30, "starttls", "login")

        let outbox = Outbox(try RoostDatabase.open(directory: queue))
        let frozen = try outbox.list().compactMap { try outbox.mail(id: $0.id)?.octets }.map { octets in
            Data(octets.filter { $0 != 0x0D })
        }
        let delivered = try postfix.mails(30)
        #expect(frozen.count == 30 && delivered.count == 30)
        for mail in frozen {
            // Postfix puts Received and the like before the message and leaves the message as it is.
            #expect(delivered.count { $0.suffix(mail.count) == mail } == 1)
        }
    }
}
