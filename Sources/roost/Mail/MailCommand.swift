// SPDX-License-Identifier: Apache-2.0
// The verb `roost mail`: its parts, and the mail account of a configuration. What goes over the wire is the submission
// engine's matter.

import ArgumentParser
import DockModel
import Host
import Mailer
import RoostDaemon
import Settings

/// `roost mail`: the account that mail goes out with.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Check the mail server, log in to it, and mail that the daemon ended.",
        discussion: """
            Example:
              roost mail check --config /etc/roost
              roost mail login --config /etc/roost
            """,
        subcommands: [MailCheck.self, MailLogin.self, LastWordsCommand.self])
}

/// The option that every part of `roost mail` has.
struct MailConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: "Directory with dock.yaml.")
    var directory = "/etc/roost"

    /// The settings of dock.yaml; problems end the command.
    func load() throws -> DockSettings {
        do throws(SettingsError) {
            return try DockSettings.load(directory: directory)
        } catch {
            throw CommandExit.fail(error)
        }
    }

    /// The clock of the dock, believed as dock.yaml says.
    func clock(_ dock: DockSettings) -> SystemClock {
        switch dock.clockTrust {
        case .synchronised: SystemClock(trust: .synchronised)
        case .set: SystemClock(trust: .set)
        }
    }

    /// The account of a dock.
    func account(_ dock: DockSettings) -> MailAccount {
        let clock = clock(dock)
        return MailAccount(dock, directory: directory, clock: { clock.now() })
    }
}
