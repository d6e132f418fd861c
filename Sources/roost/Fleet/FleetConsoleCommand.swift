// SPDX-License-Identifier: Apache-2.0
// `roost fleet console`: the web page of all docks, worst first, until SIGTERM. It only reads the fleet's tables; while
// PostgreSQL is away the page says so, and tries again with the next look.

import ArgumentParser
import Console
import DockModel
import FleetLink
import Foundation
import Host
import Logging

/// Serves the page of all docks.
struct FleetConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Serve a web page of all docks, worst first, until SIGTERM.",
        discussion: """
            / lists the docks, /parts what they need, /api/fleet both as JSON; /healthz answers 200 while PostgreSQL
            does. The page has no users and listens on this machine only: put a proxy in front of it that lets people
            in, and name the host that the proxy asks for with --host-name.

            Exit codes: 0 ended in order, 64 wrong usage, 69 the address cannot be listened on.

            Example:
              roost fleet console --listen 127.0.0.1:8090 --database postgresql:///roost
            """)

    @Option(help: ArgumentHelp("Address of this machine and port.", valueName: "HOST:PORT"))
    var listen = "127.0.0.1:8090"
    @Option(help: "A name beside localhost that requests may use in Host; may be repeated.")
    var hostName: [String] = []
    @OptionGroup var database: FleetDatabaseOptions

    private var address: ListenAddress? {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(listen[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return host.isEmpty ? nil : ListenAddress(host: host, port: port)
    }

    func validate() throws {
        guard address != nil else {
            throw ValidationError("--listen \"\(CommandOutput.printable(listen))\" is not HOST:PORT")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        guard let address else { throw ExitCode(64) }
        let logger = Logger(label: "fleet", factory: { StandardErrorLog(label: $0) })
        let look = FleetLook(database: database.database)
        let console: FleetConsole
        do throws(ConsoleError) {
            console = try FleetConsole(listen: address, model: look, hostNames: hostName, logger: logger)
        } catch {
            CommandOutput.complain("\(error)")
            throw ExitCode(64)
        }
        try await untilSignalled {
            do throws(ConsoleError) {
                try await console.run { port in
                    logger.notice("console at http://\(ListenAddress(host: address.host, port: port))")
                }
            } catch {
                CommandOutput.complain("\(error)")
                throw ExitCode(69)
            }
        }
    }
}

/// Looks at the fleet's tables on a thread of its own, over a connection that is made again when it is lost.
actor FleetLook: FleetModel {
    private nonisolated let executor = ThreadExecutor(name: "fleet-look")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let database: String
    private var overview: FleetOverview?

    init(database: String) { self.database = database }

    deinit { executor.stop() }

    func facts(_ question: FleetQuestion) -> FleetPageFacts {
        let now = WallTime(seconds: Date().timeIntervalSince1970)
        do throws(PostgresError) {
            let overview: FleetOverview
            if let kept = self.overview {
                overview = kept
            } else {
                overview = try FleetOverview(PostgresLink(database))
                self.overview = overview
            }
            var facts = FleetPageFacts(at: now)
            if question != .parts { facts.docks = try overview.docks().map(FleetDockRow.init) }
            if question != .docks { facts.parts = try overview.parts().map(FleetPartRow.init) }
            return facts
        } catch {
            overview = nil
            return FleetPageFacts(at: now, trouble: "\(error)")
        }
    }
}

extension DockConcern {
    /// How it is marked on the page.
    var mark: Mark {
        switch self {
        case .alarm, .silent, .person: .bad
        case .incident, .gap, .clock: .attention
        case .well: .good
        }
    }
}

extension FleetDockRow {
    init(_ dock: FleetDock) {
        self.init(
            dock: dock.dock, concern: dock.concern.rawValue, mark: dock.concern.mark,
            silent: Self.span(dock.silentSeconds) ?? .zero)
        (name, phase, interval) = (dock.name, dock.phase, dock.intervalSeconds.flatMap(Self.span))
        (isOnLine, openIncidents) = (dock.isOnLine, dock.openIncidents)
        worst = dock.worstSeverity.flatMap(Severity.init)
        (missing, shed, poisoned) = (dock.missing, dock.shed, dock.poisoned)
        clockAhead = dock.clockAheadSeconds.flatMap(Self.span)
        (version, bundle) = (dock.version, dock.bundle.map { Int($0) })
    }

    /// A span of seconds that came from outside; what is beyond all measure is cut.
    private static func span(_ seconds: Double) -> Duration? {
        seconds.isFinite ? .seconds(min(max(seconds, -1e9), 1e9)) : nil
    }
}

extension FleetPartRow {
    init(_ part: FleetPart) {
        self.init(
            name: part.name, part: part.part, count: part.count, docks: part.docks, stage: part.stage,
            firstEndDays: part.firstEndDays, leadDays: part.leadDays)
    }
}
