// SPDX-License-Identifier: Apache-2.0
// What the dock can order of its vehicle. An order returns only when the vehicle has shown that it did it; a
// command that was merely accepted is not believed. The force option of MAVLink is never used.

internal import DockModel
internal import MAVLink

extension VehicleSession {
    /// Uploads mission, fence and rally points and reads each back.
    /// - Returns: the receipt that every item the vehicle holds is the one sent.
    /// - Throws: `notAllowed` when armed, `uploadRefused`, `transferStalled`, `readBackDiffers`,
    ///   `planUnusable`, `noVehicle`, `busy`, `cancelled`.
    public func upload(_ plan: FlightPlanItems) async throws(VehicleLinkError) -> UploadReceipt {
        try begin("upload")
        defer { order = nil }
        let (dialect, ends) = try correspondents()
        guard vehicle?.isArmed?.value != true else {
            throw .notAllowed(order: "upload", reason: "the vehicle is armed")
        }
        if let obstacle = dialect.obstacle(in: plan.mission) {
            throw .planUnusable(plan: .mission, detail: obstacle)
        }
        for kind in PlanKind.allCases {
            let list = dialect.list(plan.items(kind), of: kind, home: vehicle?.home?.value)
            try await upload(list, kind, ends)
            try await readBack(list, kind, dialect, ends)
        }
        if dialect == .px4 {
            // PX4 keeps its place in a mission that it was sent again unchanged.
            send(
                MissionSetCurrentMessage(
                    targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component))
        }
        return UploadReceipt(
            itemCount: plan.mission.count, crc32: MissionItem.checksum(of: plan.mission),
            fenceCount: plan.fence.count, rallyCount: plan.rally.count)
    }

    /// Puts a disarmed vehicle on the ground into a mode in which it can be armed; after a return home it stands in one
    /// in which its pre-arm checks fail.
    /// - Throws: `notAllowed` when it is armed or not known to be on the ground, `commandRefused`, `notConfirmed`,
    ///   `noVehicle`, `busy`, `cancelled`.
    public func standReady() async throws(VehicleLinkError) {
        try begin("ready")
        defer { order = nil }
        let (dialect, ends) = try correspondents()
        guard vehicle?.isArmed?.value == false, report.landed.state == .onGround else {
            throw .notAllowed(order: "ready", reason: "the vehicle is not known to be disarmed on the ground")
        }
        if let mode = vehicle?.mode?.value, !dialect.canArm(in: mode) {
            try await change(to: dialect.armingMode, dialect, ends)
        }
    }

    /// Arms the motors and waits until the heartbeat shows it.
    /// - Throws: `commandRefused` with the vehicle's reasons, `notConfirmed`, `notAllowed` when it is not on
    ///   the ground, `noVehicle`, `busy`, `cancelled`.
    public func arm() async throws(VehicleLinkError) {
        try begin("arm")
        defer { order = nil }
        let (dialect, ends) = try correspondents()
        guard vehicle?.isArmed?.value != true else { return }
        let landed = report.landed
        guard landed.state == .onGround else {
            throw .notAllowed(order: "arm", reason: "the vehicle is not known to be on the ground")
        }
        if let mode = vehicle?.mode?.value, !dialect.canArm(in: mode) {
            try await change(to: dialect.armingMode, dialect, ends)
        }
        try await command(.arm, "arm", ends)
        try await confirm("armed") { $0.isArmed?.value == true }
    }

    /// Starts the uploaded mission of an armed vehicle and waits until it is in mission mode.
    /// - Throws: `notAllowed` when it is not armed, `commandRefused`, `notConfirmed`, `noVehicle`, `busy`,
    ///   `cancelled`.
    public func startMission() async throws(VehicleLinkError) {
        try begin("start")
        defer { order = nil }
        let (dialect, ends) = try correspondents()
        guard vehicle?.isArmed?.value == true else {
            throw .notAllowed(order: "start", reason: "the vehicle is not armed")
        }
        try await insist { () throws(VehicleLinkError) in try await change(to: .mission, dialect, ends) }
        guard dialect.needsMissionStart else { return }
        try await insist { () throws(VehicleLinkError) in try await command(.missionStart, "mission start", ends) }
    }

