// SPDX-License-Identifier: Apache-2.0
// `roost init` against a simulated field: what it writes is read by the real loader, each link is proved, no file is
// replaced, and a person at a terminal can do it all by hand.

import DockModel
import Foundation
import RoostSim
import Schedule
import Settings
import Testing

@testable import roost

/// A folder to be set up.
private func fresh() throws -> String { try freshDirectory() + "/site" }

private func run(_ arguments: [String]) throws -> (code: Int32?, output: String, complaints: String) {
    let child = try DaemonChild(arguments)
    let code = child.end(within: 60)
    return (code, child.output, child.log)
}

/// Answers for a field that is served.
private func answers(_ field: Rehearsal) -> [String: String] {
    [
        "dock.id": "SOUTH", "dock.name": "South \"field\": # 2 \\ ä", "dock.latitude": "47.39775",
        "dock.longitude": "8.54561", "dock.altitude": "489", "dock.time_zone": "Europe/Zurich",
        "storage.directory": "./var", "device.1.profile": "roost-dock-plc",
        "device.1.line": "tcp:127.0.0.1:\(field.modbus.port)", "device.2.profile": "lufft-ws-umb",
        "device.2.line": "tcp:127.0.0.1:\(field.modbus.port)", "device.2.unit": "4",
        "vehicle.link": "udpout:127.0.0.1:\(field.vehicle.port)",
        "mail.host": "localhost", "mail.port": "\(field.mail.startTLSPort)",
        "mail.ca_file": field.directory + "/ca.pem",
        "mail.user": "dock", "mail.password_file": field.directory + "/smtp.secret",
        "mail.from": "dock@example.org",
        "mail.alerts": "ops@example.org, kim@example.org",
        "schedule.plan": field.directory + "/schedules/perimeter.plan",
        "schedule.name": "evening", "schedule.at": "17:25, 18:30",
    ]
}

private func file(_ answers: [String: String]) throws -> String {
    let path = try freshDirectory() + "/answers.txt"
    let text = "# answers\n\n" + answers.sorted { $0.key < $1.key }.map { "\($0): \($1)\n" }.joined()
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
}

