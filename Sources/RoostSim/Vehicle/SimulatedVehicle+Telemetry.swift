// SPDX-License-Identifier: Apache-2.0
// What the simulated vehicle tells about itself, and how often. Numbers are brought into the range of their
// wire fields here; nothing in this file changes the flight.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// The intervals in milliseconds before a station asks for others. ArduPilot sends only its heartbeat.
    static func normalIntervals(_ dialect: AutopilotDialect) -> [UInt32: Int64] {
        guard dialect == .px4 else { return [HeartbeatMessage.messageID: 1_000] }
        return [
            HeartbeatMessage.messageID: 1_000, SysStatusMessage.messageID: 1_000,
            GPSRawIntMessage.messageID: 1_000,
            GlobalPositionIntMessage.messageID: 500, MissionCurrentMessage.messageID: 1_000,
            HomePositionMessage.messageID: 2_000, AttitudeMessage.messageID: 500,
            VFRHUDMessage.messageID: 500, SystemTimeMessage.messageID: 2_000,
            BatteryStatusMessage.messageID: 2_000, ExtendedSysStateMessage.messageID: 1_000,
            VibrationMessage.messageID: 2_000, EstimatorStatusMessage.messageID: 1_000,
            CurrentEventSequenceMessage.messageID: 3_000,
        ]
    }

    /// The messages of ArduPilot's stream groups, for stations that ask the old way.
    private static let streamGroups: [(group: MAVDataStream, messages: [UInt32])] = [
        (
            .extendedStatus,
            [
                SysStatusMessage.messageID, GPSRawIntMessage.messageID, MissionCurrentMessage.messageID,
                FenceStatusMessage.messageID,
            ]
        ),
        (.position, [GlobalPositionIntMessage.messageID]), (.extra1, [AttitudeMessage.messageID]),
        (.extra2, [VFRHUDMessage.messageID]),
        (
            .extra3,
            [
                SystemTimeMessage.messageID, BatteryStatusMessage.messageID, VibrationMessage.messageID,
                EKFStatusReportMessage.messageID,
            ]
        ),
    ]

    /// Starts or stops a group of ArduPilot's messages; PX4 knows no groups.
    mutating func hearStreamRequest(_ frame: MAVLinkFrame) {
        guard configuration.dialect == .ardupilot, let request = frame.decode(RequestDataStreamMessage.self),
            isMine(request.targetSystem, request.targetComponent)
        else { return }
        let isOn = request.startStop == 1 && request.reqMessageRate > 0
        let interval = isOn ? Duration.seconds(1) / Int(request.reqMessageRate) : nil
        for (group, messages) in Self.streamGroups
        where request.reqStreamID == .all || group == request.reqStreamID {
            for id in messages { radio.schedule.set(id, every: interval, from: timers.now) }
        }
    }

    /// Starts the normal schedule of a fresh autopilot.
    mutating func resetSchedule() {
        radio.schedule = MessageSchedule()
        for (id, milliseconds) in Self.normalIntervals(configuration.dialect) {
            radio.schedule.set(id, every: .milliseconds(milliseconds), from: timers.now)
        }
    }

    /// Whether a message can be asked for.
    func canSend(_ messageID: UInt32) -> Bool {
        switch messageID {
        case AutopilotVersionMessage.messageID, VibrationMessage.messageID, HomePositionMessage.messageID,
            ExtendedSysStateMessage.messageID, BatteryStatusMessage.messageID, HeartbeatMessage.messageID,
            SysStatusMessage.messageID, GPSRawIntMessage.messageID, GlobalPositionIntMessage.messageID,
            MissionCurrentMessage.messageID, AttitudeMessage.messageID, VFRHUDMessage.messageID,
            SystemTimeMessage.messageID:
            true
        case EstimatorStatusMessage.messageID, WindCovMessage.messageID, CurrentEventSequenceMessage.messageID:
            configuration.dialect == .px4
        case EKFStatusReportMessage.messageID, FenceStatusMessage.messageID, WindMessage.messageID:
            configuration.dialect == .ardupilot
        default: canSendEquipment(messageID)
        }
    }

    mutating func sendDueTelemetry() {
        for id in radio.schedule.takeDue(at: timers.now) { sendTelemetry(id) }
    }

    /// Sends one message of the telemetry now.
    mutating func sendTelemetry(_ messageID: UInt32) {
        switch messageID {
        case HeartbeatMessage.messageID: send(heartbeat)
        case SysStatusMessage.messageID: send(systemStatus)
        case SystemTimeMessage.messageID: send(systemTime)
        case GPSRawIntMessage.messageID: send(rawPosition)
        case GlobalPositionIntMessage.messageID: send(globalPosition)
        case AttitudeMessage.messageID: send(attitude)
        case VFRHUDMessage.messageID: send(headUpDisplay)
        case ExtendedSysStateMessage.messageID: send(extendedState)
        case BatteryStatusMessage.messageID: send(batteryStatus)
        case HomePositionMessage.messageID: send(homePosition)
        case MissionCurrentMessage.messageID: send(missionCurrent)
        case VibrationMessage.messageID: send(vibration)
        case EstimatorStatusMessage.messageID: send(estimatorStatus)
        case EKFStatusReportMessage.messageID: send(filterReport)
        case FenceStatusMessage.messageID: send(fenceStatus)
        case WindMessage.messageID: send(windReport)
        case CurrentEventSequenceMessage.messageID: send(radio.events.current)
        case WindCovMessage.messageID: send(windEstimate)
        case AutopilotVersionMessage.messageID: send(autopilotVersion)
        default: sendEquipment(messageID)
        }
    }

    /// Milliseconds since power-up, wrapping after 49 days as on the wire.
    var bootMilliseconds: UInt32 {
        let uptime = configuration.uptimeAtPowerUp + timers.bootedAt.duration(to: timers.now)
        return UInt32(truncatingIfNeeded: uptime.nanoseconds / 1_000_000)
    }

    var bootMicroseconds: UInt64 {
        UInt64(max(0, timers.bootedAt.duration(to: timers.now).nanoseconds / 1_000))
    }

    private var heartbeat: HeartbeatMessage {
        var base: MAVModeFlag = [.customModeEnabled]
        if isArmed { base.insert(.safetyArmed) }
        if mode.isAutomatic {
            base.formUnion([.guidedEnabled, .stabilizeEnabled])
            if configuration.dialect == .px4 || mode != .guided { base.insert(.autoEnabled) }
        } else {
            base.formUnion([.manualInputEnabled, .stabilizeEnabled])
        }
        let isFailing = timers.hasWarnedLow || timers.hasLostGroundStation
        let state: MAVState =
            if timers.hasWarnedCritical, isArmed { .emergency } else if isFailing, isArmed { .critical } else
            {
                isArmed && timers.leftGroundAt != nil ? .active : .standby
            }
        return HeartbeatMessage(
            type: .quadrotor, autopilot: configuration.dialect == .px4 ? .px4 : .ardupilotmega,
            baseMode: base,
            customMode: customMode, systemStatus: state, mavlinkVersion: 3)
    }

    private var sensors: MAVSysStatusSensor {
        [
            .gyro, .accel, .mag, .absolutePressure, .gps, .attitudeStabilization, .motorOutputs, .ahrs,
            .battery,
            .prearmCheck,
        ]
    }

    private var systemStatus: SysStatusMessage {
        var healthy = sensors
        if faults.hasNoFix { healthy.remove(.gps) }
        if !isArmed, preArmObstacle(isForced: false) != nil { healthy.remove(.prearmCheck) }
        return SysStatusMessage(
            onboardControlSensorsPresent: sensors, onboardControlSensorsEnabled: sensors,
            onboardControlSensorsHealth: healthy, load: 350, voltageBattery: Wire.u16(pack.volts * 1_000),
            currentBattery: Wire.i16(pack.currentAmperes * 100), batteryRemaining: chargePercent)
    }

    private var chargePercent: Int8 { Int8(min(max((pack.stateOfCharge * 100).rounded(), 0), 100)) }

    private var systemTime: SystemTimeMessage {
        let wall = configuration.powerUp + timers.bootedAt.duration(to: timers.now)
        let micros = UInt64(max(0, wall.milliseconds)) &* 1_000
        return SystemTimeMessage(timeUnixUsec: faults.hasNoFix ? 0 : micros, timeBootMs: bootMilliseconds)
    }

    private var rawPosition: GPSRawIntMessage {
        let here = position
        guard !faults.hasNoFix else {
            return GPSRawIntMessage(
                timeUsec: bootMicroseconds, fixType: .noFix, eph: .max, epv: .max, vel: .max, cog: .max)
        }
        let velocity = airframe.velocity
        let course = GroundFrame.heading(north: velocity.north, east: velocity.east)
        return GPSRawIntMessage(
            timeUsec: bootMicroseconds, fixType: .fix3d, lat: here.latitudeE7, lon: here.longitudeE7,
            alt: here.altitudeMillimetres, eph: 80, epv: 120, vel: Wire.u16(velocity.level * 100),
            cog: Wire.u16(course * 100), satellitesVisible: 14, altEllipsoid: here.altitudeMillimetres,
            hAcc: 900,
            vAcc: 1_400, velAcc: 200)
    }

    private var globalPosition: GlobalPositionIntMessage {
        let here = position
        let velocity = airframe.velocity
        guard !faults.hasNoFix else {
            return GlobalPositionIntMessage(timeBootMs: bootMilliseconds, hdg: .max)
        }
        return GlobalPositionIntMessage(
            timeBootMs: bootMilliseconds, lat: here.latitudeE7, lon: here.longitudeE7,
            alt: here.altitudeMillimetres,
            relativeAlt: Wire.i32(airframe.place.up * 1_000), vx: Wire.i16(velocity.north * 100),
            vy: Wire.i16(velocity.east * 100), vz: Wire.i16(-velocity.up * 100),
            hdg: Wire.u16(min(airframe.headingDegrees, 359.99) * 100))
    }

    /// Roll and pitch lean against drag; the numbers are plausible, not aerodynamic.
    private var attitude: AttitudeMessage {
        let yaw = airframe.headingDegrees > 180 ? airframe.headingDegrees - 360 : airframe.headingDegrees
        let lean = min(airframe.airVelocity.level * 0.02, 0.5)
        return AttitudeMessage(
            timeBootMs: bootMilliseconds, roll: 0, pitch: Float(-lean), yaw: Float(yaw * .pi / 180))
    }

    private var headUpDisplay: VFRHUDMessage {
        let share = airframe.watts(isArmed: isArmed) / (airframe.limits.hoverWatts * 2)
        return VFRHUDMessage(
            airspeed: Float(airframe.airVelocity.level), groundspeed: Float(airframe.velocity.level),
            heading: Wire.i16(airframe.headingDegrees), throttle: isArmed ? Wire.u16(min(share, 1) * 100) : 0,
            alt: Float(position.altitude), climb: Float(airframe.velocity.up))
    }

    private var extendedState: ExtendedSysStateMessage {
        var state: MAVLandedState =
            if airframe.isOnGround { .onGround } else {
                switch task {
                case .climb: .takeoff
                case .descend: .landing
                case .idle, .fly, .stay, .hold, .returnClimb, .returnTransit: .inAir
                }
            }
        if let claimed = faults.claimsLandedState { state = MAVLandedState(rawValue: claimed) }
        return ExtendedSysStateMessage(vtolState: .init(rawValue: 0), landedState: state)
    }

    private var batteryStatus: BatteryStatusMessage {
        let cell = Wire.u16(pack.volts * 1_000 / Double(pack.cells))
        let cells = [UInt16](repeating: cell, count: min(pack.cells, 10))
        let more = [UInt16](repeating: cell, count: max(0, pack.cells - 10))
        let current = pack.currentAmperes
        let state: MAVBatteryChargeState =
            if current < 0 { .charging } else if pack.stateOfCharge < configuration.criticalCharge {
                .critical
            } else {
                pack.stateOfCharge < configuration.lowCharge ? .low : .ok
            }
        let hours = current > 0.1 ? pack.capacityAmpereHours * pack.stateOfCharge / current : 0
        return BatteryStatusMessage(
            id: 0, batteryFunction: .init(rawValue: 1), type: .init(rawValue: 1),
            temperature: Wire.i16(pack.temperatureCelsius * 100), voltages: FixedArray(cells, filler: .max),
            currentBattery: Wire.i16(current * 100), currentConsumed: Wire.i32(pack.drawnAmpereHours * 1_000),
            energyConsumed: Wire.i32(pack.drawnJoules / 100), batteryRemaining: chargePercent,
            timeRemaining: Wire.i32(hours * 3_600), chargeState: state,
            voltagesExt: FixedArray(more, filler: 0))
    }

    private var homePosition: HomePositionMessage {
        let home = configuration.home
        return HomePositionMessage(
            latitude: home.latitudeE7, longitude: home.longitudeE7, altitude: home.altitudeMillimetres,
            q: FixedArray([1, 0, 0, 0], filler: 0), timeUsec: bootMicroseconds)
    }

    private var missionCurrent: MissionCurrentMessage {
        let total = plan.items(.mission).count
        let isDone = plan.lastReached.map { $0 + 1 >= total } ?? false
        let state: MAVMissionState =
            if total == 0 { .noMission } else if isDone { .complete } else if isArmed, mode == .mission {
                .active
            } else {
                plan.lastReached == nil ? .notStarted : .paused
            }
        return MissionCurrentMessage(
            seq: UInt16(truncatingIfNeeded: plan.current), total: UInt16(truncatingIfNeeded: total),
            missionState: state, missionMode: mode == .mission ? 1 : 2)
    }

    private var vibration: VibrationMessage {
        let shake: Float = airframe.isOnGround ? 0.2 : 9 + Float(min(airframe.airVelocity.level, 20)) * 0.4
        return VibrationMessage(
            timeUsec: bootMicroseconds, vibrationX: shake, vibrationY: shake * 0.9, vibrationZ: shake * 1.3)
    }

    private var estimatorStatus: EstimatorStatusMessage {
        var flags: MAVEstimatorStatusFlags = [.attitude, .velocityVert, .posVertAbs]
        if !faults.hasNoFix {
            flags.formUnion([.velocityHoriz, .posHorizRel, .posHorizAbs, .predPosHorizAbs])
        }
        return EstimatorStatusMessage(
            timeUsec: bootMicroseconds, flags: flags, velRatio: 0.05, posHorizRatio: 0.04, posVertRatio: 0.03,
            magRatio: 0.08, posHorizAccuracy: 0.4, posVertAccuracy: 0.6)
    }

    private var filterReport: EKFStatusReportMessage {
        var flags: MAVEKFStatusFlags = [.attitude, .velocityVert, .posVertAbs]
        if !faults.hasNoFix {
            flags.formUnion([.velocityHoriz, .posHorizRel, .posHorizAbs, .predPosHorizAbs])
        }
        return EKFStatusReportMessage(
            flags: flags, velocityVariance: 0.05, posHorizVariance: 0.04, posVertVariance: 0.03,
            compassVariance: 0.08)
    }

    /// ArduPilot names where the wind comes from, PX4 where it blows to.
    private var windReport: WindMessage {
        let from = GroundFrame.heading(north: -wind.north, east: -wind.east)
        return WindMessage(direction: Float(from), speed: Float(wind.level))
    }

    private var windEstimate: WindCovMessage {
        WindCovMessage(timeUsec: bootMicroseconds, windX: Float(wind.north), windY: Float(wind.east))
    }

    private var autopilotVersion: AutopilotVersionMessage {
        let version: UInt32 = configuration.dialect == .px4 ? 0x010F_03FF : 0x0405_07FF
        return AutopilotVersionMessage(
            capabilities: [
                .missionFloat, .missionInt, .commandInt, .mavlink2, .missionFence, .missionRally, .paramFloat, .ftp,
                parameterEncoding == .bytewise ? .paramEncodeBytewise : .paramEncodeCCast,
            ], flightSwVersion: version, vendorID: 0x26AC, productID: 0x0011, uid: 0x526F_6F73_7453_696D)
    }
}

/// Numbers brought into the range of their wire fields.
enum Wire {
    static func u16(_ value: Double) -> UInt16 {
        value.isFinite ? UInt16(min(max(value.rounded(), 0), 65_534)) : .max
    }
    static func i16(_ value: Double) -> Int16 {
        value.isFinite ? Int16(min(max(value.rounded(), -32_767), 32_766)) : 0
    }
    static func i32(_ value: Double) -> Int32 {
        value.isFinite ? Int32(min(max(value.rounded(), -2_147_483_000), 2_147_483_000)) : 0
    }
}
