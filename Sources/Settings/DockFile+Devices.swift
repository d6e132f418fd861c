// SPDX-License-Identifier: Apache-2.0
// Decodes the devices of dock.yaml and which of their points answers which question. A point is accepted only
// when its profile shows that it exists, holds the right kind of value in the right unit, and can be read or
// written.

import DockModel
import Registers

/// A decoded device with the profile it uses, variant applied; nil when the profile is not known.
struct PlacedDevice {
    let settings: DeviceSettings
    let profile: DeviceProfile?
}

extension DockFile {
    /// Most devices of a dock.
    private static let mostDevices = 64

    static func devices(
        _ top: MappingReader, profiles: [String: DeviceProfile], broken: Set<String>,
    ) -> [PlacedDevice] {
        guard
            let node = top.required(
                "devices", example: "[{id: plc, profile: …, line: \"tcp:127.0.0.1:502\"}]")
        else {
            return []
        }
        var devices: [PlacedDevice] = []
        for (index, item) in top.list(node, "devices", limit: mostDevices).enumerated() {
            guard let reader = MappingReader(item, path: "devices[\(index + 1)]", log: top.log) else {
                continue
            }
            let device = device(reader, profiles: profiles, broken: broken)
            reader.finish()
            checkAgainst(devices, device, reader)
            devices.append(device)
        }
        return devices
    }

    private static func device(
        _ reader: MappingReader, profiles: [String: DeviceProfile], broken: Set<String>,
    ) -> PlacedDevice {
        let id = reader.text("id", example: "plc", limit: 32)
        if id.contains(".") {
            reader.log.report(
                reader.place(of: "id"), "device id \(quoted(id)) contains a dot", "leave the dot out")
        }
        let profileID = reader.text("profile", example: "roost-dock-plc", limit: 64)
        var profile = profiles[profileID]
        if profile == nil, !profileID.isEmpty, !broken.contains(profileID) {
            let known = profiles.keys.sorted()
            let guess = nearest(to: profileID, in: known).map { "did you mean \"\($0)\"?" }
            reader.log.report(
                reader.place(of: "profile"), "profile \(quoted(profileID)) is not in hardware/",
                guess ?? "put its file into hardware/, or use one of: \(known.joined(separator: ", "))")
        }
        let variant = reader.optionalText("variant", limit: 64)
        profile = profile.map { applied(variant, to: $0, reader) }
        let unit =
            reader.optionalInteger("unit", in: 0...255) ?? profile?.transport.unit ?? 1
        let format =
            reader.mapping("serial").map { ProfileFile.serialFormat($0) } ?? profile?.transport.serial
        let line = line(reader, format: format, profile: profile)
        let settings = DeviceSettings(
            id: DeviceID(id), profile: profileID, variant: variant, line: line, unit: unit,
            isOptional: reader.flag("optional", default: false))
        return PlacedDevice(settings: settings, profile: profile)
    }

    private static func applied(_ variant: String?, to profile: DeviceProfile, _ reader: MappingReader)
        -> DeviceProfile
    {
        let names = profile.variants.map(\.name)
        guard let variant else {
            if !names.isEmpty {
                reader.log.report(
                    reader.place,
                    "\(reader.path).variant is missing: profile \(quoted(profile.id)) has firmware families",
                    "add for example variant: \(names[0]) (known: \(names.joined(separator: ", ")))")
            }
            return profile
        }
        if let changed = profile.applying(variant: variant) { return changed }
        reader.log.report(
            reader.place(of: "variant"), "profile \(quoted(profile.id)) has no variant \(quoted(variant))",
            names.isEmpty ? "remove it" : "use one of: \(names.joined(separator: ", "))")
        return profile
    }

    private static func line(_ reader: MappingReader, format: SerialFormat?, profile: DeviceProfile?)
        -> LineAddress
    {
        let spare = LineAddress.tcp(NetworkAddress(host: "127.0.0.1", port: 502))
        guard let node = reader.required("line", example: "\"tcp:127.0.0.1:502\""),
            let text = reader.scalar(node, reader.name("line"), "a line")
        else { return spare }
        if text.hasPrefix("tcp:"), let address = networkAddress(text.dropFirst(4)) { return .tcp(address) }
        let path = String(text.dropFirst(7))
        guard text.hasPrefix("serial:"), isDevicePath(path) else {
            reader.log.report(
                node.place, "\(reader.name("line")) \(quoted(text)) is not a line",
                "write tcp:HOST:PORT or serial:/dev/ttyUSB0")
            return spare
        }
        if let profile, !profile.transport.kinds.contains(.rtu) {
            reader.log.report(
                node.place, "profile \(quoted(profile.id)) has no serial line", "use tcp:HOST:PORT")
        }
        guard let format else {
            reader.log.report(
                node.place,
                "\(reader.path) is on a serial line, and neither its profile nor dock.yaml says the format",
                "add for example serial: {baud: 9600, data: 8, parity: N, stop: 1}")
            return .serial(path: path, format: SerialFormat(baud: 9_600))
        }
        return .serial(path: path, format: format)
    }

    /// Reports a device that clashes with an earlier one.
    private static func checkAgainst(
        _ earlier: [PlacedDevice], _ device: PlacedDevice, _ reader: MappingReader
    ) {
        let settings = device.settings
        if earlier.contains(where: { $0.settings.id == settings.id }) {
            reader.log.report(
                reader.place(of: "id"), "device id \(quoted(settings.id.text)) is used twice",
                "rename one of them")
        }
        for other in earlier.map(\.settings) {
            if other.line == settings.line, other.unit == settings.unit {
                reader.log.report(
                    reader.place(of: "unit"),
                    "unit \(settings.unit) on \(settings.line) is already device \(quoted(other.id.text))",
                    "give each device of a line its own unit")
            }
            if case .serial(let path, let format) = settings.line,
                case .serial(path, let otherFormat) = other.line,
                format != otherFormat
            {
                reader.log.report(
                    reader.place(of: "line"),
                    "\(path) cannot run at \(format.text) and, for device \(quoted(other.id.text)), "
                        + "at \(otherFormat.text)",
                    "set all devices of a line to one format and say it with serial: {…}")
            }
        }
    }
}

