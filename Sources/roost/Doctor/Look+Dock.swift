// SPDX-License-Identifier: Apache-2.0
// How `roost doctor` looks at devices, vehicle, weather, schedules, parts and the dock's own state. A line or a vehicle
// that the running daemon owns is never touched: its stored state tells then.

import DockModel
import Fieldbus
import Foundation
import Host
import MAVLink
import RoostCore
import RoostDaemon
import Schedule
import Settings
import Store
import VehicleLink

extension Look {
    private static let noConfiguration = Verdict.notTested("the configuration is not good")
    private static let noState = Verdict.notTested("no dock has run with this store")

    static func serialPorts(_ site: DoctorSite) -> [DoctorCheck.Sight] {
        guard let configuration = site.configuration else { return [(nil, noConfiguration)] }
        guard !configuration.serialPorts.isEmpty else { return [(nil, .ok("the configuration names none"))] }
        return configuration.serialPorts.map { path in
            guard let facts = FileFacts(path) else {
                return (path, Judge.serial(Judge.SerialFile(isThere: false), path: path))
            }
            let file = Judge.SerialFile(
                isDevice: facts.isCharacterDevice, group: facts.group,
                isGroupOpen: facts.mode & 0o060 == 0o060)
            return (path, Judge.serial(file, path: path))
        }
    }

    static func devices(_ site: DoctorSite) async -> [DoctorCheck.Sight] {
        guard let configuration = site.configuration else { return [(nil, noConfiguration)] }
        if site.isDaemonAlive, let snapshot = site.snapshot, let age = site.snapshotAge {
            return configuration.dock.devices.map { device in
                let verdict = Judge.device(
                    isAbsent: snapshot.state.absentDevices.contains(device.id), age: max(age, .zero),
                    isOptional: device.isOptional)
                return (device.id.text, verdict)
            }
        }
        guard site.terms.asksOthers else { return [(nil, .notTested("--offline"))] }
        var found: [DoctorCheck.Sight] = []
        for settings in configuration.dock.devices {
            found.append((settings.id.text, await ask(settings, configuration)))
        }
        return found
    }

    /// Asks one device for all its points, as the daemon would.
    private static func ask(_ settings: DeviceSettings, _ configuration: DockConfiguration) async -> Verdict {
        guard let device = configuration.fieldbusDevice(settings) else { return noConfiguration }
        let bus = HardwareBus(device)
        let readings = await bus.read(), lost = await bus.stop()
        let place = "\(device.line) unit \(device.unit)"
        return Judge.device(
            good: readings.count { $0.quality == .good }, of: readings.count,
            lost: lost.map { "\(place): \($0)" },
            isOptional: settings.isOptional)
    }

    static func hardwareWatchdog(_ site: DoctorSite) -> Verdict {
        guard let points = site.configuration?.dock.points else { return noConfiguration }
        return Judge.hardwareWatchdog(isNamed: points[.watchdog] != nil, moves: points[.coverCommand] != nil)
    }

    static func sensors(_ site: DoctorSite) -> Verdict {
        guard let points = site.configuration?.dock.points else { return noConfiguration }
        let wanted: [(PointRole, String)] = [
            (.smoke, "smoke"), (.waterLeak, "water"), (.rainRate, "rain"),
            (.airTemperature, "air temperature"),
        ]
        return Judge.sensors(missing: wanted.filter { points[$0.0] == nil }.map(\.1))
    }

    // MARK: - Vehicle

    static func vehicle(_ site: DoctorSite) async -> Verdict {
        guard let settings = site.configuration?.dock.vehicle else { return noConfiguration }
        if site.isDaemonAlive, let snapshot = site.snapshot {
            let linked = snapshot.state.evidence.vehicle.linked
            let isHeard = linked.fresh(at: snapshot.moment.boot, within: .seconds(60)) == true
            let since =
                linked.age(at: snapshot.moment.boot).map { "told \(DoctorText.span($0)) before" }
                ?? "never told"
            return Judge.vehicle(
                isHeard: isHeard,
                text: "\(settings.link): \(isHeard ? "heard" : "not heard") at the last commit, \(since)")
        }
        guard site.terms.asksOthers else { return .notTested("--offline") }
        do {
            let heard = try await VehicleEar(settings, directory: site.directory).listen(
                for: site.terms.patience)
            return Judge.vehicle(isHeard: heard.isHeard, text: heard.text)
        } catch {
            return .fault("\(error)", "correct vehicle.link or its key")
        }
    }

    static func vehicleReady(_ site: DoctorSite) -> Verdict {
        guard let snapshot = site.snapshot, site.isDaemonAlive else {
            return .notTested("the daemon does not run", "roost vehicle preflight asks the vehicle itself")
        }
        let vehicle = snapshot.state.evidence.vehicle
        return Judge.vehicleReady(
            vehicle.isReadyToArm.fresh(at: snapshot.moment.boot, within: .seconds(60)), last: vehicle.lastText
        )
    }

    // MARK: - Weather and calendar

    static func weather(_ site: DoctorSite) -> Verdict {
        guard let snapshot = site.snapshot, site.isDaemonAlive, let dock = site.configuration?.dock else {
            return .notTested("the daemon does not run")
        }
        let wind = snapshot.state.evidence.wind.latest
        return Judge.weather(
            age: wind.age(at: snapshot.moment.boot), limit: dock.ages.weather,
            speed: wind.value.map { "\($0)" })
    }

