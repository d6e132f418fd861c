// SPDX-License-Identifier: Apache-2.0
// The watch over the mail queue: its counts are the store's, the heartbeat is what a server took, and what is given up
// is told by a mail.

import DockModel
import Post
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon

private let noon = Moment(
    boot: Instant(nanoseconds: 5_000_000_000), wall: WallTime(milliseconds: 1_811_870_700_000))

private func later(_ days: Double) -> Moment {
    Moment(boot: noon.boot + .seconds(days * 86_400), wall: noon.wall + .seconds(days * 86_400))
}

private func mail(_ subject: String, _ kind: String = "mission", dedupe: String? = nil, to: [String] = ["a@b.org"])
    -> NewMail
{
    NewMail(
        kind: kind, priority: .normal, sender: "dock@b.org", recipients: to, messageID: "<\(subject)@b.org>",
        subject: subject, octets: Array("Subject: \(subject)\r\n\r\nx\r\n".utf8), dedupe: dedupe)
}

/// A queue with its watch.
private final class Post {
    let database: RoostDatabase
    let outbox: Outbox
    let watch: PostWatch
    private let writer: MailWriter

    init(at moment: Moment = noon) throws {
        database = try RoostDatabase.open(directory: try freshDirectory())
        outbox = Outbox(database)
        let configuration = try DefaultConfiguration.configuration()
        let planner = Planner(
            rules: configuration.schedules, zone: configuration.dock.dock.timeZone,
            dayEnds: configuration.dock.digestAt)
        writer = try MailWriter(
            configuration: configuration, rules: [], planner: planner, outbox: outbox)
        watch = PostWatch(outbox: outbox, logger: silent)
    }

    /// Gives up what is late, as the daemon does.
    @discardableResult
    func expire(at moment: Moment) async -> Bool {
        let loop = DockLoop(
            state: DockState(at: moment, parts: []), policy: DockPolicy(), clock: HandClock([moment]),
            database: database, writer: writer, logger: silent)
        return await watch.giveUpLate(with: loop, at: moment)
    }

    /// Delivers every waiting mail: to the first recipient, and to the others only when `isWhole`.
    func deliver(at moment: Moment = noon, isWhole: Bool = true) throws {
        for mail in try outbox.lease(
            limit: 100, owner: "test", now: moment.wall, span: .seconds(60), includeDeferred: true)
        {
            let outcomes = mail.recipients.enumerated().map { index, recipient in
                RecipientOutcome(
                    recipient: recipient,
                    outcome: isWhole || index == 0
                        ? .sent(SMTPReply(code: 250, lines: ["ok"])) : .refused(SMTPReply(code: 550, lines: ["no"])))
            }
            try outbox.record(outcomes, of: mail.id, owner: "test", now: moment.wall)
        }
    }
}

@Suite struct TheWatchOverMail {
    @Test func `counts are those of the store and add up`() throws {
        let post = try Post()
        #expect(post.watch.facts(at: noon) == OutboxFacts(created: 0, queued: 0, sent: 0, failed: 0))
        _ = try post.outbox.enqueue([mail("a"), mail("b")], at: noon)
        #expect(post.watch.facts(at: noon) == OutboxFacts(created: 2, queued: 2, sent: 0, failed: 0))
        try post.deliver()
        _ = try post.outbox.enqueue([mail("c")], at: noon)
        #expect(post.watch.facts(at: noon) == OutboxFacts(created: 3, queued: 1, sent: 2, failed: 0))
    }

    @Test func `the heartbeat is the newest day whose digest a server took`() throws {
        let post = try Post()
        _ = try post.outbox.enqueue(
            [mail("one", "digest", dedupe: "digest.2027-05-30"), mail("two", "digest", dedupe: "digest.2027-05-31")],
            at: noon)
        #expect(post.watch.facts(at: noon)?.lastDigestSent == "")
        try post.deliver()
        #expect(post.watch.facts(at: noon)?.lastDigestSent == "2027-05-31")
        _ = try post.outbox.enqueue([mail("late", "digest", dedupe: "digest.2027-05-29")], at: noon)
        try post.deliver()
        #expect(post.watch.facts(at: noon)?.lastDigestSent == "2027-05-31")
        // One recipient who is refused for good does not make the dock fall silent for the others.
        let partly = mail("part", "digest", dedupe: "digest.2027-06-01", to: ["a@b.org", "gone@b.org"])
        _ = try post.outbox.enqueue([partly], at: noon)
        try post.deliver(isWhole: false)
        #expect(post.watch.facts(at: noon)?.lastDigestSent == "2027-06-01")
    }

