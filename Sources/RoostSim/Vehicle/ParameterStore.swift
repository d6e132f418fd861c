// SPDX-License-Identifier: Apache-2.0
// The parameters that a simulated vehicle keeps over a reboot, and the list it is sending. It holds state only; what is
// answered to whom decides SimulatedVehicle+Parameters.

internal import MAVLink

/// One parameter of the simulated vehicle.
struct StoredParameter: Sendable, Equatable {
    var name: String
    var value: Double
    var type: MAVParamType
    /// Values beyond it are stored as its nearest end.
    var range: ClosedRange<Double>?
    /// The parameter that must not be 0 for this one to exist (ArduPilot).
    var enabledBy: String?
}

/// The parameters of one simulated vehicle.
struct ParameterStore: Sendable {
    private var stored: [StoredParameter]
    /// The next place of the list that is being sent; nil when none is.
    var nextPlace: Int?
    /// The check sum goes first (PX4).
    var owesHash = false

    init(_ dialect: AutopilotDialect) {
        stored = Self.factory(dialect)
    }

    /// The parameters that exist now, in order of name; their places are the numbers on the wire.
    var present: [StoredParameter] {
        stored.filter { parameter in
            guard let switched = parameter.enabledBy else { return true }
            return stored.contains { $0.name == switched && $0.value != 0 }
        }
    }

    func place(of name: String) -> Int? { present.firstIndex { $0.name == name } }

    /// Stores a value as the type and the range allow; nil when there is no such parameter now.
    mutating func set(_ name: String, _ value: Double) -> StoredParameter? {
        guard place(of: name) != nil, let index = stored.firstIndex(where: { $0.name == name }) else {
            return nil
        }
        var kept = value
        if let range = stored[index].range { kept = min(max(kept, range.lowerBound), range.upperBound) }
        stored[index].value = stored[index].type.isWhole ? kept.rounded() : Double(Float(kept))
        return stored[index]
    }

    mutating func add(_ parameter: StoredParameter) {
        stored.removeAll { $0.name == parameter.name }
        stored.append(parameter)
        stored.sort { $0.name < $1.name }
    }

    mutating func remove(_ name: String) { stored.removeAll { $0.name == name } }

