// SPDX-License-Identifier: Apache-2.0
// Where a flush by hand goes, with which account and over which link. It goes the daemon's own way (MailRound); what a
// link carries is decided there.

import DockModel
import Foundation
import Host
import Mailer
import Post
import RoostDaemon
import Settings
import Store

/// The server, the account and the dock of a flush.
struct OutboxFlushWay {
    /// Which server, and how.
    var settings: SubmissionSettings
    /// The password or token, read now.
    var secret: (SecretRequest) throws -> String
    /// The account and the version of its secret.
    var login: String
    /// The clock, believed as the dock does.
    var clock: SystemClock
    /// The dock; nil when the options name the server.
    private(set) var dock: (settings: DockSettings, directory: String)?

    /// A way that the options name.
    init(
        settings: SubmissionSettings, secret: @escaping (SecretRequest) throws -> String, login: String,
        clock: SystemClock
    ) {
        (self.settings, self.secret, self.login, self.clock) = (settings, secret, login, clock)
    }

    /// The way of the dock whose configuration is in `directory`; problems end the command.
    init(_ directory: String) throws {
        var place = MailConfigurationOption()
        place.directory = directory
        let dock = try place.load(), account = place.account(dock)
        self.init(
            settings: account.submission, secret: account.secret,
            login: "\(account.submission.user ?? "") \(account.secretVersion)", clock: place.clock(dock))
        self.dock = (dock, directory)
    }

    /// Opens the queue: the one that is named, else the dock's own.
    func open(_ queue: OutboxQueueOption) throws -> RoostDatabase {
        guard let dock, queue.directory == OutboxQueueOption.standard else { return try queue.open() }
        return try Self.open(dock.settings, dock.directory)
    }

    /// Opens the queue of a dock whose configuration is in `directory`.
    static func open(_ dock: DockSettings, _ directory: String) throws -> RoostDatabase {
        let storage = dock.storageDirectory
        return try CommandExit.giving { () throws(StoreError) in
            try RoostDatabase.open(directory: storage.hasPrefix("/") ? storage : directory + "/" + storage)
        }
    }

    /// What this machine calls itself to a server.
    static var helloName: String {
        let name = ProcessInfo.processInfo.hostName
        let isPlain = name.utf8.allSatisfy { octet in
            let character = Character(Unicode.Scalar(octet))
            return octet < 0x80
                && (character.isLetter || character.isNumber || character == "-" || character == ".")
        }
        return isPlain && !name.isEmpty ? name : "localhost"
    }
}

/// The link of a flush by hand.
struct OutboxFlushLink {
    private let database: RoostDatabase
    private let clock: SystemClock
    /// What the link carries; nil where nobody has told of a link.
    private let terms: LinkTerms?
    private let today: () -> String?
    /// With the dock's settings: its links, and what they say now.
    private let told: (links: LinkSense, reading: LinkReading)?
    private let isAny: Bool

    /// The link that a dock's settings tell now, else the one that its daemon saw last. With `isAny` it carries
    /// everything and its octets are only counted.
    init(_ way: OutboxFlushWay, _ database: RoostDatabase, isAny: Bool) throws {
        (self.database, self.isAny, clock) = (database, isAny, way.clock)
        var terms: LinkTerms?
        if let dock = way.dock {
            let links = LinkSense(dock.settings, directory: dock.directory), reading = links.read()
            (told, terms) = ((links, reading), links.terms(of: reading.link))
            today = { [clock] in dock.settings.localDay(clock.now()) }
        } else {
            // The zone of the dock is not known here, so the last known day goes on.
            (told, today) = (nil, { nil })
            terms = try CommandExit.giving { () throws(StoreError) in try LinkStatus.load(from: database)?.terms }
        }
        self.terms = isAny ? terms.map { LinkTerms(link: $0.link) } : terms
    }

    /// Sends what is due and what the link carries.
    func flush(_ outbox: Outbox, by submission: Submission, includeDeferred: Bool, previousFailures: Int) throws
        -> FlushReport
    {
        guard let terms else {
            return try submission.flush(
                outbox, owner: "flush \(getpid()) \(UInt64.random(in: 0 ... .max))", includeDeferred: includeDeferred,
                previousFailures: previousFailures)
        }
        let report = try MailRound(
            over: terms, outbox, by: submission, who: "flush", includeDeferred: includeDeferred,
            previousFailures: previousFailures, today: today
        ).report
        if let told { note(report, told.links, told.reading) }
        return report
    }

    /// Keeps how the link stands, as the daemon does.
    private func note(_ report: FlushReport, _ links: LinkSense, _ reading: LinkReading) {
        do {
            let old = try LinkStatus.load(from: database), now = clock.now()
            let status = LinkStatus.after(report, over: reading, of: links, old: old, at: now, today: today())
            if let status, status.differs(from: old) { try status.save(in: database) }
        } catch {
            CommandOutput.complain("how the link stands could not be kept: \(error)")
        }
    }

    /// What the link kept back, for a person.
    func complaints(_ outbox: Outbox, leftInQueue: Int) throws -> [String] {
        guard let terms, !isAny, leftInQueue > 0 else { return [] }
        let reasons = try CommandExit.giving { () throws(StoreError) in
            try outbox.waitReasons(over: terms, today: today(), now: clock.now().wall)
        }
        let forBudget = reasons.values.count { $0 == .budget }, forLink = reasons.values.count { $0 == .link }
        guard forBudget + forLink > 0 else { return [] }
        return [
            "over the link \(terms.link) \(forBudget) mails wait for the budget of another day and \(forLink) for "
                + "another link; --any-link sends them all the same"
        ]
    }
}
