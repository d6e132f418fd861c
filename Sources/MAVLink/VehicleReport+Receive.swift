// SPDX-License-Identifier: Apache-2.0
// Which message fills which fact of a vehicle report. Frames of other systems change nothing; of the
// vehicle's other components only status texts, cameras and Remote ID transmitters are heard.

import DockModel

extension VehicleReport {
    /// Component ids of Remote ID transmitters; the autopilot itself may tell too.
    public static let remoteIDTransmitters: ClosedRange<UInt8> = 236...238

    /// Takes a frame of the link.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) {
        guard frame.source.system == address.system else { return }
        if let text = frame.decode(StatusTextMessage.self) {
            keep(assembler.receive(text, from: frame.source.component, at: now))
            return
        }
        if frame.source == address || Self.remoteIDTransmitters.contains(frame.source.component),
            let status = frame.decode(OpenDroneIDArmStatusMessage.self)
        {
            remoteID = Observed(status, taken: now)
            return
        }
        guard frame.source == address else { return equipment.receiveFromCamera(frame) }
        switch frame.messageID {
        case HeartbeatMessage.messageID: note(HeartbeatMessage(payload: frame.payload), at: now)
        case SysStatusMessage.messageID: note(SysStatusMessage(payload: frame.payload), at: now)
        case BatteryStatusMessage.messageID: note(BatteryStatusMessage(payload: frame.payload), at: now)
        case ExtendedSysStateMessage.messageID:
            let message = ExtendedSysStateMessage(payload: frame.payload)
            landedMessage = Observed(LandedState(message.landedState), taken: now)
        case GlobalPositionIntMessage.messageID:
            note(GlobalPositionIntMessage(payload: frame.payload), at: now)
        case HomePositionMessage.messageID:
            home = HomePosition(HomePositionMessage(payload: frame.payload)).map { Observed($0, taken: now) }
        case VFRHUDMessage.messageID: note(VFRHUDMessage(payload: frame.payload), at: now)
        case WindMessage.messageID: noteWind(Double(WindMessage(payload: frame.payload).speed), at: now)
        case WindCovMessage.messageID:
            let message = WindCovMessage(payload: frame.payload)
            let north = Double(message.windX), east = Double(message.windY)
            noteWind((north * north + east * east).squareRoot(), at: now)
        case GPSRawIntMessage.messageID:
            gnss = Observed(GNSSReport(GPSRawIntMessage(payload: frame.payload)), taken: now)
        case MissionCurrentMessage.messageID:
            let message = MissionCurrentMessage(payload: frame.payload)
            missionCurrent = Observed(
                MissionProgress(message, hasExtensions: frame.version == .v2), taken: now)
        case MissionItemReachedMessage.messageID:
            keep(reached: Observed(MissionItemReachedMessage(payload: frame.payload).seq, taken: now))
        case HighLatency2Message.messageID: note(HighLatency2Message(payload: frame.payload), at: now)
        case FenceStatusMessage.messageID:
            fence = Observed(FenceReport(FenceStatusMessage(payload: frame.payload)), taken: now)
        case AutopilotVersionMessage.messageID: note(AutopilotVersionMessage(payload: frame.payload), at: now)
        default: equipment.receive(frame, at: now)
        }
    }

    private mutating func note(_ message: HeartbeatMessage, at now: Instant) {
        let family = Autopilot(message.autopilot)
        autopilot = family
        type = message.type
        lastHeartbeat = now
        isArmed = Observed(message.baseMode.contains(.safetyArmed), taken: now)
        mode = Observed(
            FlightMode(customMode: message.customMode, autopilot: family, vehicleType: message.type),
            taken: now)
        systemState = Observed(message.systemStatus, taken: now)
    }

    private mutating func note(_ message: SysStatusMessage, at now: Instant) {
        health = Observed(HealthReport(message), taken: now)
        systemBattery = Observed(BatteryReport(message), taken: now)
    }

    private mutating func note(_ message: BatteryStatusMessage, at now: Instant) {
        equipment.noteCells(message, at: now)
        guard batteries[message.id] != nil || batteries.count < Self.batteryLimit else { return }
        batteries[message.id] = Observed(BatteryReport(message), taken: now)
    }

    private mutating func note(_ message: GlobalPositionIntMessage, at now: Instant) {
        position = VehiclePosition(message).map { Observed($0, taken: now) }
        // VFR_HUD holds the better filtered speed; this one fills in where that is not sent.
        if let lastSpeedMessage, lastSpeedMessage + .seconds(3) >= now { return }
        let north = Double(message.vx) / 100, east = Double(message.vy) / 100
        let speed = (north * north + east * east).squareRoot()
        groundSpeed = position == nil ? nil : Observed(MetresPerSecond(speed), taken: now)
    }

    private mutating func note(_ message: VFRHUDMessage, at now: Instant) {
        lastSpeedMessage = now
        let speed = message.groundspeed
        groundSpeed =
            speed.isFinite && speed >= 0 ? Observed(MetresPerSecond(Double(speed)), taken: now) : nil
    }

    /// Takes the speed of WIND (ArduPilot) or WIND_COV; what is no wind on earth is no estimate.
    private mutating func noteWind(_ speed: Double, at now: Instant) {
        wind = (0...120).contains(speed) ? Observed(MetresPerSecond(speed), taken: now) : nil
    }

    private mutating func note(_ message: AutopilotVersionMessage, at now: Instant) {
        capabilities = Observed(message.capabilities, taken: now)
        let version = message.flightSwVersion
        guard version != 0 else { return }
        let text = "\(version >> 24).\(version >> 16 & 0xFF).\(version >> 8 & 0xFF)"
        softwareVersion = Observed(text, taken: now)
    }
}
