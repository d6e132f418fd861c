// SPDX-License-Identifier: Apache-2.0
// Which commands the simulated autopilot obeys and what it answers. Everything it does not know is answered
// with UNSUPPORTED, never with silence.

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
        let result = result(of: order)
        send(
            CommandAckMessage(
                command: MAVCommand(rawValue: order.command), result: result, targetSystem: peer.system,
                targetComponent: peer.component))
        if order.command == VehicleOrder.Command.reboot, result == .accepted { reboot() }
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

    private mutating func result(of order: VehicleOrder) -> MAVResult {
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
        case VehicleOrder.Command.reboot: isArmed ? .temporarilyRejected : .accepted
        default: .unsupported
        }
    }

    private mutating func armOrDisarm(_ order: VehicleOrder) -> MAVResult {
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
        default: return .denied
        }
    }

    /// PX4 answers a refused arming with TEMPORARILY_REJECTED, ArduPilot with FAILED.
    private var refusalOfArming: MAVResult { configuration.dialect == .px4 ? .temporarilyRejected : .failed }

    private mutating func setMode(_ order: VehicleOrder) -> MAVResult {
        guard let main = order.whole(2), let sub = order.whole(3), (0...255).contains(main),
            (0...255).contains(sub)
        else { return .denied }
        let number =
            switch configuration.dialect {
            case .px4: UInt32(main) << 16 | UInt32(sub) << 24
            case .ardupilot: UInt32(main)
            }
        guard let mode = AutopilotMode(customMode: number, dialect: configuration.dialect) else {
            return configuration.dialect == .px4 ? .unsupported : .failed
        }
        let isRefused = mode == .mission && faults.missionModeRefusals > 0
        if isRefused { faults.missionModeRefusals -= 1 }
        if !isRefused, enter(mode) { return .accepted }
        return configuration.dialect == .px4 ? .temporarilyRejected : .failed
    }

    private mutating func takeOff(_ order: VehicleOrder) -> MAVResult {
        let isReady = isArmed && airframe.isOnGround && (configuration.dialect == .px4 || mode == .guided)
        let height = Double(order.parameters[6])
        guard isReady, height.isFinite else { return configuration.dialect == .px4 ? .denied : .failed }
        let up = configuration.dialect == .px4 ? height - configuration.home.altitude : height
        if configuration.dialect == .px4 { mode = .takeoff }
        task = .climb(toHeight: min(max(up, 2), 500), over: airframe.place)
        return .accepted
    }

    private mutating func startByOrder() -> MAVResult {
        if faults.missionStartRefusals > 0 {
            faults.missionStartRefusals -= 1
            return configuration.dialect == .px4 ? .temporarilyRejected : .failed
        }
        switch configuration.dialect {
        case .ardupilot: return startMission() ? .accepted : .failed
        case .px4:
            guard hasFlyableMission, isArmed || arm(isForced: false) else { return .temporarilyRejected }
            return enter(.mission) ? .accepted : .temporarilyRejected
        }
    }

    private mutating func setInterval(_ order: VehicleOrder) -> MAVResult {
        guard let id = order.whole(1), let messageID = UInt32(exactly: id), canSend(messageID) else {
            guard configuration.dialect == .ardupilot else { return .denied }
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
