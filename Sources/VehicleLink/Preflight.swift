// SPDX-License-Identifier: Apache-2.0
// What is asked of a vehicle before it is launched, line by line: pass, hold (it may mend itself) or refuse (a person
// must act), each with the reason. It reads facts and moves nothing; the dock's own gates are the core's.

internal import DockModel
public import MAVLink

/// What one question before a launch comes to.
public enum PreflightVerdict: String, Sendable, Comparable, CaseIterable {
    /// Nothing speaks against it.
    case pass
    /// Not now; it may mend itself.
    case hold
    /// Not before a person acted.
    case refuse

    /// The worse one is greater.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// One question before a launch and its answer.
public struct PreflightLine: Sendable, Equatable {
    /// What is asked, as `gnss`.
    public var check: String
    /// What it comes to.
    public var verdict: PreflightVerdict
    /// Why, with the figures.
    public var reason: String
}

/// What a dock demands before a launch.
public struct PreflightTerms: Sendable {
    /// What the vehicle must hold.
    public var parameters: [ParameterRequirement] = []
    /// Least charge for a launch in %.
    public var batteryLaunch = 50.0
    /// Charge below which a person must look at it, in %.
    public var batteryFloor = 30.0

    /// The usual demands: no parameter, 50 % and 30 % of charge.
    public init() {}
}

/// What is known of a vehicle before a launch.
struct PreflightFacts {
    var report: SessionReport
    var vehicle: VehicleReport
    var equipment: EquipmentAnswer
    /// What it said since its checks were run.
    var texts: [StatusText]
    /// Items of its fence; why it is unknown.
    var fence: Result<Int, VehicleLinkError>
    /// The differences to what is required; why they are unknown.
    var parameters: Result<[ParameterDifference], VehicleLinkError>
}

/// The answers.
struct PreflightJudge {
    let facts: PreflightFacts
    let terms: PreflightTerms

    /// Greatest test ratio of the position estimate; PX4 rejects a measurement at 1, ArduPilot's FS_EKF_THRESH is 0.8.
    private static let greatestRatio: (px4: Float, arduPilot: Float) = (1, 0.8)
    /// Least free space for a flight log in MiB.
    private static let leastStorage: Float = 100
    private static let warning = MAVSeverity.warning.rawValue

    var lines: [PreflightLine] {
        [heartbeat, state, readiness, gnss, estimator, battery, home, fence, remoteID, parameters, storage]
    }

    private func line(_ check: String, _ verdict: PreflightVerdict, _ reason: String) -> PreflightLine {
        PreflightLine(check: check, verdict: verdict, reason: reason)
    }

    private var heartbeat: PreflightLine {
        guard facts.report.isHeard, let last = facts.vehicle.lastHeartbeat else {
            return line("heartbeat", .refuse, "the vehicle is not heard")
        }
        let age = last.duration(to: facts.report.taken).inSeconds
        return line("heartbeat", .pass, "\(Self.text(max(0, age), 1)) s ago")
    }

    private var state: PreflightLine {
        if facts.vehicle.isArmed?.value == true { return line("state", .refuse, "the vehicle is armed") }
        switch facts.report.landed.state {
        case .onGround: return line("state", .pass, "disarmed on the ground")
        case .unknown: return line("state", .hold, "the vehicle does not say whether it is on the ground")
        case .inAir, .takingOff, .landing: return line("state", .refuse, "the vehicle is in the air")
        }
    }

    private var readiness: PreflightLine {
        let said = facts.texts.filter { $0.severity.rawValue <= Self.warning }.map { "\"\($0.text)\"" }
        let words = said.isEmpty ? "" : ": " + said.joined(separator: ", ")
        guard let health = facts.vehicle.health?.value else {
            return line("readiness", .hold, "the vehicle does not say whether it may be armed\(words)")
        }
        guard !health.isReadyToArm else { return line("readiness", .pass, "its checks before arming pass") }
        let failing =
            health.failing.isEmpty ? "" : ", sensors that do not work: \(Self.names(health.failing))"
        return line("readiness", .hold, "its checks before arming do not pass\(failing)\(words)")
    }

