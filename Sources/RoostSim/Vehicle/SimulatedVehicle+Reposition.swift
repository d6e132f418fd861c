// SPDX-License-Identifier: Apache-2.0
// How the simulated autopilot obeys DO_REPOSITION, with the habits of each family: PX4 wants the flag that changes the
// mode and takes every altitude as above sea level; ArduPilot honours the frame, and needs the flag outside GUIDED.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Farthest place it flies to on such an order, in metres from the pad.
    static let farthestPlace = 100_000.0

    /// Flies to a place and waits above it.
    mutating func reposition(_ order: VehicleOrder) -> MAVResult {
        let flags = order.whole(2) ?? 0
        let changesMode = flags & Int64(MAVDoRepositionFlags.changeMode.rawValue) != 0
        switch configuration.dialect {
        case .px4:
            guard changesMode else { return .unsupported }
        case .ardupilot:
            guard changesMode || mode == .guided else { return .denied }
        }
        guard let up = height(of: order), let place = place(of: order, up: up) else { return .denied }
        guard enter(configuration.dialect == .px4 ? .hold : .guided) else {
            return configuration.dialect == .px4 ? .temporarilyRejected : .failed
        }
        if isArmed, !airframe.isOnGround { task = .hold(at: place) }
        return .accepted
    }

    /// The height above home that an order means; nil for a frame that ArduPilot does not take.
    private func height(of order: VehicleOrder) -> Double? {
        let number = Double(order.parameters[6])
        guard number.isFinite else { return configuration.dialect == .px4 ? airframe.place.up : nil }
        let aboveSea = number - configuration.home.altitude
        switch (configuration.dialect, order.frame) {
        case (.px4, _), (.ardupilot, nil), (.ardupilot, .global?), (.ardupilot, .globalInt?):
            return min(max(aboveSea, airframe.groundUp + 1), 5_000)
        case (.ardupilot, .globalRelativeAlt?), (.ardupilot, .globalRelativeAltInt?):
            return min(max(number, airframe.groundUp + 1), 5_000)
        case (.ardupilot, _): return nil
        }
    }

    private func place(of order: VehicleOrder, up: Double) -> Vector? {
        guard order.latitude.isFinite, order.longitude.isFinite, abs(order.latitude) <= 90,
            abs(order.longitude) <= 180, order.latitude != 0 || order.longitude != 0
        else { return nil }
        var place = frame.metres(latitude: order.latitude, longitude: order.longitude)
        guard place.level <= Self.farthestPlace else { return nil }
        place.up = up
        return place
    }
}
