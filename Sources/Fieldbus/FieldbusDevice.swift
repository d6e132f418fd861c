// SPDX-License-Identifier: Apache-2.0
// Which devices are on which line. It opens nothing; the lines do.
// Two devices must never share a unit number on one line; the settings see to that.

public import DockModel
public import Registers

/// A Modbus line: one connection or one serial port, with one owner and one request at a time.
public enum FieldbusLine: Sendable, Hashable, CustomStringConvertible {
    /// Modbus TCP, a device of its own or a gateway with several units behind it.
    case tcp(host: String, port: Int)
    /// Modbus RTU on a serial port, by its stable name (/dev/serial/by-id/…).
    case serial(path: String, format: SerialFormat)

    /// As shown to people: "10.0.0.5:502" or the port's path.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .serial(let path, _): path
        }
    }
}

/// One device of the dock.
public struct FieldbusDevice: Sendable, Equatable {
    /// Its name in dock.yaml.
    public var id: DeviceID
    /// Its profile, with the variant already applied.
    public var profile: DeviceProfile
    /// The line it is on.
    public var line: FieldbusLine
    /// Its unit id on that line.
    public var unit: Int
    /// The unit id in its replies; nil when it is the one that was asked.
    public var replyUnit: Int?

    /// A device from its parts; the reply's unit id is the profile's when the site file names none.
    public init(id: DeviceID, profile: DeviceProfile, line: FieldbusLine, unit: Int, replyUnit: Int? = nil) {
        self.id = id
        self.profile = profile
        self.line = line
        self.unit = unit
        let transport = profile.transport
        self.replyUnit = replyUnit ?? transport.replyUnit.map { _ in transport.replyUnit(to: unit) }
    }

    /// What makes this list of devices unusable (modbus-requirements R15); empty when nothing does.
    public static func problems(in devices: [FieldbusDevice]) -> [String] {
        var found: [String] = []
        var names: Set<DeviceID> = []
        var seats: [FieldbusLine: [Int: DeviceID]] = [:]
        for device in devices {
            if !names.insert(device.id).inserted { found.append("device \(device.id) is named twice") }
            if let other = seats[device.line, default: [:]].updateValue(device.id, forKey: device.unit) {
                found.append(
                    "devices \(other) and \(device.id) are both unit \(device.unit) on \(device.line)")
            }
            let allowed: ClosedRange<Int>
            switch device.line {
            case .tcp: allowed = 0...255
            case .serial: allowed = 1...247
            }
            if !allowed.contains(device.unit) {
                found.append(
                    "device \(device.id): unit \(device.unit) is outside \(allowed) on \(device.line)")
            }
            if let reply = device.replyUnit, !(0...255).contains(reply) {
                found.append(
                    "device \(device.id): as unit \(device.unit) it would answer under id \(reply), which is outside "
                        + "0...255")
            }
            if !device.profile.variants.isEmpty {
                let names = device.profile.variants.map(\.name).joined(separator: ", ")
                found.append(
                    "device \(device.id): profile \(device.profile.id) needs a variant: one of \(names)")
            }
        }
        return found
    }
}

/// How often the poll classes are read.
public struct PollPeriods: Sendable, Equatable {
    /// The class for limit switches, currents and wind.
    public var fast: Duration
    /// The class for temperatures and states.
    public var normal: Duration
    /// The class for counters and settings.
    public var slow: Duration
    /// Shortest real time between two polls of one device, however fast the dock clock runs.
    public var floor: Duration

    /// Poll periods in dock time, with the floor in real time.
    public init(
        fast: Duration = .seconds(1), normal: Duration = .seconds(5), slow: Duration = .seconds(60),
        floor: Duration = .milliseconds(20)
    ) {
        self.fast = max(fast, .milliseconds(1))
        self.normal = max(normal, .milliseconds(1))
        self.slow = max(slow, .milliseconds(1))
        self.floor = max(floor, .milliseconds(1))
    }

    /// The period of a class; nil for `once`.
    public func period(of pollClass: PollClass) -> Duration? {
        switch pollClass {
        case .fast: fast
        case .normal: normal
        case .slow: slow
        case .once: nil
        }
    }
}
