// SPDX-License-Identifier: Apache-2.0
// One flight of a plan from the first heartbeat to the disarmed vehicle on the ground, for commissioning and for
// rehearsals: upload and read-back, arm, start, watch, call home when it must. It knows no dock and no interlock;
// the supervisor flies through its core, never through this.

internal import DockModel
public import Host
internal import MAVLink
internal import Synchronization

/// How patient a sortie is. All spans are dock time, but for `connect`.
public struct SortieOptions: Sendable {
    /// For the first heartbeat, in real time: a vehicle is switched on no faster than life.
    public var connect = Duration.seconds(30)
    /// For the vehicle to say where it stands and where home is, before the upload.
    public var place = Duration.seconds(60)
    /// For arming: a vehicle whose checks do not pass yet is asked again.
    public var arming = Duration.seconds(90)
    /// For leaving the ground once it was started.
    public var takeOff = Duration.seconds(60)
    /// For the whole flight; then it is called home.
    public var flight = Duration.seconds(3_600)
    /// For coming home once it was called.
    public var wayHome = Duration.seconds(900)
    /// How long it may stand on the ground with armed motors, or hover at the end of its mission, before it is told
    /// what to do.
    public var idle = Duration.seconds(30)

    /// The usual patience.
    public init() {}
}

/// What became of a sortie.
public enum SortieResult: Sendable, Equatable {
    /// The plan was started, the vehicle flew, and stands disarmed on the ground.
    case flown
    /// The same, but it was called home before its plan ended, and why.
    case calledHome(reason: String)
    /// The same, but it came home by its own decision before its plan ended, and why.
    case interrupted(reason: String)
    /// The plan was not taken.
    case uploadRefused(VehicleLinkError)
    /// It could not be armed.
    case armingRefused(VehicleLinkError)
    /// It was armed and did not start, or did not leave the ground.
    case noTakeOff(reason: String)
    /// Its end is not known: it was not seen to land.
    case notLanded(reason: String)
    /// No heartbeat.
    case noVehicle(VehicleLinkError)
}

/// A flight of one plan.
public final class Sortie: Sendable {
    private let session: VehicleSession
    private let clock: any DockClock
    private let options: SortieOptions
    private let shared: Mutex<Shared>

    private struct Shared {
        var trace = SortieTrace()
        var stage = SortieStage.connecting
        var recall: String?
        var refusals = 0
        var receipt: UploadReceipt?
        /// Since when it stands with armed motors after the flight, or was told last to disarm.
        var standing: Instant?
    }

    /// A sortie on a session that runs already, and whose reports nobody else reads.
    public init(session: VehicleSession, clock: any DockClock, options: SortieOptions = SortieOptions()) {
        self.session = session
        self.clock = clock
        self.options = options
        shared = Mutex(Shared())
    }

    /// What was gathered so far.
    public var trace: SortieTrace { shared.withLock { $0.trace } }
    /// Where the flight is.
    public var stage: SortieStage { shared.withLock { $0.stage } }
    /// How often the vehicle refused to be armed.
    public var armingRefusals: Int { shared.withLock { $0.refusals } }
    /// Proof of the upload; nil before it.
    public var receipt: UploadReceipt? { shared.withLock { $0.receipt } }

    /// Ends the flight early: the vehicle is called home, or not started at all.
    public func recall(because reason: String) { shared.withLock { $0.recall = $0.recall ?? reason } }

    /// Flies a plan. Cancelling its task leaves a flying vehicle to its own failsafe; `recall` brings it home.
    public func fly(_ plan: FlightPlanItems) async -> SortieResult {
        if !plan.fence.isEmpty { watch(fence: plan.fence) }
        shared.withLock { $0.trace.mission.returnItems = plan.returnItems }
        return await withTaskGroup(of: SortieResult?.self) { group in
            group.addTask { [self] in
                for await report in session.reports { shared.withLock { $0.trace.take(report) } }
                return nil
            }
            group.addTask { [self] in await flight(of: plan) }
            let ended = await group.next() ?? nil
            group.cancelAll()
            return ended ?? .notLanded(reason: "the link was closed")
        }
    }

    /// Judges the places of the flight by these items of a fence.
    func watch(fence: [MissionItem]) { shared.withLock { $0.trace.fence = VehicleFence(items: fence) } }

    private func enter(_ stage: SortieStage) { shared.withLock { $0.stage = stage } }

    private var recallReason: String? { shared.withLock { $0.recall } }

