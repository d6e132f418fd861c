// SPDX-License-Identifier: Apache-2.0
// A simulated field around the real daemon: registers over Modbus TCP, a vehicle over UDP, a mail server with
// TLS, and a configuration that leads there. The field lives in the test's process and outlives every daemon
// that is killed.

import DockModel
import Foundation
import Host
import Registers
import RoostCore
import RoostSim
import Settings
import Store
import VehicleLink

@testable import RoostDaemon

/// A text of the configuration that a test wanted to change is not there any more.
struct NoSuchText: Error {
    let text: String
}

/// What a test may make wrong in the field.
struct RehearsalFaults {
    /// What the controller's identity register shows.
    var mapVersion = 1.0
    /// Nobody listens at the field bus's address.
    var isFieldbusClosed = false
    /// The daemon trusts another authority than the mail server's.
    var isMailCertificateWrong = false
    /// Another mail server's port.
    var mailPort: Int?
    /// When the run is due, UTC.
    var due = "17:25"
    /// Replacements in dock.yaml, after all others.
    var edits: [(String, String)] = []
}

/// A dock's surroundings in accelerated time.
final class Rehearsal {
    /// The run that the calendar holds.
    static let occurrence = "perimeter@2027-06-01T17:25:00Z"
    /// When the dock's time begins: 17:24:45, a quarter of a minute before the run is due.
    static let start = WallTime(milliseconds: 1_811_870_685_000)

    let directory: String
    let clock: PacedClock
    let world: ServedWorld
    let vehicle: SimulatedVehicleServer
    let mail: MailSink
    let watch: SafetyWatch
    /// What was written to the dock's controller that moves or energises.
    let orders: OrderWitness
    let modbus: ModbusServer
    private let stranger: MailSink?
    private let clockArgument: String

