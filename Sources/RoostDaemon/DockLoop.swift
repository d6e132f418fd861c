// SPDX-License-Identifier: Apache-2.0
// The one writer. It takes events from the inbox in order, lets the core decide, commits state, journal and mail in one
// transaction, and only then lets effects leave. It holds no policy of its own.

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
}

/// The dock's state and the loop that changes it.
actor DockLoop {
    /// Longest dock time between two commits, so that counters survive a kill.
    static let longestUncommitted = Duration.seconds(60)
    /// Most events that wait for a store that takes nothing; beyond it the oldest are given up, and said.
    static let mostUnstored = 1_000

    /// Where events wait for their turn.
    nonisolated let inbox: AsyncStream<Event>.Continuation
    /// All the core knows.
    private(set) var state: DockState
    /// The site's limits.
    let policy: DockPolicy
    /// When the loop last took an event.
    private(set) var lastProgress: Instant
    private let events: AsyncStream<Event>
    private let clock: any DockClock
    private let database: RoostDatabase
    private let writer: any NoticeWriter
    private let logger: Logger
    private var taker: (any OrderTaker)?
    private var observer: (@Sendable (DockState, Event, [Effect], Moment) -> Void)?
    private var lastCommit: Instant
    private var lastFailure: String?
    /// Events whose decision could not be stored, oldest first; each tick they are decided anew.
    private var unstored: [Event] = []

    /// A loop over the state that was committed last.
    init(
        state: DockState, policy: DockPolicy, clock: any DockClock, database: RoostDatabase,
        writer: any NoticeWriter, logger: Logger
    ) {
        (events, inbox) = AsyncStream.makeStream(of: Event.self)
        self.state = state
        self.policy = policy
        self.clock = clock
        self.database = database
        self.writer = writer
        self.logger = logger
        let now = clock.now().boot
        lastProgress = now
        lastCommit = now
    }

    /// Connects who carries out orders, and who watches.
    func connect(
        taker: any OrderTaker, observer: (@Sendable (DockState, Event, [Effect], Moment) -> Void)? = nil
    ) {
        self.taker = taker
        self.observer = observer
    }

    /// Takes events until the task is cancelled or the inbox is closed.
    func run() async {
        await take(.started)
        for await event in events {
            if Task.isCancelled { break }
            if case .tick = event { await takeUnstored() }
            await take(event)
        }
        commit(effects: [], event: nil, at: clock.now())
    }

    /// Decides the events anew whose decision could not be stored: a due run or a lost device is told only once.
    private func takeUnstored() async {
        var left = unstored[...]
        unstored = []
        while let event = left.popFirst() {
            guard await take(event) else { break }
        }
        unstored += left
    }

    /// Keeps an event for the next try.
    private func keep(_ event: Event) {
        guard event.mayNotBeLost else { return }
        if unstored.count >= Self.mostUnstored {
            logger.critical("the store takes nothing; this is forgotten: \(unstored.removeFirst())")
        }
        unstored.append(event)
    }

    /// Decides one event, commits, then lets the effects go; false when the decision could not be stored.
    @discardableResult
    private func take(_ event: Event) async -> Bool {
        let now = clock.now()
        let before = state
        let (after, effects) = step(before, event, at: now, policy: policy)
        let broken = Invariant.broken(
            by: StepTaken(
                before: before, event: event, now: now, policy: policy, after: after, effects: effects))
        lastProgress = now.boot
        var allowed = effects
        state = after
        if !broken.isEmpty { allowed = makeSafe(broken, effects, at: now) }
        if after.phase != before.phase {
            logger.info("phase \(before.phase.rawValue) -> \(after.phase.rawValue)")
        }
        let isDue = lastCommit.duration(to: now.boot) > Self.longestUncommitted
        if !allowed.isEmpty || after.phase != before.phase || event.isDecision || isDue {
            guard commit(effects: allowed, event: event, at: now) else {
                // What is not stored has not been decided: only the evidence stays, and stops may leave.
                let (evidence, nextOrder) = (state.evidence, state.nextOrder)
                // A start is no decision: what the last process knew stays forgotten, whatever the store says.
                if case .started = event {} else { state = before }
                (state.evidence, state.nextOrder) = (evidence, nextOrder)
                keep(event)
                for case .perform(let order) in allowed.filter(\.isStop) { taker?.carryOut(order) }
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
    private func commit(effects: [Effect], event: Event?, at now: Moment) -> Bool {
        do {
            var decision = DecisionCommit(moment: now)
            decision.state = try StateCoding.encode(state)
            if let event, event.isDecision || !effects.isEmpty {
                decision.journal.append(try StateCoding.entry(event: event, effects: effects))
            }
            for effect in effects { try add(effect, to: &decision, at: now) }
            decision.wear = try state.wear.units.values.map { unit in
                WearRecord(part: unit.part.text, serial: unit.unit.serial, body: try StateCoding.encode(unit))
            }
            _ = try database.commit(decision)
            lastCommit = now.boot
            lastFailure = nil
            return true
        } catch {
            let text = "\(error)"
            if lastFailure != text { logger.error("the decision could not be stored: \(text)") }
            lastFailure = text
            return false
        }
    }

    private func add(_ effect: Effect, to decision: inout DecisionCommit, at now: Moment) throws {
        switch effect {
        case .perform: break
        case .post(let notice): decision.mails += writer.mails(for: notice, state: state, now: now)
        case .record(let run):
            decision.missions.append(
                MissionRecord(
                    occurrence: run.mission.id, schedule: run.mission.schedule.text, planned: run.mission.due,
                    outcome: run.outcome?.rawValue, body: try StateCoding.encode(run)))
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
        case .started, .due, .finished, .dayEnded, .operatorSays, .device: true
        case .tick, .readings, .vehicle: false
        }
    }

    /// Whether it must be decided again when its decision could not be stored; a start is never repeated.
    var mayNotBeLost: Bool {
        if case .started = self { return false }
        return isDecision
    }
}

extension Effect {
    /// Whether it only stops something.
    var isStop: Bool {
        if case .perform(let order) = self, !order.action.isActuation {
            switch order.action {
            case .cover(.stop), .charger(on: false), .returnHome: return true
            case .cover(.open), .cover(.close), .charger(on: true), .readyVehicle, .upload, .launch,
                .offloadLog:
                return false
            }
        }
        return false
    }
}
