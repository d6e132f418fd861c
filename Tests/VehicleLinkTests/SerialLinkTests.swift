// SPDX-License-Identifier: Apache-2.0
// The serial link over a pseudo terminal: a vehicle behind it, an unplugged port, and names that are no ports.

import DockModel
import Foundation
import Host
import MAVLink
import RoostSim
import Testing

@testable import VehicleLink

/// A pseudo terminal with a simulated vehicle behind it; the port is a link to it, as udev makes them.
// Unchecked: the vehicle is touched by its thread only; the flags are a lock's.
private final class PseudoPort: @unchecked Sendable {
    private let master: Int32
    private let lock = NSLock()
    private var isStopped = false
    private var hasEnded = false

    init?(at path: String, vehicle: SimulatedVehicle, clock: any DockClock) {
        master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK)
        var lock: Int32 = 0, number: Int32 = 0
        // TIOCSPTLCK and TIOCGPTN: unlock the other end, and ask for its number.
        guard master >= 0, unsafe ioctl(master, 0x4004_5431, &lock) == 0,
            unsafe ioctl(master, 0x8004_5430, &number) == 0
        else { return nil }
        _ = unsafe unlink(path)
        guard unsafe symlink("/dev/pts/\(number)", path) == 0 else { return nil }
        let thread = Thread { [self] in run(vehicle, clock) }
        thread.start()
    }

    /// Pulls the plug: the other end reads an error from now on.
    func unplug() {
        lock.withLock { isStopped = true }
        while !lock.withLock({ hasEnded }) { usleep(1_000) }
        close(master)
    }

    private func run(_ start: SimulatedVehicle, _ clock: any DockClock) {
        var vehicle = start
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !lock.withLock({ isStopped }) {
            let count = unsafe read(master, &buffer, buffer.count)
            if count > 0 { vehicle.receive(Array(buffer[..<count])) }
            vehicle.advance(to: clock.now().boot)
            for frame in vehicle.takeOutgoing() { _ = unsafe write(master, frame, frame.count) }
            usleep(1_000)
        }
        lock.withLock { hasEnded = true }
    }
}

@Suite(.timeLimit(.minutes(2))) struct SerialLinkTests {
    @Test func `a vehicle on a serial port is found, lost when it is unplugged, and found again`() async throws {
        let clock = PacedClock(start: WallTime(milliseconds: 1_770_000_000_000), speed: 20)
        let path = NSTemporaryDirectory() + "roost-port-\(UUID().uuidString)"
        defer { _ = unsafe unlink(path) }
        let configuration = VehicleConfiguration(dialect: .px4, home: LoopbackRig.home).stretched(for: clock)
        let link = StreamLink(.serial(path: path, baud: 57_600), clock: clock)
        let session = VehicleSession(transport: link, clock: clock)
        let running = Task { await session.run() }
        func report(where isMet: (SessionReport) -> Bool) async -> SessionReport? {
            for await report in session.reports where isMet(report) { return report }
            return nil
        }
        // The port is not there yet: that is told, and tried again.
        #expect(await report { $0.trouble != nil }?.isHeard == false)
        let vehicle = SimulatedVehicle(configuration, now: clock.now().boot)
        let first = try #require(PseudoPort(at: path, vehicle: vehicle, clock: clock))
        #expect(await report { $0.isHeard && $0.trouble == nil } != nil)
        let receipt = try await session.upload(TestPlan.flight)
        #expect(receipt.itemCount == 5)
        first.unplug()
        #expect(await report { !$0.isHeard && $0.trouble != nil } != nil)
        let second = try #require(PseudoPort(at: path, vehicle: vehicle, clock: clock))
        #expect(await report { $0.isHeard && $0.trouble == nil } != nil)
        running.cancel()
        await running.value
        second.unplug()
    }

    @Test func `a port is one process's alone, and a plain file is none`() throws {
        let path = NSTemporaryDirectory() + "roost-port-\(UUID().uuidString)"
        defer { _ = unsafe unlink(path) }
        let vehicle = SimulatedVehicle(VehicleConfiguration(dialect: .px4, home: LoopbackRig.home))
        let port = try #require(PseudoPort(at: path, vehicle: vehicle, clock: SystemClock()))
        let held = try SerialPort(path: path, baud: 57_600)
        #expect(throws: VehicleLinkError.self) { _ = try SerialPort(path: path, baud: 57_600) }
        #expect(held.send([0xFD]))
        #expect(throws: VehicleLinkError.self) { _ = try SerialPort(path: #filePath, baud: 57_600) }
        #expect(throws: VehicleLinkError.self) { _ = try SerialPort(path: "/dev/null", baud: 57_600) }
        #expect(throws: VehicleLinkError.self) { _ = try SerialPort(path: path, baud: 57_601) }
        port.unplug()
    }

    @Test func `endpoints read back as they were written`() throws {
        let endpoint = try LinkEndpoint("serial:/dev/ttyUSB0:57600")
        #expect(endpoint == .serial(path: "/dev/ttyUSB0", baud: 57_600) && endpoint.isSerial)
        #expect(endpoint.description == "serial:/dev/ttyUSB0:57600")
        for bad in [
            "serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0:", "serial:ttyUSB0:57600", "serial:/dev/../etc/x:57600",
            "serial:/dev/ttyUSB0:12345", "serial::57600", "serial:/dev/ttyUSB0:-9600",
        ] {
            #expect(throws: VehicleLinkError.self) { _ = try LinkEndpoint(bad) }
        }
    }
}
