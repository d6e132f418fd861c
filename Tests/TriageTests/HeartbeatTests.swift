// SPDX-License-Identifier: Apache-2.0
// Signs of life: the code against published vectors, the lines both ways, and what a reader concludes from those that
// came, came twice, came altered or did not come.

import DockModel
import Testing

@testable import Triage

private let key = MessageKey(octets: Array("a key of the dock and its reader".utf8))
private let start = WallTime(milliseconds: 1_790_000_000_000)

private func note(
    _ sequence: Int64, epoch: Int64 = 7, minutes: Double? = nil, superseded: Int = 0, dock: String = "north",
    isClockTrusted: Bool = true
) -> HeartbeatNote {
    let sent = start.later(bySeconds: (minutes ?? Double(sequence) * 60) * 60)
    return HeartbeatNote(
        dock: dock, epoch: epoch, sequence: sequence, sent: sent, isClockTrusted: isClockTrusted,
        next: sent.later(bySeconds: 3_600), phase: "idle", isInFlight: false, incidents: 2,
        superseded: superseded)
}

private func sight(_ note: HeartbeatNote, _ place: String? = nil, with key: MessageKey = key)
    -> HeartbeatSight
{
    HeartbeatSight(
        HeartbeatNote.read(note.text(signedBy: key), key: triageKey), place: place ?? "m\(note.sequence)")
}
private let triageKey = key

