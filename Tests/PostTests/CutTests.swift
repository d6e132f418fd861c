// SPDX-License-Identifier: Apache-2.0
// The connection is cut at every octet, in both directions and in every mode: no mail is lost or changed, and
// a mail arrives twice only where its final reply was lost (R3).

import Post
import Testing

@Suite struct CutTests {
    private static let modes = [
        HostTraits(), HostTraits(avoidsChunking: true),
        HostTraits(avoidsChunking: true, avoidsPipelining: true),
    ]

    private func check(
        _ traits: HostTraits, cut: (inout SessionDriver, Int) -> Void, limit: (SessionDriver) -> Int
    ) {
        let mails = (1...5).map { testMail($0, to: ["ops@example.org", "bad@example.org"]) }
        var server = SimulatedServer()
        server.script = { $0.hasPrefix("RCPT TO:<bad") ? "550 5.1.1 no such user" : nil }
        var whole = SessionDriver(policy: testPolicy(traits: traits), server: server, mails: mails)
        whole.run()
        #expect(whole.server.accepted.count == 5)
        for octet in 0..<limit(whole) {
            var first = SessionDriver(policy: testPolicy(traits: traits), server: server, mails: mails)
            cut(&first, octet)
            first.run()
            var retried: [QueuedMail] = []
            var mayBeTwice: Set<Int64> = []
            for mail in mails {
                let verdicts = first.verdicts[mail.id] ?? [:]
                var left = mail
                left.recipients = mail.recipients.filter { recipient in
                    switch verdicts[recipient] {
                    case .sent, .refused: return false
                    case .unfinished(_, mayBeSent: true):
                        mayBeTwice.insert(mail.id)
                        return true
                    case .postponed, .unfinished, .untouched, nil: return true
                    }
                }
                if !left.recipients.isEmpty { retried.append(left) }
            }
            var second = SessionDriver(policy: testPolicy(traits: traits), server: server, mails: retried)
            second.run()
            let arrived = first.server.accepted + second.server.accepted
            for mail in mails {
                let count = arrived.count { $0.octets == mail.octets }
                let isRight = count == 1 || (count == 2 && mayBeTwice.contains(mail.id))
                if !isRight { Issue.record("cut \(octet): mail \(mail.id) arrived \(count) times") }
            }
            if arrived.contains(where: { accepted in !mails.contains { $0.octets == accepted.octets } }) {
                Issue.record("cut \(octet): changed octets arrived")
            }
            #expect(first.server.violations + second.server.violations == [])
        }
    }

    @Test(arguments: modes) func `a cut at any octet to the server loses and changes nothing`(
        traits: HostTraits
    ) {
        check(traits, cut: { $0.cutToServer = $1 }, limit: { $0.octetsToServer })
    }

    @Test(arguments: modes) func `a cut at any octet to the client loses and changes nothing`(
        traits: HostTraits
    ) {
        check(traits, cut: { $0.cutToClient = $1 }, limit: { $0.octetsToClient })
    }
}