    static func forecast(_ site: DoctorSite) -> Verdict {
        guard let dock = site.configuration?.dock else { return noConfiguration }
        guard let settings = dock.forecast else { return .notTested("no forecast is configured") }
        let path = site.path(settings.file)
        do {
            let forecast = try Forecast(
                Array(Data(contentsOf: URL(fileURLWithPath: path))), file: settings.file)
            return Judge.forecast(
                age: forecast.issued.duration(to: site.now.wall), limit: settings.age, file: path)
        } catch {
            return .warning(
                CommandOutput.printable(
                    "\(path): \((error as? SettingsError)?.description ?? error.localizedDescription)"),
                "look at what fetches it; the sensors decide alone until then")
        }
    }

    static func schedules(_ site: DoctorSite) -> Verdict {
        guard let configuration = site.configuration else { return noConfiguration }
        let enabled = configuration.schedules.filter(\.isEnabled)
        let end = site.now.wall + .seconds(366 * 86_400)
        let next = enabled.compactMap { $0.occurrences(after: site.now.wall, through: end, limit: 1).first }
            .min { $0.due < $1.due }
        return Judge.schedules(
            enabled: enabled.count, of: configuration.schedules.count,
            next: next.map { ($0.id, site.now.wall.duration(to: $0.due)) })
    }

    static func pauses(_ site: DoctorSite) -> Verdict {
        guard let configuration = site.configuration else { return noConfiguration }
        guard let database = site.database else { return .notTested("there is no database yet") }
        let book = ScheduleBook(database)
        do throws(StoreError) {
            var paused: [String] = []
            for rule in configuration.schedules {
                guard let pause = try book.pause(of: rule.name), pause.holds(at: site.now.wall) else {
                    continue
                }
                paused.append(
                    "\(rule.name) \(pause.until.map { "until \($0.utc)" } ?? "for good"): \(pause.reason)")
            }
            return Judge.pauses(paused)
        } catch {
            return .fault("\(error)", "see store.integrity")
        }
    }

    static func airspace(_ site: DoctorSite) -> Verdict {
        guard let configuration = site.configuration else { return noConfiguration }
        var sources: [(name: String, left: Duration?)] = []
        for blackout in configuration.schedules.flatMap(\.terms.blackouts)
        where !sources.contains(where: { $0.name == blackout.source }) {
            let left = blackout.lastEnd.map {
                site.now.wall.duration(to: WallTime(milliseconds: Int64($0) * 1_000))
            }
            sources.append((blackout.source, left))
        }
        return Judge.airspace(sources)
    }

    // MARK: - Parts and state

    static func parts(_ site: DoctorSite) -> Verdict {
        site.configuration.map { Judge.parts($0.parts) } ?? noConfiguration
    }

    static func wear(_ site: DoctorSite) -> Verdict {
        guard let configuration = site.configuration else { return noConfiguration }
        guard let snapshot = site.snapshot else { return noState }
        do {
            let outlooks = try snapshot.outlooks(configuration)
            return Judge.wear(
                outlooks.compactMap { part in part.stage.map { (part.name, $0) } }, of: outlooks.count)
        } catch {
            return .fault("\(error)", "correct parts.yaml")
        }
    }

    static func incidents(_ site: DoctorSite) -> Verdict {
        guard let state = site.snapshot?.state else { return noState }
        let open = state.incidents.values.sorted { ($0.kind.severity, $0.key) < ($1.kind.severity, $1.key) }
        return Judge.incidents(open.map { ("\($0.kind.severity.label) \($0.key)", $0.kind.severity) })
    }

    static func person(_ site: DoctorSite) -> Verdict {
        guard let state = site.snapshot?.state else { return noState }
        return Judge.person(needed: state.awaitsPerson, waitsFor: state.waitsFor, phase: state.phase.rawValue)
    }

    static func daemon(_ site: DoctorSite) -> Verdict {
        guard let snapshot = site.snapshot else { return Judge.daemon(age: nil, limit: CommitPace.busy) }
        return Judge.daemon(
            age: site.snapshotAge, limit: snapshot.isHeld == true ? snapshot.longestSilence : CommitPace.busy * 3)
    }
}

/// Listens for a vehicle; it sends only what every ground station does, and orders nothing.
struct VehicleEar {
    private let session: VehicleSession
    private let clock = SystemClock(trust: .set)
    private let endpoint: String

    /// An ear on the vehicle's link.
    init(_ vehicle: VehicleSettings, directory: String) throws {
        var options = SessionOptions()
        options.own = vehicle.station
        if let key = vehicle.signingKey {
            options.signingKey = try SecretSource(baseDirectory: directory).signingKey(key)
        }
        try self.init(link: vehicle.link.description, system: vehicle.system, options: options)
    }

    /// An ear on a link that no configuration names yet.
    init(link: String, system: Int, options: SessionOptions = SessionOptions()) throws(VehicleLinkError) {
        let endpoint = try LinkEndpoint(link)
        var options = options
        options.vehicleSystem = UInt8(exactly: system)
        self.endpoint = endpoint.description
        session = VehicleSession(transport: endpoint.link(clock: clock), clock: clock, options: options)
    }

    /// Whether it is heard within some time, and by whom.
    func listen(for patience: Duration) async throws -> (isHeard: Bool, text: String) {
        let running = Task { [session] in await session.run() }
        defer { running.cancel() }
        let start = ContinuousClock.now
        while true {
            let report = await session.report
            let waited = ContinuousClock.now - start
            if report.isHeard, let vehicle = report.vehicle {
                let who = vehicle.autopilot?.publicName ?? "an autopilot"
                let span = DoctorText.tenths(waited.inSeconds)
                return (true, "\(endpoint): \(who), system \(vehicle.address.system), after \(span) s")
            }
            guard waited < patience else {
                let trouble = report.trouble.map { "; \($0)" } ?? ""
                let others = report.statistics.accepted > 0 ? "; frames of another system came" : ""
                return (false, "\(endpoint): no heartbeat in \(DoctorText.span(patience))\(trouble)\(others)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
