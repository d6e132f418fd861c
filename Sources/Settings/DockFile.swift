// SPDX-License-Identifier: Apache-2.0
// Decodes dock.yaml: identity, day, storage, vehicle, console. Devices, points, limits and mail are in the
// extensions beside this file. It reads no other file; profiles are handed in.

import DockModel
import Registers
import Schedule

/// Reads dock.yaml.
enum DockFile {
    static let schema = "roost-dock/1"
    /// Where the dock's data lie when nothing is said.
    static let standardStorage = "./var"

    /// The settings in the bytes of dock.yaml, judged against the profiles by id; problems go to `log`.
    /// Profiles that exist but could not be read are named in `broken`, so that their devices are not blamed
    /// twice.
    static func decode(
        _ bytes: [UInt8], overlay: MailOverlay? = nil, profiles: [String: DeviceProfile], broken: Set<String> = [],
        log: ProblemLog,
    ) -> DockSettings? {
        parseYAML(bytes, log: log).flatMap { plain in
            decode(overlay?.laid(over: plain, log: log) ?? plain, profiles: profiles, broken: broken, log: log)
        }
    }

    /// The settings of a dock.yaml that is already parsed.
    static func decode(
        _ root: SettingsNode, profiles: [String: DeviceProfile], broken: Set<String> = [], log: ProblemLog,
    ) -> DockSettings? {
        guard let top = MappingReader(root, path: "", log: log) else { return nil }
        checkSchema(top, schema)
        let devices = devices(top, profiles: profiles, broken: broken)
        let vehicle = vehicle(top)
        let (identity, home) = identity(top)
        let console = console(top)
        let storage = storage(top)
        var settings = DockSettings(
            dock: identity, digestAt: digestTime(top), storageDirectory: storage.directory,
            imageDirectory: storage.images,
            devices: devices.map(\.settings),
            points: points(top, devices: devices), vehicle: vehicle,
            limits: limits(top, vehicle: vehicle), ages: ages(top), deadlines: deadlines(top),
            energy: energy(top), alternates: [], ventsSmoke: top.flag("vents_smoke", default: false),
            clockTrust: clockTrust(top), forecast: forecast(top),
            mail: mail(top),
            console: console.settings, triggerKey: console.triggerKey,
            partsFile: partsFile(top), scheduleFiles: scheduleFiles(top))
        settings.logs = storage.logs
        settings.reports = reports(top)
        settings.alternates = alternates(top, from: home)
        settings.signals = signals(top, devices: devices)
        settings.records = records(top)
        settings.mapping = mapping(top)
        settings.fleet = fleet(top)
        checkPinch(settings, top, devices: devices)
        top.finish()
        return settings
    }

    /// What the dock is, and where it stands; no place when the file does not say one.
    private static func identity(_ top: MappingReader) -> (DockIdentity, home: PlanPoint?) {
        let spare = DockIdentity(
            id: "", name: "", latitude: 0, longitude: 0, altitude: Metres(0), timeZone: .utc)
        guard let reader = top.requiredMapping("dock", example: "{id: NORTH, latitude: 47.39775, …}") else {
            return (spare, nil)
        }
        let id = reader.text("id", example: "NORTH", limit: 32)
        if !id.isEmpty, !ScheduleRule.isName(id) {
            reader.log.report(
                reader.place(of: "id"), "dock.id \(quoted(id)) is not usable in subjects and file names",
                "use letters, digits, '-', '_' and '.'")
        }
        let home = position(reader)
        let identity = DockIdentity(
            id: DockID(id), name: reader.text("name", default: id),
            latitude: home?.latitude ?? 0, longitude: home?.longitude ?? 0,
            altitude: Metres(reader.measure("altitude", .length, in: -500...9_000)),
            timeZone: zone(reader, "time_zone") ?? .utc)
        reader.finish()
        return (identity, home)
    }

    /// The required keys `latitude` and `longitude`; nil when one of them is no such angle.
    static func position(_ reader: MappingReader) -> PlanPoint? {
        let latitude = angle(reader, "latitude", in: -90...90)
        let longitude = angle(reader, "longitude", in: -180...180)
        guard let latitude, let longitude else { return nil }
        return PlanPoint(latitude: latitude, longitude: longitude)
    }

    /// Degrees, with or without the degree sign.
    private static func angle(_ reader: MappingReader, _ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let node = reader.required(key, example: "47.39775") else { return nil }
        if case .scalar(let text, _) = node.kind, plainNumber(text) == nil {
            return reader.measure(node, reader.name(key), .angle, in: range)
        }
        return reader.number(node, reader.name(key), in: range)
    }

