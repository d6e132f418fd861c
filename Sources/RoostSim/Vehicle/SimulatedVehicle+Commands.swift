// SPDX-License-Identifier: Apache-2.0
// Which commands the simulated autopilot obeys and what it answers: PX4 as Commander.cpp and UserModeIntention.cpp say,
// ArduPilot as GCS_Common.cpp and GCS_MAVLink_Copter.cpp. A command it does not know is answered with UNSUPPORTED.

internal import DockModel
internal import MAVLink

/// An order, from COMMAND_LONG or COMMAND_INT.
struct VehicleOrder: Sendable {
    var command: UInt16
    var parameters: [Float]
    /// Degrees north and east, for the commands that name a place; COMMAND_INT carries them without rounding.
    var latitude: Double, longitude: Double
    /// The frame of a COMMAND_INT; nil for COMMAND_LONG, which names none.
    var frame: MAVFrame?

    init(_ message: CommandLongMessage) {
        (latitude, longitude) = (Double(message.param5), Double(message.param6))
        command = message.command.rawValue
        parameters = [
            message.param1, message.param2, message.param3, message.param4, message.param5, message.param6,
            message.param7,
        ]
    }

    init(_ message: CommandIntMessage) {
        (latitude, longitude) = (Double(message.x) / 1e7, Double(message.y) / 1e7)
        frame = message.frame
        command = message.command.rawValue
        parameters = [
            message.param1, message.param2, message.param3, message.param4, Float(message.x),
            Float(message.y),
            message.z,
        ]
    }

    /// A parameter by its MAVLink number, as a whole number; nil when it is none.
    func whole(_ number: Int) -> Int64? {
        let value = parameters[number - 1]
        guard value.isFinite, abs(value) < 1e15 else { return nil }
        return Int64(value)
    }

    /// Numbers of the commands this vehicle obeys.
    enum Command {
        static let returnToLaunch: UInt16 = 20
        static let land: UInt16 = 21
        static let takeoff: UInt16 = 22
        static let setMode: UInt16 = 176
        static let reposition: UInt16 = 192
        static let missionStart: UInt16 = 300
        static let armDisarm: UInt16 = 400
        static let reboot: UInt16 = 246
        static let messageInterval: UInt16 = 511
        static let requestMessage: UInt16 = 512
        static let requestCapabilities: UInt16 = 520
        static let getHome: UInt16 = 410
    }

    /// ArduPilot and PX4 disarm in the air only with this second parameter.
    static let force: Float = 21_196
}

extension SimulatedVehicle {
    /// Obeys an order and acknowledges it.
    mutating func obey(_ order: VehicleOrder, from peer: Peer) {
        guard !faults.ignoresCommands.contains(order.command) else { return }
        if faults.answersAstray { answerAstray(order, peer) }
        guard let result = result(of: order) else { return }
        // The verdict goes out before the power is cut: autopilots wait for that.
        if order.command == VehicleOrder.Command.reboot, result == .accepted, order.whole(1) != 0 { reboot() }
        send(
            CommandAckMessage(
                command: MAVCommand(rawValue: order.command), result: result, targetSystem: peer.system,
                targetComponent: peer.component))
    }

    /// Answers that are none: to a command that was not given, to a station that did not ask, and a promise.
    private mutating func answerAstray(_ order: VehicleOrder, _ peer: Peer) {
        func answer(_ command: UInt16, _ result: MAVResult, to system: UInt8) {
            send(
                CommandAckMessage(
                    command: MAVCommand(rawValue: command), result: result, targetSystem: system,
                    targetComponent: peer.component))
        }
        answer(order.command == 16 ? 17 : 16, .denied, to: peer.system)
        answer(order.command, .denied, to: peer.system == 254 ? 253 : 254)
        answer(order.command, .inProgress, to: peer.system)
    }

    /// The verdict; nil where PX4 says nothing.
    private mutating func result(of order: VehicleOrder) -> MAVResult? {
        switch order.command {
        case VehicleOrder.Command.armDisarm: armOrDisarm(order)
        case VehicleOrder.Command.setMode: setMode(order)
        case VehicleOrder.Command.returnToLaunch: enter(.returning) ? .accepted : .temporarilyRejected
        case VehicleOrder.Command.land: enter(.landing) ? .accepted : .temporarilyRejected
        case VehicleOrder.Command.takeoff: takeOff(order)
        case VehicleOrder.Command.missionStart: startByOrder()
        case VehicleOrder.Command.reposition: reposition(order)
        case VehicleOrder.Command.messageInterval: setInterval(order)
        case VehicleOrder.Command.requestMessage: sendRequested(order)
        case VehicleOrder.Command.requestCapabilities: sendNow(AutopilotVersionMessage.messageID)
        case VehicleOrder.Command.getHome: sendNow(HomePositionMessage.messageID)
        case VehicleOrder.Command.reboot: rebootVerdict(order)
        default: .unsupported
        }
    }

    /// PX4 takes 0 for "do nothing"; an armed vehicle stays up.
    private func rebootVerdict(_ order: VehicleOrder) -> MAVResult {
        let isPX4 = configuration.dialect == .px4
        switch order.whole(1) {
        case 1, 3: return isArmed ? (isPX4 ? .denied : .failed) : .accepted
        case 0 where isPX4: return .accepted
        default: return isPX4 ? .denied : .unsupported
        }
    }

