// SPDX-License-Identifier: Apache-2.0
// The command `roost`: its verbs and nothing else. What a verb does is in the file of its
// name; this one only lists them.

import ArgumentParser

/// The supervisor of a drone-in-a-box dock.
@main
struct RoostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roost",
        abstract: "Run a drone dock in a field, unattended.",
        discussion: """
            Exit codes: 0 well, 1 something was found, 64 wrong usage, 69 the daemon does not run, 75 try again later,
            77 not allowed, 78 bad configuration.

            Example:
              roost demo                      an afternoon of a simulated dock in two minutes
              roost check-config /etc/roost   every problem of a configuration, with file, line and remedy
              roost run --config /etc/roost   the daemon
            """,
        version: RoostVersion.text,
        subcommands: [
            RunCommand.self, DemoCommand.self, StatusCommand.self, ResetCommand.self, LockOutCommand.self,
            CallHomeCommand.self, PhasesCommand.self, OutboxCommand.self, MailCommand.self,
            TestMailCommand.self, WearCommand.self, HardwareCommand.self, VehicleCommand.self, PlanVerbs.self,
            LogCommand.self, ReportCommand.self, ThermalCommand.self, PayloadCommand.self, IndexMapCommand.self,
            AnomalyCommand.self, IncidentsCommand.self, WatchCommand.self, ConsoleCommand.self, FleetCommand.self,
            ScheduleCommand.self, WhyCommand.self, SimulateCommand.self, SoakCommand.self, BackupCommand.self,
            RestoreCommand.self, RollbackCommand.self, CheckConfigCommand.self, ConfigCommand.self, DoctorCommand.self,
            InitCommand.self, VersionCommand.self,
        ])
}
