// SPDX-License-Identifier: Apache-2.0
// How fast a hundred waiting mails leave over TLS, with every result durable, against a bare TLS client
// without a queue that says the same to the same server and waits for each reply.

import COpenSSL
import DockModel
import Foundation
import Glibc
import Mailer
import Post
import RoostSim
import Store

private let flushedMails = 100

/// The figures of a flush.
func mailFigures(_ bench: Bench) async throws -> [Figure] {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let authority = directory.path + "/authority.pem"
    let sink = try MailSink(
        MailSinkOptions(
            folder: directory.path + "/sink", authorityFile: authority, user: "dock", password: "secret"))
    defer { sink.stop() }
    let moment = Moment(boot: Instant(seconds: 5), wall: WallTime(seconds: 1_790_000_000))
    let outbox = Outbox(try RoostDatabase.open(directory: directory.path + "/queue"))
    let settings = SubmissionSettings(
        host: "localhost", port: Int(sink.implicitTLSPort), security: .tls, caFile: authority,
        helloName: "dock.example", user: "dock")
    let submission = Submission(settings: settings, secret: { _ in "secret" }, clock: { moment })
    let mails = (0..<flushedMails).map { newMail($0) }
    var octets = 0.0
    var runs = 0
    let times = try bench.rounds.compare([
        {
            _ = try outbox.enqueue(mails, at: moment)
            runs += 1
            let start = secondsNow()
            let report = try submission.flush(outbox, owner: "bench \(runs)")
            let time = secondsNow() - start
            guard report.sent == flushedMails else { throw BenchError("the flush sent \(report.sent) mails") }
            octets = Double(report.octetsOnWire)
            return time / Double(flushedMails)
        },
        {
            let start = secondsNow()
            try PlainSubmission(port: sink.implicitTLSPort, authority: authority).send(mails)
            return (secondsNow() - start) / Double(flushedMails)
        },
    ])
    let content = Double(mails.reduce(0) { $0 + $1.octets.count })
    return [
        Figure(
            "flush of \(flushedMails) mails", times[0] * 1e3, "ms/mail",
            reference: "bare TLS client, no queue",
            times[1] * 1e3),
        Figure(
            "octets on the wire of that flush", octets / 1e3, "kB", reference: "the mails themselves",
            content / 1e3),
    ]
}

/// The dialogue of one submission in its plainest form.
@safe private final class PlainSubmission {
    private let socket: Int32
    private let context: OpaquePointer
    private let ssl: OpaquePointer

    init(port: UInt16, authority: String) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, size)
            }
        }
        var yes: Int32 = 1
        unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard let context = unsafe SSL_CTX_new(TLS_client_method()), let ssl = unsafe SSL_new(context) else {
            throw BenchError("libssl gives no connection")
        }
        unsafe self.context = context
        unsafe self.ssl = ssl
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        unsafe SSL_set_verify(ssl, SSL_VERIFY_PEER, nil)
        guard connected == 0, unsafe SSL_CTX_load_verify_locations(context, authority, nil) == 1,
            unsafe SSL_set1_host(ssl, "localhost") == 1, unsafe SSL_set_fd(ssl, socket) == 1,
            unsafe SSL_connect(ssl) == 1
        else { throw BenchError("the mail sink takes no connection") }
    }

    deinit {
        unsafe SSL_free(ssl)
        unsafe SSL_CTX_free(context)
        close(socket)
    }

    /// Sends the mails one after the other and leaves.
    func send(_ mails: [NewMail]) throws {
        try expect("220")
        try say("EHLO dock.example\r\n", "250")
        try say("AUTH PLAIN \(Data("\0dock\0secret".utf8).base64EncodedString())\r\n", "235")
        for mail in mails {
            try say("MAIL FROM:<\(mail.sender)>\r\n", "250")
            try say("RCPT TO:<\(mail.recipients[0])>\r\n", "250")
            try say(
                "BDAT \(mail.octets.count) LAST\r\n" + String(decoding: mail.octets, as: UTF8.self), "250")
        }
        try say("QUIT\r\n", "221")
    }

    private func say(_ text: String, _ wanted: String) throws {
        var text = text
        let written = text.withUTF8 { unsafe SSL_write(ssl, $0.baseAddress, Int32($0.count)) }
        guard written > 0 else { throw BenchError("the mail sink has gone") }
        try expect(wanted)
    }

    /// Reads one reply, which may have several lines.
    private func expect(_ wanted: String) throws {
        var text = ""
        var piece = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes {
                unsafe SSL_read(ssl, $0.baseAddress, Int32($0.count))
            }
            guard count > 0 else { throw BenchError("the mail sink has gone") }
            text += String(decoding: piece.prefix(Int(count)), as: UTF8.self)
            let lines = text.split(separator: "\r\n")
            guard text.hasSuffix("\r\n"), let last = lines.last, last.dropFirst(3).first == " " else {
                continue
            }
            guard last.hasPrefix(wanted) else { throw BenchError("the mail sink says \(last)") }
            return
        }
    }
}
