// SPDX-License-Identifier: Apache-2.0
// A whole configuration: dock.yaml, profiles, schedules with their plans, and parts, checked against each
// other. A configuration that exists is valid; one problem anywhere refuses all of it, so that a reload can
// keep the old one.

import DockModel
public import Payload
public import Registers
public import Schedule

/// Everything the files of a configuration say.
public struct DockConfiguration: Sendable, Equatable {
    /// The settings of dock.yaml.
    public var dock: DockSettings
    /// The profiles of `hardware/` by id, without variants applied.
    public var profiles: [String: DeviceProfile]
    /// The schedules, by name.
    public var schedules: [ScheduleRule]
    /// What schedules say of their pictures, by the schedule's name.
    public var payloads: [ScheduleID: PayloadTerms] = [:]
    /// The plans that the schedules fly, by the name a rule gives.
    public var plans: [String: PlanFile]
    /// The parts that wear, and what a visit to change them costs.
    public var catalogue: PartCatalogue
    /// The parts that wear.
    public var parts: [PartSettings] { catalogue.parts }
    /// What of it came from the dock's fleet.
    public var bundle = BundleStanding()

    /// The configuration in a directory, with what the dock's fleet has sent.
    public static func load(directory: String) throws(SettingsError) -> DockConfiguration {
        try loadLaid(directory)
    }

    /// The configuration in files that are already read.
    public static func load(files: ConfigurationFiles) throws(SettingsError) -> DockConfiguration {
        var loader = ConfigurationLoader(files: files)
        let configuration = loader.load()
        guard loader.problems.isEmpty, let configuration else { throw SettingsError(loader.problems) }
        return configuration
    }

    /// The profile of a device, with its variant applied; nil for a device that is not in the configuration.
    public func profile(of device: DeviceSettings) -> DeviceProfile? {
        guard let profile = profiles[device.profile] else { return nil }
        return device.variant.map { profile.applying(variant: $0) } ?? profile
    }
}

extension DockSettings {
    /// The settings of dock.yaml in a directory, judged against the profiles beside it; schedules, plans and parts are
    /// not looked at.
    public static func load(directory: String) throws(SettingsError) -> DockSettings {
        try load(files: ConfigurationFiles(directory: directory))
    }

    /// The same of files that are already read.
    public static func load(files: ConfigurationFiles) throws(SettingsError) -> DockSettings {
        var loader = ConfigurationLoader(files: files)
        let settings = loader.loadDock()
        guard loader.problems.isEmpty, let settings else { throw SettingsError(loader.problems) }
        return settings.dock
    }
}

/// Every problem of the configuration in a directory, secrets and certificate files included; empty when it
/// is good.
public func checkConfiguration(directory: String) -> [SettingsProblem] {
    do throws(SettingsError) {
        let files = try ConfigurationFiles(directory: directory)
        let configuration = try DockConfiguration.load(files: files)
        return missingFiles(configuration.dock.mail, directory: directory, files: files)
            + unusableSigningKey(configuration.dock.vehicle, directory: directory, files: files)
            + unusableRecordSigner(configuration.dock.records, directory: directory, files: files)
            + unusableMappingSecret(configuration.dock.mapping, directory: directory, files: files)
    } catch {
        return error.problems
    }
}

/// Secrets and certificate files of the mail settings that cannot be read.
private func missingFiles(
    _ mail: MailSettings, directory: String, files: ConfigurationFiles
) -> [SettingsProblem] {
    let log = ProblemLog(file: "dock.yaml")
    let root = parseYAML(files.contents["dock.yaml"] ?? [], log: log)
    let laid = root.map { files.mailOverlay?.laid(over: $0, log: log) ?? $0 }
    let top = laid.flatMap { MappingReader($0, path: "", log: log) }
    func add(_ key: String, _ message: String) {
        log.report(top?.place(ofPath: ["mail", key]) ?? .start, "mail.\(key): \(message)", "")
    }
    // A credential is handed over by systemd when the service starts; outside the service it cannot be
    // checked.
    if case .file = mail.secret, let secret = mail.secret {
        do throws(SecretError) {
            _ = try SecretSource(baseDirectory: directory).read(secret)
        } catch {
            add("password_file", error.description)
        }
    }
    if let caFile = mail.caFile {
        let path = caFile.hasPrefix("/") ? caFile : directory + "/" + caFile
        if !ConfigurationFiles.isReadable(path) {
            add("ca_file", "\(path) cannot be read (put the PEM file there)")
        }
    }
    return log.sorted
}

/// Loads the files of one configuration and collects the problems of all of them.
private struct ConfigurationLoader {
    let files: ConfigurationFiles
    private(set) var problems: [SettingsProblem] = []

    init(files: ConfigurationFiles) { self.files = files }

    mutating func load() -> DockConfiguration? {
        guard let (dock, profiles) = loadDock() else { return nil }
        let (schedules, payloads, plans) = loadSchedules(dock, profiles)
        return DockConfiguration(
            dock: dock, profiles: profiles, schedules: schedules, payloads: payloads, plans: plans,
            catalogue: loadParts(dock, profiles))
    }

