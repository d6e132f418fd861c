// SPDX-License-Identifier: Apache-2.0
// Between configuration, vehicle and core: alternates become metres and coordinates again, plans become what an upload
// reads back as, and a vehicle that is sent elsewhere lands there. Real UDP, no field bus.

import DockModel
import Host
import RoostCore
import RoostSim
import Settings
import Synchronization
import Testing
import VehicleLink

@testable import RoostDaemon

private func configuration(_ edits: [(String, String)] = []) throws -> DockConfiguration {
    var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
    for (old, new) in edits {
        guard let text = texts["dock.yaml"], text.contains(old) else { throw NoSuchText(text: old) }
        texts["dock.yaml"] = text.replacing(old, with: new)
    }
    return try DockConfiguration.load(files: ConfigurationFiles(texts: texts))
}

@Suite struct SitePolicies {
    @Test func `the example's policy is the core's default but for its own facts`() throws {
        let policy = try configuration().corePolicy()
        let standard = DockPolicy()
        #expect(policy.limits == standard.limits && policy.ages == standard.ages)
        #expect(policy.deadlines == standard.deadlines && policy.energy == standard.energy)
        #expect(policy.equipped == Role.ofReferenceDock && !policy.ventsSmoke && policy.alternates == [])
    }

    @Test func `alternates are metres east and north of the dock`() throws {
        let policy = try configuration([
            ("# alternates:", "alternates: [{name: meadow, latitude: 47.40775, longitude: 8.54561}]\n#"),
            ("vents_smoke: false", "vents_smoke: true"), ("use: 4 %/min", "use: 6 %/min"),
            ("rod_travel: 20 s", "rod_travel: 30 s"), ("charge_energy: 400 Wh", "charge_energy: 1 kWh"),
        ]).corePolicy()
        let place = try #require(policy.alternates.first)
        #expect(place.name == "meadow" && abs(place.east.value) < 0.01 && abs(place.north.value - 1_112) < 1)
        #expect(policy.ventsSmoke && policy.energy.percentPerMinute == 6)
        #expect(policy.deadlines.rodTravel == .seconds(30) && policy.limits.chargeEnergy == WattHours(1_000))
    }