    private var gnss: PreflightLine {
        guard let gnss = facts.vehicle.gnss?.value else {
            return line("gnss", .hold, "no satellite fix is told")
        }
        let figures =
            "fix type \(gnss.fix.rawValue), \(gnss.satellites.map { "\($0)" } ?? "unknown") satellites, HDOP "
            + (gnss.horizontalDilution.map { Self.text($0, 2) } ?? "unknown")
        return line("gnss", gnss.has3DFix ? .pass : .hold, figures)
    }

    private var estimator: PreflightLine {
        if let status = facts.equipment.px4Estimator {
            let needed: [(MAVEstimatorStatusFlags, String)] = [
                (.attitude, "attitude"), (.velocityHoriz, "level velocity"), (.velocityVert, "climb"),
                (.posHorizAbs, "position"), (.posVertAbs, "height"),
            ]
            var faults = needed.filter { !status.flags.contains($0.0) }.map { "no \($0.1)" }
            if status.flags.contains(.gpsGlitch) { faults.append("GNSS glitch") }
            if status.flags.contains(.accelError) { faults.append("accelerometer error") }
            if status.flags.contains(.constPosMode) { faults.append("position held constant") }
            return estimator(
                faults,
                [
                    ("velocity", status.velRatio), ("position", status.posHorizRatio),
                    ("height", status.posVertRatio), ("compass", status.magRatio),
                ], Self.greatestRatio.px4)
        }
        if let status = facts.equipment.arduPilotEstimator {
            let needed: [(MAVEKFStatusFlags, String)] = [
                (.attitude, "attitude"), (.velocityHoriz, "level velocity"), (.velocityVert, "climb"),
                (.posHorizAbs, "position"), (.posVertAbs, "height"),
            ]
            var faults = needed.filter { !status.flags.contains($0.0) }.map { "no \($0.1)" }
            if status.flags.contains(.gpsGlitching) { faults.append("GNSS glitch") }
            if status.flags.contains(.uninitialized) { faults.append("never healthy since start") }
            if status.flags.contains(.constPosMode) { faults.append("position held constant") }
            return estimator(
                faults,
                [
                    ("velocity", status.velocityVariance), ("position", status.posHorizVariance),
                    ("height", status.posVertVariance), ("compass", status.compassVariance),
                ], Self.greatestRatio.arduPilot)
        }
        return line("ekf", .hold, "the vehicle does not tell the state of its position estimate")
    }

    private func estimator(
        _ faults: [String], _ ratios: [(name: String, value: Float)], _ greatest: Float
    ) -> PreflightLine {
        // NaN stands for a source that is not used; the flags above tell whether it is missed.
        let bad = ratios.filter { $0.value >= greatest }
            .map {
                "\($0.name) test ratio \(Self.text(Double($0.value), 2)), limit \(Self.text(Double(greatest), 1))"
            }
        guard faults.isEmpty, bad.isEmpty else {
            return line("ekf", .hold, (faults + bad).joined(separator: ", "))
        }
        let figures = ratios.filter { !$0.value.isNaN }.map { "\($0.name) \(Self.text(Double($0.value), 2))" }
            .joined(separator: ", ")
        return line("ekf", .pass, "test ratios: \(figures)")
    }

    private var battery: PreflightLine {
        guard let battery = facts.vehicle.battery?.value, let charge = battery.remaining?.value else {
            return line("battery", .hold, "the vehicle does not tell its charge")
        }
        let figures =
            "\(Self.text(charge, 0)) %" + (battery.voltage.map { ", \(Self.text($0.value, 2)) V" } ?? "")
        if !battery.faults.isEmpty {
            return line(
                "battery", .refuse, "\(figures), the battery reports fault bits \(battery.faults.rawValue)")
        }
        if charge < terms.batteryFloor {
            return line("battery", .refuse, "\(figures), below \(Self.text(terms.batteryFloor, 0)) %")
        }
        if charge < terms.batteryLaunch {
            return line("battery", .hold, "\(figures), below \(Self.text(terms.batteryLaunch, 0)) %")
        }
        return line("battery", .pass, figures)
    }

