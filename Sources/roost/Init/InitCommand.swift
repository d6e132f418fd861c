// SPDX-License-Identifier: Apache-2.0
// `roost init`: questions about a dock, and a commented configuration from the answers. It proves each link while it
// asks, replaces no file, and ends by the check that `roost check-config` makes.

import ArgumentParser
import Foundation
import Glibc
import Settings

/// Sets a dock up.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Set a dock up: questions, a commented configuration, every link proved.",
        discussion: """
            Asks at a terminal; with --answers or without a terminal it asks nobody and takes what it is given, else
            what stands in the list of --questions. Writes dock.yaml, hardware/, schedules/, parts.yaml and the files of
            secrets into DIRECTORY and never replaces a file. Each Modbus device is read, the vehicle is heard and the
            mail server is asked up to the log-in, unless --no-probe; nothing is moved and no mail is sent.
            Exit codes: 0 well, 1 ended by the person, or a link was not proved (the files are written), 64 wrong usage,
            73 a file is there already or cannot be written, 78 an answer cannot be used.

            Example:
              sudo roost init /etc/roost
              roost init --questions > answers.txt
              roost init site --answers answers.txt --set dock.id=NORTH --no-probe --json
            """)

    @Argument(help: "Directory that the configuration is written into.")
    var directory = "/etc/roost"
    @Option(help: ArgumentHelp("File with answers, one `key: value` a line.", valueName: "file"))
    var answers: String?
    @Option(name: .customLong("set"), help: ArgumentHelp("One answer; repeat it.", valueName: "key=value"))
    var settings: [String] = []
    @Option(help: ArgumentHelp("Folder with more device profiles.", valueName: "folder"))
    var hardware = InitShelf.packaged
    @Flag(help: "Ask no device, no vehicle and no mail server.")
    var noProbe = false
    @Option(help: "Longest wait in seconds for the vehicle and each step of mail, 1 to 120.")
    var timeout = 10.0
    @Option(
        help: ArgumentHelp(
            "File for the answers, to be given to --answers again; secrets are not in it.", valueName: "file")
    )
    var saveAnswers: String?
    @Flag(help: "List the questions as a file of answers, and write nothing.")
    var questions = false
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var directory: String
        var written: [String]
        var links: [InitLink]
        var partsLeftOut: [String]
        var problems: [SettingsProblemView]
    }

    func validate() throws {
        guard (1...120).contains(timeout) else { throw ValidationError("--timeout must be 1 to 120 seconds") }
        for setting in settings where InitAnswersFile.pair(setting, separator: "=") == nil {
            throw ValidationError("--set \"\(CommandOutput.printable(setting))\" is not key=value")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        if questions { return try CommandOutput.say(InitAnswersFile.example) }
        if FileManager.default.fileExists(atPath: directory + "/dock.yaml") {
            CommandOutput.complain(
                CommandOutput.printable(
                    "\(directory)/dock.yaml is there already and is not replaced; name another directory"))
            throw ExitCode(73)
        }
        let isInteractive = answers == nil && isatty(STDIN_FILENO) == 1
        let interview = InitInterview(given: try given(), isInteractive: isInteractive, isQuiet: json)
        let isQuiet = json
        let proof = InitProof(isWanted: !noProbe, patience: .seconds(timeout)) { line in
            // A reader that is gone is noticed at the end.
            if isQuiet { CommandOutput.complain(line) } else { try? CommandOutput.say(line + "\n") }
        }
        let shelf = InitShelf(folder: hardware)
        var talk = InitQuestions(interview: interview, shelf: shelf, proof: proof, directory: directory)
        try await talk.run()
        guard interview.problems.isEmpty else {
            for problem in interview.problems { CommandOutput.complain(CommandOutput.printable(problem)) }
            CommandOutput.complain("nothing was written")
            throw CommandExit.badConfiguration
        }
        let files: InitFiles
        do throws(SettingsError) {
            files = try InitFiles(talk.site, shelf: shelf)
        } catch {
            CommandOutput.complain("the answers do not fit together; nothing was written:")
            throw CommandExit.fail(error)
        }
        try finish(files, interview, proof)
    }

    private func given() throws -> [String: InitAnswer] {
        var problems: [String] = [], found: [String: InitAnswer] = [:]
        if let answers {
            guard let octets = FileManager.default.contents(atPath: answers),
                octets.count <= InitAnswersFile.longest
            else {
                CommandOutput.complain(
                    CommandOutput.printable(
                        "\(answers): it cannot be read, or has more than 1 MiB; check its name and mode"))
                throw CommandExit.badConfiguration
            }
            found = InitAnswersFile.read(
                String(decoding: octets, as: UTF8.self), name: answers, problems: &problems)
        }
        for setting in settings {
            guard let (key, value) = InitAnswersFile.pair(setting, separator: "=") else { continue }
            found[key] = InitAnswer(text: value, place: "--set")
        }
        guard problems.isEmpty else {
            for problem in problems { CommandOutput.complain(CommandOutput.printable(problem)) }
            throw CommandExit.badConfiguration
        }
        return found
    }

    private func finish(_ files: InitFiles, _ interview: InitInterview, _ proof: InitProof) throws {
        let obstacles = files.obstacles(in: directory)
        guard obstacles.isEmpty else {
            for name in obstacles {
                CommandOutput.complain(
                    CommandOutput.printable("\(directory)/\(name) is there already with another content"))
            }
            CommandOutput.complain("nothing was written")
            throw ExitCode(73)
        }
        let written = try files.write(into: directory)
        if let saveAnswers {
            let lines = interview.answers.map { "\($0.key): \($0.text)\n" }.joined()
            try CommandOutput.write(Array(lines.utf8), to: saveAnswers)
        }
        let problems = checkConfiguration(directory: directory), links = proof.links
        if json {
            try CommandOutput.sayJSON(
                View(
                    directory: directory, written: written, links: links, partsLeftOut: files.partsLeftOut,
                    problems: problems.map(SettingsProblemView.init)))
        } else {
            try CommandOutput.say(CommandOutput.lines(summary(files, written, links, problems)))
        }
        if links.contains(where: { !$0.isProved }) || !problems.isEmpty { throw CommandExit.finding }
    }

    private func summary(
        _ files: InitFiles, _ written: [String], _ links: [InitLink], _ problems: [SettingsProblem]
    ) -> [String] {
        var lines = [""] + written.map { "wrote    \($0)" }
        if !files.partsLeftOut.isEmpty {
            lines.append(
                "left out \(files.partsLeftOut.count) parts of the example that nothing here measures: "
                    + DoctorText.list(files.partsLeftOut, most: 30))
        }
        for link in links where !link.isProved { lines.append("not proved: \(link.link): \(link.evidence)") }
        if problems.isEmpty {
            lines.append("\(directory): no problems")
        } else {
            lines += problems.map { "\($0)" }
        }
        lines += ["", "Next:"]
        if files.secrets["credentials/smtp"] == nil,
            files.texts["dock.yaml"]?.contains("credential: roost_smtp") == true
        {
            lines.append(
                "  sudo install -m 0600 -D /dev/stdin \(directory)/credentials/smtp   # type the password, then Ctrl-D"
            )
        }
        lines.append(
            "  look through \(directory)/dock.yaml, the limits first; then roost check-config \(directory)")
        return lines + [
            "  roost doctor --config \(directory)",
            "  sudo systemctl enable --now roost.service roost-again.timer roost-backup.timer",
        ]
    }
}

