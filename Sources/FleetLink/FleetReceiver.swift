// SPDX-License-Identifier: Apache-2.0
// Reads the broker into PostgreSQL. A batch is acknowledged to the broker only after it is committed; when either of
// the two is away both connections are dropped, the broker keeps what it was not thanked for, and sends it again.

internal import Fleet
internal import Synchronization

/// How a receiver does its work.
public struct ReceiverOptions: Sendable {
    /// The broker.
    public var broker: BrokerAddress
    /// Where PostgreSQL is, as libpq wants it.
    public var database: String
    /// The instances of one group share the documents among them.
    public var group = "roost"
    /// The name of this instance; the broker keeps what belongs to it while it is away.
    public var instance = "1"
    /// Messages of one batch at most, and of what the broker sends ahead.
    public var batch = 4_000
    /// How long a batch that is not full waits for more.
    public var linger = Duration.milliseconds(100)
    /// Time between two accounts.
    public var accountInterval = Duration.seconds(2)
    /// After this time a gap is no mere delay.
    public var gapPatience = Duration.seconds(10)
    /// How long both must have been there before a dock can be found silent: what the broker kept comes first.
    public var silencePatience = Duration.seconds(180)
    /// The first and the longest pause after a failure.
    public var firstPause = Duration.seconds(1), longestPause = Duration.seconds(60)
    /// Seconds for which the broker keeps what belongs to an instance that is away: a month.
    public var sessionSeconds: UInt32 = 30 * 86_400

    /// Options for a broker and a database.
    public init(broker: BrokerAddress, database: String) { (self.broker, self.database) = (broker, database) }
}

/// How a receiver does; the totals never go down.
public struct ReceiverFigures: Sendable, Equatable, Encodable {
    /// Documents stored, such that came twice, messages put aside, notes taken.
    public var stored = 0, doubled = 0, poisoned = 0, notes = 0
    /// Batches committed, requests sent to docks, and times when broker or database was away.
    public var batches = 0, requests = 0, failures = 0
    /// Docks found silent.
    public var silences = 0
    /// Whether both are there now.
    public var isUp = false
    /// What is wrong now, in words; nil while all is well.
    public var trouble: String?

    /// A receiver that has not begun.
    public init() {}
}

/// Reads a broker into PostgreSQL. It belongs to the thread that calls `run`; the rest may be called from anywhere.
public final class FleetReceiver: Sendable {
    private let options: ReceiverOptions
    private let say: @Sendable (String) -> Void
    private let shared = Mutex((figures: ReceiverFigures(), isEnded: false, hasEnded: false))
    private let bell = Doorbell()
    /// Time between two looks whether partitions must be made.
    private static let partitionInterval = Duration.seconds(3_600)
    /// Longest wait for messages at once.
    private static let rest: Int32 = 200
    /// How long the broker may take to take our acknowledgements.
    private static let thankPatience: Int32 = 10_000

    /// A receiver. `say` hears what a person may want to know, each thing once.
    public init(_ options: ReceiverOptions, say: @escaping @Sendable (String) -> Void) {
        (self.options, self.say) = (options, say)
    }

    /// How it does.
    public var figures: ReceiverFigures { shared.withLock { $0.figures } }

    /// Ends `run` after the batch under way.
    public func end() {
        shared.withLock { $0.isEnded = true }
        bell.ring()
    }

    /// Whether `run` has come to its end.
    public var hasEnded: Bool { shared.withLock { $0.hasEnded } }

    private var isEnded: Bool { shared.withLock { $0.isEnded } }

    /// Receives until `end`.
    public func run() {
        var pause = options.firstPause
        while !isEnded {
            do {
                try receive { pause = options.firstPause }
            } catch {
                fail("\(error)")
                wait(pause)
                pause = min(pause * 2, options.longestPause)
            }
        }
        shared.withLock { ($0.figures.isUp, $0.hasEnded) = (false, true) }
    }

