// SPDX-License-Identifier: Apache-2.0
// `roost demo`: an afternoon of one dock in accelerated time, on real protocols: scheduled flight, charge, part notice,
// digest. Nothing of the daemon is faked; only the world around it is simulated.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Host
import Logging
import RoostCore
import RoostDaemon
import RoostSim
import Settings

/// Shows an afternoon of a dock in two minutes.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show an afternoon of a simulated dock in under two minutes.",
        discussion: """
            Runs the daemon on a simulated dock (Modbus TCP), a simulated vehicle (MAVLink 2 on UDP) and a local mail
            server (TLS), all on this machine. A second run in the same directory shows the next day.

            Example:
              roost demo
              roost demo --exit --json
            """)

    @Option(help: "Directory for the database, the mailbox and the flight logs.")
    var directory = "./var"
    @Option(help: "Port of the console on 127.0.0.1; another one is taken when it is in use.")
    var port = 8_437
    @Option(help: "Dock seconds a second while something moves; three times that while nothing does.")
    var speed = 10.0
    @Flag(
        help: "End when the day's mails lie in the mailbox; exit code 1 when they do not within 10 minutes.")
    var exit = false
    @Option(help: "Log level: trace, debug, info, notice, warning, error or critical.")
    var log = "warning"
    @Flag(help: "Print events as JSON lines.")
    var json = false

    func validate() throws {
        guard speed >= 1, speed <= 50 else { throw ValidationError("--speed must be 1 to 50") }
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535") }
        guard Logger.Level(rawValue: log) != nil else {
            throw ValidationError("--log \"\(log)\" is not a level")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let base = try DefaultConfiguration.configuration()
        let start = DemoDay.start(zone: base.dock.dock.timeZone, after: DemoDay.lastCommit(in: directory))
        let clock = PacedClock(start: start, speed: speed)
        let history = DemoHistory.state(try base.corePolicy(), clock.now())
        let coverCurrent = DemoDay.coverCurrent(in: directory) ?? history.coverCurrent
        let world = try DemoWorld(
            directory: directory, configuration: base, clock: clock, coverCurrent: coverCurrent)
        defer { world.stop() }
        let addresses = DemoAddresses(
            fieldbus: NetworkAddress(host: "127.0.0.1", port: world.modbus.port),
            mail: NetworkAddress(host: "localhost", port: Int(world.mail.startTLSPort)),
            console: NetworkAddress(host: "127.0.0.1", port: DemoDay.freePort(port)),
            storageDirectory: Self.absolute(directory), mailAuthorityFile: Self.absolute(world.authorityFile),
            mailSecretFile: Self.absolute(world.secretFile))
        // What is changed at the console holds for this run: the next one has another server and another password.
        var configuration = try DefaultConfiguration.configuration(at: addresses)
        configuration.dock.vehicle.link = .udpOut(
            NetworkAddress(host: "127.0.0.1", port: Int(world.vehicle.port)))
        let narrator = DemoNarrator(
            clock: clock, speed: speed, zone: configuration.dock.dock.timeZone, isJSON: json,
            mailbox: world.mailbox)
        var options = DockOptions()
        options.clock = clock
        options.mail = MailSource(files: DefaultConfiguration.files) { files throws(SettingsError) in
            try DefaultConfiguration.configuration(at: addresses, overlay: files.mailOverlay).dock
        }
        options.mailboxDirectory = world.mailbox
        options.firstState = { policy, now in DemoHistory.state(policy, now).state }
        options.observer = { narrator.tell($0, $1, $2, $3) }
        options.onListening = { narrator.console($0) }
        var logger = Logger(label: "roost", factory: { StandardErrorLog(label: $0) })
        logger.logLevel = Logger.Level(rawValue: log) ?? .warning
        let service = DockService(configuration: configuration, options: options, logger: logger)
        let (mail, wantsExit) = (world.mail, exit)
        try await untilSignalled {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        try await service.run()
                    } catch {
                        CommandOutput.complain("\(error)")
                    }
                }
                group.addTask {
                    await narrator.awaitMails { mail.mails.map(\.file) }
                    if !wantsExit { await narrator.rest() }
                }
                await group.next()
                group.cancelAll()
            }
        }
        if wantsExit, !narrator.isDayDelivered { throw CommandExit.finding }
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
