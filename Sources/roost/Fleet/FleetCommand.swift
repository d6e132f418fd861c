// SPDX-License-Identifier: Apache-2.0
// `roost fleet`: the verbs of whoever looks after many docks. A dock needs none of them; what each does is in its own
// file.

import ArgumentParser
import FleetLink
import Foundation
import Settings

/// The fleet.
struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet", abstract: "Receive what docks tell, and look at all of them.",
        discussion: """
            Docks send documents to an MQTT broker (the section fleet of dock.yaml); roost fleet serve reads the broker
            into PostgreSQL; the other verbs read that. See docs/fleet.md.

            Example:
              roost fleet serve --broker fleet.example.org:8883 --certificate-file fleet.pem --key-file fleet.key \\
                --database postgresql:///roost
              roost fleet docks --database postgresql:///roost
            """,
        subcommands: [
            FleetServeCommand.self, FleetStatusCommand.self, FleetDocksCommand.self, FleetOrderCommand.self,
            FleetPriorCommand.self, FleetIngestCommand.self, FleetConsoleCommand.self, FleetMailCommand.self,
            FleetRolloutCommand.self, FleetKeygenCommand.self, FleetRouteCommand.self,
            FleetAirspaceCommand.self,
            FleetLoadCommand.self, FleetQueueCommand.self,
        ])
}

/// Which broker, and as whom.
struct FleetBrokerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The MQTT broker.", valueName: "HOST:PORT"))
    var broker: String
    @Option(help: "PEM file of the authority that vouches for the broker; those of the system if left out.")
    var caFile: String?
    @Option(help: "PEM file of our certificate.")
    var certificateFile: String?
    @Option(help: "PEM file of its key, readable by its owner only.")
    var keyFile: String?
    @Flag(help: "Connect without TLS; to a broker on this machine only.")
    var plaintext = false

    func validate() throws {
        guard let (host, _) = address else {
            throw ValidationError("--broker \"\(CommandOutput.printable(broker))\" is not HOST:PORT")
        }
        let isLocal = host.hasPrefix("127.") || ["::1", "localhost"].contains(host)
        if plaintext, !isLocal { throw ValidationError("--plaintext is for a broker on this machine only") }
        if (certificateFile == nil) != (keyFile == nil) {
            throw ValidationError("--certificate-file and --key-file belong together")
        }
        if !plaintext, certificateFile == nil {
            throw ValidationError(
                "name --certificate-file and --key-file, or --plaintext for a broker on this machine")
        }
    }

    private var address: (host: String, port: Int)? {
        guard let colon = broker.lastIndex(of: ":"), let port = Int(broker[broker.index(after: colon)...]),
            (1...65_535).contains(port)
        else { return nil }
        var host = String(broker[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return host.isEmpty ? nil : (host, port)
    }

    /// The broker; a key that others can read ends the command.
    func resolved() throws -> BrokerAddress {
        guard let (host, port) = address else { throw ExitCode(64) }
        guard !plaintext else { return BrokerAddress(host: host, port: port) }
        if let keyFile {
            do throws(SecretError) {
                _ = try SecretSource(baseDirectory: ".").readDocument(.file(path: keyFile))
            } catch {
                CommandOutput.complain("--key-file: \(error)")
                throw CommandExit.badConfiguration
            }
        }
        return BrokerAddress(
            host: host, port: port,
            certificates: BrokerCertificates(
                authorityFile: caFile, certificateFile: certificateFile, keyFile: keyFile))
    }
}

/// Which database.
struct FleetDatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where PostgreSQL is, as libpq wants it; passwords belong into ~/.pgpass.", valueName: "CONNINFO")
    )
    var database = "postgresql:///roost"

    func validate() throws {
        guard !PostgresLink.namesPassword(database) else {
            throw ValidationError(
                "--database must not name a password: put it into ~/.pgpass, or use a certificate")
        }
    }

    /// A look into the fleet's tables; a database that cannot be used ends the command.
    func overview() throws -> FleetOverview {
        try CommandExit.giving { () throws(PostgresError) in try FleetOverview(PostgresLink(database)) }
    }
}

extension CommandExit {
    /// What PostgreSQL gives; what it does not give ends the command.
    static func giving<Value>(_ body: () throws(PostgresError) -> Value) throws -> Value {
        do throws(PostgresError) {
            return try body()
        } catch {
            CommandOutput.complain("\(CommandOutput.printable("\(error)"))")
            if case .away = error { throw tryLater }
            throw badConfiguration
        }
    }
}