    /// Sends the vehicle home and waits until it is on its way. Allowed while another order runs. To a
    /// vehicle that is not heard the order is sent once all the same, for it may still hear us.
    /// - Throws: `commandRefused`, `commandUnanswered`, `notConfirmed`, `noVehicle`, `cancelled`.
    public func returnHome() async throws(VehicleLinkError) {
        if !isHeard { sendBlindly(.returning) }
        let (dialect, ends) = try correspondents()
        if vehicle?.mode?.value == .returning { return }
        try await change(to: .returning, dialect, ends)
    }

    /// Lands the vehicle where it is and waits until it is landing. Allowed while another order runs. To a
    /// vehicle that is not heard the order is sent once all the same.
    /// - Throws: `commandRefused`, `commandUnanswered`, `notConfirmed`, `noVehicle`, `cancelled`.
    public func land() async throws(VehicleLinkError) {
        if !isHeard { sendBlindly(.land) }
        let (dialect, ends) = try correspondents()
        if vehicle?.mode?.value == .land { return }
        try await change(to: .land, dialect, ends)
    }

    /// Disarms a landed vehicle and waits until the heartbeat shows it. Never with force.
    /// - Throws: `notAllowed` unless the vehicle's own land detector said "on ground" in the last seconds;
    ///   `commandRefused`, `notConfirmed`, `noVehicle`, `busy`, `cancelled`.
    public func disarm() async throws(VehicleLinkError) {
        try begin("disarm")
        defer { order = nil }
        let (_, ends) = try correspondents()
        guard vehicle?.isArmed?.value != false else { return }
        let landed = report.landed
        guard landed.state == .onGround, landed.basis == .landedMessage else {
            throw .notAllowed(
                order: "disarm", reason: "the land detector says \(landed.state.rawValue), not on the ground")
        }
        try await command(.disarm, "disarm", ends)
        try await confirm("disarmed") { $0.isArmed?.value == false }
    }

    // MARK: Steps of orders

    func begin(_ name: String) throws(VehicleLinkError) {
        if let order { throw .busy(with: order) }
        order = name
    }

    /// Both ends and the family of the vehicle; throws when it is not heard now.
    func correspondents() throws(VehicleLinkError) -> (VehicleDialect, Correspondents) {
        guard isHeard, let vehicle else {
            throw .noVehicle(endpoint: transport.endpoint.description, silentFor: silence)
        }
        guard let dialect = VehicleDialect(vehicle.autopilot) else {
            throw .unknownAutopilot(name: vehicle.autopilot?.rawValue ?? "none")
        }
        return (dialect, Correspondents(own: options.own, vehicle: vehicle.address))
    }

    /// The longest wait for an answer that a slow link may ask for.
    private static let longestAnswer = Duration.seconds(15)

    /// A wait for an answer: as asked, but never less than two of this link's round trips.
    func answerPatience(_ span: Duration) -> Duration {
        let trip = report.timeSync?.newest ?? .zero
        return patience(max(span, min(trip * 2, Self.longestAnswer)))
    }

    private var missionTiming: MissionTiming {
        let standard = MissionTiming.standard
        return MissionTiming(
            answerTimeout: answerPatience(standard.answerTimeout), attempts: standard.attempts,
            restarts: standard.restarts,
            longestTransfer: transferPatience(standard.longestTransfer),
            longestPerItem: standard.longestPerItem)
    }

    /// How long a vehicle that stands and refuses the mission is asked again: PX4 checks a new mission in the
    /// background.
    private static let missionPatience = Duration.seconds(5)

    /// Asks again and again while an armed vehicle stands on the ground and refuses.
    private func insist(
        _ ask: () async throws(VehicleLinkError) -> Void
    ) async throws(VehicleLinkError) {
        let end = now + confirmPatience(Self.missionPatience)
        while true {
            do throws(VehicleLinkError) {
                return try await ask()
            } catch {
                guard case .commandRefused = error, now < end, vehicle?.isArmed?.value == true,
                    report.landed.state == .onGround
                else { throw error }
            }
            try await pause(.milliseconds(500))
        }
    }

    /// Lets time pass.
    func pause(_ span: Duration) async throws(VehicleLinkError) {
        if await watch(for: span, { _ in false }) == .cancelled { throw .cancelled }
    }

