// SPDX-License-Identifier: Apache-2.0
// `roost fleet route`: rounds of crews to the docks that need parts, by when they are due and where they stand. It
// reads the fleet's tables and orders nothing.

import ArgumentParser
import FleetLink
import Foundation

/// Rounds of crews.
struct FleetRouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "Plan rounds of crews to the docks that need parts.",
        discussion: """
            Rests on the last roll-up and the place of each dock. A round begins and ends at the depot; it takes the
            most urgent dock and the nearest ones that are due within --window of it. Ways are straight lines: streets,
            hours of work and stock are not known here. Exit codes: 0 nothing to visit, 1 there is, 75 PostgreSQL is
            away.

            Example:
              roost fleet route --depot 47.38,8.54 --window 21 --most-stops 6 --database postgresql:///roost
            """)

    @Option(help: ArgumentHelp("Where rounds begin and end, in degrees.", valueName: "LATITUDE,LONGITUDE"))
    var depot: String
    @Option(help: "Days after the most urgent dock of a round within which others of it are due.")
    var window = 21.0
    @Option(help: "Docks of a round at most.")
    var mostStops = 8
    @Option(help: "Kilometres of a round at most.")
    var mostKm = 400.0
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var routes: [CrewRoute]
        /// Docks that need parts and do not say where they stand.
        var placeless: [String]
    }

    private var place: RoutePoint? {
        let numbers = depot.split(separator: ",", omittingEmptySubsequences: false).map {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        guard numbers.count == 2, let north = numbers[0], let east = numbers[1] else { return nil }
        return RoutePoint(latitude: north, longitude: east)
    }

    func validate() throws {
        guard place != nil else {
            throw ValidationError(
                "--depot \"\(CommandOutput.printable(depot))\" is no place; write for example 47.38,8.54")
        }
        guard (0...3_650).contains(window), (1...100).contains(mostStops), (1...40_000).contains(mostKm)
        else {
            throw ValidationError("--window is 0 to 3650 days, --most-stops 1 to 100, --most-km 1 to 40000")
        }
    }

    func run() throws {
        guard let place else { throw ExitCode(64) }
        let overview = try database.overview()
        let (stops, placeless) = try CommandExit.giving { () throws(PostgresError) in try overview.stops() }
        let terms = RouteTerms(depot: place, windowDays: window, mostStops: mostStops, mostKilometres: mostKm)
        let routes = CrewRoutes.plan(stops, terms: terms)
        if json {
            try CommandOutput.sayJSON(View(routes: routes, placeless: placeless))
        } else if stops.isEmpty, placeless.isEmpty {
            try CommandOutput.say("nobody has to be visited\n")
        } else {
            for (number, route) in zip(1..., routes) {
                try CommandOutput.say(
                    "round \(number): \(Int(route.kilometres.rounded())) km, due in \(Int(route.dueDays)) d\n"
                )
                for stop in route.stops {
                    try CommandOutput.say(
                        "  \(stop.dock): "
                            + CommandOutput.printable(
                                "due in \(Int(stop.dueDays)) d: \(stop.parts.joined(separator: ", "))")
                            + "\n")
                }
            }
            if !placeless.isEmpty {
                CommandOutput.complain("without a place: \(placeless.joined(separator: ", "))")
            }
        }
        if !stops.isEmpty || !placeless.isEmpty { throw CommandExit.finding }
    }
}