extension CommandOutput {
    /// Lines of foreign text, made printable one by one.
    static func lines(_ lines: [String]) -> String { lines.map { printable($0) + "\n" }.joined() }
}

extension InitAnswersFile {
    /// Every question as a file of answers; what is commented out has the value shown.
    static let example = """
        # Answers for roost init --answers FILE. A line that begins with # says nothing; what it shows is then taken.
        dock.id: NORTH
        # dock.name: as dock.id
        dock.latitude: 47.39775
        dock.longitude: 8.54561
        dock.altitude: 489
        # dock.time_zone: as this machine's
        # storage.directory: /var/lib/roost for /etc/roost, else ./var
        # secrets: credentials for /etc/roost, else files

        # Modbus devices, numbered from 1. A profile is a file of hardware/; roost hardware list shows them.
        device.1.profile: roost-dock-plc
        # device.1.id: the profile's class
        device.1.line: tcp:127.0.0.1:1502
        # device.1.unit: as in the profile
        # device.1.variant: the profile's first
        device.2.profile: lufft-ws-umb
        device.2.line: tcp:127.0.0.1:1502
        device.2.unit: 4

        # Points are found by their names; name those that are not, as points.smoke: plc.input_3, or none.
        # points.as_proposed: yes

        # vehicle.dialect: px4
        # vehicle.wind_limit: 12
        # vehicle.link: udpin:0.0.0.0:14550
        # vehicle.system: 1

        mail.host: mail.example.org
        # mail.security: starttls
        # mail.port: 587, or 465 with tls
        # mail.ca_file:
        # mail.user:
        # mail.password_file:
        mail.from: dock@example.org
        mail.alerts: ops@example.org
        # mail.digest: as mail.alerts
        # mail.heartbeat: yes

        # schedule.plan:
        # schedule.name: as the plan's file
        # schedule.at: 10:00
        # schedule.window: 30

        """
}