    @Test func `rods and a service key that are named count as equipped, with their commands`() throws {
        let configuration = try configuration([
            ("# rods_open_switch: plc.rods_open", "rods_open_switch: plc.limit_open"),
            ("# rods_closed_switch: plc.rods_closed", "rods_closed_switch: plc.limit_closed"),
            ("# rods_command: plc.rods_command", "rods_command: plc.cover_command"),
            ("# service_key: plc.service_key", "service_key: plc.estop"),
        ])
        #expect(try configuration.corePolicy().equipped
                == Set(Role.allCases).subtracting([.humidity, .mainsPresent, .upsCharge]))
        #expect(configuration.rodCommands == [.stop: 0, .open: 1, .close: 2])
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a plan's facts are those of its upload's receipt`(dialect: AutopilotDialect) async throws {
        let configuration = try configuration()
        let policy = try configuration.corePolicy()
        let facts = try #require(policy.plans["perimeter.plan"])
        let rig = try Rig(dialect, configuration)
        await rig.untilReady()
        #expect(
            await rig.adapter.upload("perimeter.plan")
                == .verified(itemCount: facts.itemCount, checksum: facts.checksum))
        await rig.stop()
    }

    @Test func `rally points are landing places of their plan`() throws {
        var configuration = try configuration()
        var plan = try #require(configuration.plans["perimeter.plan"])
        let dock = configuration.dock.dock
        let home = PlanPoint(latitude: dock.latitude, longitude: dock.longitude)
        plan.rally = [RallyPoint(point: home.moved(east: 120, north: -80), altitudeMetres: 20)]
        configuration.plans["perimeter.plan"] = plan
        let place = try #require(try configuration.corePolicy().rallyPoints["perimeter.plan"]?.first)
        #expect(place.name == "rally point 1")
        #expect(abs(place.east.value - 120) < 0.01 && abs(place.north.value + 80) < 0.01)
    }
}

/// What the adapter told the core.
private final class Heard: Sendable {
    let updates = Mutex<[VehicleUpdate]>([])
}

/// An adapter and a simulated vehicle joined by real UDP, faster than life.
private final class Rig: Sendable {
    let clock = PacedClock(start: WallTime(milliseconds: 1_770_000_000_000), speed: 50)
    let server: SimulatedVehicleServer
    let adapter: VehicleAdapter
    private let heard = Heard()
    private let running: Task<Void, Never>
    private let pumping = Mutex<Task<Void, Never>?>(nil)

    init(_ dialect: AutopilotDialect, _ configuration: DockConfiguration) throws {
        let link = UDPLink(.udpListen(host: "127.0.0.1", port: 0), clock: clock)
        let dock = configuration.dock.dock
        var settings = VehicleConfiguration(
            dialect: dialect,
            home: GlobalPoint(latitude: dock.latitude, longitude: dock.longitude, altitude: dock.altitude.value))
        settings.groundStationTimeout = .seconds(300)
        server = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(settings.stretched(for: clock), now: clock.now().boot), clock: clock,
            peer: ("127.0.0.1", link.localPort ?? 0))
        let session = VehicleSession(transport: link, clock: clock)
        adapter = VehicleAdapter(
            session: session, plans: configuration.plans,
            home: PlanPoint(latitude: dock.latitude, longitude: dock.longitude), logDirectory: "/nowhere",
            clock: clock, logger: silent)
        running = Task { await session.run() }
        server.start()
        let pump = Task { [adapter, heard] in
            await adapter.pump { event in
                if case .vehicle(let update) = event { heard.updates.withLock { $0.append(update) } }
            }
        }
        pumping.withLock { $0 = pump }
    }

    func stop() async {
        running.cancel()
        await running.value
        await pumping.withLock { $0 }?.value
        server.stop()
    }

    /// The newest update that meets a condition, however long it takes; the suite has a time limit.
    @discardableResult
    func update(where isMet: (VehicleUpdate) -> Bool) async -> VehicleUpdate {
        while true {
            if let update = heard.updates.withLock({ $0.last }), isMet(update) { return update }
            await Task.yield()
        }
    }

    func untilReady() async {
        await update { $0.isLinked && $0.landed == .onGround && $0.positionAt != nil && $0.packTemperature != nil }
    }
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct VehicleAdapters {
    @Test(arguments: AutopilotDialect.allCases)
    func `a vehicle is sent to an alternate place, tells its way and lands`(dialect: AutopilotDialect) async throws {
        let rig = try Rig(dialect, try configuration())
        await rig.untilReady()
        let parked = await rig.update { _ in true }
        #expect(abs(parked.east?.value ?? 99) < 1 && abs(parked.north?.value ?? 99) < 1)
        #expect(abs((parked.packTemperature?.value ?? 0) - 20) < 15)
        #expect(await rig.adapter.upload("perimeter.plan") != .failed(reason: ""))
        #expect(await rig.adapter.standReady() == .done)
        #expect(await rig.adapter.launch() == .done)
        await rig.update { $0.landed == .inAir }
        let place = LandingPlace(name: "meadow", east: Metres(-40), north: Metres(30))
        #expect(await rig.adapter.fly(to: place) == .done)
        let above = await rig.update { update in
            abs((update.east?.value ?? 0) + 40) < 2 && abs((update.north?.value ?? 0) - 30) < 2
        }
        #expect(above.isArmed == true && abs((above.distance?.value ?? 0) - 50) < 3)
        #expect(await rig.adapter.disarm() != .done)
        #expect(await rig.adapter.land() == .done)
        await rig.update { $0.landed == .onGround && $0.isArmed == false }
        let (north, east) = rig.server.withVehicle { ($0.offsetFromPad.north, $0.offsetFromPad.east) }
        #expect(abs(east + 40) < 2 && abs(north - 30) < 2)
        await rig.stop()
    }
}