    /// Waits until `isMet`, a fifth of a second at a time; false when the span has passed or the task was cancelled.
    private func wait(for span: Duration, _ isMet: (SortieTrace) -> Bool) async -> Bool {
        let start = clock.now().boot
        while !isMet(trace) {
            guard start.duration(to: clock.now().boot) < span else { return false }
            do { try await clock.sleep(for: .milliseconds(200)) } catch { return false }
        }
        return true
    }

    /// What a vehicle is given for what takes it some real time however fast the clock runs: as asked, but never less
    /// than the first seconds of it in real time.
    private func patience(_ span: Duration) -> Duration {
        max(span, VehicleSession.dockTime(ofReal: min(span, Self.leastRealPatience), clock))
    }

    /// See `patience`.
    private static let leastRealPatience = Duration.seconds(20)

    // MARK: The way up

    private func flight(of plan: FlightPlanItems) async -> SortieResult {
        let connect = VehicleSession.dockTime(ofReal: options.connect, clock)
        let isThere = await wait(for: connect) { $0.latest?.isHeard == true && $0.autopilot != nil }
        guard isThere else {
            let endpoint = await session.endpoint
            return .noVehicle(.noVehicle(endpoint: endpoint, silentFor: options.connect))
        }
        // Without a home ArduPilot's item 0 would lie at 0/0; a vehicle that never says it must do without.
        _ = await wait(for: patience(options.place)) { trace in
            guard let vehicle = trace.latest?.vehicle else { return false }
            return vehicle.home != nil && vehicle.position != nil && trace.latest?.landed.state != .unknown
        }
        enter(.uploading)
        do throws(VehicleLinkError) {
            let receipt = try await session.upload(plan)
            shared.withLock { $0.receipt = receipt }
        } catch {
            return .uploadRefused(error)
        }
        enter(.arming)
        if let refusal = await armed() { return refusal }
        enter(.starting)
        return await started(plan)
    }

    /// Arms; nil when it is armed.
    private func armed() async -> SortieResult? {
        let start = clock.now().boot, patience = patience(options.arming)
        while true {
            if let reason = recallReason { return .noTakeOff(reason: reason) }
            do throws(VehicleLinkError) {
                try await session.arm()
                return nil
            } catch {
                shared.withLock { $0.refusals += 1 }
                let isOver = start.duration(to: clock.now().boot) >= patience
                if isOver || error == .cancelled { return .armingRefused(error) }
            }
            do { try await clock.sleep(for: .seconds(2)) } catch { return .armingRefused(.cancelled) }
        }
    }

    private func started(_ plan: FlightPlanItems) async -> SortieResult {
        do throws(VehicleLinkError) {
            try await session.startMission()
        } catch {
            // It may have started all the same; then it is watched home.
            let isUp = await wait(for: patience(.seconds(5))) { $0.hasFlown }
            if isUp { return await homeward(because: "\(error)") }
            return await groundStop(because: "\(error)")
        }
        let isUp = await wait(for: patience(options.takeOff)) { [self] in
            $0.hasFlown || $0.isArmed == false || recallReason != nil
        }
        if trace.hasFlown { return await watch(plan) }
        if trace.isArmed == false { return .noTakeOff(reason: "it disarmed without a flight") }
        return await groundStop(
            because: isUp ? recallReason ?? "recalled" : "it stayed on the ground for \(options.takeOff.inSeconds) s")
    }

    /// Disarms a vehicle that stands and should not fly any more; one that rises at that moment is called home.
    private func groundStop(because reason: String) async -> SortieResult {
        if trace.isHigh { return await homeward(because: reason) }
        // The vehicle refuses in the air, and the session asks only on the land detector's word.
        do throws(VehicleLinkError) { try await session.disarm() } catch {
            if trace.hasFlown { return await homeward(because: reason) }
            return .noTakeOff(reason: "\(reason); still armed: \(error)")
        }
        return .noTakeOff(reason: reason)
    }

    // MARK: In the air

