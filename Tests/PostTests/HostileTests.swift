// SPDX-License-Identifier: Apache-2.0
// A server that lies, babbles or never ends: the machine ends the session, gives every mail one verdict and
// never claims that a mail was sent without a final reply to it.

import DockModel
import Post
import Testing

/// A small fixed-seed generator (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct HostileTests {
    /// A session that is logged in and has one mail of two recipients on its way.
    private func begun(_ policy: SubmissionPolicy = testPolicy(mechanism: nil)) -> SubmissionMachine {
        var machine = SubmissionMachine(policy: policy)
        machine.receive(Array("220 a\r\n".utf8))
        _ = machine.takeOutput()
        machine.receive(Array("250-a\r\n250-PIPELINING\r\n250 CHUNKING\r\n".utf8))
        machine.offer(testMail(1, to: ["a@example.org", "b@example.org"]))
        _ = machine.takeOutput(limit: .max)
        _ = machine.takeEvents()
        return machine
    }

    private func outcome(_ machine: inout SubmissionMachine) -> (
        fault: SubmissionFault?, sent: Int, total: Int
    ) {
        var result: (fault: SubmissionFault?, sent: Int, total: Int) = (nil, 0, 0)
        for event in machine.takeEvents() {
            switch event {
            case .fault(let fault): result.fault = fault
            case .verdicts(_, let verdicts):
                result.total += verdicts.count
                result.sent += verdicts.values.count { if case .sent = $0 { true } else { false } }
            case .startTLS, .ready, .windingUp, .finished: break
            }
        }
        return result
    }

    @Test func `an endless line and an endless reply end the session`() {
        var machine = begun()
        for _ in 0..<10 { machine.receive([UInt8](repeating: 65, count: 1_000)) }
        var result = outcome(&machine)
        #expect(result.fault == .badReply(.endless) && result.total == 2 && result.sent == 0)

        machine = begun()
        for _ in 0..<400 { machine.receive(Array("250-more\r\n".utf8)) }
        result = outcome(&machine)
        #expect(result.fault == .badReply(.endless) && result.total == 2 && result.sent == 0)
    }

    @Test(arguments: [
        "hello\r\n", "99 x\r\n", "600 x\r\n", "250x\r\n", "\0\0\0\r\n", "250-a\r\n251 b\r\n", "150 x\r\n",
    ])
    func `what is no reply ends the session`(line: String) {
        var machine = begun()
        machine.receive(Array(line.utf8))
        let result = outcome(&machine)
        guard case .badReply(.malformed) = result.fault else {
            Issue.record("fault is \(String(describing: result.fault))")
            return
        }
        #expect(result.total == 2 && result.sent == 0)
    }

    @Test func `NUL and escape sequences in a reply are not passed on`() {
        var machine = begun()
        machine.receive(Array("550 5.7.1 no\0\u{1B}[2J\u{85}\r\n".utf8))
        for event in machine.takeEvents() {
            guard case .verdicts(_, let verdicts) = event else { continue }
            for case .refused(let reply) in verdicts.values {
                #expect(reply.text == "5.7.1 no\u{FFFD}\u{FFFD}[2J\u{FFFD}")
            }
        }
    }

    @Test func `one reply too many ends the session`() {
        var machine = begun()
        machine.receive(Array("250 m\r\n250 a\r\n250 b\r\n250 content\r\n250 extra\r\n".utf8))
        let result = outcome(&machine)
        #expect(result.sent == 2 && result.total == 2)
        #expect(result.fault == .outOfStep(.nextMail, SMTPReply(code: 250, lines: ["extra"])))
    }

    @Test func `agreement before the content is written counts for nothing`() {
        var machine = SubmissionMachine(policy: testPolicy(mechanism: nil))
        machine.receive(Array("220 a\r\n".utf8))
        _ = machine.takeOutput()
        machine.receive(Array("250-a\r\n250-PIPELINING\r\n250 CHUNKING\r\n".utf8))
        machine.offer(testMail(1))
        _ = machine.takeOutput(limit: 60)
        machine.receive(Array("250 m\r\n250 a\r\n250 content\r\n".utf8))
        let result = outcome(&machine)
        #expect(result.sent == 0 && result.total == 1)
        guard case .outOfStep = result.fault else {
            Issue.record("fault is \(String(describing: result.fault))")
            return
        }
    }

    @Test func `a reply that never comes names its wait, and a silent BDAT is remembered`() {
        let replies = ["", "250 m\r\n", "250 m\r\n250 a\r\n250 b\r\n"]
        let waits = [SubmissionWait.mail, .recipient, .finalReply]
        for (reply, wait) in zip(replies, waits) {
            var machine = begun()
            machine.receive(Array(reply.utf8))
            #expect(machine.wait == wait)
            machine.timedOut()
            let result = outcome(&machine)
            #expect(result.fault == .timedOut(wait) && result.total == 2 && result.sent == 0)
            #expect(machine.traits.avoidsChunking == (wait == .finalReply))
        }
    }

    @Test func `random octets never claim a mail as sent and always leave one verdict for each recipient`() {
        for seed in UInt64(1)...400 {
            var random = SeededGenerator(state: seed)
            var machine = begun()
            var rounds = 0
            while !machine.isClosed, rounds < 200 {
                rounds += 1
                let count = Int.random(in: 1...60, using: &random)
                machine.receive((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
                _ = machine.takeOutput()
            }
            machine.connectionLost(reason: "end of test")
            let result = outcome(&machine)
            if result.total != 2 || result.sent != 0 { Issue.record("seed \(seed): \(result)") }
        }
    }

    @Test func `random replies keep the books straight`() {
        let codes = [
            220, 235, 250, 250, 250, 250, 250, 334, 354, 421, 450, 452, 500, 503, 530, 550, 552, 554,
        ]
        for seed in UInt64(1)...2_000 {
            var random = SeededGenerator(state: seed)
            let traits = HostTraits(avoidsChunking: seed % 3 == 1, avoidsPipelining: seed % 3 == 2)
            var machine = SubmissionMachine(policy: testPolicy(mechanism: nil, traits: traits))
            machine.receive(Array("220 a\r\n".utf8))
            _ = machine.takeOutput()
            machine.receive(Array("250-a\r\n250-PIPELINING\r\n250 CHUNKING\r\n".utf8))
            var offered = 0
            var total = 0
            for _ in 0..<60 where !machine.isClosed {
                while machine.wantsMail, offered < 8 {
                    offered += 1
                    machine.offer(testMail(Int64(offered), to: ["a@example.org", "b@example.org"]))
                }
                _ = machine.takeOutput(limit: .max)
                let code = codes.randomElement(using: &random) ?? 250
                machine.receive(Array("\(code) text\r\n".utf8))
                total += outcome(&machine).total
            }
            machine.connectionLost(reason: "end of test")
            total += outcome(&machine).total
            if total != offered * 2 { Issue.record("seed \(seed): \(total) verdicts for \(offered) mails") }
        }
    }
}