    init(speed: Double, faults: RehearsalFaults = RehearsalFaults()) throws {
        directory = try freshDirectory()
        let origin = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        clock = PacedClock(start: Self.start, origin: origin, speed: speed)
        clockArgument = "\(Self.start.milliseconds),\(origin.milliseconds),\(speed)"
        let defaults = try DefaultConfiguration.configuration()
        mail = try MailSink(
            MailSinkOptions(
                folder: directory + "/sink", authorityFile: directory + "/ca.pem", user: "dock",
                password: "rehearsal"))
        stranger =
            faults.isMailCertificateWrong
            ? try MailSink(
                MailSinkOptions(
                    folder: directory + "/stranger", authorityFile: directory + "/ca.pem", user: "dock",
                    password: "rehearsal")) : nil
        let dock = defaults.dock.dock
        var settings = VehicleConfiguration(
            dialect: .px4,
            home: GlobalPoint(
                latitude: dock.latitude, longitude: dock.longitude, altitude: dock.altitude.value))
        settings.pack = FlightPack(capacityAmpereHours: 12, stateOfCharge: 0.9)
        settings.powerUp = clock.now().wall
        vehicle = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(settings.stretched(for: clock), now: clock.now().boot), clock: clock)
        vehicle.start()
        var plant = DockPlant(seed: 7, hour: 17.4)
        plant.faults.wind = 3
        let served = ServedWorld(plant: plant, vehicle: vehicle, clock: clock)
        world = served
        orders = OrderWitness(clock: clock)
        modbus = try ModbusServer(devices: Self.devices(of: served, defaults, faults, orders))
        watch = SafetyWatch(world: served, vehicle: vehicle)
        try writeConfiguration(faults)
    }

    /// Ends the field.
    func stop() {
        watch.stop()
        modbus.stop()
        vehicle.stop()
        mail.stop()
        stranger?.stop()
    }

    /// Starts the daemon on this field.
    func daemon(under program: [String] = []) throws -> DaemonChild {
        try DaemonChild(
            ["run", "--config", directory, "--json", "--rehearsal-clock", clockArgument], under: program)
    }

    /// The daemon's database; only to be opened while no daemon runs.
    func database() throws -> RoostDatabase { try RoostDatabase.open(directory: directory + "/var") }

    /// Leaves a database as a process of five dock seconds ago would have, so that a daemon which a busy machine starts
    /// late still finds the due run.
    func leaveDatabase() throws {
        let last = Moment(
            boot: Instant(nanoseconds: 0), wall: WallTime(milliseconds: Self.start.milliseconds - 5_000))
        let state = DockState(at: last, parts: try DefaultConfiguration.configuration().corePolicy().parts)
        let database = try database()
        _ = try database.commit(DecisionCommit(moment: last, state: StateCoding.encode(state)))
        try database.close()
    }

    /// How many mails of a kind have arrived.
    func arrived(_ kind: String) -> Int {
        mail.mails.count { mail in
            guard let octets = FileManager.default.contents(atPath: mail.file) else { return false }
            return String(decoding: octets, as: UTF8.self).contains("X-Roost-Kind: \(kind)\r\n")
        }
    }

    private static func devices(
        of served: ServedWorld, _ defaults: DockConfiguration, _ faults: RehearsalFaults, _ orders: OrderWitness
    ) -> [ServedDevice] {
        defaults.dock.devices.compactMap { device -> ServedDevice? in
            guard let profile = defaults.profile(of: device) else { return nil }
            if profile.deviceClass == .env { return served.house(unit: device.unit, profile: profile) }
            guard profile.deviceClass == .plc else {
                return served.weatherStation(unit: device.unit, profile: profile)
            }
            var controller = served.controller(unit: device.unit, profile: profile)
            let read = controller.read
            let version = faults.mapVersion
            controller.read = { $0.text == "map_version" ? .number(version) : read($0) }
            return orders.watching(controller)
        }
    }

    /// The example configuration with the addresses of this field, tight times and a short way to fly.
    private func writeConfiguration(_ faults: RehearsalFaults) throws {
        let files = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        let bus = faults.isFieldbusClosed ? closedPort() : modbus.port
        var edits = [
            ("\"tcp:127.0.0.1:1502\"", "\"tcp:127.0.0.1:\(bus)\""),
            ("\"udpin:127.0.0.1:14540\"", "\"udpout:127.0.0.1:\(vehicle.port)\""),
            ("port: 587 ", "port: \(faults.mailPort ?? Int(mail.startTLSPort)) "),
            ("# ca_file: ca.pem", "ca_file: ca.pem"),
            ("credential: smtp-password", "password_file: smtp.secret"),
            ("\"127.0.0.1:8437\"", "\"127.0.0.1:\(closedPort())\""), ("\"18:00\"", "\"03:00\""),
            ("takeoff: 60 s", "takeoff: 120 s"),
        ]
        edits += faults.edits
        try write(files["dock.yaml"] ?? "", edits, to: "dock.yaml")
        try write(files["parts.yaml"] ?? "", [], to: "parts.yaml")
        for name in files.keys where name.hasPrefix("hardware/") {
            try write(files[name] ?? "", [], to: name)
        }
        try write(
            files["schedules/perimeter.yaml"] ?? "",
            [
                ("time_zone: Europe/Zurich", "time_zone: Etc/UTC"),
                ("at: [\"17:25\"]", "at: [\"\(faults.due)\"]"),
            ],
            to: "schedules/perimeter.yaml")
        // The way out and back is shortened to about 20 m, so that a flight takes a minute of dock time.
        try write(
            files["schedules/perimeter.plan"] ?? "",
            [
                ("47.3980657, 8.5451425", "47.3979000, 8.5456075"),
                ("47.3980657, 8.5460725", "47.3979000, 8.5457500"),
                ("47.3974357, 8.5460725", "47.3977507, 8.5457500"),
                ("47.3974357, 8.5451425", "47.3977507, 8.5456500"),
            ],
            to: "schedules/perimeter.plan")
        _ = FileManager.default.createFile(
            atPath: directory + "/smtp.secret", contents: Data("rehearsal".utf8),
            attributes: [.posixPermissions: 0o600])
    }

    private func write(_ text: String, _ edits: [(String, String)], to name: String) throws {
        var text = text
        for (old, new) in edits {
            guard text.contains(old) else { throw NoSuchText(text: "\(name): \(old)") }
            text = text.replacingOccurrences(of: old, with: new)
        }
        let path = directory + "/" + name
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }
}