@Suite struct HeartbeatTests {
    @Test func `the hash and the code are those of the published vectors`() throws {
        func hex(_ octets: [UInt8]) -> String {
            octets.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        #expect(
            hex(SHA256.of([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            hex(SHA256.of(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hex(SHA256.of([UInt8](repeating: 0x61, count: 1_000_000)))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        // RFC 4231, test cases 1, 2 and 6.
        #expect(
            hex(MessageKey(octets: [UInt8](repeating: 0x0B, count: 20)).octets(of: Array("Hi There".utf8)))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            hex(MessageKey(octets: Array("Jefe".utf8)).octets(of: Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            hex(
                MessageKey(octets: [UInt8](repeating: 0xAA, count: 131)).octets(
                    of: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
        #expect(MessageKey(secret: "too short") == nil)
        #expect(
            MessageKey(secret: String(repeating: "0b", count: 32))
                == MessageKey(octets: [UInt8](repeating: 11, count: 32)))
    }

    @Test func `what is made is read back, whatever a mail program adds around it`() throws {
        let made = note(42, superseded: 3)
        let text = made.text(signedBy: key)
        guard case .note(let read, let isSigned, _) = HeartbeatNote.read(text, key: key) else {
            Issue.record("not read")
            return
        }
        #expect(read == made && isSigned)
        let dressed =
            "Hello,\n\n" + text.split(separator: "\n").map { "\($0)  \r\n" }.joined() + "-- \nfooter\n"
        #expect(HeartbeatNote.read(dressed, key: key) == HeartbeatNote.read(text, key: key))
        #expect(HeartbeatNote.read("nothing of the kind", key: key) == .none)
    }

    @Test func `each altered octet of a sign of life breaks its signature or its form`() {
        let text = Array(note(42).text(signedBy: key).utf8)
        for place in text.indices {
            var altered = text
            altered[place] ^= 1
            switch HeartbeatNote.read(String(decoding: altered, as: UTF8.self), key: key) {
            case .note(_, isSigned: true, _): Issue.record("octet \(place) is not signed")
            case .note, .malformed, .none: break
            }
        }
        for length in 0..<text.count - 1 {
            if case .note(_, isSigned: true, _) = HeartbeatNote.read(
                String(decoding: text[..<length], as: UTF8.self), key: key)
            {
                Issue.record("cut to \(length)")
            }
        }
    }

    @Test func `a time outside of the form is no time`() {
        #expect(UTCText.time("2026-11-26T01:50:00.000Z").map(UTCText.text) == "2026-11-26T01:50:00.000Z")
        for bad in [
            "", "2026-11-26", "2026-13-26T01:50:00.000Z", "2026-11-26T24:50:00.000Z",
            "2026-11-26T01:50:00.000+",
        ] {
            #expect(UTCText.time(Substring(bad)) == nil)
        }
    }

    @Test func `a whole row of signs is well until the next is late`() {
        let sights = (1...5).map { sight(note($0)) }
        let watch = HeartbeatWatch(grace: 600)
        let due = start.later(bySeconds: 6 * 3_600 + 600)
        let well = watch.judge(sights.reversed(), now: due)
        #expect(well.findings.isEmpty)
        #expect(well.states.map(\.newest.sequence) == [5] && well.states[0].due == due)
        let late = watch.judge(sights, now: due.later(bySeconds: 1))
        #expect(late.findings.map(\.kind) == [.overdue])
        #expect(late.states[0].isOverdue)
    }

    @Test func `a number that never came is a gap unless the dock itself replaced it`() {
        let watch = HeartbeatWatch()
        let now = start.later(bySeconds: 8 * 3_600)
        let lost = watch.judge([sight(note(3)), sight(note(4)), sight(note(7))], now: now)
        #expect(lost.findings.map(\.kind) == [.gap, .silence])
        #expect(lost.findings[0].text.contains("numbers 5 to 6") && lost.findings[0].text.contains("2 of 2"))
        let replaced = watch.judge([sight(note(3)), sight(note(4)), sight(note(7, superseded: 2))], now: now)
        #expect(replaced.findings.map(\.kind) == [.superseded, .silence])
        #expect(!replaced.findings.contains { $0.kind.isAlarm })
        let half = watch.judge([sight(note(4)), sight(note(7, superseded: 1))], now: now)
        #expect(half.findings.map(\.kind) == [.superseded, .gap, .silence])
    }

    @Test func `a wrong key, a replay and a number used twice are alarms and no life`() {
        let watch = HeartbeatWatch()
        let now = start.later(bySeconds: 3_600)
        let other = MessageKey(octets: [1, 2, 3])
        let forged = watch.judge([sight(note(1)), sight(note(2), with: other)], now: now)
        #expect(forged.findings.map(\.kind) == [.badSignature])
        #expect(forged.states[0].newest.sequence == 1)
        let replayed = watch.judge([sight(note(1)), sight(note(1), "again")], now: now)
        #expect(
            replayed.findings.map(\.kind) == [.replay] && replayed.findings[0].place == "m1"
                || replayed.findings[0].place == "again")
        #expect(replayed.states[0].count == 1)
        var twin = note(1)
        twin.phase = "charging"
        #expect(
            watch.judge([sight(note(1)), sight(twin, "twin")], now: now).findings.map(\.kind) == [
                .repeatedNumber
            ])
        // An old one that comes again cannot hide that the next is late.
        let late = start.later(bySeconds: 30 * 3_600)
        #expect(
            watch.judge([sight(note(1)), sight(note(2)), sight(note(1), "again")], now: late).findings.map(
                \.kind)
                == [.replay, .overdue])
    }

    @Test func `numbers that begin anew, the future and a silent dock are told`() {
        let watch = HeartbeatWatch()
        let now = start.later(bySeconds: 3 * 3_600)
        let anew = watch.judge([sight(note(1)), sight(note(1, epoch: 8, minutes: 130))], now: now)
        #expect(anew.findings.map(\.kind) == [.newEpoch])
        #expect(watch.judge([sight(note(9))], now: now).findings.map(\.kind) == [.future])
        let silent = watch.judge([sight(note(2))], docks: ["north", "south"], now: now)
        #expect(silent.findings.map(\.kind) == [.none] && silent.findings[0].dock == "south")
        #expect(watch.judge([], now: now).findings.isEmpty)
    }

    @Test func `a dock that doubts its clock is measured by the mailbox's`() {
        let doubted = note(1, isClockTrusted: false)
        let arrived = start.later(bySeconds: 900_000)
        let sight = HeartbeatSight(
            HeartbeatNote.read(doubted.text(signedBy: key), key: key), place: "x", arrived: arrived)
        let watch = HeartbeatWatch(grace: 600)
        #expect(watch.judge([sight], now: arrived.later(bySeconds: 4_200)).findings.isEmpty)
        #expect(watch.judge([sight], now: arrived.later(bySeconds: 4_201)).findings.map(\.kind) == [.overdue])
    }
}