@Suite(.serialized) struct SettingUpADock {
    @Test func `answers in a file make a configuration that loads, with every link proved`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        let site = try fresh(), path = try file(answers(field))
        let made = try run(["init", site, "--answers", path, "--hardware", "/none", "--json"])
        #expect(made.code == 0, "\(made.output)\n\(made.complaints)")
        let view = try #require(JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: Any])
        let links = try #require(view["links"] as? [[String: Any]])
        #expect(
            links.map { $0["link"] as? String } == ["device plc", "device weather", "vehicle", "mail server"])
        #expect(links.allSatisfy { $0["isProved"] as? Bool == true })
        #expect((view["problems"] as? [Any])?.isEmpty == true)

        let loaded = try DockConfiguration.load(directory: site), dock = loaded.dock
        #expect(checkConfiguration(directory: site).isEmpty)
        #expect(dock.dock.name == "South \"field\": # 2 \\ ä" && dock.dock.altitude == Metres(489))
        #expect(dock.points[.coverOpenSwitch]?.description == "plc.limit_open")
        #expect(
            dock.points[.windSpeed]?.description == "weather.wind_speed" && dock.points[.rodsCommand] == nil)
        #expect(
            dock.mail.recipients.alerts == ["ops@example.org", "kim@example.org"]
                && dock.mail.heartbeat != nil)
        #expect(loaded.schedules.map(\.name.text) == ["evening"] && loaded.plans["evening.plan"] != nil)
        // What this dock has no sensors for is left out, and said.
        let left = try #require(view["partsLeftOut"] as? [String])
        #expect(left.contains("cooler") && !loaded.parts.contains { $0.id == "cooler" })
        #expect(loaded.parts.contains { $0.id == "cover-motor" } && loaded.parts.count + left.count == 27)
        // People read it: the comments of the example stand where they stood.
        let text = try String(contentsOfFile: site + "/dock.yaml", encoding: .utf8)
        #expect(text.contains("  id: SOUTH                    # required; in mail subjects and file names\n"))
        #expect(
            text.contains("# Centring rods, all three or none")
                && text.contains("limits:                        #"))
        #expect(
            FileFacts(site + "/heartbeat-key")?.mode == 0o600 && FileFacts(site + "/dock.yaml")?.mode == 0o644
        )
    }

    @Test func `nothing is replaced, and what is in the way is named`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        let site = try fresh(), path = try file(answers(field))
        let flags = ["--answers", path, "--hardware", "/none", "--no-probe"]
        try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
        try "mine".write(toFile: site + "/parts.yaml", atomically: true, encoding: .utf8)
        let first = try run(["init", site] + flags)
        #expect(first.code == 73 && first.complaints.contains("/parts.yaml is there already"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: site) == ["parts.yaml"])
        try FileManager.default.removeItem(atPath: site + "/parts.yaml")
        #expect(try run(["init", site] + flags).code == 0)
        let before = try String(contentsOfFile: site + "/dock.yaml", encoding: .utf8)
        #expect(try run(["init", site] + flags + ["--set", "dock.id=OTHER"]).code == 73)
        #expect(try String(contentsOfFile: site + "/dock.yaml", encoding: .utf8) == before)
    }

    @Test func `a link that is not proved is told, and the files are written all the same`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        let site = try fresh()
        var wrong = answers(field)
        wrong["device.2.line"] = "tcp:127.0.0.1:\(closedPort())"
        let made = try run([
            "init", site, "--answers", try file(wrong), "--hardware", "/none", "--timeout", "2",
        ])
        #expect(made.code == 1 && made.output.contains("FAILED  device weather"), "\(made.output)")
        #expect(made.output.contains("proved  device plc") && checkConfiguration(directory: site).isEmpty)
    }

    @Test func `answers that cannot be used are told with their places, and nothing is written`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        let site = try fresh()
        var wrong = answers(field)
        wrong["dock.latitude"] = "95"
        wrong["dock.time_zone"] = "Europe/Zurch"
        wrong["vehicle.lnk"] = "udpin:0.0.0.0:1"
        wrong["points.smoke"] = "plc.cover_current"
        wrong["mail.alerts"] = nil
        let path = try file(wrong)
        let made = try run(["init", site, "--answers", path, "--hardware", "/none", "--no-probe"])
        #expect(made.code == 78)
        for text in [
            "dock.latitude \"95\": write a number from -90 to 90", "dock.time_zone \"Europe/Zurch\"",
            "nothing asks for \"vehicle.lnk\"", "points.smoke \"plc.cover_current\": write one of:",
            "mail.alerts is missing",
        ] { #expect(made.complaints.contains(text), "\(text) in \(made.complaints)") }
        #expect(made.complaints.contains("answers.txt:") && !FileManager.default.fileExists(atPath: site))
        #expect(try run(["init", site, "--answers", "/none"]).code == 78)
        #expect(try run(["init", site, "--set", "nonsense"]).code == 64)
    }

    @Test func `credentials go into a folder of their own, by the names that the unit gives them`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        let site = try fresh()
        var given = answers(field)
        (given["secrets"], given["mail.password_file"], given["schedule.plan"]) = ("credentials", nil, nil)
        (given["schedule.name"], given["schedule.at"]) = (nil, nil)
        let made = try run(["init", site, "--answers", try file(given), "--hardware", "/none", "--no-probe"])
        #expect(
            made.code == 0 && made.output.contains("\(site)/credentials/smtp   # type the password"),
            "\(made)")
        let mail = try DockConfiguration.load(directory: site).dock.mail
        #expect(mail.secret == .credential(name: "roost_smtp"))
        #expect(mail.heartbeat?.key == .credential(name: "roost_heartbeat"))
        let facts = try #require(FileFacts(site + "/credentials/heartbeat"))
        #expect(facts.mode == 0o600 && FileFacts(site + "/credentials")?.mode == 0o700)
    }

    @Test func `the list of questions is a file of answers that works`() throws {
        let site = try fresh(), list = try run(["init", "--questions"])
        let path = try freshDirectory() + "/questions.txt"
        try list.output.write(toFile: path, atomically: true, encoding: .utf8)
        let made = try run(["init", site, "--answers", path, "--hardware", "/none", "--no-probe"])
        #expect(made.code == 0 && checkConfiguration(directory: site).isEmpty, "\(made)")
    }

    @Test func `a person at a terminal is asked again after a mistake, and no password is shown`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        let site = try fresh(), port = field.modbus.port
        let terminal = try PseudoTerminal(["init", site, "--hardware", "/none", "--timeout", "5"])
        for (prompt, text) in [
            ("Short name: ", "no name"), ("Short name: ", "WEST"), ("for people [WEST]: ", ""),
            ("north: ", "47.39775"),
            ("east: ", "8.54561"), ("sea, m: ", "489 m"), ("Time zone", "Europe/Zurich"),
            ("database [./var]: ", ""),
            ("credentials [files]: ", ""), ("device 1 [roost-dock-plc]: ", ""), ("name here [plc]: ", ""),
            ("line: ", "tcp:127.0.0.1:\(closedPort())"), ("unit id [10]: ", ""),
            ("all the same? [y/N]: ", "n"),
            ("line: ", "tcp:127.0.0.1:\(port)"), ("unit id [10]: ", ""), ("no more []: ", "lufft-ws-umb"),
            ("name here [weather]: ", ""), ("line: ", "tcp:127.0.0.1:\(port)"), ("unit id [1]: ", "4"),
            ("no more []: ", ""),
            ("Take these [yes]: ", ""), ("ardupilot [px4]: ", ""), ("allows, m/s [12]: ", "10"),
            ("link [", "udpout:127.0.0.1:\(field.vehicle.port)"), ("system id [1]: ", ""),
            ("Mail server: ", "localhost"),
            ("tls [starttls]: ", ""), ("Port [587]: ", "\(field.mail.startTLSPort)"),
            ("system's []: ", field.directory + "/ca.pem"),
            ("wants none []: ", "dock"), ("name a file: ", "rehearsal"), ("address: ", "dock@example.org"),
            ("with commas: ", "ops@example.org"), ("notices [ops@example.org]: ", ""),
            ("noticed [yes]: ", "no"),
            ("for none []: ", ""),
        ] { #expect(terminal.answer(prompt, text), "\(prompt) in \(terminal.seen)") }
        #expect(terminal.end() == 0, "\(terminal.seen)")
        #expect(terminal.seen.contains("no problems") && !terminal.transcript.contains("rehearsal"))
        let loaded = try DockConfiguration.load(directory: site)
        #expect(
            loaded.dock.dock.id == "WEST" && loaded.schedules.isEmpty
                && loaded.dock.limits.windGust.value == 10)
        #expect(try SecretSource(baseDirectory: site).read(.file(path: "smtp-password")) == "rehearsal")
        #expect(checkConfiguration(directory: site).isEmpty)
    }

    @Test func `Ctrl-C at a hidden prompt ends without a file and gives the terminal back`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        let site = try fresh()
        var given = answers(field)
        (given["mail.password_file"], given["vehicle.dialect"], given["vehicle.wind_limit"]) = (
            nil, "px4", "12"
        )
        let asked = [
            ("secrets", "files"), ("device.1.id", "plc"), ("device.1.unit", "10"), ("device.2.id", "weather"),
            ("device.2.unit", "4"), ("device.3.profile", ""), ("points.as_proposed", "yes"),
            ("vehicle.system", "1"),
            ("mail.security", "starttls"),
        ]
        for (key, text) in asked { given[key] = text }
        let flags = given.flatMap { ["--set", "\($0)=\($1)"] }
        let terminal = try PseudoTerminal(["init", site, "--hardware", "/none", "--no-probe"] + flags)
        let before = terminal.localFlags
        #expect(terminal.waitFor("name a file: "), "\(terminal.seen)")
        #expect(terminal.localFlags != before)
        terminal.type("secr\u{3}")
        #expect(terminal.end() == 1 && terminal.localFlags == before, "\(terminal.seen)")
        #expect(!terminal.transcript.contains("secr") && !FileManager.default.fileExists(atPath: site))
    }
}

