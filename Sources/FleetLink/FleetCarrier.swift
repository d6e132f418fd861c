// SPDX-License-Identifier: Apache-2.0
// Carries a dock's documents to the broker, on a thread of its own: at least once, most urgent first, with growing
// pauses while the broker is away. It deletes nothing itself and decides nothing about the dock; when it fails, the
// documents wait.

public import Fleet
internal import Glibc
internal import Host
internal import Synchronization

/// One document for the broker.
public struct CarriedDocument: Sendable, Equatable {
    /// By what its shelf knows it.
    public var id: Int64
    /// Its stream.
    public var stream: FleetStream
    /// Its octets.
    public var octets: [UInt8]

    /// A document.
    public init(id: Int64, stream: FleetStream, octets: [UInt8]) {
        (self.id, self.stream, self.octets) = (id, stream, octets)
    }
}

/// Where documents wait for a carrier.
public protocol CarrierShelf: Sendable {
    /// The first documents that wait, most urgent first, those under way included.
    func offer(limit: Int) throws -> [CarriedDocument]
    /// The broker has these.
    func delivered(_ ids: [Int64]) throws
    /// The broker will never take this one.
    func giveUp(_ id: Int64, because reason: String) throws
    /// Lets documents wait again that the fleet lacks; gives back what is not there any more.
    func again(_ request: RangeNote) throws -> RangeNote
}

/// How a carrier does; the totals never go down.
public struct CarrierFigures: Sendable, Equatable {
    /// Whether the broker has us on the line.
    public var isUp = false
    /// Documents that the broker took, and such that it refused.
    public var deliveredTotal: Int64 = 0, refusedTotal: Int64 = 0
    /// Connections made, and tries that failed.
    public var connectedTotal: Int64 = 0, failedTotal: Int64 = 0
    /// Requests of the fleet for documents that it lacks.
    public var requestsTotal: Int64 = 0
    /// What is wrong now, in words; nil while all is well.
    public var trouble: String?

    /// A carrier that has not begun.
    public init() {}
}