    private func upload(
        _ list: [MissionItem], _ kind: PlanKind, _ ends: Correspondents
    ) async throws(VehicleLinkError) {
        let heard = vehicle?.textCount ?? 0
        let machine = MissionUpload(items: list, type: kind.missionType, between: ends, timing: missionTiming)
        switch await run(machine)?.outcome {
        case .accepted: return
        case .refused(let result, let reason):
            // A vehicle without fence or rally storage refuses even an empty list; there is nothing to store
            // then.
            if list.isEmpty, kind != .mission, result == .unsupported { return }
            let said = await words(since: heard)
            throw .uploadRefused(plan: kind, result: reason, number: result.rawValue, said: said)
        case .timedOut(let reason): throw .transferStalled(plan: kind, detail: reason)
        case .cancelled, nil: throw .cancelled
        }
    }

    private func readBack(
        _ list: [MissionItem], _ kind: PlanKind, _ dialect: VehicleDialect, _ ends: Correspondents
    ) async throws(VehicleLinkError) {
        let machine = MissionDownload(type: kind.missionType, between: ends, timing: missionTiming)
        switch await run(machine)?.outcome {
        case .items(let held):
            guard let difference = dialect.difference(sent: list, held: held, plan: kind) else { return }
            throw .readBackDiffers(plan: kind, item: difference.index, detail: difference.description)
        case .refused(let result, let reason):
            if list.isEmpty, kind != .mission, result == .unsupported { return }
            throw .transferStalled(plan: kind, detail: "read-back refused: \(reason)")
        case .timedOut(let reason): throw .transferStalled(plan: kind, detail: "read-back: \(reason)")
        case nil: throw .cancelled
        }
    }

    /// Sends a mode to a vehicle that was heard once and is silent now; nobody waits for an answer.
    private func sendBlindly(_ mode: FlightMode) {
        guard let vehicle, let dialect = VehicleDialect(vehicle.autopilot),
            var message = CommandLongMessage.set(mode, on: dialect.autopilot)
        else { return }
        message.targetSystem = vehicle.address.system
        message.targetComponent = vehicle.address.component
        send(message)
    }

    private func change(
        to mode: FlightMode, _ dialect: VehicleDialect, _ ends: Correspondents
    ) async throws(VehicleLinkError) {
        guard let message = CommandLongMessage.set(mode, on: dialect.autopilot) else {
            throw .notAllowed(order: "mode \(mode)", reason: "this autopilot has no such mode")
        }
        try await command(message, "mode \(mode)", ends)
        try await confirm("in mode \(mode)") { $0.mode?.value == mode }
    }

    private func command(
        _ message: CommandLongMessage, _ name: String, _ ends: Correspondents
    ) async throws(VehicleLinkError) {
        let heard = vehicle?.textCount ?? 0
        let timing = CommandTiming(answerTimeout: answerPatience(.seconds(1)))
        let outcome = await run(CommandExchange(message, between: ends, timing: timing))?.outcome
        try await judge(outcome, name, attempts: timing.attempts, heard: heard)
    }

    /// Throws unless a command was accepted; `heard` counts the texts before it was sent.
    func judge(
        _ outcome: CommandOutcome?, _ name: String, attempts: Int, heard: UInt64
    ) async throws(VehicleLinkError) {
        switch outcome {
        case .accepted: return
        case .refused(let result, let reason):
            let said = await words(since: heard)
            throw .commandRefused(command: name, result: reason, number: result.rawValue, said: said)
        case .timedOut: throw .commandUnanswered(command: name, attempts: attempts)
        case nil: throw .cancelled
        }
    }

    /// Waits until the vehicle shows what it accepted, in a frame that came after the acceptance.
    func confirm(
        _ expected: String, _ isMet: @escaping @Sendable (VehicleReport) -> Bool
    ) async throws(VehicleLinkError) {
        let heard = vehicle?.textCount ?? 0
        let span = confirmPatience(options.confirmTimeout)
        switch await watch(for: span, isMet) {
        case .met: return
        case .expired: throw .notConfirmed(expected: expected, after: span, said: await words(since: heard))
        case .cancelled: throw .cancelled
        }
    }

    /// What the vehicle said since; its reasons may come a moment after its refusal.
    private func words(since heard: UInt64) async -> [String] {
        _ = await watch(for: patience(.seconds(1))) { $0.textCount > heard }
        return vehicle?.texts(after: heard).suffix(8).map(\.text) ?? []
    }
}
