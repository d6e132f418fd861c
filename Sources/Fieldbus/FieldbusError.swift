// SPDX-License-Identifier: Apache-2.0
// Why a request to a device failed, with the facts a technician needs: what, where, and what to do.
// It decides no retry and no incident; the line's owner and the core do.

public import DockModel
public import Registers

/// Where a request went.
public struct RequestPlace: Sendable, Hashable, CustomStringConvertible {
    /// The device.
    public var device: DeviceID
    /// The line, as shown to people.
    public var line: String
    /// The unit id.
    public var unit: Int
    /// The function code.
    public var function: UInt8
    /// The first address.
    public var address: UInt16

    /// A place from its parts.
    public init(device: DeviceID, line: String, unit: Int, function: UInt8, address: UInt16) {
        self.device = device
        self.line = line
        self.unit = unit
        self.function = function
        self.address = address
    }

    /// "plc (127.0.0.1:502 unit 10), function 4 at address 16"
    public var description: String {
        "\(device) (\(line) unit \(unit)), function \(function) at address \(address)"
    }
}

/// Why a device could not be read or written.
public enum FieldbusError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No such device on any line.
    case unknownDevice(DeviceID)
    /// The line cannot be opened.
    case cannotConnect(device: DeviceID, line: String, because: String)
    /// The device is away; it is tried again by itself.
    case notConnected(device: DeviceID, line: String)
    /// No whole reply in time.
    case timedOut(RequestPlace, after: Duration)
    /// The connection ended, or the serial adapter is gone.
    case disconnected(RequestPlace, because: String)
    /// The reply belongs to something else.
    case badReply(RequestPlace, ReplyMismatch)
    /// Check sum or framing of a serial reply is wrong.
    case badChecksum(RequestPlace)
    /// The device refused.
    case exceptionReply(RequestPlace, code: UInt8)
    /// Another device, or another firmware, answers.
    case wrongDevice(device: DeviceID, line: String, because: String)
    /// The profile asks for something that Modbus cannot carry.
    case cannotAsk(device: DeviceID, point: PointID)
    /// The write was refused before anything was sent.
    case writeRefused(device: DeviceID, WriteRefusal)
    /// The device confirmed the write, but the register shows something else.
    case readBackDiffers(device: DeviceID, point: PointID, written: [UInt16], read: [UInt16])
    /// The write was sent; whether it took effect is not known. It was not sent again.
    case writeUnconfirmed(device: DeviceID, point: PointID, because: String)

    /// The device the error is about.
    public var device: DeviceID {
        switch self {
        case .unknownDevice(let device), .cannotConnect(let device, _, _), .notConnected(let device, _),
            .wrongDevice(let device, _, _), .cannotAsk(let device, _), .writeRefused(let device, _),
            .readBackDiffers(let device, _, _, _), .writeUnconfirmed(let device, _, _):
            device
        case .timedOut(let place, _), .disconnected(let place, _), .badReply(let place, _),
            .badChecksum(let place),
            .exceptionReply(let place, _):
            place.device
        }
    }

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .unknownDevice(let device):
            "there is no device \(device) on any line: check its name in dock.yaml"
        case .cannotConnect(let device, let line, let because):
            "\(device): cannot open \(line): \(because); check power, cable and address"
        case .notConnected(let device, let line):
            "\(device) on \(line) is away and is being tried again; nothing was sent"
        case .timedOut(let place, let after):
            "\(place): no whole reply within \(after); check power, cable, unit id and line speed"
        case .disconnected(let place, let because):
            "\(place): the connection ended (\(because)); check the device's restarts and its other clients"
        case .badReply(let place, let mismatch):
            "\(place): the reply has another \(mismatch.rawValue); it was discarded: "
                + "check for a second master or a faulty gateway"
        case .badChecksum(let place):
            "\(place): the reply is damaged; check line speed, parity, termination and shielding"
        case .exceptionReply(let place, let code):
            "\(place): the device answered exception \(code) (\(ExceptionPolicy.name(of: code))); "
                + "check profile against firmware"
        case .wrongDevice(let device, let line, let because):
            "\(device) on \(line) is not the device of its profile: \(because); "
                + "check profile, variant and unit id"
        case .cannotAsk(let device, let point):
            "\(device): point \(point) cannot be asked for with Modbus; "
                + "check its address and type in the profile"
        case .writeRefused(let device, let refusal):
            "\(device): write refused, nothing was sent: \(refusal)"
        case .readBackDiffers(let device, let point, let written, let read):
            "\(device): point \(point) was written as \(written) but reads \(read); "
                + "check interlocks at the device"
        case .writeUnconfirmed(let device, let point, let because):
            "\(device): a write to \(point) was sent, its effect is not known "
                + "and it was not repeated: \(because)"
        }
    }
}

/// What a write achieved.
public enum WriteOutcome: Sendable, Equatable {
    /// The device confirmed it; the profile names no point to read back.
    case accepted
    /// The written registers were read back with the same words.
    case confirmed(Reading)
    /// The device confirmed it; another point shows the effect, here is what that point said.
    case observed(Reading)
}

/// What happens on the field bus.
public enum FieldbusEvent: Sendable, Equatable {
    /// Readings of one cycle of one device, bad ones included.
    case readings([Reading])
    /// A device stopped answering; its readings follow with a bad quality.
    case deviceLost(DeviceID, FieldbusError, at: Instant)
    /// A device answers and is the one of its profile; all points are read again next.
    case deviceFound(DeviceID, at: Instant)
    /// Something a technician should know; the device is still being read.
    case problem(DeviceID, FieldbusProblem, at: Instant)
}

/// What a technician should know about a device.
public enum FieldbusProblem: Sendable, Equatable, CustomStringConvertible {
    /// A joined read was refused; its points are now read one by one.
    case blockSplit(table: Table, address: Int, count: Int, code: UInt8)
    /// A point is refused even alone; it is left alone until the next connection or recheck.
    case quarantined(PointID, code: UInt8)
    /// The device answers, but its data no longer change; its readings are stale.
    case frozen
    /// Its data change again.
    case alive
    /// Another device, or another firmware, answers.
    case wrongDevice(because: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .blockSplit(let table, let address, let count, let code):
            "reading \(table.rawValue) \(address) x \(count) was refused with exception \(code); "
                + "its points are now read one by one: check limits.gaps in the profile"
        case .quarantined(let point, let code):
            "point \(point) was refused with exception \(code) and is left alone: "
                + "check profile against firmware"
        case .frozen: "the device answers but its data do not change: restart it or check its program"
        case .alive: "the device's data change again"
        case .wrongDevice(let because): "another device or firmware answers: \(because)"
        }
    }
}