    /// The settings of dock.yaml and the profiles; nil when they cannot be read.
    mutating func loadDock() -> (dock: DockSettings, profiles: [String: DeviceProfile])? {
        let (profiles, broken) = loadProfiles()
        guard let bytes = files.contents["dock.yaml"] else {
            report("dock.yaml", .start, "the file is missing", "see the example dock.yaml")
            return nil
        }
        let log = ProblemLog(file: "dock.yaml")
        let dock = DockFile.decode(
            bytes, overlay: files.mailOverlay, profiles: profiles, broken: broken, log: log)
        problems += log.sorted
        return dock.map { ($0, profiles) }
    }

    private mutating func report(_ file: String, _ place: Place, _ message: String, _ remedy: String) {
        problems.append(SettingsProblem(file: file, place: place, message: message, remedy: remedy))
    }

    /// The good profiles by id, and the names of files that hold a bad one.
    private mutating func loadProfiles() -> ([String: DeviceProfile], Set<String>) {
        var profiles: [String: DeviceProfile] = [:]
        var broken: Set<String> = []
        for (path, bytes) in files.contents.sorted(by: { $0.key < $1.key }) where path.hasPrefix("hardware/")
        {
            let log = ProblemLog(file: path)
            let profile = ProfileFile.decode(bytes, log: log)
            problems += log.sorted
            guard log.problems.isEmpty, let profile else {
                broken.insert(profile?.id ?? "")
                broken.insert(String(path.dropFirst("hardware/".count).dropLast(".yaml".count)))
                continue
            }
            if profiles.updateValue(profile, forKey: profile.id) != nil {
                report(
                    path, .start, "profile id \(quoted(profile.id)) is also in another file",
                    "keep one of them")
            }
        }
        return (profiles, broken)
    }

    private mutating func loadSchedules(
        _ dock: DockSettings, _ profiles: [String: DeviceProfile]
    ) -> ([ScheduleRule], [ScheduleID: PayloadTerms], [String: PlanFile]) {
        let folder = ScheduleFolder(files: files, dock: dock, profiles: profiles)
        let earlier = problems.count
        problems += folder.problems
        var plans: [String: PlanFile?] = [:]
        for placed in folder.schedules {
            loadPlan(placed, dock, into: &plans)
            if placed.payload?.map != nil, dock.mapping == nil {
                report(
                    placed.file, placed.mapPlace, "payload.map wants a map, and dock.yaml names no server for it",
                    "add for example mapping: {server: \"http://127.0.0.1:3000\"} to dock.yaml")
            }
        }
        problems[earlier...].sort {
            ($0.file, $0.place.line, $0.place.column) < ($1.file, $1.place.line, $1.place.column)
        }
        let payloads = Dictionary(
            folder.schedules.compactMap { placed in placed.payload.map { (placed.rule.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        return (folder.schedules.map(\.rule).sorted { $0.name < $1.name }, payloads, plans.compactMapValues { $0 })
    }

    /// Loads the plan of a rule once; a nil in `plans` stands for a plan that was refused before.
    private mutating func loadPlan(
        _ placed: ScheduleFile.PlacedRule, _ dock: DockSettings, into plans: inout [String: PlanFile?],
    ) {
        let name = placed.rule.plan
        guard plans[name] == nil else { return }
        guard let bytes = files.contents["schedules/" + name] else {
            report(placed.file, placed.planPlace, "plan \(quoted(name)) is not in schedules", "put it there")
            return
        }
        let log = ProblemLog(file: "schedules/" + name)
        let plan = PlanReader.plan(bytes, log: log)
        problems += log.sorted
        guard log.problems.isEmpty, let plan else {
            plans[name] = .some(nil)
            return
        }
        plans[name] = plan
        // A dock whose own file has problems may not know where it stands.
        guard !problems.contains(where: { $0.file == "dock.yaml" }) else { return }
        let site = PlanPoint(latitude: dock.dock.latitude, longitude: dock.dock.longitude)
        if let (message, remedy) = plan.refusal(forDockAt: site) {
            return report(placed.file, placed.planPlace, "plan \(quoted(name)) \(message)", remedy)
        }
        problems += plan.check(PlanRules(dock), file: "schedules/" + name).problems
    }

    private mutating func loadParts(_ dock: DockSettings, _ profiles: [String: DeviceProfile]) -> PartCatalogue {
        guard let file = dock.partsFile ?? (files.contents["parts.yaml"] == nil ? nil : "parts.yaml") else {
            return PartCatalogue()
        }
        guard let bytes = files.contents[file] else {
            report(file, .start, "the file is missing, and dock.yaml names it as parts_file", "put it there")
            return PartCatalogue()
        }
        let log = ProblemLog(file: file)
        var sources = PartsFile.Sources(roles: Set(dock.points.keys), points: [:])
        sources.bases = PartBases(devices: [], places: dock.points.mapValues(\.description))
        for device in dock.devices {
            guard let profile = profiles[device.profile] else { continue }
            let fitted = device.variant.flatMap { profile.applying(variant: $0) } ?? profile
            for point in fitted.points { sources.points["\(device.id).\(point.id)"] = point.unit }
            sources.bases.devices?.append(PartBases.Device(id: device.id.text, profile: fitted))
        }
        for (path, octets) in files.contents where path.hasPrefix("priors/") {
            sources.priors[String(path.dropFirst(7))] = octets
        }
        let catalogue = PartsFile.decode(bytes, sources: sources, log: log)
        problems += log.sorted
        return catalogue
    }
}
