// SPDX-License-Identifier: Apache-2.0
// The world of the demonstration on real sockets of this machine: a Modbus server, a MAVLink vehicle, a TLS mail
// server. The dock that is shown talks to them as it would in a field.

import DockModel
import Foundation
import Host
import Registers
import RoostSim
import Settings
import VehicleLink

/// The servers of a demonstration.
struct DemoWorld {
    let world: ServedWorld
    let modbus: ModbusServer
    /// What the Modbus server serves.
    let devices: [ServedDevice]
    let vehicle: SimulatedVehicleServer
    let mail: MailSink
    let mailbox: String
    let authorityFile: String
    let secretFile: String

    /// Starts the servers; everything they keep is below `directory`.
    init(directory: String, configuration: DockConfiguration, clock: any DockClock, coverCurrent: Double)
        throws
    {
        let dock = configuration.dock.dock
        let folder = directory + "/mailbox"
        mailbox = folder + "/new"
        authorityFile = directory + "/demo-ca.pem"
        secretFile = directory + "/demo-smtp.secret"
        let password =
            String(UInt64.random(in: 0 ... .max), radix: 36)
            + String(UInt64.random(in: 0 ... .max), radix: 36)
        try Self.write(secret: password, to: secretFile)
        mail = try MailSink(
            MailSinkOptions(
                folder: folder, authorityFile: authorityFile, user: configuration.dock.mail.user,
                password: password))
        let dialect: AutopilotDialect = configuration.dock.vehicle.dialect == .px4 ? .px4 : .ardupilot
        var settings = VehicleConfiguration(
            dialect: dialect,
            home: GlobalPoint(
                latitude: dock.latitude, longitude: dock.longitude, altitude: dock.altitude.value))
        settings.pack = FlightPack(capacityAmpereHours: 12, stateOfCharge: 0.93)
        settings.powerUp = clock.now().wall
        vehicle = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(settings.stretched(for: clock), now: clock.now().boot), clock: clock)
        vehicle.start()
        var plant = DockPlant(seed: 7, hour: 17.3)
        plant.coverFriction = coverCurrent / DockPlant.newCoverCurrent
        plant.coverMoves = 18_000
        let served = ServedWorld(plant: plant, vehicle: vehicle, clock: clock)
        world = served
        devices = configuration.dock.devices.compactMap { device -> ServedDevice? in
            guard let profile = configuration.profile(of: device) else { return nil }
            switch profile.deviceClass {
            case .plc: return served.controller(unit: device.unit, profile: profile)
            case .weather: return served.weatherStation(unit: device.unit, profile: profile)
            case .env: return served.house(unit: device.unit, profile: profile)
            case .bms, .charger, .meter, .io, .ups, .drive, .hvac: return nil
            }
        }
        modbus = try ModbusServer(devices: devices)
    }

    /// Stops the servers.
    func stop() {
        modbus.stop()
        vehicle.stop()
        mail.stop()
    }

    private static func write(secret: String, to path: String) throws {
        try? FileManager.default.removeItem(atPath: path)  // a missing file is what is wanted
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(secret.utf8), attributes: [.posixPermissions: 0o600])
        if !isMade { throw CocoaError(.fileWriteUnknown) }
    }
}
