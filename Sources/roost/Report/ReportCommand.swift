// SPDX-License-Identifier: Apache-2.0
// The verb `roost report`: its parts and nothing else. Each reads the dock's store, also while the daemon runs, and
// changes nothing in it.

import ArgumentParser

/// `roost report`: the papers of a dock.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write digests, flight records, wear and incident reports.",
        discussion: """
            Reads the dock's store, also while the daemon runs, and changes nothing in it. --demo shows a built-in year.

            Exit codes: 0, 64 wrong usage, 69 no dock has run there, 1 nothing is stored of what was asked for.

            Example:
              roost report digest --demo --format pdf --output digest.pdf
              roost report digest --date 2026-11-25 --storage /var/lib/roost
              roost report flight --date 2026-11 --format csv --storage /var/lib/roost > november.csv
              roost report wear --format csv --storage /var/lib/roost
              roost report incident --id 1790300000000-12 --format html --open
            """,
        subcommands: [
            ReportDigestCommand.self, ReportFlight.self, ReportWearCommand.self, ReportIncidentCommand.self,
        ],
        defaultSubcommand: ReportDigestCommand.self)
}
