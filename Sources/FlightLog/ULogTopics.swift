// SPDX-License-Identifier: Apache-2.0
// Which topics of PX4 the summary looks into, under which names their fields went through the versions, and what is
// gathered from each sample. A topic that is not named here is only counted.

/// A topic that the summary looks into.
enum ULogTopicKind: UInt8 {
    case other, status, landDetected, gps, sensorGPS, globalPosition, localPosition, battery, imuStatus

    static func named(_ name: NameHash) -> ULogTopicKind { ULogNames.kinds[name] ?? .other }
}

/// Names that are looked for, as hashes.
enum ULogNames {
    static let timestamp = NameHash("timestamp")
    static let hardware = NameHash("ver_hw"), software = NameHash("ver_sw"), system = NameHash("sys_name")

    static let kinds: [NameHash: ULogTopicKind] = [
        NameHash("vehicle_status"): .status, NameHash("vehicle_land_detected"): .landDetected,
        NameHash("vehicle_gps_position"): .gps, NameHash("sensor_gps"): .sensorGPS,
        NameHash("vehicle_global_position"): .globalPosition,
        NameHash("vehicle_local_position"): .localPosition, NameHash("battery_status"): .battery,
        NameHash("vehicle_imu_status"): .imuStatus,
    ]

    private static let satelliteFields = hashes([
        ["latitude_deg", "lat"], ["longitude_deg", "lon"], ["altitude_msl_m", "alt"], ["fix_type"],
        ["satellites_used"], ["hdop"], ["vel_m_s"], ["time_utc_usec"], ["eph"], ["epv"], ["s_variance_m_s"],
    ])
    private static let byKind: [ULogTopicKind: [[NameHash]]] = [
        .status: hashes([["nav_state"], ["arming_state"], ["failsafe"]]), .landDetected: hashes([["landed"]]),
        .gps: satelliteFields, .sensorGPS: satelliteFields,
        .globalPosition: hashes([["lat"], ["lon"], ["alt"]]),
        .localPosition: hashes([["z"], ["vx"], ["vy"], ["vz"]]),
        .battery: hashes([["voltage_v"], ["current_a"], ["discharged_mah"], ["remaining"], ["temperature"]]),
        .imuStatus: hashes([["accel_vibration_metric"], ["accel_clipping"]]),
    ]

    /// The fields of a kind, each with its names.
    static func wanted(_ kind: ULogTopicKind) -> [[NameHash]] { byKind[kind] ?? [] }

    private static func hashes(_ names: [[String]]) -> [[NameHash]] { names.map { $0.map { NameHash($0) } } }
}

/// The gathered instances of one kind.
struct Instances<Gather: Sendable>: Sendable {
    /// More instances than any vehicle has of one thing are only counted.
    static var most: Int { 16 }
    private(set) var list: [(instance: UInt8, count: Int, gather: Gather)] = []

    /// The slot of an instance; nil when there are too many.
    mutating func open(_ instance: UInt8, _ empty: Gather) -> Int? {
        if let slot = list.firstIndex(where: { $0.instance == instance }) { return slot }
        guard list.count < Self.most else { return nil }
        list.append((instance, 0, empty))
        return list.count - 1
    }

    @inline(__always)
    mutating func take(_ slot: Int, _ body: (inout Gather) -> Void) {
        guard slot < list.count else { return }
        list[slot].count += 1
        body(&list[slot].gather)
    }

    /// The lowest instance that has data and is wanted.
    func lowest(where isWanted: (Gather) -> Bool = { _ in true }) -> Gather? {
        list.filter { $0.count > 0 && isWanted($0.gather) }.min { $0.instance < $1.instance }?.gather
    }
}

/// States of the commander.
struct StatusGather {
    var navigation = Changes()
    var arming = Changes()
    var failsafe = Changes()
}

/// Whether the vehicle stands on the ground.
struct GroundGather {
    var landed = Changes()
    var flights = Flights()

    mutating func take(_ time: UInt64, _ value: Int64) {
        guard landed.take(time, value) else { return }
        if value == 0 { flights.leftGround(at: time) } else if value == 1 { flights.touchedGround(at: time) }
    }
}

/// Everything gathered from samples.
struct ULogTopics {
    private var fields: [FieldPlan] = []
    private(set) var status = Instances<StatusGather>()
    private(set) var ground = Instances<GroundGather>()
    private(set) var gps = Instances<SatelliteGather>()
    private(set) var sensorGPS = Instances<SatelliteGather>()
    private(set) var global = Instances<GlobalGather>()
    private(set) var local = Instances<LocalGather>()
    private(set) var battery = Instances<BatteryGather>()
    private(set) var imu = Instances<VibrationGather>()

    /// Position of the estimator.
    struct GlobalGather {
        var points = 0
        var track = Track()
    }