    /// Receives over one pair of connections until one of them fails.
    private func receive(onFirstBatch: () -> Void) throws {
        let ledger = try FleetLedger(PostgresLink(options.database))
        let link = try BrokerLink(
            options.broker, name: "roost-fleet-\(options.group)-\(options.instance)",
            session: options.sessionSeconds,
            window: min(options.batch, 65_535), will: nil)
        let clock = ContinuousClock()
        let begun = clock.now
        var lastAccount = clock.now, lastPartitions = clock.now
        while !isEnded {
            let batch = try collect(link)
            if !batch.isEmpty {
                try store(batch, ledger)
                // Only now may the broker forget them.
                try link.flush(milliseconds: Self.thankPatience)
                onFirstBatch()
            }
            if lastAccount.duration(to: clock.now) >= options.accountInterval {
                lastAccount = clock.now
                try account(ledger, link)
                if begun.duration(to: clock.now) >= options.silencePatience {
                    try watchSilence(ledger, since: begun.duration(to: clock.now))
                }
            }
            if lastPartitions.duration(to: clock.now) >= Self.partitionInterval {
                lastPartitions = clock.now
                try FleetSchema.makePartitions(ledger.link)
            }
        }
        try account(ledger, link)
        link.end()
    }

    /// Reads until a batch is full or has waited long enough. Nothing is acknowledged meanwhile.
    private func collect(_ link: BrokerLink) throws -> [Arrival] {
        let clock = ContinuousClock()
        var batch: [Arrival] = []
        var deadline = clock.now
        repeat {
            let room = options.batch - batch.count
            let news = try link.turn(
                milliseconds: batch.isEmpty ? Self.rest : 10, isWriting: batch.isEmpty, bell: bell.descriptor,
                limit: room)
            bell.hush()
            if batch.isEmpty { deadline = clock.now + options.linger }
            for item in news { try take(item, link, &batch) }
        } while !batch.isEmpty && batch.count < options.batch && clock.now < deadline && !isEnded
        return batch
    }

    private func take(_ news: BrokerNews, _ link: BrokerLink, _ batch: inout [Arrival]) throws {
        switch news {
        case .connected:
            try link.subscribe(FleetTopic.shared(by: options.group))
            let trouble = shared.withLock { state in
                defer { (state.figures.isUp, state.figures.trouble) = (true, nil) }
                return state.figures.trouble
            }
            say(trouble == nil ? "broker and database are there" : "broker and database are there again")
        case .subscribed(let isTaken):
            guard isTaken else { throw BrokerError.refused("it lets us read nothing") }
        case .message(let topic, let octets): batch.append(Arrival(topic: topic, octets: octets))
        case .published(_, let refusal, _):
            if let refusal { say("the broker does not take our requests to docks: \(refusal)") }
        case .ended(let reason): throw BrokerError.lost(reason)
        }
    }

    private func store(_ batch: [Arrival], _ ledger: FleetLedger) throws {
        let outcome = try ledger.store(batch)
        shared.withLock { state in
            state.figures.stored += outcome.stored
            state.figures.doubled += outcome.doubled
            state.figures.poisoned += outcome.poisoned
            state.figures.notes += outcome.notes
            state.figures.batches += 1
        }
        if outcome.poisoned > 0 {
            say("\(outcome.poisoned) messages could not be taken and were put aside (roost.poison)")
        }
    }

    private func account(_ ledger: FleetLedger, _ link: BrokerLink) throws {
        guard try ledger.account() else { return }
        let patience = Double(options.gapPatience.components.seconds)
        for missing in try ledger.missing(longerThan: patience) {
            _ = try link.publish(.request(dock: missing.dock), missing.note.octets)
            shared.withLock { $0.figures.requests += 1 }
        }
        try link.flush(milliseconds: Self.thankPatience)
    }

    /// Notes docks that fell silent while both were there.
    private func watchSilence(_ ledger: FleetLedger, since span: Duration) throws {
        let fallen = try ledger.noteSilence(heardFor: Double(span.components.seconds))
        guard !fallen.isEmpty else { return }
        shared.withLock { $0.figures.silences += fallen.count }
        let names = fallen.prefix(5).joined(separator: ", ") + (fallen.count > 5 ? ", …" : "")
        say("\(fallen.count) docks fell silent: \(names)")
    }

    private func fail(_ reason: String) {
        let isNews = shared.withLock { state in
            defer { (state.figures.isUp, state.figures.trouble) = (false, reason) }
            state.figures.failures += 1
            return state.figures.trouble != reason
        }
        if isNews { say("nothing is received for now: \(reason)") }
    }

    private func wait(_ span: Duration) {
        let deadline = ContinuousClock.now + span
        while !isEnded, ContinuousClock.now < deadline {
            let left = ContinuousClock.now.duration(to: deadline)
            bell.wait(milliseconds: Int32(min(500, max(1, left / .milliseconds(1)))))
        }
    }
}
