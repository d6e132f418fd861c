// SPDX-License-Identifier: Apache-2.0
// The dock's end of the vehicle link: one actor that owns the link, feeds every frame to the machines of the
// MAVLink module, and wakes whoever waits. It decides nothing about flights; orders are in
// VehicleSession+Orders.

internal import DockModel
public import Host
internal import MAVLink

/// A session with the dock's vehicle over one link.
public actor VehicleSession {
    /// A machine that is running, and who waits for its end.
    struct Exchange {
        var machine: any MicroProtocol
        /// Nil for the session's own requests, which nobody waits for.
        var waiter: CheckedContinuation<(any MicroProtocol)?, Never>?
        var progress: (@Sendable (LogProgress) -> Void)?
        var reportedPercent = -1
        /// Where the bytes of a file go, and whose they are.
        var part: PartialFile?
        var identity = ""
        var hasBegun = false
    }

    /// Someone who waits for the vehicle to show something.
    struct Watcher {
        let deadline: Instant
        let isMet: @Sendable (VehicleReport) -> Bool
        let waiter: CheckedContinuation<WatchEnd, Never>
    }

    /// How a wait ended.
    enum WatchEnd: Sendable {
        case met, expired, cancelled
    }

    /// Everything that is known of link and vehicle: up to five a dock second, and at once when the vehicle
    /// arms, lands, changes mode, reaches an item, or is lost or heard again. For one reader; one that sleeps sees the
    /// newest 64.
    public nonisolated let reports: AsyncStream<SessionReport>

    let clock: any DockClock
    let options: SessionOptions
    let transport: any VehicleTransport
    private let sink: AsyncStream<SessionReport>.Continuation
    var parser: FrameParser
    var encoder: FrameEncoder
    var signingMemory: SigningMemory
    var lastSigningSave: Instant?
    private var timeSync: TimeSync
    private var events: EventReception
    private var monitor: LinkMonitor
    private(set) var vehicle: VehicleReport?
    private(set) var isHeard = false
    private var exchanges: [Int: Exchange] = [:]
    private var watchers: [Int: Watcher] = [:]
    private var nextID = 0
    private var isClosed = false
    /// The order that is being carried out; see `VehicleSession+Orders`.
    var order: String?
    /// The number of the next file request; a restarted process begins elsewhere than the one before.
    var fileSequence: UInt16

    private var setup: [CommandLongMessage] = []
    private var setupID: Int?
    private var lastSetup: Instant?
    private var lastHeartbeat: Instant?
    private var lastPublished: Instant?
    private var publishedKey: PublishedKey?
    private var startedAt: Instant
    /// How often a vehicle that was not heard yet may still be called, and when it was called last.
    private var callsLeft = VehicleSession.mostCalls
    private var lastCall: Instant?

    /// What makes a report urgent.
    private struct PublishedKey: Equatable {
        var isHeard: Bool
        var isArmed: Bool?
        var landed: LandedEvidence
        var mode: FlightMode?
        var reached: UInt16?
    }

    /// Dock time between two looks at deadlines.
    private static let tickInterval = Duration.milliseconds(100)
    private static let heartbeatInterval = Duration.seconds(1)
    private static let satelliteInterval = Duration.seconds(60)
    /// Dock time between two calls to a vehicle that was not heard since the start, and how many there are: a dock that
    /// was started again must not wait for the vehicle's next heartbeat, and must not fill a radio with questions.
    private static let callInterval = Duration.milliseconds(200)
    private static let mostCalls = 10
    private static let reportInterval = Duration.milliseconds(200)
    /// How old a fact may be to prove that the vehicle is on the ground.
    static let longestEvidenceAge = Duration.seconds(3)
    /// Least real time that an answer may take, however fast a demonstration runs.
    private static let leastRealAnswer = Duration.milliseconds(250)
    /// Least real time for which the vehicle's word about its landing holds.
    private static let leastRealEvidence = Duration.milliseconds(500)
    /// Least real time between two looks at deadlines.
    private static let leastRealTick = Duration.milliseconds(4)
    /// Least real time that a vehicle has to show what it accepted.
    private static let leastRealConfirmation = Duration.seconds(2)
    /// Least real time that a whole transfer may take.
    private static let leastRealTransfer = Duration.seconds(20)
    /// Least real time of silence before the vehicle counts as lost.
    private static let leastRealSilence = Duration.seconds(1)

    /// A session on a link; nothing happens before `run()`.
    public init(
        transport: any VehicleTransport, clock: any DockClock, options: SessionOptions = SessionOptions()
    ) {
        self.transport = transport
        self.clock = clock
        self.options = options
        let now = clock.now()
        let signing = Self.signing(options, at: SigningTime.timestamp(of: now.wall))
        parser = FrameParser(verifier: signing.verifier)
        encoder = FrameEncoder(source: options.own, signer: signing.signer)
        signingMemory = signing.memory
        timeSync = TimeSync(own: options.own)
        events = EventReception(own: options.own)
        monitor = LinkMonitor(timeout: options.linkTimeout)
        startedAt = now.boot
        fileSequence = UInt16(truncatingIfNeeded: now.wall.milliseconds)
        (reports, sink) = AsyncStream.makeStream(
            of: SessionReport.self, bufferingPolicy: .bufferingNewest(64))
    }

    /// Lives until its task is cancelled or the link is closed; then every waiting order ends with
    /// `cancelled`.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                for await arrival in transport.arrivals { await take(arrival) }
            }
            group.addTask { [self] in
                while !Task.isCancelled {
                    await tick()
                    do { try await clock.sleep(for: untilNextTick) } catch { return }
                }
            }
            await group.next()
            group.cancelAll()
        }
        close()
    }

    /// The link as the settings write it.
    public var endpoint: String { transport.endpoint.description }

    /// What is known now.
    public var report: SessionReport { makeReport(at: clock.now().boot) }

    // MARK: For the orders

    /// Now, on the dock's boot clock.
    var now: Instant { clock.now().boot }

    /// Runs a machine to its end; nil when the caller or the session gave up.
    func run<Machine: MicroProtocol>(
        _ machine: Machine, into part: PartialFile? = nil, identity: String = "",
        progress: (@Sendable (LogProgress) -> Void)? = nil
    ) async -> Machine? {
        guard !isClosed, !Task.isCancelled else { return nil }
        nextID += 1
        let id = nextID
        let ended = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                begin(
                    Exchange(machine: machine, waiter: waiter, progress: progress, part: part, identity: identity),
                    id: id)
            }
        } onCancel: {
            Task { await self.abandon(id) }
        }
        return ended as? Machine
    }

    /// Waits until the vehicle shows something, at most `span` of dock time.
    func watch(for span: Duration, _ isMet: @escaping @Sendable (VehicleReport) -> Bool) async -> WatchEnd {
        guard !isClosed, !Task.isCancelled else { return .cancelled }
        if let vehicle, isMet(vehicle) { return .met }
        nextID += 1
        let id = nextID
        let deadline = now + span
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                watchers[id] = Watcher(deadline: deadline, isMet: isMet, waiter: waiter)
                if Task.isCancelled { endWatch(id, .cancelled) }
            }
        } onCancel: {
            Task { await self.endWatch(id, .cancelled) }
        }
    }

    /// Sends one message now, without waiting for anything.
    func send(_ message: any MAVLinkMessage) { transport.send(encoder.encode(message)) }

    /// A wait for an answer: as asked, but never less real time than a busy machine needs.
    func patience(_ span: Duration) -> Duration {
        max(span, Self.dockTime(ofReal: Self.leastRealAnswer, clock))
    }

    /// How old the vehicle's word about its landing may be.
    private var evidenceAge: Duration {
        max(Self.longestEvidenceAge, Self.dockTime(ofReal: Self.leastRealEvidence, clock))
    }

    private nonisolated var tickInterval: Duration {
        max(Self.tickInterval, Self.dockTime(ofReal: Self.leastRealTick, clock))
    }

    /// Dock time to the next look at deadlines: a transfer may want to act sooner than the usual one.
    private var untilNextTick: Duration {
        let next = exchanges.values.compactMap(\.machine.deadline).min()
        guard let next else { return tickInterval }
        let least = max(.milliseconds(2), Self.dockTime(ofReal: .milliseconds(1), clock))
        return min(tickInterval, max(least, now.duration(to: next)))
    }

    /// A wait for a deed: as asked, but never less real time than a busy machine needs.
    func confirmPatience(_ span: Duration) -> Duration {
        max(span, Self.dockTime(ofReal: Self.leastRealConfirmation, clock))
    }

    /// A wait for a whole transfer, likewise.
    func transferPatience(_ span: Duration) -> Duration {
        max(span, Self.dockTime(ofReal: Self.leastRealTransfer, clock))
    }

    /// The link's time-out: as set, but never less real time than a busy machine may stall.
    private var linkTimeout: Duration {
        max(options.linkTimeout, Self.dockTime(ofReal: Self.leastRealSilence, clock))
    }

    // MARK: Frames and time

    private func take(_ arrival: Arrival) {
        let now = now
        var frames = parser.receive(arrival.bytes)
        // A datagram, or a silence of a stream, ends whatever frame was under way.
        if arrival.sender != nil || arrival.bytes.isEmpty { frames += parser.finish() }
        for frame in frames { take(frame, from: arrival.sender, at: now) }
        if !frames.isEmpty { afterFrames(at: now) }
    }

    private func take(_ frame: MAVLinkFrame, from sender: SocketAddress?, at now: Instant) {
        guard frame.source != options.own else { return }
        if let wanted = options.vehicleSystem ?? vehicle?.address.system, frame.source.system != wanted {
            return
        }
        let change = monitor.receive(frame, at: now)
        switch change {
        case .found(let presence), .regained(let presence): greet(presence)
        case .lost, nil: break
        }
        if let presence = monitor.vehicles[frame.source.system], presence.address != vehicle?.address {
            // The autopilot proper turned up after another component of its system.
            greet(presence)
        }
        guard let address = vehicle?.address, frame.source.system == address.system else { return }
        if LinkMonitor.isSignOfLife(frame), frame.source == address { transport.answer(to: sender) }
        if let answer = timeSync.receive(frame, at: now) { send(answer) }
        if frame.source == address { events.receive(frame) }
        vehicle?.receive(frame, at: now)
        for id in exchanges.keys.sorted() { feed(id) { $0.receive(frame, at: now) } }
    }

    /// A vehicle is there (again): its streams are set up anew, for it may have been switched off.
    private func greet(_ presence: VehiclePresence) {
        if vehicle?.address != presence.address {
            (vehicle, events) = (VehicleReport(address: presence.address), EventReception(own: options.own))
        }
        isHeard = true
        // Over a satellite every message costs, and the vehicle sends what it sends.
        if !isHighLatency { beginSetup() }
    }

    /// Whether the vehicle is heard over a satellite link.
    private var isHighLatency: Bool {
        vehicle.flatMap { monitor.vehicles[$0.address.system]?.isHighLatency } ?? false
    }

    private func tick() {
        let now = now
        keepSigning(at: now)
        monitor.timeout = linkTimeout
        for case .lost(let presence) in monitor.tick(at: now)
        where presence.address.system == vehicle?.address.system {
            isHeard = false
        }
        let heartbeatInterval = isHighLatency ? Self.satelliteInterval : Self.heartbeatInterval
        if lastHeartbeat.map({ $0 + heartbeatInterval <= now }) ?? true {
            lastHeartbeat = now
            send(HeartbeatMessage(type: .gcs, autopilot: .invalid, systemStatus: .active, mavlinkVersion: 3))
        }
        callVehicle(at: now)
        if isHeard, !isHighLatency, let address = vehicle?.address, let question = timeSync.ask(address, at: now) {
            send(question)
        }
        if isHeard, let address = vehicle?.address, let question = events.ask(address, at: now) { send(question) }
        vehicle?.tick(at: now)
        for id in exchanges.keys.sorted() { feed(id) { $0.tick(at: now) } }
        for (id, watcher) in watchers where watcher.deadline <= now { endWatch(id, .expired) }
        renewSetupWhenStreamsAreMissing(at: now)
        continueSetup()
        publish(at: now)
    }

    /// Asks the vehicle that settings name for a heartbeat, as long as it was not heard since the start.
    private func callVehicle(at now: Instant) {
        guard vehicle == nil, callsLeft > 0, let system = options.vehicleSystem,
            lastCall.map({ $0 + Self.callInterval <= now }) ?? true
        else { return }
        callsLeft -= 1
        lastCall = now
        var call = CommandLongMessage.request(HeartbeatMessage.messageID)
        (call.targetSystem, call.targetComponent) = (system, 1)
        send(call)
    }

    private func afterFrames(at now: Instant) {
        if let vehicle {
            for (id, watcher) in watchers where watcher.isMet(vehicle) { endWatch(id, .met) }
        }
        continueSetup()
        publish(at: now)
    }

    // MARK: Exchanges

    private func begin(_ exchange: Exchange, id: Int) {
        if isClosed || (exchange.waiter != nil && Task.isCancelled) {
            exchange.waiter?.resume(returning: nil)
            return
        }
        exchanges[id] = exchange
        feed(id) { $0.start(at: now) }
    }

    /// Lets one machine act, sends what it wants to send, and ends it when it has an outcome.
    private func feed(_ id: Int, _ act: (inout any MicroProtocol) -> [any MAVLinkMessage]) {
        guard var exchange = exchanges[id] else { return }
        // The machine is taken out while it changes, so that a long log is not copied for each piece.
        exchanges[id] = nil
        for message in act(&exchange.machine) { send(message) }
        guard store(&exchange) else {
            exchanges[id] = exchange
            return abandon(id)
        }
        if exchange.progress != nil { tellProgress(&exchange) }
        guard Self.hasEnded(exchange.machine) else { return exchanges[id] = exchange }
        if setupID == id { setupID = nil }
        exchange.waiter?.resume(returning: exchange.machine)
    }

    /// Takes the pieces of a file out of its machine and writes them; false when the disk refuses them.
    private func store(_ exchange: inout Exchange) -> Bool {
        guard let part = exchange.part, var source = exchange.machine as? any FileSource else { return true }
        guard let size = source.expected else { return true }
        if !exchange.hasBegun {
            exchange.hasBegun = true
            part.begin(identity: exchange.identity, size: size, keeping: source.held)
        }
        let pieces = source.takePieces()
        guard !pieces.isEmpty else { return true }
        exchange.machine = source
        guard part.write(pieces) else { return false }
        if part.wantsSave { part.save(source.held) }
        return true
    }

    private static func hasEnded(_ machine: some MicroProtocol) -> Bool { machine.outcome != nil }

    private func tellProgress(_ exchange: inout Exchange) {
        guard let machine = exchange.machine as? any CountingExchange, let expected = machine.expected, expected > 0
        else { return }
        let percent = machine.received * 100 / expected
        guard percent != exchange.reportedPercent else { return }
        exchange.reportedPercent = percent
        exchange.progress?(LogProgress(received: machine.received, expected: expected))
    }

    private func abandon(_ id: Int) {
        guard let exchange = exchanges.removeValue(forKey: id) else { return }
        if var upload = exchange.machine as? MissionUpload {
            for message in upload.cancel() { send(message) }
        }
        if var source = exchange.machine as? any FileSource {
            for message in source.cancel() { send(message) }
            exchange.part?.save(source.held)
        }
        exchange.waiter?.resume(returning: nil)
    }

    private func endWatch(_ id: Int, _ end: WatchEnd) {
        watchers.removeValue(forKey: id)?.waiter.resume(returning: end)
    }

    private func close() {
        guard !isClosed else { return }
        isClosed = true
        saveSigning(at: now)
        transport.close()
        for id in exchanges.keys.sorted() { abandon(id) }
        for id in watchers.keys.sorted() { endWatch(id, .cancelled) }
        sink.finish()
    }

    // MARK: Streams of the vehicle

    /// The messages the dock needs, and how often in milliseconds.
    private static let streams: [(UInt32, Int32)] = [
        (ExtendedSysStateMessage.messageID, 500), (GlobalPositionIntMessage.messageID, 500),
        (SysStatusMessage.messageID, 1_000), (BatteryStatusMessage.messageID, 1_000),
        (GPSRawIntMessage.messageID, 1_000), (MissionCurrentMessage.messageID, 1_000),
        (VFRHUDMessage.messageID, 1_000), (HomePositionMessage.messageID, 5_000),
        (VibrationMessage.messageID, 2_000),
    ]

    /// The same, of messages that only one family has; ArduPilot complains aloud when it is asked for another.
    private static func streams(of autopilot: Autopilot) -> [(UInt32, Int32)] {
        switch autopilot {
        case .px4:
            [
                (WindCovMessage.messageID, 2_000), (ESCStatusMessage.messageID, 1_000),
                (ESCInfoMessage.messageID, 5_000), (BatteryInfoMessage.messageID, 30_000),
            ]
        case .ardupilot:
            [
                (WindMessage.messageID, 2_000), (FenceStatusMessage.messageID, 1_000),
                (ESCTelemetry1To4Message.messageID, 1_000),
            ]
        case .other: []
        }
    }

    private func beginSetup() {
        // Whether it stands on the ground is the first thing to know, and a stream begins only after its interval.
        setup = [.request(ExtendedSysStateMessage.messageID)]
        let family = vehicle.flatMap { monitor.vehicles[$0.address.system]?.autopilot } ?? .other
        setup += (Self.streams + Self.streams(of: family)).map { .interval(of: $0.0, microseconds: $0.1 * 1_000) }
        setup += [.request(AutopilotVersionMessage.messageID), .request(HomePositionMessage.messageID)]
        lastSetup = now
    }

    /// Asks for the next stream; one at a time, because an answer names only the command, not the stream.
    private func continueSetup() {
        guard setupID == nil, isHeard, !setup.isEmpty, let address = vehicle?.address else { return }
        let timing = CommandTiming(answerTimeout: patience(.seconds(1)), attempts: 2)
        let command = CommandExchange(
            setup.removeFirst(), between: Correspondents(own: options.own, vehicle: address), timing: timing)
        nextID += 1
        setupID = nextID
        begin(Exchange(machine: command, waiter: nil, progress: nil), id: nextID)
    }

    /// A vehicle that was switched off and on between two heartbeats has forgotten its streams.
    private func renewSetupWhenStreamsAreMissing(at now: Instant) {
        guard isHeard, !isHighLatency, setup.isEmpty, setupID == nil, let lastSetup,
            lastSetup + .seconds(10) <= now
        else {
            return
        }
        let landed = vehicle?.landedMessage?.value(at: now, notOlderThan: .seconds(5))
        if landed == nil { beginSetup() }
    }

    // MARK: Reports

    private func publish(at now: Instant) {
        let report = makeReport(at: now)
        let key = PublishedKey(
            isHeard: isHeard, isArmed: vehicle?.isArmed?.value, landed: report.landed,
            mode: vehicle?.mode?.value, reached: vehicle?.missionReached?.value)
        let isDue = lastPublished.map { $0 + Self.reportInterval <= now } ?? true
        guard key != publishedKey || isDue else { return }
        publishedKey = key
        lastPublished = now
        sink.yield(report)
    }

    private func makeReport(at now: Instant) -> SessionReport {
        let known = vehicle ?? VehicleReport(address: MAVLinkAddress(system: 0, component: 0))
        return SessionReport(
            taken: now, isHeard: isHeard, vehicle: vehicle,
            landed: known.landed(at: now, notOlderThan: evidenceAge),
            trouble: transport.trouble ?? signingMemory.trouble, statistics: parser.statistics,
            timeSync: timeSync.report, events: events.report)
    }

    static func dockTime(ofReal span: Duration, _ clock: any DockClock) -> Duration {
        let realSecond = clock.realTime(of: .seconds(1)).inSeconds
        guard realSecond > 0 else { return span }
        return .seconds(min(span.inSeconds / realSecond, 86_400))
    }

    /// How long the vehicle has been silent.
    var silence: Duration { (vehicle?.lastHeartbeat ?? startedAt).duration(to: now) }
}