extension DockFile {
    static func points(_ top: MappingReader, devices: [PlacedDevice]) -> [PointRole: PointReference] {
        guard let reader = top.requiredMapping("points", example: "{cover_open_switch: plc.limit_open, …}")
        else {
            return [:]
        }
        var points: [PointRole: PointReference] = [:]
        for role in PointRole.allCases {
            let node =
                role.need.isRequired
                ? reader.required(role.rawValue, example: "plc.\(role.rawValue)") : reader.node(role.rawValue)
            guard let node, let text = reader.scalar(node, reader.name(role.rawValue), "DEVICE.POINT") else {
                continue
            }
            if let reference = reference(text, role: role, at: node.place, devices: devices, reader) {
                points[role] = reference
            }
        }
        reader.finish()
        checkRods(reader, points)
        return points
    }

    /// Rods that are only half described could not be proved open before a launch.
    private static func checkRods(_ reader: MappingReader, _ points: [PointRole: PointReference]) {
        let named = PointRole.ofRods.filter { reader.keys.contains($0.rawValue) }.sorted()
        let missing = PointRole.ofRods.filter { !reader.keys.contains($0.rawValue) }.sorted()
        guard let first = named.first, !missing.isEmpty else { return }
        reader.log.report(
            reader.place(of: first.rawValue),
            "points.\(first.rawValue) needs \(missing.map(\.rawValue).joined(separator: " and ")) beside it",
            "centring rods are driven only with both switches and the command: add them, or leave all three out")
    }

    private static func reference(
        _ text: String, role: PointRole, at place: Place, devices: [PlacedDevice], _ reader: MappingReader,
    ) -> PointReference? {
        let halves = text.split(separator: ".", maxSplits: 1).map(String.init)
        guard halves.count == 2 else {
            reader.log.report(
                place, "\(reader.name(role.rawValue)) \(quoted(text)) is not DEVICE.POINT",
                "write for example plc.limit_open")
            return nil
        }
        guard let device = devices.first(where: { $0.settings.id.text == halves[0] }) else {
            let guess = nearest(to: halves[0], in: devices.map(\.settings.id.text)).map {
                "did you mean \"\($0)\"?"
            }
            reader.log.report(
                place, "device \(quoted(halves[0])) is not among the devices", guess ?? "add it to devices")
            return nil
        }
        if device.settings.isOptional {
            reader.log.report(
                place, "\(reader.name(role.rawValue)): device \(quoted(halves[0])) is optional",
                "remove optional from the device: its absence must be told")
        }
        let reference = PointReference(device: device.settings.id, point: PointID(halves[1]))
        guard let profile = device.profile else { return reference }
        guard let point = profile.point(reference.point) else {
            let guess = nearest(to: halves[1], in: profile.points.map(\.id.text)).map {
                "did you mean \"\($0)\"?"
            }
            reader.log.report(
                place, "profile \(quoted(profile.id)) has no point \(quoted(halves[1]))",
                guess ?? "see the points in its file")
            return nil
        }
        if let fault = fault(of: point, for: role) {
            reader.log.report(
                place, "\(reader.name(role.rawValue)): point \(quoted(text)) \(fault.0)", fault.1)
        }
        return reference
    }

    /// Why a point cannot answer a role, and what would; nil when it can.
    static func fault(of point: PointProfile, for role: PointRole) -> (String, String)? {
        let need = role.need
        switch need.access {
        case .read: break
        case .write:
            guard point.fn == .coil || point.fn == .holding, point.write == .safe || point.write == .guarded
            else {
                return (
                    "cannot be written (write: \(point.write.rawValue))",
                    "choose a point with write: safe or guarded"
                )
            }
        }
        switch need.value {
        case .flag:
            return point.type == .bool
                ? nil : ("is \(point.type.rawValue), not bool", "choose a coil or a discrete input")
        case .number(let units):
            guard point.type != .bool, point.type != .string else {
                return ("is \(point.type.rawValue), not a number", "choose a register with a number")
            }
            guard units.isEmpty || units.contains(point.unit) else {
                let given = point.unit.isEmpty ? "has no unit" : "is in \(point.unit)"
                return ("\(given), not in \(units[0])", "choose a point in \(units[0])")
            }
            return nil
        case .states(let words):
            let missing = words.filter { !point.enumeration.values.contains($0) }
            return missing.isEmpty
                ? nil
                : (
                    "does not name the states \(missing.joined(separator: ", "))",
                    "add them to the enum of the profile"
                )
        }
    }

    /// Reports a pinch limit that the current sensor can never show.
    static func checkPinch(_ settings: DockSettings, _ top: MappingReader, devices: [PlacedDevice]) {
        guard let reference = settings.points[.coverCurrent],
            let profile = devices.first(where: { $0.settings.id == reference.device })?.profile,
            let range = profile.point(reference.point)?.range, settings.limits.pinchCurrent.value > range.high
        else { return }
        top.log.report(
            top.place(ofPath: ["limits", "pinch_current"]),
            "limits.pinch_current \(short(settings.limits.pinchCurrent.value)) A is above the "
                + "\(short(range.high)) A that \(reference) can show, so it would never trip",
            "lower it")
    }
}

extension SerialFormat {
    /// "9600 8N1".
    var text: String { "\(baud) \(dataBits)\(parity.rawValue)\(stopBits)" }
}
