// SPDX-License-Identifier: Apache-2.0
// Sends a flying vehicle to a place where it waits in the air: MAV_CMD_DO_REPOSITION with the flag that changes the
// mode, in the form that each family takes. It never lands the vehicle and never picks the place.

internal import DockModel
internal import MAVLink

/// A COMMAND_INT and its verdict: a `CommandExchange` whose every message goes out with a place. Both families take
/// DO_REPOSITION as COMMAND_INT; a COMMAND_LONG would round the place to metres.
struct PlacedCommandExchange: MicroProtocol {
    private var exchange: CommandExchange
    private let placed: CommandIntMessage

    init(_ placed: CommandIntMessage, between ends: Correspondents, timing: CommandTiming) {
        var placed = placed
        placed.targetSystem = ends.vehicle.system
        placed.targetComponent = ends.vehicle.component
        self.placed = placed
        exchange = CommandExchange(CommandLongMessage(command: placed.command), between: ends, timing: timing)
    }

    var outcome: CommandOutcome? { exchange.outcome }
    var deadline: Instant? { exchange.deadline }
    mutating func start(at now: Instant) -> [any MAVLinkMessage] { place(exchange.start(at: now)) }
    mutating func tick(at now: Instant) -> [any MAVLinkMessage] { place(exchange.tick(at: now)) }
    mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        place(exchange.receive(frame, at: now))
    }

    private func place(_ messages: [any MAVLinkMessage]) -> [any MAVLinkMessage] { messages.map { _ in placed } }
}

extension VehicleDialect {
    /// The mode in which the vehicle waits at the place that DO_REPOSITION names.
    var repositionedMode: FlightMode { self == .px4 ? .hold : .guided }

    /// The order to fly to a place at a height above home. PX4 takes every altitude as above sea level, whatever frame
    /// is named, so it gets that; ArduPilot (Copter 4.1 and later) honours the frame.
    func reposition(
        latitude: Double, longitude: Double, height: Double, from position: VehiclePosition
    ) -> CommandIntMessage {
        let homeAltitude = position.altitude.value - position.relativeAltitude.value
        return CommandIntMessage(
            frame: self == .px4 ? .global : .globalRelativeAlt, command: .doReposition,
            param1: -1, param2: Float(MAVDoRepositionFlags.changeMode.rawValue), param3: 0, param4: .nan,
            x: Self.e7(latitude), y: Self.e7(longitude), z: Float(self == .px4 ? homeAltitude + height : height))
    }

    /// Degrees in units of 1e-7; what is no angle becomes 0, which callers have refused before.
    private static func e7(_ degrees: Double) -> Int32 {
        guard degrees.isFinite, abs(degrees) <= 180 else { return 0 }
        return Int32((degrees * 1e7).rounded())
    }
}

extension VehicleSession {
    /// Least height above home at which a vehicle is sent elsewhere; below it, it climbs to this height on the way.
    public static let leastTransitHeight = 10.0

    /// Sends the vehicle in the air to a place at its present height and waits until it is in the mode for that.
    /// Allowed while another order runs. To a vehicle that is not heard the order is sent once all the same.
    /// - Throws: `notAllowed` when the place is none, or the vehicle is not in the air or has never told its own place;
    ///   `commandRefused`, `commandUnanswered`, `notConfirmed`, `noVehicle`, `cancelled`.
    public func fly(latitude: Double, longitude: Double) async throws(VehicleLinkError) {
        guard latitude.isFinite, longitude.isFinite, abs(latitude) <= 90, abs(longitude) <= 180 else {
            throw .notAllowed(order: "reposition", reason: "\(latitude), \(longitude) is no place")
        }
        guard let position = vehicle?.position?.value else {
            throw .notAllowed(order: "reposition", reason: "the vehicle has not told where it is")
        }
        let height = max(Self.leastTransitHeight, position.relativeAltitude.value)
        if !isHeard { sendBlindly(latitude, longitude, height, from: position) }
        let (dialect, ends) = try correspondents()
        // Told to go elsewhere, a vehicle on the ground might take off.
        guard vehicle?.isArmed?.value == true, report.landed.state != .onGround else {
            throw .notAllowed(order: "reposition", reason: "the vehicle is not known to be in the air")
        }
        let message = dialect.reposition(
            latitude: latitude, longitude: longitude, height: height, from: position)
        let heard = vehicle?.textCount ?? 0
        let timing = CommandTiming(answerTimeout: patience(.seconds(1)))
        let exchange = PlacedCommandExchange(message, between: ends, timing: timing)
        try await judge(await run(exchange)?.outcome, "reposition", attempts: timing.attempts, heard: heard)
        let mode = dialect.repositionedMode
        try await confirm("in mode \(mode)") { $0.mode?.value == mode }
    }

    /// Sends the order to a vehicle that was heard once and is silent now; nobody waits for an answer.
    private func sendBlindly(
        _ latitude: Double, _ longitude: Double, _ height: Double, from position: VehiclePosition
    ) {
        guard let vehicle, vehicle.isArmed?.value == true, let dialect = VehicleDialect(vehicle.autopilot) else {
            return
        }
        var message = dialect.reposition(
            latitude: latitude, longitude: longitude, height: height, from: position)
        message.targetSystem = vehicle.address.system
        message.targetComponent = vehicle.address.component
        send(message)
    }
}
