// SPDX-License-Identifier: Apache-2.0
// Keeps the outbox moving: one flush at a time on a thread of its own, at once when mail was queued, later after a
// fault. It never decides what is sent or what a refusal means; queue and submission engine do.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Mailer
internal import Post
internal import Settings
internal import Store
internal import Synchronization

/// The thread that flushes the outbox.
final class PostOffice: Sendable {
    /// Longest real time between two looks at the queue.
    static let longestRest = Duration.seconds(300)
    /// Real time between two looks at the secret's files while a refused log-in rests.
    static let secretPeriod = Duration.seconds(1)
    /// Real time between two looks at what tells the link.
    static let linkPeriod = Duration.seconds(1)
    /// Longest real time that the end of the dock waits for a mail under way.
    static let longestFarewell = Duration.seconds(5)

    /// How the last flush went, for people.
    struct Bulletin: Sendable {
        var lastFlush: WallTime?
        var trouble: String?
        /// Whether only a person can mend the trouble: the account, its secret or the server's certificate.
        var isAlarm = false
        /// The link as it is now; nil for a dock that names none.
        var link: LinkStatus?
        /// What to know of the account although mail goes out.
        var warning: String?
    }

    private let outbox: Outbox
    private let database: RoostDatabase
    private let clock: any DockClock
    private let links: LinkSense
    private let today: @Sendable (Moment) -> String?
    private let logger: Logger
    private let bell = NSCondition()
    private let state: Mutex<State>

    private struct State {
        var account: MailAccount
        /// The account that takes the place of the other between two mails.
        var next: MailAccount?
        var onDelivery: (@Sendable () -> Void)?
        var isRunning = false
        var isStopped = false
        var isRung = false
        var bulletin = Bulletin()
        /// The day for which it was said that a budget is used.
        var budgetTold = ""
    }

    /// An office for one queue and one server. `today` is the dock's local day; nil while its clock is not trusted.
    init(
        outbox: Outbox, database: RoostDatabase, account: MailAccount, clock: any DockClock, logger: Logger,
        links: LinkSense = LinkSense(), today: @escaping @Sendable (Moment) -> String? = { _ in nil }
    ) {
        self.links = links
        self.today = today
        self.outbox = outbox
        self.database = database
        state = Mutex(State(account: account))
        self.clock = clock
        self.logger = logger
    }

    private var account: MailAccount { state.withLock { $0.account } }

    /// Sends with another account from the next mail on. What waits is tried by it at once: a person has asked for it.
    func replace(by account: MailAccount) {
        state.withLock { $0.next = account }
        ring()
    }

    /// How the last flush went.
    var bulletin: Bulletin { state.withLock { $0.bulletin } }

    /// Starts the thread; `onDelivery` is called on it after each flush that changed the counts of the queue.
    func start(onDelivery: (@Sendable () -> Void)? = nil) {
        state.withLock { ($0.isRunning, $0.onDelivery) = (true, onDelivery) }
        let thread = Thread { [self] in
            nameThisThread("post-office")
            run()
            state.withLock { $0.isRunning = false }
        }
        thread.start()
    }

    /// Something was queued.
    func ring() {
        bell.lock()
        state.withLock { $0.isRung = true }
        bell.signal()
        bell.unlock()
    }

    /// Ends the thread between two mails; what is not sent stays queued.
    func stop() {
        state.withLock { $0.isStopped = true }
        ring()
    }

    /// Ends the thread and waits for the mail under way: one whose answer is not awaited is sent twice.
    func stopAndWait() async {
        stop()
        let clock = ContinuousClock()
        let deadline = clock.now + Self.longestFarewell
        while state.withLock({ $0.isRunning }), clock.now < deadline {
            // Not cancelled with the dock: the task that ends it is cancelled already.
            await Task.detached { try? await Task.sleep(for: .milliseconds(20)) }.value
        }
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }
    /// Whether this account sends no further mail.
    private var isLeaving: Bool { state.withLock { $0.isStopped || $0.next != nil } }

