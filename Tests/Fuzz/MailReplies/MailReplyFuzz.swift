// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for what a mail server says: the reply parser alone, whole and in pieces, and a session of the
// submission machine. Nothing secret is said before TLS, no mail counts as sent without a 250, every recipient gets one
// verdict. `Scripts/fuzz-mail` builds and runs it; SwiftPM does not know it.

import DockModel

@testable import Post

private func fail(_ what: String) -> Never { fatalError(what) }

/// What a parser makes of octets that come in these pieces: its replies, and whether it gave up.
private func replies(_ pieces: [ArraySlice<UInt8>]) -> (replies: [SMTPReply], isFaulty: Bool) {
    var parser = SMTPReplyParser(), found: [SMTPReply] = []
    for piece in pieces {
        parser.append(piece)
        do throws(ReplyFault) {
            while let reply = try parser.next() { found.append(reply) }
        } catch {
            return (found, true)
        }
    }
    return (found, false)
}

private func parse(_ octets: [UInt8], cut: Int) {
    let whole = replies([octets[...]])
    let at = min(cut, octets.count)
    let halves = replies([octets[..<at], octets[at...]])
    let single = replies(octets.indices.map { octets[$0...$0] })
    if whole.replies != halves.replies || whole.replies != single.replies {
        fail("pieces change the replies")
    }
    if whole.isFaulty != single.isFaulty || whole.isFaulty != halves.isFaulty {
        fail("pieces change the fault")
    }
    for reply in whole.replies {
        if !(200...599).contains(reply.code) || reply.lines.isEmpty
            || reply.lines.count > SMTPReplyParser.mostLines
        {
            fail("a reply out of bounds")
        }
        if reply.lines.contains(where: { $0.unicodeScalars.contains { $0.value < 0x20 } }) {
            fail("a control character in a reply")
        }
    }
}

private let secret = "s3cret-s3cret"

private func session(_ octets: [UInt8], startsWithTLS: Bool, size: Int) {
    let credential = SubmissionCredential(
        user: "dock", secret: secret, mechanisms: AuthenticationMechanism.forPasswords,
        host: "mail.example.org",
        port: 587)
    var machine = SubmissionMachine(
        policy: SubmissionPolicy(
            helloName: "dock.example.org", security: startsWithTLS ? .tls : .starttls, credential: credential)
    )
    let content = Array(("Subject: s\r\n\r\n" + String(repeating: ".x\r\n", count: size)).utf8)
    var offered: Set<Int64> = [], verdicts: [Int64: Set<String>] = [:], isSecure = startsWithTLS,
        output: [UInt8] = []
    var isOver = false
    func take() {
        for event in machine.takeEvents() {
            switch event {
            case .startTLS:
                isSecure = true
                machine.tlsEstablished()
            case .verdicts(let mail, let found):
                for (recipient, verdict) in found {
                    if !verdicts[mail, default: []].insert(recipient).inserted {
                        fail("two verdicts for one")
                    }
                    if case .sent(let reply) = verdict, !reply.isPositive {
                        fail("sent without a positive reply")
                    }
                    if case .sent = verdict, !isSecure { fail("sent without TLS") }
                }
            case .ready, .windingUp: break
            case .fault, .finished: isOver = true
            }
        }
        let said = machine.takeOutput(limit: 1 << 20)
        output += said
        if !isSecure, String(decoding: output, as: UTF8.self).contains("AUTH") || said.count > 512 {
            fail("more than EHLO and STARTTLS was said before TLS")
        }
        while machine.wantsMail, !machine.hasEvents, offered.count < 20 {
            let id = Int64(offered.count + 1)
            offered.insert(id)
            machine.offer(
                QueuedMail(
                    id: id, messageID: "<\(id)@example.org>", priority: 1, sender: "dock@example.org",
                    recipients: ["a@example.org", "b@example.org"], octets: content, attempts: 0,
                    created: WallTime(seconds: 0)))
        }
        if offered.count >= 20, machine.wantsMail { machine.finish() }
    }
    // A line at a time, as a server answers.
    var start = octets.startIndex
    while start < octets.endIndex, !machine.isClosed {
        let end = octets[start...].firstIndex(of: 10).map { $0 + 1 } ?? octets.endIndex
        take()
        machine.receive(octets[start..<end])
        start = end
    }
    for _ in 0..<8 { take() }
    machine.connectionLost(reason: "the input is over")
    for _ in 0..<8 { take() }
    if !machine.isClosed || !isOver { fail("the session does not end") }
    for id in offered where verdicts[id] != ["a@example.org", "b@example.org"] {
        fail("a recipient without a verdict")
    }
}

/// Runs one input: what to do, where to cut, then octets.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count >= 2, count <= 16_384 else { return 0 }
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let rest = Array(octets.dropFirst(2))
    switch octets[0] & 3 {
    case 0: parse(rest, cut: Int(octets[1]))
    case 1: session(rest, startsWithTLS: true, size: Int(octets[1]))
    default: session(rest, startsWithTLS: octets[0] & 4 != 0, size: Int(octets[1]) * 8)
    }
    return 0
}
