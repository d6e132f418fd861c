// SPDX-License-Identifier: Apache-2.0
// A daemon in a process of its own and a simulated field on real sockets, both in the same fast time: served, troubled
// by faults, measured at the end of each virtual day, and ended in order. The daemon is the real one.

import DockModel
import Foundation
import Glibc
import Host
import RoostCore
import RoostDaemon
import RoostSim
import Settings
import Store

/// Why a soak ended early.
enum SoakEnd: Error {
    /// The daemon ended by itself.
    case daemonGone(code: Int32)
    /// It does not end on SIGTERM.
    case daemonHangs
}

/// One soak.
final class SoakRun {
    let directory: String
    private let clock: PacedClock
    private let start: WallTime
    private let origin: WallTime
    private let world: DemoWorld
    private var modbus: ModbusServer
    private let daemon = Process()
    private var database: RoostDatabase?
    private var storage: String { directory + "/var" }
    /// Faults that began.
    private(set) var faultsBegun = 0

    /// Serves a field below `directory` and writes the configuration that leads there.
    init(directory: String, speed: Double) throws {
        self.directory = directory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let base = try DefaultConfiguration.configuration()
        let now = Int64(Date().timeIntervalSince1970)
        origin = WallTime(milliseconds: now * 1_000)
        start = WallTime(milliseconds: (now - now % 86_400) * 1_000)
        clock = PacedClock(start: start, origin: origin, speed: speed)
        world = try DemoWorld(directory: directory, configuration: base, clock: clock, coverCurrent: 2.4)
        modbus = world.modbus
        try writeConfiguration()
    }

    private func writeConfiguration() throws {
        let edits = [
            ("\"tcp:127.0.0.1:1502\"", "\"tcp:127.0.0.1:\(world.modbus.port)\""),
            ("\"udpin:127.0.0.1:14540\"", "\"udpout:127.0.0.1:\(world.vehicle.port)\""),
            ("port: 587 ", "port: \(world.mail.startTLSPort) "), ("# ca_file: ca.pem", "ca_file: demo-ca.pem"),
            ("credential: smtp-password", "password_file: demo-smtp.secret"),
            ("\"127.0.0.1:8437\"", "\"127.0.0.1:\(DemoDay.freePort(0))\""),
        ]
        for (name, octets) in DefaultConfiguration.files.contents {
            var text = String(decoding: octets, as: UTF8.self)
            if name == "dock.yaml" { for (old, new) in edits { text = text.replacing(old, with: new) } }
            let path = directory + "/" + name
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    /// Runs for some virtual days; `sampled` hears each day, `passed` the virtual days so far, several times a second.
    func run(
        days: Double, plan: SoakPlan, passed: (Double) -> Void, isStopped: () -> Bool, sampled: (SoakSample) -> Void
    ) throws {
        try startDaemon()
        defer { stopWorld() }
        var faults = plan.entries[...]
        var under: SoakPlan.Entry?
        var day = 1
        var written: Int64 = 0
        while !isStopped() {
            guard daemon.isRunning else { throw SoakEnd.daemonGone(code: daemon.terminationStatus) }
            let seconds = Double(clock.now().boot.nanoseconds) / 1e9
            if let fault = under, seconds >= fault.ends {
                try end(fault.fault)
                under = nil
            }
            if under == nil, let fault = faults.first, seconds >= fault.begins {
                faults.removeFirst()
                begin(fault.fault)
                under = fault
            }
            if seconds >= Double(day) * 86_400 {
                if let sample = sample(day: day, written: &written) { sampled(sample) }
                day += 1
            }
            guard seconds < days * 86_400 else { break }
            passed(seconds / 86_400)
            usleep(50_000)
        }
        try stopDaemon()
    }

    private func begin(_ fault: SoakFault) {
        faultsBegun += 1
        world.world.withPlant { fault.begin(&$0) }
        if fault == .busAway { modbus.stop() }
    }

    /// Ends a fault, and what only a person can end after it.
    private func end(_ fault: SoakFault) throws {
        world.world.withPlant { $0.faults = PlantFaults() }
        if fault == .busAway { modbus = try ModbusServer(devices: world.devices, port: modbus.port) }
        guard let database = openDatabase() else { return }
        // A queue that is full holds as many resets already.
        _ = try OperatorWord.reset.leave(in: database)
    }

    /// The daemon's store, opened once; nil while it is not there.
    private func openDatabase() -> RoostDatabase? {
        // The daemon makes it; what is wrong with it is the daemon's to say.
        if database == nil { database = try? RoostDatabase.open(directory: storage, check: .asRead) }
        return database
    }

    private func sample(day: Int, written: inout Int64) -> SoakSample? {
        guard let holding = SoakSample.Holding(of: daemon.processIdentifier) else { return nil }
        let database = openDatabase()
        let files = ["roost.db", "roost.db-wal"].reduce(Int64(0)) { $0 + SoakSample.size(of: storage + "/" + $1) }
        let before = written
        written = holding.writtenOctets ?? 0
        return SoakSample(
            day: day, residentMegabytes: holding.residentMegabytes, descriptors: holding.descriptors,
            threads: holding.threads, databaseMegabytes: Double(files) / 1e6,
            storageMegabytes: Double(SoakSample.octets(below: storage)) / 1e6,
            writtenMegabytes: holding.writtenOctets.map { Double($0 - before) / 1e6 },
            // Rows that cannot be counted count as none.
            missions: (try? database?.missions(limit: 10_000).count { $0.outcome != nil }) ?? 0,
            // As above.
            incidents: (try? database?.incidents(limit: 10_000).count) ?? 0)
    }

    private func startDaemon() throws {
        daemon.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        daemon.arguments = [
            "run", "--config", directory, "--log", "error", "--rehearsal-clock",
            "\(start.milliseconds),\(origin.milliseconds),\(clock.speed)",
        ]
        daemon.standardInput = FileHandle.nullDevice
        daemon.standardOutput = FileHandle.nullDevice
        let log = directory + "/daemon.log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        daemon.standardError = FileHandle(forWritingAtPath: log)
        try daemon.run()
    }

    private func stopDaemon() throws {
        daemon.terminate()
        let clock = ContinuousClock(), deadline = clock.now + .seconds(30)
        while daemon.isRunning, clock.now < deadline { usleep(20_000) }
        guard !daemon.isRunning else {
            kill(daemon.processIdentifier, SIGKILL)
            throw SoakEnd.daemonHangs
        }
        if daemon.terminationStatus != 0 { throw SoakEnd.daemonGone(code: daemon.terminationStatus) }
    }

    private func stopWorld() {
        if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) }
        modbus.stop()
        world.stop()
    }
}
