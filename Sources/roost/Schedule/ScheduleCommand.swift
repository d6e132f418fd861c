// SPDX-License-Identifier: Apache-2.0
// `roost schedule`: when the dock flies and why not, from the files of a configuration, and what a person may say about
// it. No verb needs a running daemon.

import ArgumentParser

/// The calendar of a dock.
struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Say when the dock flies, and why it does not.",
        discussion: """
            Reads schedules/ of a configuration: *.yaml with their plans and *.ics calendars. Nothing here needs the
            daemon or a link; run-now, skip, pause and resume leave a word in the dock's store. Exit codes: 0 well,
            1 something was found, 64 wrong usage, 69 no store, 75 try again, 78 bad configuration.

            Example:
              roost schedule next --count 5 --config /etc/roost
              roost schedule why perimeter@2026-11-25T16:25:00Z --config /etc/roost
              roost schedule export --config /etc/roost > dock.ics
            """,
        subcommands: [
            ScheduleList.self, ScheduleNext.self, ScheduleYear.self, ScheduleWhy.self, ScheduleImport.self,
            ScheduleExport.self, ScheduleRunNow.self, ScheduleSkip.self, SchedulePauseCommand.self,
            ScheduleResume.self,
        ])
}
