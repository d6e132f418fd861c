// SPDX-License-Identifier: Apache-2.0
// `roost run`: the daemon. It ends in order on SIGTERM and SIGINT.
// Everything it knows is committed; it never needs a clean end.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Host
import Logging
import RoostDaemon
import Settings
import Store

/// Runs the dock of a configuration.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the dock of a configuration until SIGTERM.",
        discussion: """
            SIGHUP reads schedules/ again; files that are not good change nothing. All other settings wait for a
            restart. Exit codes: 0 ended in order, 75 the disk is full or fails, or another daemon uses the store, 77
            the store's files are another user's, 78 the configuration or the database cannot be used.

            Example:
              roost run --config /etc/roost
            """)

    @Option(help: "Directory with dock.yaml; relative paths in it start there.")
    var config = "/etc/roost"
    @Option(help: "Folder of delivered mails (.eml) to show in the console.")
    var mailbox: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var log = "info"
    @Flag(help: "Print events as JSON lines on standard output.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "For tests only: run in the time of a simulated world.",
            valueName: "START_UNIX_MS,ORIGIN_REAL_UNIX_MS,SPEED", visibility: .hidden))
    var rehearsalClock: RehearsalClock?

    func validate() throws {
        guard Logger.Level(rawValue: log) != nil else {
            throw ValidationError("--log \"\(log)\" is not a level")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let (configuration, files) = try CommandExit.configurationFiles(in: config)
        var logger = Logger(label: "roost", factory: { JournalLog.handler(label: $0) })
        logger.logLevel = Logger.Level(rawValue: log) ?? .info
        var options = DockOptions()
        options.baseDirectory = config
        options.mail = MailSource(files: files)
        options.mailboxDirectory = mailbox
        options.manager = ServiceNotifier()
        // systemd starts it again (Restart=always); by hand nobody would.
        if ProcessInfo.processInfo.environment["NOTIFY_SOCKET"] != nil {
            options.startAnew = { kill(getpid(), SIGTERM) }
        }
        if let rehearsalClock { options.clock = rehearsalClock.clock }
        let (dockLog, isJSON) = (logger, json)
        options.onListening = { dockLog.notice("console at \($0)") }
        options.observer = { state, event, effects, now in
            guard isJSON else { return }
            DockEventLine.say(state, event, effects, now)
        }
        let hangUps = Interrupts([(SIGHUP, "SIGHUP")]), names = hangUps.names
        defer { withExtendedLifetime(hangUps) {} }
        let directory = config
        options.reload = ScheduleReload(
            asked: AsyncStream { continuation in
                let task = Task {
                    for await _ in names { continuation.yield() }
                    continuation.finish()
                }
                continuation.onTermination = { _ in task.cancel() }
            },
            read: { try DockConfiguration.load(directory: directory) })
        let service = DockService(configuration: configuration, options: options, logger: logger)
        try await untilSignalled {
            do throws(DockServiceError) {
                try await service.run()
            } catch {
                CommandOutput.complain("\(error)")
                switch error {
                case .configuration: throw CommandExit.badConfiguration
                case .store(let fault): throw CommandExit.code(of: fault)
                }
            }
        }
    }
}

/// The time of a simulated world that another process serves. It is for tests: a daemon that is killed and
/// started again with the same three numbers goes on in the same accelerated time. A dock in the field has
/// the machine's clocks.
struct RehearsalClock: ExpressibleByArgument {
    let start: WallTime
    let origin: WallTime
    let speed: Double

    /// Three numbers with commas; nil when they make no clock.
    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let start = Int64(parts[0]), let origin = Int64(parts[1]),
            let speed = Double(parts[2]), speed > 0, speed <= PacedClock.mostSharedSpeed,
            (0...Self.lastStart).contains(start)
        else { return nil }
        (self.start, self.origin) = (WallTime(milliseconds: start), WallTime(milliseconds: origin))
        self.speed = speed
        guard PacedClock.isUsable(origin: self.origin) else { return nil }
    }

    /// The last instant of the year 2099 at which a rehearsal may begin, in Unix milliseconds.
    private static let lastStart: Int64 = 4_102_444_799_999

    /// The clock that shows that time.
    var clock: PacedClock { PacedClock(start: start, origin: origin, speed: speed) }
}

/// Runs `body` until it ends or SIGTERM or SIGINT asks it to.
func untilSignalled(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let interrupts = Interrupts(), names = interrupts.names
    defer { withExtendedLifetime(interrupts) {} }
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            try await body()
            return true
        }
        group.addTask {
            for await _ in names { break }
            return false
        }
        _ = try await group.next()
        group.cancelAll()
        // The cancelled half ends in order; what it still throws is told like any other failure.
        while let isBody = try await group.next() { if isBody { break } }
    }
}
