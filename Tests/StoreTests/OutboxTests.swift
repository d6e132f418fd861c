// SPDX-License-Identifier: Apache-2.0
// What the queue takes, what it refuses, and that no mail is ever lost from the books.

import DockModel
import GRDB
import Post
import Testing

@testable import Store

@Test func `an alert that was queued last goes first`() throws {
    let outbox = try Workbench().outbox()
    _ = try outbox.take(mail("digest", priority: .low), mail("notice"), mail("alert", priority: .alert))
    #expect(
        try outbox.leased("a").map(\.messageID) == [
            "<alert@example.org>", "<notice@example.org>", "<digest@example.org>",
        ])
}

@Test func `octets come back unchanged`() throws {
    let outbox = try Workbench().outbox()
    var big = mail()
    big.octets = Array(repeating: bytes("x\0\u{FF}\r\n").filter { $0 != 0 }, count: 100_000).flatMap { $0 }
    _ = try outbox.take(big)
    #expect(try outbox.leased("a").first?.octets == big.octets)
}

@Test func `a key is queued once for ever`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail("one", dedupe: "heartbeat 17"))[0]
    _ = try outbox.leased("a")
    try outbox.record([sent()], of: id, owner: "a", now: noon.wall)
    #expect(try outbox.enqueue([mail("two", dedupe: "heartbeat 17")], at: noon) == [.duplicate(of: id)])
    #expect(try outbox.stats(now: noon.wall).created == 1)
}

@Test func `injected headers and addresses are refused and hold up no other mail`() throws {
    let outbox = try Workbench().outbox()
    var bareLine = mail()
    bareLine.octets = bytes("Subject: x\n\nbody\r\n")
    let answers = try outbox.enqueue(
        [mail("a", to: ["ops@example.org\r\nRCPT TO:<x@y.z>"]), mail("b", to: []), bareLine, mail("good")],
        at: noon)
    #expect(answers[0] == .refused(.badField(name: "a recipient")))
    #expect(answers[1] == .refused(.recipientCount(0)))
    #expect(answers[2] == .refused(.badLineEnd(offset: 10)))
    #expect(answers[3] == .queued(1))
}

@Test func `a full queue pushes out the least urgent and never an alert`() throws {
    let database = try Workbench().open()
    let answers = try database.write("test") { db in
        var room = OutboxRoom(database: database, limits: OutboxRoom.Limits(mails: 2, octets: 1_000_000))
        return try [
            mail("digest", priority: .low), mail("alert 1", priority: .alert),
            mail("alert 2", priority: .alert),
            mail("late digest", priority: .low), mail("alert 3", priority: .alert),
            mail("alert 4", priority: .alert), mail("alert 5", priority: .alert),
        ].map { try Outbox.insert(CheckedMail($0), at: noon, room: &room, rows: OutboxRows(in: db), in: db) }
    }
    #expect(
        answers == [
            .queued(1), .queued(2), .queued(3), .refused(.queueFull(waiting: 2)), .queued(4), .queued(5),
            .refused(.queueFull(waiting: 4)),
        ])
    let outbox = Outbox(database)
    #expect(try outbox.list(state: .dead).map(\.reply) == [Outbox.shedReply])
    #expect(try outbox.stats(now: noon.wall).isConserved)
}

@Test func `a mail larger than the whole queue is refused without pushing out alerts`() throws {
    let database = try Workbench().open()
    let answers = try database.write("test") { db in
        var room = OutboxRoom(database: database, limits: OutboxRoom.Limits(mails: 10, octets: 10))
        let rows = try OutboxRows(in: db)
        return try [mail("a")].map {
            try Outbox.insert(CheckedMail($0), at: noon, room: &room, rows: rows, in: db)
        }
    }
    #expect(answers == [.refused(.queueFull(waiting: 0))])
}

@Test func `a refused recipient makes a dead letter and only it is asked again`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail(to: ["a@example.org", "b@example.org"]))[0]
    _ = try outbox.leased("x")
    try outbox.record([sent("a@example.org"), refused("b@example.org")], of: id, owner: "x", now: noon.wall)
    let letter = try #require(try outbox.list(state: .dead).first)
    #expect(letter.reply == "550 5.1.1 nobody")
    #expect(try outbox.leased("x").isEmpty)
    #expect(try outbox.retry(id: id) == .done)
    #expect(try outbox.leased("x").first?.recipients == ["b@example.org"])
}

