// SPDX-License-Identifier: Apache-2.0
// How soon a dock that was killed watches its hardware again: from SIGKILL until a new process has read cover, charger,
// pad and vehicle and has decided where the dock stands. The reference is a program told to do nothing.

import DockModel
import Foundation
import Glibc
import Host
import RoostSim

/// The figures of a restart; a simulated vehicle answers beside the resting hardware.
func recoveryFigures(_ bench: Bench, _ world: RestingWorld, nothing: Double) throws -> [Figure] {
    let clock = SystemClock()
    var settings = VehicleConfiguration(dialect: .px4, home: world.home)
    settings.powerUp = clock.now().wall
    let vehicle = try SimulatedVehicleServer(
        vehicle: SimulatedVehicle(settings, now: clock.now().boot), clock: clock)
    vehicle.start()
    defer { vehicle.stop() }
    let folder = try DockFolder(bench, world, vehicleLink: "udpout:127.0.0.1:\(vehicle.port)")
    defer { folder.remove() }
    let log = folder.path + "/log"
    let arguments = ["run", "--log", "info", "--config", folder.path]
    var times: [Double] = []
    var dock = try Child(bench.roostPath, arguments, complaintsTo: log)
    try waitUntilSupervising(dock, log)
    // The vehicle speaks once a second: the kills are spread over that second.
    let count = max(10, bench.rounds.count)
    for index in 0..<count {
        usleep(UInt32(1_000_000 / count * (index + 1)))
        let killed = secondsNow()
        dock.kill()
        dock = try Child(bench.roostPath, arguments, complaintsTo: log)
        try waitUntilSupervising(dock, log)
        times.append(secondsNow() - killed)
    }
    try dock.stop()
    return [
        Figure(
            "recovery from SIGKILL to supervising", median(times) * 1e3, "ms", reference: "a program that does nothing",
            nothing * 1e3, target: .atMost(1_000)),
        Figure(
            "the same, slowest of \(times.count)", (times.max() ?? 0) * 1e3, "ms",
            reference: "a program that does nothing", nothing * 1e3, target: .atMost(1_000)),
    ]
}

/// Waits until the log says that the dock has left the phase in which it only looks around.
private func waitUntilSupervising(_ dock: Child, _ log: String) throws {
    let deadline = secondsNow() + 30
    while secondsNow() < deadline {
        guard dock.isRunning else { throw BenchError("roost run ended at once; see \(log)") }
        if try String(contentsOfFile: log, encoding: .utf8).contains("phase starting -> ") { return }
        usleep(500)
    }
    throw BenchError("roost run did not supervise within 30 s; see \(log)")
}
