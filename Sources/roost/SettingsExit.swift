// SPDX-License-Identifier: Apache-2.0
// How the problems of a configuration or a profile are told: on stderr, one a line, or as members of a JSON document.
// It finds no problem itself and changes nothing.

import ArgumentParser
import Settings

extension CommandExit {
    /// Says every problem on stderr and gives the exit code for them.
    static func fail(_ error: SettingsError) -> ExitCode { fail(error.problems) }

    /// The same for problems that are already listed.
    static func fail(_ problems: [SettingsProblem]) -> ExitCode {
        for problem in problems { CommandOutput.complain(CommandOutput.printable("\(problem)")) }
        return badConfiguration
    }

    /// The configuration of a directory; problems end the command.
    static func configuration(in directory: String) throws -> DockConfiguration {
        try configuration(orDefault: directory)
    }

    /// The configuration of a directory and the files that it was read from; problems end the command.
    static func configurationFiles(in directory: String) throws -> (DockConfiguration, ConfigurationFiles) {
        do throws(SettingsError) {
            let files = try ConfigurationFiles(directory: directory)
            return (try DockConfiguration.load(files: files), files)
        } catch {
            throw fail(error)
        }
    }

    /// The configuration of a directory, the embedded default for none; problems end the command.
    static func configuration(orDefault directory: String?) throws -> DockConfiguration {
        do throws(SettingsError) {
            guard let directory else { return try DefaultConfiguration.configuration() }
            return try DockConfiguration.load(directory: directory)
        } catch {
            throw fail(error)
        }
    }
}

/// One problem as `--json` shows it.
struct SettingsProblemView: Encodable {
    var file: String
    var line: Int
    var column: Int
    var message: String
    var remedy: String

    init(_ problem: SettingsProblem) {
        file = problem.file
        line = problem.place.line
        column = problem.place.column
        message = problem.message
        remedy = problem.remedy
    }
}
