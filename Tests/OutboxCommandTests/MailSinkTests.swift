// SPDX-License-Identifier: Apache-2.0
// The mail sink is strict: nothing before TLS and log-in, no octets smuggled past a handshake or a line end.

import Foundation
import Glibc
import RoostSim
import Testing

/// A plain connection to a local port.
private final class PlainClient {
    private let file: Int32
    private var pending = ""

    init(_ port: UInt16) {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(file, $0, size)
            }
        }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        unsafe setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(file) }

    /// Sends text and returns the last line of the next reply; nil at the end.
    func ask(_ text: String?) -> String? {
        if let text {
            let octets = Array(text.utf8)
            _ = unsafe send(file, octets, octets.count, Int32(MSG_NOSIGNAL))
        }
        while true {
            if let end = pending.firstIndex(of: "\r\n") {
                let line = String(pending[..<end])
                pending = String(pending[pending.index(after: end)...])
                if line.dropFirst(3).first != "-" { return line }
                continue
            }
            var fresh = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe recv(file, &fresh, fresh.count, 0)
            guard count > 0 else { return nil }
            pending += String(decoding: fresh.prefix(count), as: UTF8.self)
        }
    }
}

/// Talks to the sink over TLS and prints the reply to each step.
private let smuggler = """
    import smtplib, ssl, sys
    port, ca = int(sys.argv[1]), sys.argv[2]
    body = sys.argv[3].encode().decode("unicode_escape").encode("latin-1")
    client = smtplib.SMTP_SSL("localhost", port, context=ssl.create_default_context(cafile=ca))
    client.ehlo()
    print(client.docmd("MAIL FROM:<a@b.c>")[0])
    print(client.docmd("AUTH PLAIN AGRvY2sAd3Jvbmc=")[0])
    client.login("dock", "s3cret word")
    print(client.docmd("MAIL FROM:<a@b.c>")[0], client.docmd("RCPT TO:<d@e.f>")[0], client.docmd("DATA")[0])
    client.send(body)
    print(client.getreply()[0])
    print(client.docmd("MAIL FROM:<a@b.c> SIZE=99999999999")[0])
    client.quit()
    """

@Suite struct MailSinkTests {
    @Test func `nothing is taken before TLS`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        let client = PlainClient(bench.sink.startTLSPort)
        #expect(client.ask(nil)?.hasPrefix("220 ") == true)
        #expect(client.ask("MAIL FROM:<a@b.c>\r\n")?.hasPrefix("503 ") == true)
        #expect(client.ask("EHLO me\r\n") == "250 STARTTLS")
        #expect(client.ask("MAIL FROM:<a@b.c>\r\n")?.hasPrefix("530 5.7.0") == true)
        #expect(client.ask("AUTH PLAIN AGRvY2sAczNjcmV0IHdvcmQ=\r\n")?.hasPrefix("530 5.7.0") == true)
        #expect(client.ask("BDAT 6 LAST\r\nQUIT\r\n")?.hasPrefix("530 5.7.0") == true)
        #expect(client.ask("NOOP\r\n")?.hasPrefix("250 ") == true)
        #expect(bench.sink.stats.logins == 0)
    }

    @Test func `octets behind STARTTLS end the session`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        let client = PlainClient(bench.sink.startTLSPort)
        _ = client.ask(nil)
        _ = client.ask("EHLO me\r\n")
        #expect(client.ask("STARTTLS\r\nNOOP\r\n")?.hasPrefix("554 ") == true)
        #expect(client.ask(nil) == nil)
        #expect(bench.sink.stats.violations == 1)
    }

    @Test func `a command that ends with a bare LF ends the session`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        let client = PlainClient(bench.sink.startTLSPort)
        _ = client.ask(nil)
        #expect(client.ask("EHLO me\n")?.hasPrefix("500 ") == true)
        #expect(client.ask(nil) == nil)
    }

    @Test(
        .enabled(if: isInstalled("/usr/bin/python3")),
        arguments: [
            (#"Subject: x\r\n\r\n..dot\r\n.\r\n"#, "250"),
            (#"Subject: x\r\n\r\nsmuggled\n.\nMAIL\r\n.\r\n"#, "550"),
            (#"Subject: x\r\n\r\nsmuggled\r.\r\r\n.\r\n"#, "550"),
        ])
    func `bare line ends in a message are refused`(body: String, code: String) throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        let client = try Child(
            "/usr/bin/python3", ["-c", smuggler, "\(bench.sink.implicitTLSPort)", bench.authorityFile, body])
        let result = client.finish()
        #expect(result.lines == ["530", "535", "250 250 354", code, "552"], "\(result.complaints)")
        let expected = code == "250" ? [Array("Subject: x\r\n\r\n.dot\r\n".utf8)] : []
        #expect(try bench.received() == expected)
    }

    @Test func `numbers go on where an earlier sink ended`() throws {
        let bench = try SinkBench()
        try bench.enqueue(2)
        _ = try bench.flush()
        bench.sink.stop()
        let second = try MailSink(
            MailSinkOptions(
                folder: bench.directory + "/mail", authorityFile: bench.authorityFile, user: "dock",
                password: "s3cret word"))
        defer { second.stop() }
        try bench.enqueue(1, from: 3)
        var arguments = bench.arguments()
        arguments[arguments.firstIndex(of: "--port")! + 1] = "\(second.implicitTLSPort)"
        #expect(try Child.outbox(arguments).finish().status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.directory + "/mail/new")
            .sorted()
        #expect(names == ["0001-mail-1.eml", "0002-mail-2.eml", "0003-mail-3.eml"])
    }
}