    private mutating func armOrDisarm(_ order: VehicleOrder) -> MAVResult? {
        let isForced = order.parameters[1] == VehicleOrder.force
        switch order.whole(1) {
        case 1: return arm(isForced: isForced) ? .accepted : refusalOfArming
        case 0:
            guard isArmed else { return .accepted }
            guard !faults.neverDisarms else {
                say(.critical, "Disarm denied")
                return .denied
            }
            guard airframe.isOnGround || isForced else {
                say(.critical, "Disarming denied: not landed")
                return refusalOfArming
            }
            disarm(because: "Disarmed by external command")
            return .accepted
        default:
            // PX4 leaves the verdict at UNSUPPORTED, which it does not send.
            guard configuration.dialect == .px4 else { return .unsupported }
            say(.critical, "Unsupported ARM_DISARM param: \(order.parameters[0])")
            return nil
        }
    }

    /// PX4 answers a refused arming with TEMPORARILY_REJECTED, ArduPilot with FAILED.
    private var refusalOfArming: MAVResult { configuration.dialect == .px4 ? .temporarilyRejected : .failed }

    private mutating func setMode(_ order: VehicleOrder) -> MAVResult {
        // PX4 reads the main mode only of an order that says it has one.
        if configuration.dialect == .px4, (order.whole(1) ?? 0) & 1 == 0 { return .accepted }
        guard let main = order.whole(2), let sub = order.whole(3), (0...255).contains(main),
            (0...255).contains(sub)
        else { return .denied }
        let number =
            switch configuration.dialect {
            case .px4: UInt32(main) << 16 | UInt32(sub) << 24
            case .ardupilot: UInt32(main)
            }
        guard let mode = AutopilotMode(customMode: number, dialect: configuration.dialect) else {
            guard configuration.dialect == .px4 else { return .failed }
            // A main mode that PX4 does not know changes nothing, and is accepted all the same.
            guard main == Self.px4Automatic, sub != 0 else { return .accepted }
            say(.critical, "Unsupported auto mode")
            return .temporarilyRejected
        }
        let isRefused = mode == .mission && faults.missionModeRefusals > 0
        if isRefused { faults.missionModeRefusals -= 1 }
        if !isRefused, enter(mode) { return .accepted }
        return configuration.dialect == .px4 ? .temporarilyRejected : .failed
    }

    private mutating func takeOff(_ order: VehicleOrder) -> MAVResult {
        let height = Double(order.parameters[6])
        guard configuration.dialect == .px4 else {
            guard isArmed, airframe.isOnGround, mode == .guided, height.isFinite else { return .failed }
            task = .climb(toHeight: min(max(height, 2), 500), over: airframe.place)
            return .accepted
        }
        // PX4 changes its mode, armed or not; the height above sea level counts once it climbs.
        guard enter(.takeoff) else { return .temporarilyRejected }
        if isArmed, airframe.isOnGround {
            let up = height.isFinite ? height - configuration.home.altitude : Self.usualTakeOffHeight
            task = .climb(toHeight: min(max(up, 2), 500), over: airframe.place)
        }
        return .accepted
    }

    /// PX4's main mode AUTO, and its MIS_TAKEOFF_ALT.
    private static let px4Automatic: Int64 = 4
    private static let usualTakeOffHeight = 2.5

    private mutating func startByOrder() -> MAVResult {
        if faults.missionStartRefusals > 0 {
            faults.missionStartRefusals -= 1
            return configuration.dialect == .px4 ? .temporarilyRejected : .failed
        }
        switch configuration.dialect {
        case .ardupilot: return startMission() ? .accepted : .failed
        case .px4:
            guard hasFlyableMission else {
                say(.critical, "Mission start denied! No valid mission")
                return .denied
            }
            // The mode comes first: a vehicle that cannot be armed then stands in it.
            return enter(.mission) && arm(isForced: false) ? .accepted : .temporarilyRejected
        }
    }

    private mutating func setInterval(_ order: VehicleOrder) -> MAVResult {
        guard let id = order.whole(1), let messageID = UInt32(exactly: id), canSend(messageID) else {
            // Both say FAILED (mavlink_receiver.cpp, GCS_Common.cpp).
            guard configuration.dialect == .ardupilot else { return .failed }
            say(.info, "No ap_message for mavlink id (\(order.whole(1) ?? 0))")
            return .failed
        }
        let micros = order.whole(2) ?? 0
        let normal = Self.normalIntervals(configuration.dialect)[messageID].map { Duration.milliseconds($0) }
        switch micros {
        case ..<0: radio.schedule.set(messageID, every: nil, from: timers.now)
        case 0: radio.schedule.set(messageID, every: normal, from: timers.now)
        default:
            radio.schedule.set(messageID, every: .microseconds(min(micros, 3_600_000_000)), from: timers.now)
        }
        return .accepted
    }

    private mutating func sendRequested(_ order: VehicleOrder) -> MAVResult {
        guard let id = order.whole(1), let messageID = UInt32(exactly: id) else { return .denied }
        return sendNow(messageID)
    }

    private mutating func sendNow(_ messageID: UInt32) -> MAVResult {
        guard canSend(messageID) else { return configuration.dialect == .px4 ? .denied : .failed }
        sendTelemetry(messageID)
        return .accepted
    }
}
