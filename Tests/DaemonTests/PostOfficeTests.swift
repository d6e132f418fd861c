// SPDX-License-Identifier: Apache-2.0
// The office that flushes the outbox: a refused account rests and is an alarm, a new secret ends the rest, and a
// restart does not forget either (R11, R19).

import DockModel
import Foundation
import Host
import Logging
import Mailer
import Post
import Store
import Synchronization
import Testing

@testable import RoostDaemon

@Suite struct PostOfficeTests {
    private let folder: String
    private let database: RoostDatabase
    private let outbox: Outbox
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent("roost-office-\(UUID().uuidString)")
            .path
        database = try RoostDatabase.open(directory: folder)
        outbox = Outbox(database)
        let draft = MailDraft(
            from: Mailbox(address: try MailAddress("dock@example.org")),
            to: [Mailbox(address: try MailAddress("ops@example.org"))], subject: "s", text: "t\n",
            date: WallTime(seconds: 1_800_000_000), messageID: "<1@example.org>")
        _ = try outbox.enqueue(
            [try NewMail(kind: "mail", priority: .alert, draft: draft)],
            at: Moment(boot: Instant(seconds: 0), wall: WallTime(seconds: 1_800_000_000)))
    }

    /// An account whose secret counts how often it is asked for and always fails.
    private func account(_ count: CallCount, needsPerson: Bool = true, secretFiles: [String] = [])
        -> MailAccount
    {
        let settings = SubmissionSettings(host: "localhost", port: 1, security: .tls, user: "dock")
        return MailAccount(submission: settings, secretFiles: secretFiles) { _ in
            count.add()
            throw TokenFault(description: "refused", needsPerson: needsPerson, retryAfter: .seconds(1))
        }
    }

    private func clock(speed: Double) -> PacedClock {
        PacedClock(start: WallTime(seconds: 1_800_000_000), speed: speed)
    }

    /// Waits until `fact` holds, for at most ten seconds of real time.
    private func wait(until fact: () -> Bool) -> Bool {
        let condition = NSCondition()
        let end = Date(timeIntervalSinceNow: 10)
        condition.lock()
        defer { condition.unlock() }
        while !fact(), Date() < end { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.005)) }
        return fact()
    }

    @Test
    func `R11 a refused account rests for a quarter of an hour and is an alarm, however often it rings`()
        throws
    {
        let count = CallCount()
        // A quarter of an hour is 1.5 s here.
        let clock = clock(speed: 600)
        let office = PostOffice(
            outbox: outbox, database: database, account: account(count), clock: clock, logger: logger)
        office.start()
        defer { office.stop() }
        #expect(wait { count.value == 1 })
        let first = clock.now().boot
        // It rings all the while; the account is not tried again for that.
        let isQuiet = wait {
            office.ring()
            return count.value >= 2 || first.duration(to: clock.now().boot) > .seconds(600)
        }
        #expect(isQuiet && (count.value == 1 || first.duration(to: clock.now().boot) >= .seconds(895)))
        #expect(office.bulletin.isAlarm && office.bulletin.trouble?.contains("refused") == true)
        #expect(wait { count.value >= 2 })
        #expect(first.duration(to: clock.now().boot) >= .seconds(895))
        #expect(try outbox.waitingCount() == 1)
    }

    @Test func `R11 a restart does not shorten the rest`() throws {
        let count = CallCount()
        let clock = clock(speed: 1)
        for _ in 0..<3 {
            let office = PostOffice(
                outbox: outbox, database: database, account: account(count), clock: clock, logger: logger)
            office.start()
            #expect(wait { office.bulletin.isAlarm })
            // The refusal is stored before the office rests; a database that is busy is asked again.
            #expect(wait { (try? MailServerMemory.load("localhost:1", from: database))?.refusal != nil })
            office.stop()
        }
        #expect(count.value == 1)
    }

    @Test func `R11 a new secret is tried at once`() throws {
        let count = CallCount()
        let secret = folder + "/secret"
        #expect(FileManager.default.createFile(atPath: secret, contents: Data("a".utf8)))
        let office = PostOffice(
            outbox: outbox, database: database, account: account(count, secretFiles: [secret]),
            clock: clock(speed: 10), logger: logger)
        office.start()
        defer { office.stop() }
        #expect(wait { count.value == 1 })
        #expect(FileManager.default.createFile(atPath: secret, contents: Data("other".utf8)))
        #expect(wait { count.value == 2 })
    }

    @Test func `an account in the place of a refused one is tried at once, and no mail is lost`()
        throws
    {
        let refused = CallCount(), next = CallCount()
        let office = PostOffice(
            outbox: outbox, database: database, account: account(refused), clock: clock(speed: 1), logger: logger)
        office.start()
        defer { office.stop() }
        #expect(wait { office.bulletin.isAlarm && refused.value == 1 })
        for count in 1...3 {
            office.replace(by: account(next))
            #expect(wait { next.value == count })
        }
        #expect(try refused.value == 1 && outbox.waitingCount() == 1)
    }

    @Test func `an endpoint that is down is tried again soon and is no alarm`() throws {
        let count = CallCount()
        let office = PostOffice(
            outbox: outbox, database: database, account: account(count, needsPerson: false),
            clock: clock(speed: 600),
            logger: logger)
        office.start()
        defer { office.stop() }
        #expect(wait { count.value >= 3 })
        #expect(!office.bulletin.isAlarm && office.bulletin.trouble?.contains("no token") == true)
    }
}

/// A number that two threads share.
private final class CallCount: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