    /// Makes place for a topic.
    /// - Returns: nil when nothing is gathered from it.
    mutating func open(_ kind: ULogTopicKind, instance: UInt8, fields plans: [FieldPlan])
        -> (slot: Int, firstField: Int)?
    {
        let satellites = SatelliteGather()
        let slot: Int? =
            switch kind {
            case .other: nil
            case .status: status.open(instance, StatusGather())
            case .landDetected: ground.open(instance, GroundGather())
            case .gps: gps.open(instance, satellites)
            case .sensorGPS: sensorGPS.open(instance, satellites)
            case .globalPosition: global.open(instance, GlobalGather())
            case .localPosition: local.open(instance, LocalGather())
            case .battery: battery.open(instance, BatteryGather())
            case .imuStatus: imu.open(instance, VibrationGather())
            }
        guard let slot else { return nil }
        let first = fields.count
        fields += Self.scaled(kind, plans)
        return (slot, first)
    }

    /// Old loggers stored places as whole numbers: 1e-7 degrees and millimetres.
    private static func scaled(_ kind: ULogTopicKind, _ plans: [FieldPlan]) -> [FieldPlan] {
        guard kind == .gps || kind == .sensorGPS || kind == .globalPosition else { return plans }
        var plans = plans
        for (index, divisor) in [1e7, 1e7, 1e3].enumerated() where plans[index].type.isWhole {
            plans[index].divisor = divisor
        }
        return plans
    }

    /// Takes a sample.
    /// - Parameter isDoubtful: whether damage follows it; then its measurements count as unknown.
    mutating func take(_ topic: ULogDataset, _ bytes: RawSpan, _ body: Int, _ time: UInt64, isDoubtful: Bool)
    {
        let slot = topic.slot, first = topic.firstField
        func field(_ index: Int) -> FieldPlan { fields[first + index] }
        func number(_ index: Int) -> Double {
            isDoubtful ? .nan : fields[first + index].number(bytes, body)
        }
        switch topic.kind {
        case .other: break
        case .status:
            let plans = (field(0), field(1), field(2))
            status.take(slot) { gather in
                if let value = plans.0.integer(bytes, body) { gather.navigation.take(time, value) }
                if let value = plans.1.integer(bytes, body) { gather.arming.take(time, value) }
                if let value = plans.2.integer(bytes, body) { gather.failsafe.take(time, value) }
            }
        case .landDetected:
            guard let landed = field(0).integer(bytes, body) else { return }
            ground.take(slot) { $0.take(time, landed) }
        case .gps, .sensorGPS:
            let sample = fix(first, bytes, body, time)
            let accuracy = (number(8), number(9), number(10))
            func add(_ gather: inout SatelliteGather) {
                gather.take(sample, isDoubtful: isDoubtful)
                guard sample.fix >= 3 else { return }
                gather.horizontalAccuracy.take(accuracy.0)
                gather.verticalAccuracy.take(accuracy.1)
                gather.speedAccuracy.take(accuracy.2)
            }
            if topic.kind == .gps { gps.take(slot, add) } else { sensorGPS.take(slot, add) }
        case .globalPosition:
            let place = (number(0), number(1), number(2))
            global.take(slot) {
                $0.points += 1
                $0.track.add(time, place.0, place.1, place.2)
            }
        case .localPosition:
            let motion = (number(0), number(1), number(2), number(3))
            local.take(slot) { $0.take(z: motion.0, vx: motion.1, vy: motion.2, vz: motion.3) }
        case .battery: takeBattery(slot, (number(0), number(1), number(2), number(3), number(4)))
        case .imuStatus:
            let metric = number(0)
            let clipping = isDoubtful ? .absent : field(1)
            imu.take(slot) { gather in
                gather.x.take(metric)
                guard clipping.isPresent else { return }
                for axis in 0..<3 {
                    var plan = clipping
                    plan.offset += Int32(axis * clipping.type.width)
                    if let count = plan.integer(bytes, body) { gather.takeClips(sensor: Int64(axis), count) }
                }
            }
        }
    }

    private func fix(_ first: Int, _ bytes: RawSpan, _ body: Int, _ time: UInt64) -> FixSample {
        func number(_ index: Int) -> Double { fields[first + index].number(bytes, body) }
        let utc = fields[first + 7].integer(bytes, body) ?? 0
        return FixSample(
            time: time, fix: fields[first + 3].integer(bytes, body) ?? 0, latitude: number(0),
            longitude: number(1),
            altitude: number(2), satellites: number(4), hdop: number(5), speed: number(6),
            // Before 2010 a receiver does not know the time yet.
            utcMicroseconds: utc > 1_262_304_000_000_000 ? utc : nil)
    }

    /// PX4 writes -1 (and newer versions NaN) for what a battery does not measure.
    private mutating func takeBattery(_ slot: Int, _ values: (Double, Double, Double, Double, Double)) {
        func known(_ value: Double) -> Double { value >= 0 ? value : .nan }
        let celsius = values.4 != 0 && values.4 > -100 ? values.4 : .nan
        battery.take(slot) {
            $0.take(
                volts: values.0, amperes: known(values.1), consumed: known(values.2),
                remaining: known(values.3),
                celsius: celsius)
        }
    }
}
