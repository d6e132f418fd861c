// SPDX-License-Identifier: Apache-2.0
// The one writer. It takes events from the inbox in order, lets the core decide, commits state, journal and mail in
// one transaction, and only then lets effects leave. It holds no policy of its own.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
internal import Store
internal import Wear

/// What a dispatcher does with the orders of a committed decision.
protocol OrderTaker: Sendable {
    /// Carries out one order and reports its end through the inbox; returns at once.
    func carryOut(_ order: Order)
}

/// Turns a notice into mails that are ready for the queue.
protocol NoticeWriter: Sendable {
    /// The mails of a notice; empty when nobody is to be told of it by mail.
    func mails(for notice: Notice, state: DockState, now: Moment) -> [NewMail]
    /// The mails of what the filter lets through.
    func mails(for request: MailRequest, state: DockState, now: Moment) -> [NewMail]
    /// The mail of a sign of life; nil when nobody gets one.
    func mail(for beat: SignedHeartbeat, now: Moment) -> NewMail?
    /// The mails about mails that are given up; empty when nobody is to be told.
    func mails(aboutExpired mails: [MailSummary], after span: Duration, now: Moment) throws -> [NewMail]
    /// All that is known of a day that ends; nil from a writer that keeps none.
    func record(of tally: DayTally, filter: FilterReport?, log: DayLog, state: DockState, now: Moment) -> DayRecord?
    /// The digests of a week and a month that come with the digest of a day.
    func rollUps(with record: DayRecord, now: Moment) -> [NewMail]
}

extension NoticeWriter {
    func mails(for request: MailRequest, state: DockState, now: Moment) -> [NewMail] {
        request.notices.flatMap { mails(for: $0, state: state, now: now) }
    }

    func mail(for beat: SignedHeartbeat, now: Moment) -> NewMail? { nil }

    func mails(aboutExpired mails: [MailSummary], after span: Duration, now: Moment) throws -> [NewMail] { [] }
    func record(of tally: DayTally, filter: FilterReport?, log: DayLog, state: DockState, now: Moment) -> DayRecord? {
        nil
    }

    func rollUps(with record: DayRecord, now: Moment) -> [NewMail] { [] }
}

/// The writer that holds now: the mail settings may be changed while the dock runs.
struct CurrentWriter: NoticeWriter {
    let shelf: Shelf<MailWriter>

    func mails(for notice: Notice, state: DockState, now: Moment) -> [NewMail] {
        shelf.all.mails(for: notice, state: state, now: now)
    }

    func mails(for request: MailRequest, state: DockState, now: Moment) -> [NewMail] {
        shelf.all.mails(for: request, state: state, now: now)
    }

    func mail(for beat: SignedHeartbeat, now: Moment) -> NewMail? { shelf.all.mail(for: beat, now: now) }

    func mails(aboutExpired mails: [MailSummary], after span: Duration, now: Moment) throws -> [NewMail] {
        try shelf.all.mails(aboutExpired: mails, after: span, now: now)
    }

    func record(of tally: DayTally, filter: FilterReport?, log: DayLog, state: DockState, now: Moment) -> DayRecord? {
        shelf.all.record(of: tally, filter: filter, log: log, state: state, now: now)
    }

    func rollUps(with record: DayRecord, now: Moment) -> [NewMail] { shelf.all.rollUps(with: record, now: now) }
}

/// What decides: the core, or in a test a core with a mistake in it.
typealias Decide = @Sendable (DockState, Event, Moment, DockPolicy) -> (state: DockState, effects: [Effect])