    /// A check sum over names and values (CRC-32).
    func hash(_ encoding: ParameterEncoding) -> UInt32 {
        var sum: UInt32 = 0
        for parameter in present {
            let bits = ParameterValue(parameter.value, type: parameter.type, encoding: encoding)?.bits ?? 0
            let octets = (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
            for octet in Array(parameter.name.utf8) + octets {
                sum ^= UInt32(octet)
                for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
            }
        }
        return sum
    }

    // MARK: What a new vehicle holds

    private static func factory(_ dialect: AutopilotDialect) -> [StoredParameter] {
        let list = dialect == .px4 ? px4() : arduPilot()
        return list.sorted { $0.name < $1.name }
    }

    private static func whole(
        _ name: String, _ value: Double, _ type: MAVParamType = .int32, _ range: ClosedRange<Double>? = nil
    ) -> StoredParameter {
        StoredParameter(name: name, value: value, type: type, range: range)
    }

    private static func real(
        _ name: String, _ value: Double, _ range: ClosedRange<Double>? = nil
    ) -> StoredParameter {
        StoredParameter(name: name, value: Double(Float(value)), type: .real32, range: range)
    }

    private static func px4() -> [StoredParameter] {
        var list = [
            whole("NAV_DLL_ACT", 2, .int32, 0...6), whole("NAV_RCL_ACT", 2, .int32, 1...6),
            whole("COM_OBL_RC_ACT", 3, .int32, 0...7), whole("COM_LOW_BAT_ACT", 3, .int32, 0...3),
            whole("COM_RC_IN_MODE", 4, .int32, 0...4), whole("COM_ARM_WO_GPS", 0),
            whole("COM_FLIGHT_UUID", -1),
            whole("GF_ACTION", 3, .int32, 0...5), real("GF_MAX_HOR_DIST", 0), real("GF_MAX_VER_DIST", 0),
            real("RTL_RETURN_ALT", 30, 0...1_000), real("RTL_DESCEND_ALT", 10), real("RTL_LAND_DELAY", 0),
            whole("SDLOG_MODE", 0, .int32, -1...4), whole("SDLOG_PROFILE", 1), whole("SYS_AUTOSTART", 4_001),
            whole("MAV_SYS_ID", 1), whole("MAV_COMP_ID", 1), real("BAT_LOW_THR", 0.25),
            real("BAT_CRIT_THR", 0.08),
            real("MPC_XY_VEL_P_ACC", 1.8), real("MPC_XY_VEL_I_ACC", 0.4), real("MPC_XY_VEL_D_ACC", 0.2),
            real("MPC_Z_VEL_P_ACC", 4), real("MPC_Z_VEL_I_ACC", 2), real("MPC_XY_CRUISE", 5),
            real("EKF2_GPS_POS_X", 0), real("EKF2_GPS_POS_Y", 0), real("EKF2_GPS_P_NOISE", 0.5),
            whole("CAL_GYRO0_ID", 1_310_988), whole("CAL_ACC0_ID", 1_310_988), whole("CAL_MAG0_ID", 197_388),
        ]
        for channel in 1...18 {
            list += [
                real("RC\(channel)_MIN", 1_000), real("RC\(channel)_MAX", 2_000),
                real("RC\(channel)_TRIM", 1_500),
                real("RC\(channel)_REV", 1), real("RC\(channel)_DZ", 10),
            ]
        }
        return list
    }

    private static func arduPilot() -> [StoredParameter] {
        var list = [
            whole("FS_GCS_ENABLE", 1, .int8), whole("FS_EKF_ACTION", 1, .int8),
            whole("FS_THR_ENABLE", 0, .int8),
            whole("FENCE_ENABLE", 1, .int8), whole("FENCE_ACTION", 1, .int8), whole("FENCE_TYPE", 7, .int8),
            real("FENCE_ALT_MAX", 120), real("FENCE_RADIUS", 300),
            whole("RTL_ALT", 3_000, .int32, 200...300_000),
            whole("RTL_ALT_FINAL", 0, .int16), whole("BATT_FS_LOW_ACT", 2, .int8),
            whole("BATT_FS_CRT_ACT", 1, .int8), real("BATT_LOW_VOLT", 21.3), real("BATT_CAPACITY", 5_000),
            whole("ARMING_CHECK", 1, .int32), real("ARMING_ACCTHRESH", 0.75),
            whole("LOG_BACKEND_TYPE", 1, .int8),
            whole("LOG_DISARMED", 0, .int8), whole("LOG_BITMASK", 176_126, .int32),
            whole("SYSID_THISMAV", 1, .int16),
            real("ATC_RAT_PIT_P", 0.135), real("ATC_RAT_RLL_P", 0.135), real("WPNAV_SPEED", 1_000),
            whole("STAT_RUNTIME", 86_400, .int32), whole("COMPASS_DEV_ID", 97_539, .int32),
            whole("GRIP_ENABLE", 0, .int8),
        ]
        for (name, value) in [("GRIP_GRAB", 1_100.0), ("GRIP_RELEASE", 1_900), ("GRIP_NEUTRAL", 1_500)] {
            var parameter = whole(name, value, .int16)
            parameter.enabledBy = "GRIP_ENABLE"
            list.append(parameter)
        }
        for channel in 1...16 {
            list += [
                whole("RC\(channel)_MIN", 1_100, .int16), whole("RC\(channel)_MAX", 1_900, .int16),
                whole("RC\(channel)_TRIM", 1_500, .int16), whole("SERVO\(channel)_MIN", 1_100, .int16),
                whole("SERVO\(channel)_MAX", 1_900, .int16),
                whole("SERVO\(channel)_FUNCTION", channel <= 4 ? Double(32 + channel) : 0, .int16),
            ]
        }
        return list
    }
}