    private var home: PreflightLine {
        guard let home = facts.vehicle.home?.value else {
            return line("home", .hold, "the vehicle has no home")
        }
        return line("home", .pass, "\(Self.text(home.latitude, 7))°, \(Self.text(home.longitude, 7))°")
    }

    private var fence: PreflightLine {
        switch facts.fence {
        case .success(0): line("fence", .hold, "the vehicle holds no geofence: upload a plan with one")
        case .success(let count): line("fence", .pass, "\(count) items")
        case .failure(let error): line("fence", .hold, "\(error)")
        }
    }

    private var remoteID: PreflightLine {
        guard let status = facts.equipment.remoteID else {
            return line("remote_id", .pass, "no transmitter is heard; none is required")
        }
        guard status.status != .goodToArm else { return line("remote_id", .pass, "good to arm") }
        let said = status.error.text
        return line("remote_id", .hold, said.isEmpty ? "its transmitter does not allow arming" : said)
    }

    private var parameters: PreflightLine {
        guard !terms.parameters.isEmpty else { return line("parameters", .pass, "none is required") }
        switch facts.parameters {
        case .success(let found) where found.isEmpty:
            return line("parameters", .pass, "\(terms.parameters.count) are as required")
        case .success(let found):
            return line("parameters", .refuse, found.map(\.description).joined(separator: "; "))
        case .failure(let error): return line("parameters", .hold, "\(error)")
        }
    }

    private var storage: PreflightLine {
        if let health = facts.vehicle.health?.value, health.enabled.contains(.logging),
            !health.healthy.contains(.logging)
        {
            return line("log_storage", .hold, "the vehicle cannot log")
        }
        let known = facts.equipment.storages.values.sorted { $0.storageID < $1.storageID }
        guard let card = known.first(where: { $0.status == .ready }) ?? known.first else {
            return line("log_storage", .pass, "the vehicle does not tell its free space")
        }
        guard card.status == .ready else {
            let words =
                card.status == .empty ? "no card" : card.status == .unformatted ? "not formatted" : nil
            return words.map { line("log_storage", .hold, $0) }
                ?? line("log_storage", .pass, "the vehicle does not tell its free space")
        }
        let free = "\(Self.text(Double(card.availableCapacity), 0)) MiB free"
        return line("log_storage", card.availableCapacity >= Self.leastStorage ? .pass : .hold, free)
    }

    /// A number with so many places.
    private static func text(_ value: Double, _ places: Int) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "\(value)" }
        let scale = (0..<places).reduce(1.0) { whole, _ in whole * 10 }
        let units = Int64((abs(value) * scale).rounded())
        let sign = value < 0 && units > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(units)" }
        let rest = "\(units % Int64(scale))"
        return "\(sign)\(units / Int64(scale)).\(String(repeating: "0", count: places - rest.count))\(rest)"
    }

    private static func names(_ sensors: MAVSysStatusSensor) -> String {
        let known: [(MAVSysStatusSensor, String)] = [
            (.gyro, "gyro"), (.accel, "accelerometer"), (.mag, "compass"), (.absolutePressure, "barometer"),
            (.gps, "GNSS"), (.opticalFlow, "optical flow"), (.rcReceiver, "remote control"),
            (.gyro2, "gyro 2"),
            (.accel2, "accelerometer 2"), (.mag2, "compass 2"), (.geofence, "geofence"), (.ahrs, "AHRS"),
            (.terrain, "terrain"), (.logging, "logging"), (.battery, "battery"), (.proximity, "proximity"),
            (.motorOutputs, "motors"), (.propulsion, "propulsion"),
            (.obstacleAvoidance, "obstacle avoidance"),
        ]
        let named = known.filter { sensors.contains($0.0) }
        let rest = named.reduce(sensors) { $0.subtracting($1.0) }
        return (named.map(\.1) + (rest.isEmpty ? [] : ["bits \(rest.rawValue)"])).joined(separator: ", ")
    }
}