/// The dock's state and the loop that changes it.
actor DockLoop {
    /// Most events that wait for a store that takes nothing; beyond it the oldest are given up, and said.
    static let mostUnstored = 1_000

    /// The core's own decision.
    static let core: Decide = { state, event, now, policy in step(state, event, at: now, policy: policy) }

    /// Where events wait for their turn.
    nonisolated let inbox = EventInbox()
    /// All the core knows.
    private(set) var state: DockState
    /// The site's limits.
    private(set) var policy: DockPolicy
    /// When the loop last took an event.
    private(set) var lastProgress: Instant
    private let clock: any DockClock
    private let database: RoostDatabase
    private let writer: any NoticeWriter
    private let logger: Logger
    private let decide: Decide
    private var taker: (any OrderTaker)?
    private var observer: (@Sendable (DockState, Event, [Effect], Moment) -> Void)?
    private var mailQueued: (@Sendable () -> Void)?
    private var lastCommit: Instant
    private var lastFailure: String?
    /// Records, notices and lines of journals of a start that could not be stored; the next commit has them.
    private var owed: [Effect] = []
    /// Events whose decision could not be stored, oldest first; each tick they are decided anew.
    private var unstored: [Event] = []
    /// Rounds over them in a row that failed, and when the last one was.
    private var failedRounds = 0, lastRound = Instant(nanoseconds: 0)
    /// After how many failed rounds they come more seldom, and how seldom.
    private static let mostQuickRounds = 10, slowRound = Duration.seconds(30)
    /// Stops that left without their decision being stored and have not ended yet, by their numbers.
    private var givenStops: [Int64: Action] = [:]
    /// The filter that every notice passes.
    private var desk: TriageDesk
    /// The signs of life; nil when none are wanted.
    private var pulse: HeartbeatPulse?
    /// The seconds before now, for the mail about an incident.
    private var trail = TelemetryTrail()
    /// The detector's desk; nil when nothing is watched.
    private let signals: SignalDesk?
    /// The course of the running day.
    private var keeper: DayKeeper
    /// Who writes the documents for the fleet; nil for a dock that belongs to none.
    private var fleet: FleetScribe?

    /// A loop over the state that was committed last.
    init(
        state: DockState, policy: DockPolicy, clock: any DockClock, database: RoostDatabase,
        writer: any NoticeWriter, logger: Logger, dock: DockID = "dock", heartbeat: HeartbeatPlan? = nil,
        signals: SignalDesk? = nil, fleet: FleetScribe? = nil,
        decide: @escaping Decide = DockLoop.core
    ) {
        self.state = state
        self.policy = policy
        self.clock = clock
        self.database = database
        self.writer = writer
        self.logger = logger
        self.decide = decide
        self.signals = signals
        self.fleet = fleet
        let now = clock.now().boot
        lastProgress = now
        lastCommit = now
        desk = TriageDesk(dock: dock, database: database, logger: logger)
        keeper = DayKeeper(database: database, logger: logger)
        pulse = heartbeat.map { HeartbeatPulse($0, dock: dock, database: database, at: clock.now(), logger: logger) }
    }

    /// Takes what a policy says of plans; its limits wait for a restart.
    func takePlans(of new: DockPolicy) {
        (policy.plans, policy.rallyPoints) = (new.plans, new.rallyPoints)
    }

    /// Connects who carries out orders, who watches, and who is told that mails were queued.
    func connect(
        taker: any OrderTaker, observer: (@Sendable (DockState, Event, [Effect], Moment) -> Void)? = nil,
        mailQueued: (@Sendable () -> Void)? = nil
    ) {
        self.taker = taker
        self.observer = observer
        self.mailQueued = mailQueued
    }

    /// Takes events until the task is cancelled or the inbox is closed.
    func run() async {
        await take(.started)
        await takeEpisodes()
        while !Task.isCancelled, let event = await inbox.next() {
            if case .tick = event { await takeUnstored() }
            await take(event)
            let dropped = inbox.takeDropped()
            if dropped > 0 { logger.warning("the inbox was full: \(dropped) ticks, reports or readings were dropped") }
        }
        commit(effects: [], event: nil, at: clock.now(), isLast: true)
    }

    /// Gives up mails that have waited too long: that they are, the event that says so with the filter's word on it,
    /// and the mail about it are one commit (I30). When one of them is being sent meanwhile, all are asked again later.
    /// - Returns: whether a mail about it waits.
    func giveUp(_ late: [MailSummary], after span: Duration) -> Bool {
        guard !late.isEmpty else { return false }
        let now = clock.now()
        let isDone = commit(effects: [], event: nil, at: now) { [writer] desk, answer, decision in
            try desk.tell(late, after: span, at: now, writer: writer, into: &answer)
            decision.expired = late.map(\.id)
        }
        guard isDone else { return false }
        for mail in late { logger.warning("mail \(mail.id) was given up after \(span): \(mail.subject)") }
        return true
    }

    /// Brings the incidents of unusual signals and the detector's memory together, which may have been stored with
    /// different commits; of a signal that nobody watches any more nothing is open.
    private func takeEpisodes() async {
        for lost in signals?.losses ?? [] { desk.note(trouble: "what was learned of \(lost) was lost") }
        let open = state.incidents.values.filter { $0.kind == .signalUnusual }.map(\.subject)
        let words = signals?.words(open: Set(open)) ?? open.sorted().map { SensorWord($0, .usual, .believed) }
        if !words.isEmpty { await take(.sensors(words)) }
        signals?.enter(state.phase)
    }

    /// The stops of what moves, for a process that ends in order: nobody would watch the travel any more. They are no
    /// decisions and have no numbers; the next start counts a travel that it finds under way as one that failed.
    var farewell: [Action] { Self.stops(of: state) }

    /// The stops of what moves in a state.
    static func stops(of state: DockState) -> [Action] {
        var stops: [Action] = []
        if state.travel != nil { stops.append(.cover(.stop)) }
        if state.rods != nil { stops.append(.rods(.stop)) }
        return stops
    }

    /// Decides the events anew whose decision could not be stored: a due run or a lost device is told only once. A
    /// store that goes on failing is asked more seldom, since each try writes the mails anew.
    private func takeUnstored() async {
        guard !unstored.isEmpty else { return failedRounds = 0 }
        let now = clock.now().boot
        if failedRounds >= Self.mostQuickRounds, lastRound.duration(to: now) < Self.slowRound { return }
        lastRound = now
        var left = unstored[...]
        unstored = []
        while let event = left.popFirst() {
            guard await take(event) else { break }
        }
        failedRounds = lastFailure == nil ? 0 : failedRounds + 1
        unstored += left
    }

    /// Keeps an event for the next try.
    private func keep(_ event: Event) {
        guard let event = event.onceTold else { return }
        if unstored.count >= Self.mostUnstored {
            // The end of an order that was never committed means nothing; a due run is told only once.
            let index = unstored.firstIndex { if case .finished = $0 { true } else { false } } ?? 0
            logger.critical("the store takes nothing; this is forgotten: \(unstored.remove(at: index))")
        }
        unstored.append(event)
    }

    /// Lets stops leave although their decision could not be stored; one that is still being carried out is not given
    /// again with every event.
    private func giveStops(of effects: [Effect]) {
        for case .perform(let order) in effects.filter(\.isStop)
        where !givenStops.values.contains(order.action) {
            givenStops[order.id] = order.action
            taker?.carryOut(order)
        }
    }

    /// Decides one event, commits, then lets the effects go; false when the decision could not be stored.
    @discardableResult
    private func take(_ event: Event) async -> Bool {
        let now = clock.now()
        let before = state
        for case .finished(let order, _) in event.told { givenStops[order] = nil }
        let (after, effects) = decide(before, event, now, policy)
        let broken = Invariant.broken(
            by: StepTaken(
                before: before, event: event, now: now, policy: policy, after: after, effects: effects))
        lastProgress = now.boot
        var allowed = effects
        state = after
        if !broken.isEmpty { allowed = makeSafe(broken, effects, at: now) }
        if after.phase != before.phase {
            logger.info("phase \(before.phase.rawValue) -> \(after.phase.rawValue)")
            signals?.enter(after.phase)
        }
        trail.note(after.evidence, at: now.boot, switches: policy.ages.switches)
        keeper.note(after, policy: policy, at: now)
        let isDue =
            lastCommit.duration(to: now.boot) > state.longestUncommitted
            || desk.isDue(state, at: now, database: database)
            || pulse?.isDue(state, at: now) == true
            || fleet?.isDue(at: now) == true
        if !allowed.isEmpty || after.phase != before.phase || event.isDecision || isDue {
            guard commit(effects: allowed, event: event, at: now) else {
                // What is not stored has not been decided: only the evidence stays, and stops may leave.
                let (evidence, nextOrder) = (state.evidence, state.nextOrder)
                // A start is no decision: what the last process knew stays forgotten, whatever the store says.
                if case .started = event {
                    // It stays, and so must what it ended, told and noted.
                    owed += allowed.filter { if case .perform = $0 { false } else { true } }
                } else {
                    state = before
                }
                (state.evidence, state.nextOrder) = (evidence, nextOrder)
                keep(event)
                giveStops(of: allowed)
                return false
            }
        }
        for case .perform(let order) in allowed { taker?.carryOut(order) }
        observer?(state, event, allowed, now)
        return true
    }

    /// A broken invariant is our mistake: actuations are held back and a person is told.
    private func makeSafe(_ broken: [Invariant], _ effects: [Effect], at now: Moment) -> [Effect] {
        let names = broken.map(\.rawValue).joined(separator: ", ")
        logger.critical("invariant \(names) does not hold; the dock stops")
        var kept = effects.filter { effect in
            if case .perform(let order) = effect { return !order.action.isActuation }
            return true
        }
        var turn = Fail.safe(state, because: "invariant \(names) did not hold", at: now)
        state = turn.state
        kept.append(contentsOf: turn.effects)
        turn.effects.removeAll()
        return kept
    }

    /// Stores a decision; false when it could not be stored.
    @discardableResult
    private func commit(
        effects: [Effect], event: Event?, at now: Moment, isLast: Bool = false,
        beside: (inout TriageDesk, inout TriageDesk.Answer, inout DecisionCommit) throws -> Void = { _, _, _ in }
    ) -> Bool {
        do {
            var decision = DecisionCommit(moment: now)
            decision.state = try StateCoding.encode(state)
            // Wear has a journal of its own.
            let decided = effects.filter { if case .wear = $0 { false } else { true } }
            if let event, event.isDecision || !decided.isEmpty {
                decision.journal.append(try StateCoding.entry(event: event, effects: decided))
            }
            var notices: [Notice] = []
            for effect in owed + effects { try add(effect, to: &decision, &notices) }
            // Kept only when the commit succeeds: what is not on the disk was not judged.
            var (nextDesk, nextPulse, nextKeeper) = (desk, pulse, keeper)
            if notices.contains(where: { if case .digest = $0 { true } else { false } }) {
                nextDesk.endedDay = nextKeeper.end()
            }
            var answer = try nextDesk.judge(
                notices, state: state, trail: trail, at: now, database: database, writer: writer,
                strange: { [signals] in signals?.strange($0) })
            if nextPulse?.isDue(state, at: now) == true {
                try nextPulse?.beat(state, at: now, writer: writer, desk: &nextDesk, into: &answer)
            }
            try beside(&nextDesk, &answer, &decision)
            nextDesk.endedDay = nil
            (decision.mails, decision.days) = (answer.mails, answer.days)
            decision.triage = answer.commit
            if let day = try nextKeeper.toKeep(at: now) { decision.triage?.kept.append(day) }
            // A finding is stored with the decision it led to, or before it.
            let memories = signals?.memories(at: now.boot, isLast: isLast) ?? []
            decision.signals = memories.map(\.record)
            var nextFleet = fleet
            decision.fleet = nextFleet?.drafts(for: owed + effects, state, policy, at: now) ?? []
            _ = try database.commit(decision) { [logger] in logger.error("not told to the fleet: \($0)") }
            fleet = nextFleet
            if !decision.fleet.isEmpty { fleet?.ring() }
            signals?.stored(memories, at: now.boot)
            (desk, pulse, keeper, owed) = (nextDesk, nextPulse, nextKeeper, [])
            lastCommit = now.boot
            lastFailure = nil
            if !decision.mails.isEmpty { mailQueued?() }
            return true
        } catch {
            let text = "\(error)"
            if lastFailure != text { logger.error("the decision could not be stored: \(text)") }
            lastFailure = text
            return false
        }
    }

    private func add(_ effect: Effect, to decision: inout DecisionCommit, _ notices: inout [Notice]) throws {
        switch effect {
        case .perform: break
        case .wear(let entry):
            decision.wear.append(
                WearRecord(part: entry.part.text, kind: entry.word, body: try StateCoding.encode(entry)))
        case .post(let notice): notices.append(notice)
        case .record(let run):
            decision.missions.append(
                MissionRecord(
                    occurrence: run.mission.id, schedule: run.mission.schedule.text, planned: run.mission.due,
                    outcome: run.outcome?.rawValue, body: try StateCoding.encode(run)))
            if run.isStarted { decision.dueRecords.append(run.mission.id) }
        case .note(let incident):
            decision.incidents.append(
                IncidentRecord(
                    id: incident.storageID, severity: incident.kind.severity, kind: incident.kind.rawValue,
                    opened: incident.opened, isOpen: incident.resolved == nil,
                    body: try StateCoding.encode(incident)))
        }
    }
}