/// Carries the documents of one dock.
public actor FleetCarrier {
    /// Documents under way at once.
    static let window = 20
    /// The first and the longest pause after a failure.
    static let firstPause = 1_000, longestPause = 300_000
    /// Longest wait for news when there is nothing to do.
    static let rest: Int32 = 1_000
    /// How long a document that the broker refuses rests, together with all others.
    static let refusalPause = 60_000

    private nonisolated let executor = ThreadExecutor(name: "fleet")
    /// The thread of the carrier.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    private let address: BrokerAddress
    private let dock: String
    private let shelf: any CarrierShelf
    private let say: @Sendable (String) -> Void
    private let onBundle: (@Sendable ([UInt8]) -> Void)?
    private nonisolated let bell = Doorbell()
    private nonisolated let shared = Mutex((figures: CarrierFigures(), isEnded: false, isRunning: true))
    private var pause = firstPause
    private var link: BrokerLink?
    /// Documents under way, by the number that the link gave them.
    private var underWay: [Int32: Int64] = [:]
    /// Documents the broker has, until the shelf knows.
    private var taken: [Int64] = []
    private var isWelcome = false

    /// A carrier for a dock. `say` hears what a person may want to know, each thing once; `onBundle` gets the files
    /// that the fleet sends, unchecked, and nothing is asked for without it.
    public init(
        address: BrokerAddress, dock: String, shelf: any CarrierShelf,
        onBundle: (@Sendable ([UInt8]) -> Void)? = nil, say: @escaping @Sendable (String) -> Void
    ) {
        (self.address, self.dock, self.shelf, self.say) = (address, dock, shelf, say)
        self.onBundle = onBundle
    }

    deinit { executor.stop() }

    /// How it does.
    public nonisolated var figures: CarrierFigures { shared.withLock { $0.figures } }

    /// Something waits.
    public nonisolated func ring() { bell.ring() }

    /// Ends `run` soon; what is under way waits for the next start.
    public nonisolated func end() {
        shared.withLock { $0.isEnded = true }
        bell.ring()
    }

    /// Whether `run` has not come to its end.
    public nonisolated var isRunning: Bool { shared.withLock { $0.isRunning } }

    private nonisolated var isEnded: Bool { shared.withLock { $0.isEnded } }

    /// Carries until `end`; it holds the carrier's thread all the time.
    public func run() {
        while !isEnded {
            do {
                try round()
            } catch {
                fail("\(error)")
            }
        }
        // After a goodbye the broker keeps the last will to itself, so we tell it.
        if let link, isWelcome {
            do {
                _ = try link.publish(.link(dock: dock), LinkNote(isUp: false).octets, retain: true)
                link.end()
            } catch { say("the fleet's broker was not told of our end: \(error)") }
        }
        link = nil
        shared.withLock { $0.isRunning = false }
    }

    private func round() throws {
        let link = try self.link ?? connect()
        if isWelcome { try load(link) }
        let news = try link.turn(milliseconds: Self.rest, isWriting: true, bell: bell.descriptor)
        bell.hush()
        for item in news { try take(item, link) }
        guard !taken.isEmpty else { return }
        try shelf.delivered(taken)
        let count = Int64(taken.count)
        shared.withLock { $0.figures.deliveredTotal += count }
        taken = []
    }

    private func connect() throws -> BrokerLink {
        // A session would bring back what the dock keeps itself, and better.
        let made = try BrokerLink(
            address, name: "roost-dock-\(dock)", session: nil, window: Self.window,
            will: (FleetTopic.link(dock: dock).description, LinkNote(isUp: false).octets))
        link = made
        return made
    }

    /// Puts more documents under way.
    private func load(_ link: BrokerLink) throws {
        guard underWay.count < Self.window else { return }
        let known = Set(underWay.values).union(taken)
        for document in try shelf.offer(limit: Self.window + known.count) where !known.contains(document.id) {
            guard underWay.count < Self.window else { return }
            let number = try link.publish(
                .document(dock: dock, document.stream), document.octets, retain: document.stream.isRetained)
            underWay[number] = document.id
        }
    }

    private func take(_ news: BrokerNews, _ link: BrokerLink) throws {
        switch news {
        case .connected:
            isWelcome = true
            pause = Self.firstPause
            let trouble = shared.withLock { state in
                defer { state.figures.trouble = nil }
                (state.figures.isUp, state.figures.connectedTotal) = (true, state.figures.connectedTotal + 1)
                return state.figures.trouble
            }
            if trouble != nil { say("the fleet's broker is there again") }
            _ = try link.publish(.link(dock: dock), LinkNote(isUp: true).octets, retain: true)
            try link.subscribe(FleetTopic.request(dock: dock).description)
            if onBundle != nil { try link.subscribe(FleetTopic.bundle(dock: dock).description) }
        case .published(let number, let refusal, let code):
            guard let id = underWay.removeValue(forKey: number) else { return }
            guard let refusal else {
                taken.append(id)
                return
            }
            shared.withLock { $0.figures.refusedTotal += 1 }
            // 0x95 and 0x99: too large, not the promised form; it will be so for ever.
            if code == 0x95 || code == 0x99 { return try shelf.giveUp(id, because: refusal) }
            throw BrokerError.refused(refusal)
        case .subscribed(let isTaken):
            if !isTaken { say("the fleet's broker lets us read no requests; what it loses is not repeated") }
        case .message(let topic, let octets):
            if FleetTopic(topic) == .bundle(dock: dock) {
                onBundle?(octets)
                return
            }
            guard FleetTopic(topic) == .request(dock: dock), let request = RangeNote(octets) else { return }
            shared.withLock { $0.figures.requestsTotal += 1 }
            let gone = try shelf.again(request)
            guard !gone.ranges.isEmpty else { return }
            _ = try link.publish(.gone(dock: dock), gone.octets)
        case .ended(let reason): throw BrokerError.lost(reason)
        }
    }

    /// Drops the link and rests; what was under way waits again.
    private func fail(_ reason: String) {
        (link, isWelcome) = (nil, false)
        underWay = [:]
        // Those that the shelf could not be told of are sent again.
        taken = []
        let isNews = shared.withLock { state in
            defer { state.figures.trouble = reason }
            (state.figures.isUp, state.figures.failedTotal) = (false, state.figures.failedTotal + 1)
            return state.figures.trouble != reason
        }
        if isNews { say("the fleet hears nothing for now: \(reason)") }
        let deadline = ContinuousClock.now + .milliseconds(Int.random(in: pause / 2...pause))
        pause = min(pause * 2, Self.longestPause)
        while !isEnded, ContinuousClock.now < deadline {
            // New documents do not make the pause shorter.
            bell.wait(milliseconds: 500)
        }
    }
}