    private var server: String { "\(account.submission.host):\(account.submission.port)" }
    /// The account and the version of its secret: a new secret may be tried at once.
    private var login: String { "\(account.submission.user ?? "") \(account.secretVersion)" }

    private func run() {
        var isAsked = false
        while !isStopped {
            send(isAsked: isAsked)
            state.withLock { state in
                guard let next = state.next else { return }
                (state.account, state.next) = (next, nil)
                (state.bulletin.trouble, state.bulletin.isAlarm) = (nil, false)
            }
            isAsked = true
        }
    }

    /// Sends with one account until there is another. `isAsked` says that a person has just set it, so that it is tried
    /// although the last one was refused.
    private func send(isAsked: Bool) {
        var memory = remembered()
        let submission = Submission(
            settings: account.submission, traits: memory.traits, secret: account.secret,
            clock: { [clock] in clock.now() }, shouldStop: { [self] in isLeaving })
        if !isAsked, let until = memory.holdOff(for: login, now: clock.now().wall) {
            let left = clock.now().wall.duration(to: until)
            tell(
                trouble: "the server refused this log-in a short while ago; it is tried again in \(left)",
                isAlarm: true)
            rest(left, login: login)
        }
        var wasLinkDown = isAsked
        var told: LinkReading?
        while !isLeaving {
            let login = login
            let reading = links.read()
            let isNewLink = told.map { $0 != reading } ?? false
            told = reading
            let report = flush(
                submission, over: reading, failures: memory.failures, includeDeferred: wasLinkDown || isNewLink)
            let old = memory
            if let report, report.connections > 0 || report.fault != nil {
                memory.learn(from: report, traits: submission.traits, account: login, now: clock.now().wall)
            } else if report == nil {
                memory.failures = min(memory.failures + 1, 1_000)
            }
            keep(memory, over: old)
            wasLinkDown = report.map { $0.sent == 0 && $0.fault?.isAboutLink == true } ?? false
            note(reading, report)
            rest(after: report, login: login, over: reading)
        }
    }

    private func remembered() -> MailServerMemory {
        do throws(StoreError) {
            return try MailServerMemory.load(server, from: database)
        } catch {
            logger.warning("what is known about \(server) cannot be read: \(error)")
            return MailServerMemory()
        }
    }

    private func keep(_ memory: MailServerMemory, over old: MailServerMemory) {
        // The number of failures is worth no write each time; what a server cannot do and a refusal are.
        guard memory.traits != old.traits || memory.refusal != old.refusal else { return }
        do {
            try memory.save(server, over: old, in: database)
        } catch {
            logger.warning("what was learnt about \(server) could not be kept: \(error)")
        }
    }

    private func flush(
        _ submission: Submission, over reading: LinkReading, failures: Int, includeDeferred: Bool
    ) -> FlushReport? {
        do {
            let round = try MailRound(
                over: links.terms(of: reading.link), outbox, by: submission, who: "daemon",
                includeDeferred: includeDeferred, previousFailures: failures
            ) { [clock, today] in today(clock.now()) }
            tell(round.report)
            tellWarning()
            tellBudget(round.isBudgetSpent, reading)
            return round.report
        } catch {
            logger.error("the outbox cannot be flushed: \(error)")
            state.withLock { $0.bulletin.trouble = "\(error)" }
            return nil
        }
    }

    private func tell(_ report: FlushReport) {
        if report.connections > 0 { state.withLock { $0.bulletin.lastFlush = clock.now().wall } }
        if report.sent > 0 { logger.info("mail: \(report.sent) sent, \(report.leftInQueue) left") }
        for outcome in report.troubles {
            logger.warning("mail \(outcome.mail) to \(outcome.outcome.recipient): \(outcome.outcome.outcome)")
        }
        if report.isAllowanceSpent {
            logger.notice(
                "mail: the allowance of the day is used; \(report.leftInQueue) mails wait, alerts go on")
        }
        let fault = report.fault
        if report.connections > 0 || fault != nil {
            tell(
                trouble: fault?.description ?? report.stoppedBy?.description,
                isAlarm: fault.map { $0.isAboutCredentials || $0.isAboutTrust } ?? false)
        }
        if report.sent > 0 || !report.troubles.isEmpty { state.withLock { $0.onDelivery }?() }
    }