@Test func `outcomes of one mail may come in parts`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail(to: ["a@example.org", "b@example.org"]))[0]
    _ = try outbox.leased("x")
    try outbox.record([sent("a@example.org")], of: id, owner: "x", now: noon.wall)
    #expect(try outbox.mail(id: id)?.summary.state == .leased)
    try outbox.record([deferred("b@example.org")], of: id, owner: "x", now: noon.wall)
    #expect(try outbox.mail(id: id)?.summary.state == .queued)
    #expect(try outbox.leased("x").isEmpty)
    #expect(try outbox.leased("x", now: later(60)).first?.recipients == ["b@example.org"])
}

@Test func `the final reply is stored with the mail`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    _ = try outbox.leased("x")
    try outbox.record([sent()], of: id, owner: "x", now: later(3))
    let details = try #require(try outbox.mail(id: id))
    #expect(details.summary.state == .sent)
    #expect(details.summary.reply == "250 2.0.0 taken as 4711")
    #expect(details.summary.finished == later(3))
    #expect(details.deliveries.map(\.outcome) == ["sent"])
}

@Test func `what a server took since a time is counted by recipient`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail(to: ["a@example.org", "b@example.org", "c@example.org"]))[0]
    _ = try outbox.leased("x")
    try outbox.record([sent("a@example.org"), refused("b@example.org")], of: id, owner: "x", now: later(3))
    try outbox.record([sent("c@example.org")], of: id, owner: "x", now: later(9))
    #expect(try outbox.sentCount(since: later(0)) == 2)
    #expect(try outbox.sentCount(since: later(9)) == 1)
    #expect(try outbox.sentCount(since: later(10)) == 0)
}

@Test func `a result for nobody is an error and changes nothing`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    _ = try outbox.leased("x")
    #expect(throws: StoreError.noSuchRecipient(mail: id, recipient: "nobody@example.org")) {
        try outbox.record([sent(), sent("nobody@example.org")], of: id, owner: "x", now: noon.wall)
    }
    #expect(try outbox.mail(id: id)?.summary.state == .leased)
}

@Test func `damaged octets become a dead letter and hold up no other mail`() throws {
    let bench = Workbench()
    let database = try bench.open()
    let outbox = Outbox(database)
    let ids = try outbox.take(mail("one"), mail("two"))
    try database.queue.inDatabase { db in
        try db.execute(
            sql: "UPDATE outbox_body SET octets = CAST('x' AS BLOB) WHERE mail = ?", arguments: [ids[0]])
    }
    #expect(try outbox.leased("x").map(\.id) == [ids[1]])
    #expect(try outbox.list(state: .dead).map(\.id) == [ids[0]])
}

@Test func `nothing expires on a clock that is not trusted`() throws {
    let outbox = try Workbench().outbox()
    var untrusted = noon
    untrusted.isWallTrusted = false
    _ = try outbox.enqueue([mail("early")], at: untrusted)
    let id = try outbox.take(mail("normal"))[0]
    let muchLater = noon.wall + .seconds(400 * 86_400)
    #expect(try outbox.overdue(at: Moment(boot: noon.boot, wall: muchLater, isWallTrusted: false)).isEmpty)
    #expect(try outbox.overdue(at: Moment(boot: noon.boot, wall: later(86_400))).isEmpty)
    let late = Moment(boot: noon.boot, wall: muchLater)
    #expect(try outbox.overdue(at: late).map(\.id) == [id])
    var decision = DecisionCommit(moment: late)
    decision.expired = [id]
    _ = try outbox.database.commit(decision)
    #expect(throws: StoreError.notWaiting(mail: id)) { try outbox.database.commit(decision) }
    #expect(try outbox.list(state: .queued).map(\.subject) == ["early"])
}

@Test func `late mails are named a batch at a time, the oldest first`() throws {
    let outbox = try Workbench().outbox()
    _ = try outbox.enqueue((0...OutboxLimit.expiredAtOnce).map { mail("late \($0)") }, at: noon)
    let late = Moment(boot: noon.boot, wall: later(400 * 86_400))
    #expect(try outbox.overdue(at: late).map(\.id) == Array(1...Int64(OutboxLimit.expiredAtOnce)))
}