@Suite struct ChangingCommentedYAML {
    private let text = """
        top:                       # the top
          one: 1                   # first
          # two: 2
          three: "a # b"           # third
          deep:
            four: [a, b]
        list:
          - {id: a}
          - id: b
            name: B
            # of b
            more: 1
          - {id: c}

        last: x
        """

    @Test func `a value changes and its comment stays where it was`() {
        var yaml = CommentedYAML(text)
        #expect(
            yaml.set(["top", "one"], "22") && yaml.set(["top", "three"], "c")
                && yaml.set(["top", "deep", "four"], "[]"))
        #expect(
            yaml.lines[1] == "  one: 22                  # first"
                && yaml.lines[3] == "  three: c                 # third")
        #expect(yaml.lines[5] == "    four: []" && !yaml.set(["top", "two"], "1") && !yaml.set(["one"], "1"))
        #expect(!yaml.set(["list", "four"], "1") && yaml.rename(["last"], to: "newest", "y", comment: "z"))
        #expect(yaml.lines.last == "newest: y                      # z")
    }

    @Test func `items, blocks and keys are taken out with what is theirs`() {
        var yaml = CommentedYAML(text)
        #expect(yaml.removeItems(atLines: [11, 9, 12]) == ["  - id: b"] && yaml.lines.count == 11)
        #expect(yaml.removeItems(atLines: [1]) == nil && yaml.removeItems(atLines: [8, 99]) == nil)
        #expect(yaml.lines.count == 11)
        #expect(
            yaml.setBlock(["top"], ["  new: 1"]) && yaml.lines[1] == "  new: 1"
                && yaml.lines[2] == "  # two: 2")
        #expect(yaml.remove(["list"]) && !yaml.text.contains("id: a") && yaml.text.contains("last: x"))
        #expect(yaml.insert(after: ["last"], "more: 1") && yaml.lines.last == "more: 1")
    }

    @Test(arguments: [
        "North field", "yes", "5", "a: b", "# x", "\\\"", "ä", "", "[a]", "-", "a@b.example", "17:25", "null",
    ])
    func `any text is one scalar that reads back as it was`(text: String) throws {
        var yaml = CommentedYAML(
            String(decoding: DefaultConfiguration.files.contents["dock.yaml"] ?? [], as: UTF8.self))
        yaml.set(["dock", "name"], CommentedYAML.scalar(text))
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["dock.yaml"] = yaml.text
        guard !text.isEmpty else { return }
        #expect(try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock.dock.name == text)
    }

    @Test func `lines of answers are keys and values, and anything else is told with its place`() {
        var problems: [String] = []
        let read = InitAnswersFile.read(
            "\u{FEFF}# x\n\na: b: c\n b : \"d e\"\nno answer\na: 2\ntwo words: 1\n", name: "f",
            problems: &problems)
        #expect(read["b"] == InitAnswer(text: "d e", place: "f:4") && read["a"]?.text == "2")
        #expect(problems.count == 4 && problems.contains("f:6: a is answered twice; keep one"), "\(problems)")
    }
}
