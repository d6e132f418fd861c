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
    /// Longest real time that the end of the dock waits for a mail under way.
    static let longestFarewell = Duration.seconds(5)

    /// How the last flush went, for people.
    struct Bulletin: Sendable {
        var lastFlush: WallTime?
        var trouble: String?
    }

    private let outbox: Outbox
    private let settings: SubmissionSettings
    private let secret: @Sendable () throws -> String
    private let clock: any DockClock
    private let logger: Logger
    private let bell = NSCondition()
    private let state = Mutex(State())

    private struct State {
        var onDelivery: (@Sendable () -> Void)?
        var isRunning = false
        var isStopped = false
        var isRung = false
        var bulletin = Bulletin()
    }

    /// An office for one queue and one server.
    init(
        outbox: Outbox, settings: SubmissionSettings, secret: @escaping @Sendable () throws -> String,
        clock: any DockClock, logger: Logger
    ) {
        self.outbox = outbox
        self.settings = settings
        self.secret = secret
        self.clock = clock
        self.logger = logger
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

    private func run() {
        let submission = Submission(
            settings: settings, secret: { [secret] _ in try secret() }, clock: { [clock] in clock.now() },
            shouldStop: { [self] in isStopped })
        var failures = 0
        while !isStopped {
            let report = flush(submission, failures: failures)
            failures = report?.fault == nil && report != nil ? 0 : min(failures + 1, 1_000)
            rest(for: report)
        }
    }

    private func flush(_ submission: Submission, failures: Int) -> FlushReport? {
        do {
            let owner = "daemon \(ProcessInfo.processInfo.processIdentifier) \(UInt64.random(in: 0 ... .max))"
            let report = try submission.flush(outbox, owner: owner, previousFailures: failures)
            tell(report)
            return report
        } catch {
            logger.error("the outbox cannot be flushed: \(error)")
            state.withLock { $0.bulletin.trouble = "\(error)" }
            return nil
        }
    }

    private func tell(_ report: FlushReport) {
        let trouble = report.fault?.description ?? report.stoppedBy?.description
        state.withLock { state in
            if report.connections > 0 { state.bulletin.lastFlush = clock.now().wall }
            if report.connections > 0 || report.fault != nil { state.bulletin.trouble = trouble }
        }
        if report.sent > 0 { logger.info("mail: \(report.sent) sent, \(report.leftInQueue) left") }
        for outcome in report.troubles {
            logger.warning("mail \(outcome.mail) to \(outcome.outcome.recipient): \(outcome.outcome.outcome)")
        }
        if let trouble { logger.warning("mail: \(trouble)") }
        if report.sent > 0 || !report.troubles.isEmpty { state.withLock { $0.onDelivery }?() }
    }

    /// Waits for the bell, or until the queue is to be tried again.
    private func rest(for report: FlushReport?) {
        let wanted = report?.retryAfter ?? (report?.leftInQueue ?? 1 > 0 ? .seconds(60) : Self.longestRest)
        let real = min(clock.realTime(of: wanted), Self.longestRest)
        let deadline = Date(timeIntervalSinceNow: max(0.05, real.inSeconds))
        // After a fault a new mail does not hurry the server; the back-off stands.
        let mayBeRung = report?.fault == nil
        bell.lock()
        defer { bell.unlock() }
        while !isStopped {
            if mayBeRung, state.withLock({ $0.isRung }) { break }
            if !bell.wait(until: deadline) { break }
        }
        state.withLock { $0.isRung = false }
    }
}