@Test func `the history is cut also when mails end without being sent`() throws {
    let outbox = try Workbench().outbox()
    let last = OutboxLimit.mailsBetweenCuts
    _ = try outbox.enqueue((1...last).map { mail("\($0)") }, at: noon)
    try outbox.database.write("test") { db in
        for id in 1...last { try Outbox.bury(id, reply: "of no use", at: noon.wall, in: db) }
    }
    let gone = last - Int64(OutboxLimit.sentBodiesKept)
    #expect(try outbox.mail(id: gone)?.octets == nil && outbox.mail(id: gone + 1)?.octets != nil)
    #expect(try outbox.stats(now: noon.wall).isConserved)
}

@Test func `each kind expires in its own time, and none before five days`() throws {
    let outbox = try Workbench().outbox()
    for kind in ["heartbeat", "digest", "incident", "mission"] {
        var new = mail(kind)
        new.kind = kind
        _ = try outbox.take(new)
    }
    let patience = MailPatience(["mission": .seconds(60), "incident": .seconds(60 * 86_400)])
    func expired(after days: Int) throws -> [String] {
        let moment = Moment(boot: noon.boot, wall: later(days * 86_400 + 1))
        let due = try outbox.overdue(patience, at: moment)
        var decision = DecisionCommit(moment: moment)
        decision.expired = due.map(\.id)
        _ = try outbox.database.commit(decision)
        #expect(try outbox.overdue(patience, at: moment).isEmpty)
        return due.map(\.kind)
    }
    #expect(try expired(after: 4) == [])
    #expect(try expired(after: 5) == ["heartbeat", "mission"])
    #expect(try expired(after: 19) == [])
    #expect(try expired(after: 20) == ["digest"])
    #expect(try expired(after: 59) == [])
    #expect(try expired(after: 60) == ["incident"])
    #expect(try outbox.stats(now: noon.wall).isConserved)
}

@Test func `a dropped mail stays in the books and can come back`() throws {
    let outbox = try Workbench().outbox()
    let id = try outbox.take(mail())[0]
    #expect(try outbox.drop(id: id, now: noon.wall) == .done)
    #expect(try outbox.list(state: .dead).isEmpty)
    #expect(try outbox.list(state: .dead, includeDismissed: true).map(\.id) == [id])
    #expect(try outbox.drop(id: 99, now: noon.wall) == .noSuchMail)
    #expect(try outbox.retry(id: id) == .done)
    #expect(try outbox.leased("x").map(\.id) == [id])
    #expect(try outbox.drop(id: id, now: noon.wall) == .notPossible("mail \(id) is being sent now"))
}

@Test func `queued and sent and dead are always all that was created`() throws {
    let database = try Workbench().open()
    let outbox = Outbox(database)
    var random = SplitMix(state: 42)
    for round in 0..<150 {
        let now = later(round * 40)
        switch random.next() % 6 {
        case 0, 1: _ = try outbox.take(mail("m\(round)", to: ["a@example.org", "b@example.org"]))
        case 2, 3, 4:
            for mail in try outbox.leased("o\(round)", limit: 3, now: now) {
                for recipient in mail.recipients {
                    let outcome = [sent(recipient), refused(recipient), deferred(recipient)][
                        Int(random.next() % 3)]
                    try outbox.record([outcome], of: mail.id, owner: "o\(round)", now: now)
                }
            }
        default:
            let id = Int64(random.next() % 50) + 1
            _ = random.next() % 2 == 0 ? try outbox.retry(id: id) : try outbox.drop(id: id, now: now)
        }
        if round % 30 == 0 {
            try database.write("test") { db in try Outbox.forgetOld(in: db, finishedRows: 5) }
        }
        let stats = try outbox.stats(now: now)
        #expect(stats.isConserved, "round \(round): \(stats)")
    }
    #expect(try outbox.stats(now: noon.wall).created > 20)
}

/// A small generator with a seed, so that a failure comes again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Test func `a bare line end is found in every place, and a CRLF in none`() throws {
    for length in 2...20 {
        for place in 0..<length {
            for octet in [UInt8(0), 10, 13] {
                var new = mail()
                new.octets = [UInt8](repeating: 97, count: length)
                new.octets[place] = octet
                #expect(new.fault == .badLineEnd(offset: place))
            }
            var good = mail()
            good.octets = [UInt8](repeating: 97, count: length)
            good.octets.replaceSubrange(place..<place, with: [13, 10])
            #expect(good.fault == nil)
        }
    }
}
