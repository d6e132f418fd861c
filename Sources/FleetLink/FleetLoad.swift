// SPDX-License-Identifier: Apache-2.0
// Plays many docks towards a broker, to see what broker, receiver and database bear: documents with true numbers, over
// a few connections. It plays no outages and no dock's mind; `roost simulate` does that.

internal import DockModel
internal import Fleet
internal import Glibc

/// What is played.
public struct LoadOptions: Sendable {
    /// The broker.
    public var broker: BrokerAddress
    /// How many docks, and the name that goes before their numbers.
    public var docks = 1_000, prefix = "load-"
    /// Documents of the state of each dock a second; 0 for as fast as the broker takes them.
    public var speed = 1.0
    /// Documents in all.
    public var documents = 60_000
    /// Connections that they share.
    public var connections = 4
    /// The queue that the numbers belong to: another one each time, so that nothing is taken for a double.
    public var epoch: Int64 = 1

    /// A load for a broker.
    public init(broker: BrokerAddress) { self.broker = broker }
}

/// What the broker took.
public struct LoadFigures: Sendable, Equatable, Encodable {
    /// Documents that it took, and such that it refused.
    public var taken = 0, refused = 0
    /// How long it took, s.
    public var seconds = 0.0
    /// The newest numbers of all docks together, by stream.
    public var documents: [String: Int] = [:]
}

/// Plays many docks.
public struct FleetLoad {
    /// Documents under way on one connection.
    static let window = 200

    private struct Player {
        var link: BrokerLink
        var isWelcome = false
        var underWay = 0
    }

    private let options: LoadOptions
    private var players: [Player] = []
    private var counts: [[FleetStream: Int64]]
    private var figures = LoadFigures()
    private var made = 0

    /// Connects.
    public init(_ options: LoadOptions) throws(BrokerError) {
        self.options = options
        counts = Array(repeating: [:], count: max(1, options.docks))
        for index in 0..<max(1, options.connections) {
            let link = try BrokerLink(
                options.broker, name: "roost-load-\(options.epoch)-\(index)", session: nil, window: 20,
                will: nil)
            players.append(Player(link: link))
        }
    }

    /// Plays until all documents are with the broker, or until told to end.
    public mutating func run(isEnded: () -> Bool) throws(BrokerError) -> LoadFigures {
        let clock = ContinuousClock(), begun = clock.now
        while figures.taken + figures.refused < options.documents, !isEnded() {
            let elapsed = begun.duration(to: clock.now) / .seconds(1)
            let allowed =
                options.speed > 0
                ? min(options.documents, Int(elapsed * options.speed * Double(counts.count)))
                : options.documents
            for index in players.indices { try drive(index, allowed) }
        }
        figures.seconds = begun.duration(to: clock.now) / .seconds(1)
        for streams in counts {
            for (stream, count) in streams { figures.documents[stream.rawValue, default: 0] += Int(count) }
        }
        for player in players { player.link.end() }
        return figures
    }

    private mutating func drive(_ index: Int, _ allowed: Int) throws(BrokerError) {
        let link = players[index].link
        while players[index].isWelcome, players[index].underWay < Self.window, made < allowed {
            let (topic, octets) = next()
            _ = try link.publish(topic, octets)
            players[index].underWay += 1
        }
        let isIdle = made >= allowed || !players[index].isWelcome || players[index].underWay >= Self.window
        for news in try link.turn(
            milliseconds: isIdle && players.count == 1 ? 5 : isIdle ? 1 : 0, isWriting: true)
        {
            switch news {
            case .connected: players[index].isWelcome = true
            case .published(_, let refusal, _):
                players[index].underWay -= 1
                if refusal == nil { figures.taken += 1 } else { figures.refused += 1 }
            case .subscribed, .message, .ended: break
            }
        }
    }

    /// The next document: each dock in turn, most of them states, every tenth a line of wear, every sixtieth a flight.
    private mutating func next() -> (FleetTopic, [UInt8]) {
        let dock = made % counts.count, turn = made / counts.count
        made += 1
        let report: FleetReport
        if turn % 60 == 59 {
            var flight = FlightReport(id: "load@\(turn)", schedule: "load", outcome: "flown", due: now)
            (flight.airSeconds, flight.batteryStart, flight.batteryEnd) = (600, 98, 41)
            report = .flight(flight)
        } else if turn % 10 == 9 {
            var wear = WearReport(part: "cover_motor", serial: "M-1", kind: "row", at: now)
            (wear.use, wear.measure, wear.unit) = (Double(turn), 3 + Double(turn % 100) / 100, "A")
            report = .wear(wear)
        } else {
            var state = StateReport()
            (state.version, state.name, state.phase, state.interval) = ("load", "Dock \(dock)", "idle", 60)
            report = .state(state)
        }
        let number = (counts[dock][report.stream] ?? 0) + 1
        counts[dock][report.stream] = number
        let name = "\(options.prefix)\(dock)"
        let isState = report.stream == .state
        let envelope = FleetEnvelope(
            dock: name, epoch: options.epoch, stream: report.stream, sequence: number, sent: now,
            isClockTrusted: true, heads: isState ? counts[dock] : nil, shed: isState ? 0 : nil)
        return (.document(dock: name, report.stream), envelope.document(body: report.body))
    }

    private var now: WallTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