    @Test func `the core takes the counts for its heartbeat`() throws {
        let post = try Post()
        let facts = try #require(post.watch.facts(at: noon))
        let state = step(DockState(at: noon, parts: []), .outbox(facts), at: noon, policy: DockPolicy()).state
        #expect(state.outbox == facts && state.incidents.isEmpty)
    }

    @Test func `what is given up is told by a mail that names it, once, and is an event of the filter`() async throws {
        let post = try Post()
        _ = try post.outbox.enqueue([mail("old one"), mail("old two")], at: noon)
        _ = try post.outbox.enqueue([mail("young")], at: later(30))
        await post.expire(at: later(44))
        #expect(try post.outbox.stats(now: later(44).wall).dead == 0)
        #expect(await post.expire(at: later(46)))
        #expect(await post.expire(at: later(46)) == false)
        let stats = try post.outbox.stats(now: later(46).wall)
        #expect(stats.dead == 2 && stats.queued == 2 && stats.isConserved)
        let notice = try #require(try post.outbox.list(state: .queued).first { $0.kind == "expiry" })
        #expect(notice.subject.contains("2 mails were given up undelivered"))
        let details = try post.outbox.mail(id: notice.id)
        let text = String(decoding: details?.octets ?? [], as: UTF8.self)
        #expect(text.contains("old one") && text.contains("old two") && !text.contains("young"))
        #expect(post.watch.facts(at: later(46))?.failed == 2)
        let event = try #require(try post.database.events(after: 0, limit: 10).first)
        #expect(event.kind == "MAIL.given-up" && event.severity == .error)
        #expect(event.place == .ended(bin: "mailedAlone", mail: details?.dedupe))
        let shown = ArchivedEvent(event)
        #expect(shown.words.map(\.stage).count == 9 && shown.words.last?.rule == "report")
        #expect(shown.detail == "2 given up undelivered: 1, 2" && shown.sort == "report")
        #expect(try post.database.events(after: 0, limit: 10).count == 1)
    }

    @Test func `after a long outage all late mails are given up, some in each mail about it`() async throws {
        let post = try Post()
        _ = try post.outbox.enqueue((1...450).map { mail("old \($0)") }, at: noon)
        #expect(await post.expire(at: later(46)))
        let stats = try post.outbox.stats(now: later(46).wall)
        #expect(stats.dead == 450 && stats.queued == 3 && stats.isConserved)
        let subjects = try post.outbox.list(state: .queued).map(\.subject)
        #expect(subjects.count { $0.contains("200 mails were given up") } == 2, "\(subjects)")
        #expect(subjects.count { $0.contains("50 mails were given up") } == 1)
    }

    @Test func `a mail that is being sent meanwhile is not given up, and nothing is told of it`() async throws {
        let post = try Post()
        _ = try post.outbox.enqueue([mail("old")], at: noon)
        let late = post.watch.late(at: later(46)).flatMap(\.mails)
        #expect(late.count == 1)
        _ = try post.outbox.lease(
            limit: 1, owner: "x", now: later(46).wall, span: .seconds(60), includeDeferred: true)
        let loop = DockLoop(
            state: DockState(at: noon, parts: []), policy: DockPolicy(), clock: HandClock([later(46)]),
            database: post.database, writer: NoMails(), logger: silent)
        #expect(await loop.giveUp(late, after: .seconds(1)) == false)
        #expect(try post.database.events(after: 0, limit: 10).isEmpty)
        #expect(try post.outbox.stats(now: later(46).wall).dead == 0)
    }

    @Test func `nothing is given up by a clock that is not trusted`() async throws {
        let post = try Post()
        _ = try post.outbox.enqueue([mail("old")], at: noon)
        var wrong = later(400)
        wrong.isWallTrusted = false
        #expect(await post.expire(at: wrong) == false)
        #expect(try post.outbox.stats(now: wrong.wall).queued == 1)
    }
}
