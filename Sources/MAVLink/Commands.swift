// SPDX-License-Identifier: Apache-2.0
// The commands a dock gives a vehicle, with their parameters in the right places. Targets are filled in by
// the exchange that sends them.

extension CommandLongMessage {
    /// Arm the motors; never with the force option.
    public static let arm = CommandLongMessage(command: .componentArmDisarm, param1: 1)
    /// Disarm the motors; the vehicle refuses in the air, for the force option is never set.
    public static let disarm = CommandLongMessage(command: .componentArmDisarm, param1: 0)
    /// Start the uploaded mission from its first item.
    public static let missionStart = CommandLongMessage(command: .missionStart)
    /// Come home and land.
    public static let returnToLaunch = CommandLongMessage(command: .navReturnToLaunch)
    /// Land where it is.
    public static let land = CommandLongMessage(command: .navLand, param4: .nan)
    /// Run the pre-arm checks now.
    public static let runPrearmChecks = CommandLongMessage(command: .runPrearmChecks)

    /// Send one message of this number once.
    public static func request(_ messageID: UInt32) -> CommandLongMessage {
        CommandLongMessage(command: .requestMessage, param1: Float(messageID))
    }

    /// Send a message every so many microseconds; -1 stops it, 0 means the vehicle's default.
    public static func interval(of messageID: UInt32, microseconds: Int32) -> CommandLongMessage {
        CommandLongMessage(
            command: .setMessageInterval, param1: Float(messageID), param2: Float(microseconds))
    }

    /// Change the flight mode; nil when this autopilot has no such mode.
    public static func set(_ mode: FlightMode, on autopilot: Autopilot) -> CommandLongMessage? {
        guard let number = mode.customMode(for: autopilot) else { return nil }
        switch autopilot {
        case .px4:
            return CommandLongMessage(
                command: .doSetMode, param1: Float(MAVModeFlag.customModeEnabled.rawValue),
                param2: Float(number >> 16 & 0xFF), param3: Float(number >> 24 & 0xFF))
        case .ardupilot, .other:
            return CommandLongMessage(
                command: .doSetMode, param1: Float(MAVModeFlag.customModeEnabled.rawValue),
                param2: Float(number))
        }
    }
}

extension HeartbeatMessage {
    /// What we send once a second: a ground station that is up.
    public static let groundStation = HeartbeatMessage(
        type: .gcs, autopilot: .invalid, systemStatus: .active, mavlinkVersion: 3)
}