extension Incident {
    /// A name that no other incident of this dock has, even after its state was lost.
    var storageID: String { "\(opened.milliseconds)-\(number)" }
}

extension Event {
    /// Whether it is worth a line in the journal by itself; readings are not.
    var isDecision: Bool {
        switch self {
        case .started, .due, .finished, .dayEnded, .operatorSays, .device, .payload, .storeRestored: true
        // That a sensor is believed is told of each one after a start; only what speaks against one is a decision.
        // The end of an unusual episode is told once.
        case .sensors(let words): words.contains { $0.finding != .believed || $0.question == .usual }
        case .tick, .readings, .vehicle, .agenda, .outbox, .measured, .storeCopied: false
        case .together: told.contains { $0.isDecision }
        }
    }

    /// Whether it must be decided again when its decision could not be stored; a start is never repeated.
    var mayNotBeLost: Bool {
        if case .started = self { return false }
        return isDecision
    }

    /// What of it must not be lost; nil when nothing.
    var onceTold: Event? {
        guard case .together = self else { return mayNotBeLost ? self : nil }
        let kept = told.filter(\.mayNotBeLost)
        return kept.isEmpty ? nil : .together(kept)
    }
}

extension Effect {
    /// Whether it only stops something.
    var isStop: Bool {
        if case .perform(let order) = self, !order.action.isActuation {
            switch order.action {
            case .cover(.stop), .rods(.stop), .charger(on: false), .returnHome, .fly, .land, .disarm: return true
            case .cover(.open), .cover(.close), .rods(.open), .rods(.close), .charger(on: true), .readyVehicle,
                .upload, .launch, .offloadLog:
                return false
            }
        }
        return false
    }
}