    /// Watches the flight to its end; for the last place see `SortieTrace.hoversAtItsEnd`.
    private func watch(_ plan: FlightPlanItems) async -> SortieResult {
        let lastPlace = plan.lastPlaceInTheAir
        let start = clock.now().boot
        var hovering: Instant?, outside: Instant?
        enter(.flying)
        while true {
            let now = clock.now().boot
            if isOver() {
                if let words = trace.breachWords { return .calledHome(reason: words) }
                await hearHowFar(plan)
                return trace.interruption(before: plan.lastWork).map { .interrupted(reason: $0) } ?? .flown
            }
            if let reason = recallReason { return await homeward(because: reason) }
            guard start.duration(to: now) < options.flight else {
                return await homeward(because: "the flight took longer than \(options.flight.inSeconds) s")
            }
            hovering = trace.hoversAtItsEnd(lastPlace: lastPlace) ? hovering ?? now : nil
            if let hovering, hovering.duration(to: now) >= options.idle {
                return await homeward(because: "its mission ended in the air")
            }
            outside = trace.fliesOnAfterBreach ? outside ?? now : nil
            if let outside, outside.duration(to: now) >= options.idle {
                return await homeward(because: trace.breachWords ?? "it left its fence")
            }
            await disarmWhenIdle()
            do { try await clock.sleep(for: .milliseconds(200)) } catch {
                return .notLanded(reason: "given up by its caller")
            }
        }
    }

    /// After a silence the heartbeat may be the first word of a vehicle that is down: how far it came, MISSION_CURRENT
    /// says a moment later.
    private func hearHowFar(_ plan: FlightPlanItems) async {
        guard let down = trace.disarmedAt, trace.interruption(before: plan.lastWork) != nil else { return }
        _ = await wait(for: patience(.seconds(3))) { trace in
            trace.latest?.vehicle?.missionCurrent.map { $0.taken > down } ?? false
        }
    }

    /// Calls the vehicle home until it obeys, and watches it land.
    private func homeward(because reason: String) async -> SortieResult {
        let start = clock.now().boot
        var asked: Instant?
        while start.duration(to: clock.now().boot) < options.wayHome {
            if isOver() { return .calledHome(reason: reason) }
            let now = clock.now().boot
            let isObeying = trace.latest?.vehicle?.mode.map { $0.value.bringsDown } ?? false
            if !isObeying, stage != .landed, asked.map({ $0.duration(to: now) >= .seconds(5) }) ?? true {
                asked = now
                // What it refuses is asked again; its words are in the trace.
                do throws(VehicleLinkError) { try await session.returnHome() } catch {}
            }
            await disarmWhenIdle()
            do { try await clock.sleep(for: .milliseconds(200)) } catch { break }
        }
        return .notLanded(reason: "\(reason); not seen to land within \(options.wayHome.inSeconds) s of the call home")
    }

    /// Whether the vehicle is back on the ground and disarmed; keeps the stage.
    private func isOver() -> Bool {
        let trace = trace
        guard let report = trace.latest, let vehicle = report.vehicle else { return false }
        if trace.disarmedAt != nil {
            enter(.disarmed)
            return true
        }
        if report.landed.state == .onGround, !trace.isHigh {
            enter(.landed)
        } else if report.landed.state.isAloft || trace.isHigh {
            enter(vehicle.mode.map { $0.value.bringsDown } ?? false ? .returning : .flying)
        }
        return false
    }

    /// Disarms a vehicle that has stood on the ground with armed motors for too long.
    private func disarmWhenIdle() async {
        guard stage == .landed else { return shared.withLock { $0.standing = nil } }
        let now = clock.now().boot
        let since = shared.withLock { shared in
            let since = shared.standing ?? now
            shared.standing = since
            return since
        }
        guard since.duration(to: now) >= options.idle else { return }
        shared.withLock { $0.standing = now }
        // A refusal is repeated after another span; the vehicle's words are in the trace.
        do throws(VehicleLinkError) { try await session.disarm() } catch {}
    }
}

extension FlightPlanItems {
    /// The number of the last item that takes the vehicle somewhere; nil when that item brings it to the ground. The
    /// commands of MAVLink that do so are 16 to 95 (MAV_CMD_NAV_LAST).
    var lastPlaceInTheAir: Int? {
        guard let last = mission.lastIndex(where: Self.moves) else { return nil }
        return Self.landings.contains(mission[last].command) ? nil : last
    }

    /// The number of the last item that takes the vehicle somewhere but home or down; nil when there is none.
    var lastWork: Int? {
        mission.lastIndex { Self.moves($0) && !Self.landings.contains($0.command) }
    }

    /// The numbers of the items that take the vehicle home.
    public var returnItems: Set<Int> {
        Set(mission.indices.filter { mission[$0].command == .navReturnToLaunch })
    }

    private static let landings: [MAVCommand] = [.navReturnToLaunch, .navLand, MAVCommand(rawValue: 85)]

    private static func moves(_ item: MissionItem) -> Bool { (16...95).contains(item.command.rawValue) }
}