    /// An IANA zone; required, reported when unknown.
    static func zone(_ reader: MappingReader, _ key: String) -> Zone? {
        guard let node = reader.required(key, example: "Europe/Zurich"),
            let text = reader.scalar(node, reader.name(key), "an IANA time zone")
        else { return nil }
        if let zone = Zone(text) { return zone }
        let guess = nearest(to: text, in: Zone.knownIdentifiers).map { "did you mean \"\($0)\"?" }
        reader.log.report(
            node.place, "\(reader.name(key)) \(quoted(text)) is not an IANA time zone",
            guess ?? "write for example Europe/Zurich")
        return nil
    }

    private static func digestTime(_ top: MappingReader) -> TimeOfDay {
        let standard = TimeOfDay("18:00") ?? .midnight
        guard let reader = top.mapping("day") else { return standard }
        defer { reader.finish() }
        guard let node = reader.node("digest_at") else { return standard }
        return timeOfDay(node, reader.name("digest_at"), reader) ?? standard
    }

    /// A time of day; YAML reads an unquoted 17:25 in its own way, but the text is the same.
    static func timeOfDay(_ node: SettingsNode, _ name: String, _ reader: MappingReader) -> TimeOfDay? {
        guard let text = reader.scalar(node, name, "a time of day") else { return nil }
        if let time = TimeOfDay(text) { return time }
        reader.log.report(
            node.place, "\(name) \(quoted(text)) is not a time of day", "write for example \"17:25\"")
        return nil
    }

    /// Where the dock's data lie, and the pictures of its flights; those beside the data where nothing is said.
    private static func storage(_ top: MappingReader) -> (directory: String, images: String?, logs: LogRetention) {
        var logs = LogRetention()
        guard let reader = top.mapping("storage") else { return (standardStorage, nil, logs) }
        defer { reader.finish() }
        if reader.node("logs_kept") != nil {
            logs.kept = reader.duration("logs_kept", in: 30 * 86_400...36_525 * 86_400)
        }
        logs.share = Percent(reader.measure("logs_share", .share, in: 1...90, default: logs.share.value))
        return (
            reader.text("directory", default: standardStorage, limit: 1_000),
            reader.optionalText("images", limit: 1_000), logs
        )
    }

    private static func vehicle(_ top: MappingReader) -> VehicleSettings {
        var settings = VehicleSettings(
            dialect: .px4, link: .udpIn(NetworkAddress(host: "127.0.0.1", port: 14_540)), system: 1,
            windLimit: MetresPerSecond(12))
        guard
            let reader = top.requiredMapping(
                "vehicle", example: "{dialect: px4, link: \"udpin:127.0.0.1:14540\"}")
        else { return settings }
        settings.dialect = reader.choice("dialect", orElse: .px4)
        let forms = "udpin:HOST:PORT, udpout:HOST:PORT, tcp:HOST:PORT or serial:/dev/ttyUSB0:57600"
        if let node = reader.required("link", example: "\"udpin:127.0.0.1:14540\""),
            let text = reader.scalar(node, "vehicle.link", "a link")
        {
            if let link = vehicleLink(text) {
                settings.link = link
            } else {
                reader.log.report(node.place, "vehicle.link \(quoted(text)) is not a link", "write \(forms)")
            }
        }
        settings.system = reader.integer("system", in: 1...250, default: 1)
        settings.windLimit = MetresPerSecond(reader.measure("wind_limit", .speed, in: 1...40, default: 12))
        settings.signingKey = signingKey(reader)
        settings.station = station(reader, standard: settings.station)
        settings.limits = planLimits(reader)
        settings.parameters = parameters(reader, for: settings.dialect)
        reader.finish()
        return settings
    }

    private static func clockTrust(_ top: MappingReader) -> ClockTrustSetting {
        guard let reader = top.mapping("clock") else { return .synchronised }
        defer { reader.finish() }
        return reader.choice("trust", default: ClockTrustSetting.synchronised, orElse: .synchronised)
    }

    private static func partsFile(_ top: MappingReader) -> String? {
        guard let node = top.node("parts_file"), let text = top.scalar(node, "parts_file", "a file name")
        else {
            return nil
        }
        guard isInnerPath(text), text.hasSuffix(".yaml") else {
            top.log.report(
                node.place,
                "parts_file \(quoted(text)) is not a .yaml file below the configuration directory",
                "write for example parts.yaml")
            return nil
        }
        return text
    }

    private static func scheduleFiles(_ top: MappingReader) -> [String]? {
        guard top.node("schedules") != nil else { return nil }
        return top.texts("schedules", limit: ConfigurationFiles.mostFiles).compactMap { text, place in
            guard isInnerPath(text), text.hasSuffix(".yaml") else {
                top.log.report(
                    place, "schedule \(quoted(text)) is not a .yaml file of the folder schedules",
                    "write for example perimeter.yaml")
                return nil
            }
            return text
        }
    }
}