    /// Says once that the account's tokens cannot be kept.
    private func tellWarning() {
        let warning = account.warning()
        let isNew = state.withLock { state in
            defer { state.bulletin.warning = warning }
            return state.bulletin.warning != warning
        }
        if isNew, let warning { logger.warning("mail: \(warning)") }
    }

    /// Says once a day that a link's budget keeps mails back.
    private func tellBudget(_ isSpent: Bool, _ reading: LinkReading) {
        let day = today(clock.now()) ?? "today"
        let isNew = state.withLock { state in
            defer { if isSpent { state.budgetTold = day } }
            return isSpent && state.budgetTold != day
        }
        guard isNew, let link = reading.link else { return }
        logger.notice("mail: the budget of the link \(link.name) is used for \(day); alerts of P0 to P2 go on")
    }

    /// Keeps how the link stands, for people.
    private func note(_ reading: LinkReading, _ report: FlushReport?) {
        let now = clock.now()
        let old = state.withLock { $0.bulletin.link }
        guard let status = LinkStatus.after(report, over: reading, of: links, old: old, at: now, today: today(now))
        else { return }
        state.withLock { $0.bulletin.link = status }
        guard status.differs(from: old) else { return }
        if old?.state != status.state || old?.terms.link != status.terms.link {
            logger.notice("mail: the link is \(status.text(nil))")
        }
        do {
            try status.save(in: database)
        } catch {
            logger.warning("how the link stands could not be kept: \(error)")
        }
    }

    private func tell(trouble: String?, isAlarm: Bool) {
        state.withLock { ($0.bulletin.trouble, $0.bulletin.isAlarm) = (trouble, isAlarm) }
        guard let trouble else { return }
        if isAlarm { logger.error("mail: \(trouble)") } else { logger.warning("mail: \(trouble)") }
    }

    /// Waits for the bell, or until the queue is to be tried again.
    private func rest(after report: FlushReport?, login: String, over link: LinkReading) {
        if let fault = report?.fault, fault.isAboutCredentials {
            return rest(max(report?.retryAfter ?? .zero, RetryPlan.credentialDelay), login: login)
        }
        let wanted = report?.retryAfter ?? (report?.leftInQueue ?? 1 > 0 ? .seconds(60) : Self.longestRest)
        // After a fault a new mail does not hurry the server; the back-off stands.
        let mayBeRung = report?.fault == nil
        let deadline = ContinuousClock.now + min(clock.realTime(of: wanted), Self.longestRest)
        // A link that comes back is used at once: what tells it costs nothing to look at.
        while !isLeaving, ContinuousClock.now < deadline, !(mayBeRung && state.withLock { $0.isRung }) {
            let left = ContinuousClock.now.duration(to: deadline)
            wait(atMost: links.isUsed ? min(left, Self.linkPeriod) : left) { mayBeRung && state.withLock { $0.isRung } }
            if links.isUsed, links.read() != link { break }
        }
        state.withLock { $0.isRung = false }
    }

    /// Leaves a server alone that has refused the log-in (R11), for the whole span unless the secret is a new one.
    private func rest(_ span: Duration, login: String) {
        let end = clock.now().boot + span
        while !isLeaving, self.login == login {
            let left = clock.now().boot.duration(to: end)
            guard left > .zero else { break }
            wait(atMost: min(clock.realTime(of: left), Self.secretPeriod)) { false }
        }
        state.withLock { $0.isRung = false }
    }

    /// Waits real time, or until the office is stopped or `isOver` is true after a ring.
    private func wait(atMost span: Duration, unless isOver: () -> Bool) {
        let deadline = Date(timeIntervalSinceNow: max(0.05, span.inSeconds))
        bell.lock()
        defer { bell.unlock() }
        while !isLeaving, !isOver() {
            if !bell.wait(until: deadline) { return }
        }
    }
}
